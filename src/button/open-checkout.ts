import { checkout } from './checkout/index.ts';
import type { Settings } from './config/settings.ts';
import type { CheckoutRequest, CheckoutSession } from '../protocol.ts';

/** How to open a checkout without an element. */
export interface OpenCheckoutOptions extends Pick<
  Settings,
  'mode' | 'gateway' | 'theme' | 'endpoint' | 'successUrl'
> {
  /** Closes the checkout, whatever state it is in. */
  signal?: AbortSignal;
}

/**
 * Opens a checkout without an element. Events fire on `document`; the visit's attribution applies; inline acts as
 * modal, since there is no place for it.
 *
 * @returns the session, once it is open. Rejects with CheckoutError
 */
export function openCheckout(
  request: CheckoutRequest,
  options?: OpenCheckoutOptions | null,
): Promise<CheckoutSession> {
  const { signal, ...settings } = options ?? {};
  const fields: Record<string, unknown> = { ...settings, ...request };
  return checkout({ target: document, readOption: (name) => fields[name], signal, setStatus: () => {} });
}
