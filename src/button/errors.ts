import { toJson } from './json.ts';

/**
 * Why a checkout failed or was stopped.
 *
 * - `invalid-request`: an attribute, form control or request field has a value that Solifyn does not accept
 * - `not-configured`: no session endpoint, an address that cannot be one, or a gateway that is not registered
 * - `network`: the session endpoint could not be reached, or `createSession` rejected
 * - `timeout`: the session endpoint did not answer in time
 * - `rejected`: the session endpoint answered 4xx
 * - `unavailable`: the session endpoint answered 5xx
 * - `invalid-session`: the answer is not a checkout session that may be opened
 * - `gateway`: the embedded checkout could not be shown
 * - `canceled`: the buyer, the page or a listener of `solifyn-checkout-start` stopped it
 */
export type CheckoutErrorCode =
  | 'invalid-request'
  | 'not-configured'
  | 'network'
  | 'timeout'
  | 'rejected'
  | 'unavailable'
  | 'invalid-session'
  | 'gateway'
  | 'canceled';

/** What a `CheckoutError` may carry beside its code and message. */
export interface CheckoutErrorOptions {
  /** The underlying error. */
  cause?: unknown;
  /** The HTTP status of the session endpoint's answer. */
  status?: number | undefined;
  /** The `X-Request-Id` of the session endpoint's answer, which its log repeats. */
  requestId?: string | undefined;
  /** What the buyer reads instead of the page's own text: plain text, at most 200 characters. */
  buyerText?: string | undefined;
}

/** The one error of this package. `message` is for the seller and says what to do; buyers never see it. */
export class CheckoutError extends Error {
  // A field is defined, not assigned, because assigning `name` throws on a page that has frozen Error.prototype.
  override readonly name = 'CheckoutError';
  readonly code: CheckoutErrorCode;
  /** The HTTP status of the session endpoint's answer, where there was one. */
  readonly status: number | undefined;
  /** The `X-Request-Id` of the session endpoint's answer, which its log repeats. */
  readonly requestId: string | undefined;
  /** A text for the buyer, where the session endpoint sent one. */
  readonly buyerText: string | undefined;

  constructor(
    code: CheckoutErrorCode,
    message: string,
    { cause, status, requestId, buyerText }: CheckoutErrorOptions = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.requestId = requestId;
    this.buyerText = buyerText;
  }
}

/** What was thrown or returned, which may be anything, as text for a message. */
export function describe(value: unknown): string {
  try {
    return value instanceof Error ? value.message : toJson(value);
  } catch {
    return 'no text';
  }
}

const warned = new Set<string>();

/** Logs a warning for the seller, once for each text. */
export function warn(text: string): void {
  if (!warned.has(text)) console.warn?.('solifyn-buy-button: ' + text);
  warned.add(text);
}
