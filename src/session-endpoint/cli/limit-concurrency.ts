import { HttpError } from '../errors.ts';
import type { SolifynApi } from '../solifyn-api.ts';

/** A call is free again as soon as another one ends. */
const RETRY_AFTER_SECONDS = 1;

/**
 * Allows `maxCalls` calls to Solifyn at once and answers 503 to the next, so that a slow Solifyn costs a bounded number of
 * open calls and a buyer gets the answer at once instead of at the end of a queue.
 */
export function limitConcurrency(api: SolifynApi, maxCalls: number): SolifynApi {
  let open = 0;
  return {
    redact: (text) => api.redact(text),
    async createSession(request) {
      if (open >= maxCalls) {
        throw new HttpError(503, 'unavailable', 'Too many checkouts at once. Try again in a moment.', {
          retryAfter: RETRY_AFTER_SECONDS,
        });
      }
      open += 1;
      try {
        return await api.createSession(request);
      } finally {
        open -= 1;
      }
    },
  };
}
