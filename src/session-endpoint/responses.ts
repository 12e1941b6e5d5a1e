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
    headers: Object.assign(baseHeaders(context), { 'Content-Type': 'application/json' }, headers),
  });
}

export function preflightResponse(request: Request, context: ResponseContext): Response {
  const headers = baseHeaders(context);
  headers['Access-Control-Allow-Methods'] = 'POST';
  headers['Access-Control-Max-Age'] = `${PREFLIGHT_MAX_AGE_SECONDS}`;
  const requested = request.headers.get('access-control-request-headers');
  if (requested !== null) headers['Access-Control-Allow-Headers'] = requested;
  return new Response(null, { status: 204, headers });
}

/** A new object at each call, which the caller completes. */
function baseHeaders({ origin, requestId }: ResponseContext): Record<string, string> {
  const headers: Record<string, string> = {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Origin',
    'X-Request-Id': requestId,
  };
  if (origin !== undefined) {
    headers['Access-Control-Allow-Origin'] = origin;
    headers['Access-Control-Expose-Headers'] = 'Retry-After, X-Request-Id';
  }
  return headers;
}
