import { checkProperties } from './checkout-request.properties.ts';

checkProperties(10_000);
