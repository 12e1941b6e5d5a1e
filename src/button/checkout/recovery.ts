import type { CheckoutErrorCode } from '../errors.ts';
import type { Mode } from '../config/settings.ts';

/**
 * What the buyer gets instead of the checkout:
 *
 * - `close`: nothing, the checkout was canceled
 * - `fail-in-dialog`: a message and a link in the dialog, which is opened if it is not there yet
 * - `follow-link`: the fallback link is opened, so the sale is not lost
 * - `show-error`: a message at the button, with the link if there is one
 */
export type Recovery = 'close' | 'fail-in-dialog' | 'follow-link' | 'show-error';

/** Errors that the buyer can fix: they read the message instead of being sent away. */
const FIXABLE_BY_BUYER: readonly CheckoutErrorCode[] = ['invalid-request', 'rejected'];

/** What is known about an attempt when it fails. */
export interface FailedAttempt {
  mode: Mode | undefined;
  hasSession: boolean;
  hasFallbackLink: boolean;
  /** The buyer is already leaving the page by another link. */
  isUnloading: boolean;
  /** The page has removed what was clicked, so that no message can be shown there. */
  isButtonGone: boolean;
}

/** Decides what the buyer gets after a failure. */
export function recoveryFor(
  code: CheckoutErrorCode,
  { mode, hasSession, hasFallbackLink, isUnloading, isButtonGone }: FailedAttempt,
): Recovery {
  if (code === 'canceled') return 'close';
  if (hasSession && mode === 'modal') return 'fail-in-dialog';
  const canFollowLink = hasFallbackLink && !hasSession && !isUnloading;
  if (canFollowLink && !FIXABLE_BY_BUYER.includes(code)) return 'follow-link';
  return isButtonGone ? 'fail-in-dialog' : 'show-error';
}
