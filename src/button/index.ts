/**
 * The browser entry, of the drop-ins and of the npm package: registers the gateways, defines the element, listens.
 * The only module with side effects, beside npm.ts. Importing it in Node does nothing.
 */
// The order is that of the bundle, in which brotli finds most in common this way.
import { SolifynBuyButton } from './buy-button.ts';
import { configuration, configurationListeners } from './config/configure.ts';
import type { Diagnosis } from '../diagnostics/diagnostics-context.ts';
import { frame } from './gateways/frame.ts';
import { findGateway, registerGateway } from './gateways/gateway.ts';
import { whop } from './gateways/whop.ts';
import { createRequest } from './request/request.ts';
import { debugIntegrity, script, scriptUrl } from './config/script-tag.ts';
import { listen } from './triggers.ts';
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
  if (location.search && new URLSearchParams(location.search).has('solifyn-debug')) {
    const { href } = new URL('solifyn-buy-button.debug.js', scriptUrl || document.baseURI);
    const load = async () => {
      const second = (await import(/* webpackIgnore: true */ /* @vite-ignore */ href)) as Diagnosis;
      second.default({ configuration, script, scriptUrl, createRequest, findGateway });
    };
    if (debugIntegrity) {
      // An import takes no integrity of its own, but what is preloaded with one is what it gets.
      const link = document.createElement('link');
      Object.assign(link, { rel: 'modulepreload', href, integrity: debugIntegrity, onload: load });
      document.head.append(link);
    } else void load();
  }
}
