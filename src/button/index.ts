/** The exports of the standalone scripts and of the npm package. Importing them defines the element. */
import './define.ts';

export { SolifynBuyButton } from './buy-button.ts';
export { configure } from './config/configure.ts';
export { CheckoutError } from './errors.ts';
export { registerGateway } from './gateways/gateway.ts';
export { openCheckout } from './open-checkout.ts';
export { version } from '../version.ts';
