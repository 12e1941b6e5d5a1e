import type { LimitVerdict, SessionEndpointOptions } from '../../../src/session-endpoint/index.ts';
import type { CaseOptions } from './endpoint-cases.ts';

/** The options of a case as `createSessionEndpoint` takes them, with a limiter and a bot check that behave as it describes. */
export function toEndpointOptions({ limit, verify, ...options }: CaseOptions): SessionEndpointOptions {
  return {
    ...options,
    ...(limit !== undefined && { limit: toLimiter(limit) }),
    ...(verify !== undefined && { verify: toCheck(verify) }),
  };
}

function toCheck(verify: NonNullable<CaseOptions['verify']>): () => Promise<boolean> {
  return async () => {
    if (typeof verify === 'boolean') return verify;
    if ('throws' in verify) throw new Error('the check is out of order');
    return hang();
  };
}

function toLimiter(limit: NonNullable<CaseOptions['limit']>): () => Promise<LimitVerdict> {
  return async () => {
    if ('throws' in limit) throw new Error('the counter is out of order');
    if ('hangs' in limit) return hang();
    return limit;
  };
}

/**
 * Never settles. The time for it is over at once: the next timer that is set, which the endpoint sets for this call, fires
 * immediately. A short `timeout` would also limit the rest of the request, and fail on a busy machine.
 */
function hang(): Promise<never> {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((run: () => void) => {
    globalThis.setTimeout = setTimeout;
    return setTimeout(run);
  }) as typeof setTimeout;
  return new Promise(() => {});
}
