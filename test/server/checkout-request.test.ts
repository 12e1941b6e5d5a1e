import { checkProperties } from './checkout-request.properties.ts';

checkProperties(1000);
