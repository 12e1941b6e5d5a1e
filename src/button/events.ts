import type { CheckoutError } from './errors.ts';
import type { Mode } from './config/settings.ts';
import type { CheckoutRequest, CheckoutSession } from '../protocol.ts';

/** What each event carries in `detail`, by the name behind `solifyn-checkout-`. */
export interface CheckoutEventDetails {
  /** Before the session endpoint is asked. Cancelable; a listener may change `request`. */
  start: { request: CheckoutRequest };
  /** The session endpoint has answered. */
  session: { session: CheckoutSession };
  /** About to leave the page, the tab on its way, or the embed ready. `mode` is the one really used. */
  open: { session: CheckoutSession; mode: Mode };
  /** An embedded checkout says it is paid. A hint, not a proof: fulfil from webhooks. Cancelable (stops `success-url`). */
  complete: { session: CheckoutSession; receiptId?: string };
  /** An embedded checkout is gone from the page. */
  close: { session: CheckoutSession; completed: boolean };
  /** There will be no checkout, or the embedded one broke. */
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
