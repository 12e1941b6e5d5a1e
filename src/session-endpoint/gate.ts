import { Refusal } from './errors.ts';
import type { SolifynApi } from './solifyn-api.ts';

/** Seconds: a place is free as soon as one call is answered. */
const RETRY_AFTER = 1;

/**
 * Lets so many calls through at once and refuses the next with 503, so that a slow Solifyn costs a bounded
 * number of open calls, and a buyer hears at once instead of at the end of a queue.
 */
export function gated(api: SolifynApi, places: number): SolifynApi {
  let open = 0;
  return {
    ...api,
    async createSession(order) {
      if (open >= places) {
        throw new Refusal(503, 'unavailable', 'Too many checkouts at once. Try again in a moment.', {
          retryAfter: RETRY_AFTER,
        });
      }
      open += 1;
      try {
        return await api.createSession(order);
      } finally {
        open -= 1;
      }
    },
  };
}
