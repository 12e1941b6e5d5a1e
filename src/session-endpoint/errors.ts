import type { EndpointError } from '../protocol.ts';

/** The `code` of an error answer. `rejected` alone carries Solifyn's own words, which a buyer may read. */
export type RefusalCode =
  | 'origin-not-allowed'
  | 'method-not-allowed'
  | 'unsupported-media-type'
  | 'too-large'
  | 'timeout'
  | 'invalid-request'
  | 'custom-price-not-allowed'
  | 'not-for-sale'
  | 'rate-limited'
  | 'rejected'
  | 'misconfigured'
  | 'unavailable';

/** What `onError` can hear of: the seller's business, never a buyer's mistake. */
export type FaultCode =
  'misconfigured' | 'unavailable' | 'timeout' | 'limit-failed' | 'custom-price-not-allowed';

/** A fault in words for the seller's console, before it has been cleared of the API key. */
export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
}

/**
 * What `onError` receives. Its message says what to do. It has no `cause`: the error of a network library may
 * quote the headers that it could not send, and the API key is one of them.
 */
export class SessionEndpointError extends Error {
  override readonly name = 'SessionEndpointError';
  readonly code: FaultCode;

  constructor({ code, message }: Fault) {
    super(message);
    this.code = code;
  }
}

/**
 * An answer that is not a session, thrown from wherever it is decided and answered in one place. The message is
 * public: it goes to the browser as it is, so it repeats nothing of the request.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: RefusalCode;
  /** Whole seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** What the seller should hear of it, if anything. */
  readonly fault: Fault | undefined;

  constructor(
    status: number,
    code: RefusalCode,
    message: string,
    { retryAfter, fault }: { retryAfter?: number; fault?: Fault } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.fault = fault;
  }

  toJSON(): EndpointError {
    return { error: { code: this.code, message: this.message } };
  }
}
