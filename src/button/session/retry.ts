/** The delay before the first retry. Each further one is twice as long. */
const RETRY_BASE_DELAY_MS = 400;

/** The longest delay that a buyer waits for. */
const RETRY_MAX_DELAY_MS = 5_000;

/** Statuses that may pass by themselves. */
const RETRYABLE_STATUS: readonly number[] = [429, 502, 503];

/** One failed attempt to get a session. */
export interface FailedRequest {
  /** How many retries there were before it. */
  retriesDone: number;
  /** How many retries are allowed. */
  retries: number;
  /** Whether the attempt took too long. */
  isTimeout: boolean;
  /** The status of the response, `undefined` after a network failure. */
  status?: number | undefined;
  /** The `Retry-After` header of the response. */
  retryAfter?: string | null | undefined;
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  now: number;
}

/**
 * Decides whether a failed request is sent again.
 *
 * @returns milliseconds to wait before the retry, or `undefined` if the failure is final
 */
export function retryDelay({
  retriesDone,
  retries,
  isTimeout,
  status,
  retryAfter,
  now,
}: FailedRequest): number | undefined {
  if (isTimeout || retriesDone >= retries) return undefined;
  if (status !== undefined && !RETRYABLE_STATUS.includes(status)) return undefined;
  const delay =
    parseRetryAfter(retryAfter, now) ?? Math.min(RETRY_BASE_DELAY_MS * 2 ** retriesDone, RETRY_MAX_DELAY_MS);
  return delay <= RETRY_MAX_DELAY_MS ? delay : undefined;
}

/** Milliseconds until `Retry-After`, which is a number of seconds or a date. `undefined` for anything else. */
function parseRetryAfter(text: string | null | undefined, now: number): number | undefined {
  if (!text) return undefined;
  const seconds = Number(text);
  const delay = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * 1000;
  return Number.isNaN(delay) ? undefined : Math.max(delay, 0);
}
