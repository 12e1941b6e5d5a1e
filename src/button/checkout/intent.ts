import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import type { Gateway } from '../gateways/gateway.ts';
import { createRequest } from '../request/request.ts';
import { preconnectEndpoint, prefetch } from '../session/prefetch.ts';
import { preloadContextFor, presentationFor } from './presentation.ts';

/** The hosts and gateways that have been prepared. */
const prepared = new WeakSet<CheckoutHost | Gateway>();

/**
 * Prepares the host's checkout when the buyer shows intent (hover, focus, touch). Nothing is preloaded for visitors
 * with data saving turned on.
 */
export function handleIntent(host: CheckoutHost): void {
  const { readOption } = host;
  const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  const isFirst = !prepared.has(host);
  prepared.add(host);
  try {
    if (!savesData) {
      const presentation = presentationFor(host);
      preconnectEndpoint(readOption);
      if ('gateway' in presentation && !prepared.has(presentation.gateway)) {
        prepared.add(presentation.gateway);
        presentation.gateway.preload?.(preloadContextFor(host));
      }
    }
    const isPrefetched = !savesData && readSetting('prefetch', readOption) === 'intent';
    if (!isFirst && !isPrefetched) return;
    const form = host.form?.();
    // On the prototype, because a control may be named "matches".
    if (form && !HTMLFormElement.prototype.matches.call(form, ':valid')) return;
    // Also without prefetch: the first request of a page compiles this code and reads the storage, which takes some
    // milliseconds that the click then saves.
    const request = createRequest(readOption, form);
    if (isPrefetched) prefetch(request, readOption);
  } catch {
    // The click reports it.
  }
}
