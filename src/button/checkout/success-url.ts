import { resolveUrl } from '../base-url.ts';
import { warn } from '../errors.ts';
import { fire, type CheckoutEventDetails } from '../events.ts';
import { redirect } from '../presentations/redirect.ts';

/** Placeholders in `success-url`. Some editors store the braces percent-encoded. */
const PLACEHOLDER = /(?:\{|%7B)(CHECKOUT_ID|RECEIPT_ID)(?:\}|%7D)/gi;

/**
 * Reports a paid checkout, and goes to the success page unless a listener prevents it.
 *
 * @param successUrl as `checkSuccessUrl` returned it
 */
export function complete(
  target: EventTarget,
  detail: CheckoutEventDetails['complete'],
  successUrl: string | undefined,
): void {
  if (!fire(target, 'complete', detail) || !successUrl) return;
  const { session, receiptId } = detail;
  const ids: Record<string, string> = { CHECKOUT_ID: session.id, RECEIPT_ID: receiptId ?? '' };
  const address = successUrl.replace(PLACEHOLDER, (_, name: string) =>
    encodeURIComponent(ids[name.toUpperCase()] ?? ''),
  );
  const url = resolveUrl(address);
  if (url) redirect(url.href);
}

/**
 * Resolves a success URL like a link.
 *
 * @returns the address with its placeholders, or `undefined` with a warning if it is not http(s)
 */
export function checkSuccessUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const url = resolveUrl(text);
  if (!url) warn(`success-url="${text}" is not an http(s) address.`);
  return url?.href;
}
