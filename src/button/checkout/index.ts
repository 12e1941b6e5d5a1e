import type { CheckoutHost } from '../checkout-host.ts';
import type { CheckoutSession } from '../../protocol.ts';
import { Attempt, canceled } from './attempt.ts';

/** The checkouts under way, by the target that fires their events. */
const attempts = new Map<EventTarget, Attempt>();

/**
 * Starts a checkout, or returns the one already under way for the same target. Only one dialog, tab or redirect can be
 * open at a time. Inline checkouts don't block each other.
 *
 * @returns the session, once the buyer can pay or is on the way. Rejects with CheckoutError
 */
export function checkout(host: CheckoutHost): Promise<CheckoutSession> {
  for (const [target, other] of attempts) {
    const isSameHost = target === host.target;
    if (other.isOrphaned(isSameHost) || (isSameHost && other.isReplaceable)) other.cancel();
    else if (isSameHost && other.opened) return other.opened;
    else if (!other.isInline) return Promise.reject(canceled());
  }
  const attempt = new Attempt(host, () => attempts.delete(host.target));
  attempts.set(host.target, attempt);
  return attempt.start();
}

/** Cancels the checkout of this target, or of all of them. */
export function cancelCheckout(target?: EventTarget): void {
  for (const [other, attempt] of attempts) if (!target || other === target) attempt.cancel();
}
