/**
 * Everything that happens when the script is loaded: registers the gateways, defines the element and listens to the page.
 * In Node it only registers the gateways.
 */
import { SolifynBuyButton } from './buy-button.ts';
import { handleReturn } from './checkout/index.ts';
import { configurationListeners } from './config/configure.ts';
import { frame } from './gateways/frame.ts';
import { registerGateway } from './gateways/gateway.ts';
import { whop } from './gateways/whop.ts';
import { openDiagnosisOnRequest } from './open-diagnosis.ts';
import { readAttribution } from './request/attribution.ts';
import { hostOf, listen } from './triggers.ts';

const TAG = 'solifyn-buy-button';

registerGateway('whop', whop);
registerGateway('frame', frame);

if (globalThis.document && !customElements.get(TAG)) {
  // The landing page's address counts for the whole visit, so it is read even if nobody clicks there.
  const capture = () => void (location.search && readAttribution());
  capture();
  configurationListeners.add(capture);
  customElements.define(TAG, SolifynBuyButton);
  listen();
  if (location.search) void handleReturn(hostOf);
  openDiagnosisOnRequest();
}
