import type { EndpointError } from '../protocol.ts';

/**
 * The `code` of an error response. Only `rejected` has Solifyn's own message, which a buyer may read. The table in
 * docs/guides/endpoint.md has the status and the reason of each.
 */
export type HttpErrorCode =
  | 'origin-not-allowed'
  | 'method-not-allowed'
  | 'unsupported-media-type'
  | 'challenge-failed'
  | 'too-large'
  | 'timeout'
  | 'invalid-request'
  | 'custom-price-not-allowed'
  | 'not-for-sale'
  | 'rate-limited'
  | 'rejected'
  | 'misconfigured'
  | 'unavailable';

/** The `code` of an error that `onError` receives: a problem that the seller can fix, never a buyer's own mistake. */
export type IncidentCode =
  | 'misconfigured'
  | 'unavailable'
  | 'timeout'
  | 'limit-failed'
  | 'verify-failed'
  | 'origin-not-allowed'
  | 'custom-price-not-allowed';

/** A problem described for the seller's log. The API key is removed from the message before it is reported. */
export interface Incident {
  readonly code: IncidentCode;
  readonly message: string;
}

/**
 * What `onError` receives. Its message says what to do. It has no `cause`, because an error of a network library can
 * quote the headers that it could not send, and one of them holds the API key.
 */
export class SessionEndpointError extends Error {
  override readonly name = 'SessionEndpointError';
  readonly code: IncidentCode;
  /** The `X-Request-Id` of the response, which the buyer's page can read too. */
  readonly requestId: string;

  constructor({ code, message }: Incident, requestId: string) {
    super(message);
    this.code = code;
    this.requestId = requestId;
  }
}

/**
 * A response that is not a session. It is thrown where the decision is made and turned into a response in one place.
 * The message is public: it is sent to the browser unchanged, so it repeats nothing of the request.
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly code: HttpErrorCode;
  /** Whole seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** What is reported to the seller, if anything. */
  readonly incident: Incident | undefined;

  constructor(
    status: number,
    code: HttpErrorCode,
    message: string,
    { retryAfter, incident }: { retryAfter?: number; incident?: Incident | undefined } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.incident = incident;
  }

  toJSON(): EndpointError {
    return { error: { code: this.code, message: this.message } };
  }
}

/** An option or a variable with an invalid value. The message never repeats the value, which may be a misplaced key. */
export class ConfigError extends TypeError {
  override readonly name = 'ConfigError';
  /** The name of the option, variable or flag. */
  readonly setting: string;
  /** What is wrong and what to do, as the rest of a sentence that begins with the setting's name. */
  readonly reason: string;

  constructor(setting: string, reason: string, prefix = '') {
    super(`${prefix}${setting} ${reason}.`);
    this.setting = setting;
    this.reason = reason;
  }
}

const NO_REASON = 'no reason given';
const MAX_CAUSES = 4;

/** An error and its causes in one line. undici's own message is only "fetch failed", and the reason is in `cause`. */
export function describeError(error: unknown): string {
  const messages: string[] = [];
  try {
    for (let cause = error; cause !== undefined && messages.length < MAX_CAUSES;) {
      messages.push(cause instanceof Error ? cause.message || cause.name : NO_REASON);
      cause = cause instanceof Error ? cause.cause : undefined;
    }
    return messages.join(': ');
  } catch {
    // The message is a symbol, or a getter that throws.
    return NO_REASON;
  }
}
