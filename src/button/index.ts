/**
 * The browser entry, of the standalone scripts and of the npm package: registers the gateways, defines the element, listens.
 * The only module with side effects, beside npm.ts. Importing it in Node does nothing.
 */
// The order is that of the bundle, in which brotli finds most in common this way.
import { SolifynBuyButton } from './buy-button.ts';
import { handleReturn } from './checkout/index.ts';
import { configurationListeners } from './config/configure.ts';
import { frame } from './gateways/frame.ts';
import { registerGateway } from './gateways/gateway.ts';
import { whop } from './gateways/whop.ts';
import { openDiagnosisOnRequest } from './open-diagnosis.ts';
import { hostOf, listen } from './triggers.ts';
import { readAttribution } from './request/attribution.ts';

export { configure } from './config/configure.ts';
export { CheckoutError } from './errors.ts';
export { registerGateway } from './gateways/gateway.ts';
export { openCheckout } from './open-checkout.ts';
export { version } from '../version.ts';
export { SolifynBuyButton };

const TAG = 'solifyn-buy-button';

registerGateway('whop', whop);
registerGateway('frame', frame);

if (globalThis.document && !customElements.get(TAG)) {
  // The landing page's address counts for the whole visit, so it is read also where nobody clicks.
  const remember = () => void (location.search && readAttribution());
  remember();
  configurationListeners.add(remember);
  customElements.define(TAG, SolifynBuyButton);
  listen();
  void handleReturn(hostOf);
  openDiagnosisOnRequest();
}
