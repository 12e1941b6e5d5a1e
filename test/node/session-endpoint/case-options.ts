import type { LimitVerdict, SessionEndpointOptions } from '../../../src/session-endpoint/index.ts';
import type { CaseOptions } from './endpoint-cases.ts';

/** The options of a case as `createSessionEndpoint` takes them, with a limiter that behaves as the case says. */
export function toEndpointOptions({ limit, ...options }: CaseOptions): SessionEndpointOptions {
  return limit === undefined ? options : { ...options, limit: toLimiter(limit) };
}

function toLimiter(limit: NonNullable<CaseOptions['limit']>): () => Promise<LimitVerdict> {
  return async () => {
    if ('throws' in limit) throw new Error('the counter is out of order');
    if ('hangs' in limit) return new Promise(() => {});
    return limit;
  };
}
