import { env } from 'node:process';
import { checkProperties } from './checkout-request.properties.ts';

checkProperties(env['SOAK'] ? 10_000 : 250);
