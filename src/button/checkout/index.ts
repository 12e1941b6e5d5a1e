import type { CheckoutSession } from '../../protocol.ts';
import type { CheckoutHost } from '../checkout-host.ts';
import { Attempt, canceled } from './attempt.ts';
import { takeReturnedPayment } from './return.ts';
import { complete } from './success-url.ts';

/** The checkouts under way, by what started them. */
const attempts = new Map<CheckoutHost, Attempt>();

/**
 * Starts a checkout, or returns the one already under way for the same host. Only one dialog, tab or redirect can be
 * open at a time: one that is still loading gives way. Inline checkouts don't block each other.
 *
 * @returns the session, once the buyer can pay or is leaving for the checkout page. Rejects with CheckoutError
 */
export function checkout(host: CheckoutHost): Promise<CheckoutSession> {
  for (const [other, attempt] of attempts) {
    const isSameHost = other === host;
    const givesWay = isSameHost ? attempt.isReplaceable : attempt.isLoading;
    if (attempt.isAbandoned || givesWay) attempt.cancel();
    else if (isSameHost && attempt.opened) return attempt.opened;
    else if (!attempt.isInline) return Promise.reject(canceled());
  }
  return createAttempt(host).start();
}

/** Cancels the checkout of this target, or of all of them. */
export function cancelCheckout(target?: EventTarget): void {
  for (const [host, attempt] of attempts) if (!target || host.target === target) attempt.cancel();
}

/**
 * Finishes a payment that left the page and came back to it: reports that it completed, or opens it again.
 *
 * @param hostOf returns the host of a buy button
 */
export async function handleReturn(
  hostOf: (node: Element | undefined) => CheckoutHost | undefined,
): Promise<void> {
  const returned = await takeReturnedPayment(hostOf);
  if (!returned) return;
  const { payment, outcome, host } = returned;
  const { status, receiptId } = outcome;
  if (status === 'completed')
    complete(host.target, { session: payment.session, ...(receiptId && { receiptId }) }, payment.successUrl);
  // A failure is reported by an event, and the buyer reads it.
  else if (!attempts.has(host))
    createAttempt(host)
      .start(returned)
      .catch(() => {});
}

function createAttempt(host: CheckoutHost): Attempt {
  const attempt = new Attempt(host, () => attempts.delete(host));
  attempts.set(host, attempt);
  return attempt;
}
