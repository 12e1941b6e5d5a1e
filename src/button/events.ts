import type { CheckoutError } from './errors.ts';
import type { Mode } from './config/settings.ts';
import type { CheckoutRequest, CheckoutSession } from '../protocol.ts';

/** What each event carries in `detail`, by the name behind `solifyn-checkout-`. */
export interface CheckoutEventDetails {
  /** Before the session is created. Cancelable. A listener may change `request`. */
  start: { request: CheckoutRequest };
  /** The session was created. */
  session: { session: CheckoutSession };
  /** The buyer is about to leave, the tab opens, or the embed is ready. `mode` is the one that is really used. */
  open: { session: CheckoutSession; mode: Mode };
  /** The gateway reports a payment. Only a webhook proves it. Cancelable, which stops `success-url`. */
  complete: { session: CheckoutSession; receiptId?: string };
  /** The embedded checkout was removed from the page. */
  close: { session: CheckoutSession; completed: boolean };
  /** The checkout could not be opened, or the embedded one failed. */
  error: { error: CheckoutError };
}

/** The events by their full names, for `addEventListener`. */
export type CheckoutEventMap = {
  [Name in keyof CheckoutEventDetails as `solifyn-checkout-${Name}`]: CustomEvent<CheckoutEventDetails[Name]>;
};

declare global {
  interface HTMLElementEventMap extends CheckoutEventMap {}
  interface DocumentEventMap extends CheckoutEventMap {}
  interface WindowEventMap extends CheckoutEventMap {}
}

/**
 * Fires `solifyn-checkout-<name>`, bubbling and composed.
 *
 * @returns whether no listener prevented the default
 */
export function fire<Name extends keyof CheckoutEventDetails>(
  target: EventTarget,
  name: Name,
  detail: CheckoutEventDetails[Name],
): boolean {
  const cancelable = name === 'start' || name === 'complete';
  return target.dispatchEvent(
    new CustomEvent('solifyn-checkout-' + name, { detail, bubbles: true, composed: true, cancelable }),
  );
}
