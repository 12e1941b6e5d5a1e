import type { CheckoutSession } from '../protocol.ts';
import type { HttpError } from './errors.ts';

/** How long a browser caches the response to a preflight: one day. */
const PREFLIGHT_MAX_AGE_SECONDS = 86_400;

/** What every response needs. */
export interface ResponseContext {
  /** The value of `Access-Control-Allow-Origin`, undefined for an origin that is not allowed. */
  readonly origin: string | undefined;
  readonly requestId: string;
}

/**
 * Each Response is created once with all its headers. Hono's CORS middleware sets headers one by one on a finished
 * Response, which costs as much as validating the request.
 */
export function jsonResponse(
  status: number,
  body: CheckoutSession | HttpError,
  context: ResponseContext,
  headers?: Record<string, string>,
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...baseHeaders(context), ...headers },
  });
}

export function preflightResponse(request: Request, context: ResponseContext): Response {
  const requested = request.headers.get('access-control-request-headers');
  return new Response(null, {
    status: 204,
    headers: {
      ...baseHeaders(context),
      'Access-Control-Allow-Methods': 'POST',
      ...(requested === null ? {} : { 'Access-Control-Allow-Headers': requested }),
      'Access-Control-Max-Age': `${PREFLIGHT_MAX_AGE_SECONDS}`,
    },
  });
}

function baseHeaders({ origin, requestId }: ResponseContext): Record<string, string> {
  const headers = {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Origin',
    'X-Request-Id': requestId,
  };
  if (origin === undefined) return headers;
  return {
    ...headers,
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Retry-After, X-Request-Id',
  };
}
