import { Hono } from 'hono';
import type { CheckoutSession } from '../protocol.ts';
import { readRequest, TooManyBytesError } from './body.ts';
import { catalogueGuard } from './catalogue.ts';
import { toOrder } from './checkout-request.ts';
import { beforeDeadline, DeadlineError } from './deadline.ts';
import { Refusal, SessionEndpointError } from './errors.ts';
import type { Fault } from './errors.ts';
import type { Settings } from './options.ts';
import { originPolicy } from './origins.ts';
import { describe } from './solifyn-api.ts';
import type { SolifynApi } from './solifyn-api.ts';

/** What the endpoint is made of. The key is not among it: only the API has that. */
export interface EndpointParts<Platform extends readonly unknown[]> extends Omit<
  Settings<Platform>,
  'apiKey' | 'apiUrl' | 'fetch'
> {
  readonly api: SolifynApi;
  /** The origin that a browser reaches the endpoint under. Default: that of the request's address. */
  readonly ownOrigin?: (request: Request, ...platform: Platform) => string;
  /** Whether the server has cut each body at the length that it declares. Default: nothing is believed. */
  readonly isCut?: boolean;
}

/** A Web-standard handler that sells. It never rejects: whatever happens is an answer. */
export type SessionEndpoint<Platform extends readonly unknown[] = readonly unknown[]> = (
  request: Request,
  ...platform: Platform
) => Promise<Response>;

/** Bytes of a request's body. */
const MAX_BODY = 16 * 1024;
/** Seconds a browser keeps the answer to a preflight: a day. */
const PREFLIGHT_AGE = 86_400;
/** Seconds to wait where a limiter names none: what the button still waits for. */
const DEFAULT_RETRY_AFTER = 5;
/** Seconds a limiter may ask for: a year, which is still written in digits. */
const MAX_RETRY_AFTER = 31_536_000;

const METHODS = 'POST, OPTIONS';

/**
 * The order of the steps: origin, method, media type, rate limit, body, fields, catalogue, Solifyn. What costs
 * least is judged first, so a stranger's request is gone before anything of it has been read.
 */
export function createEndpoint<Platform extends readonly unknown[]>(
  parts: EndpointParts<Platform>,
): SessionEndpoint<Platform> {
  const { api, limit, onError, timeout, isCut = false } = parts;
  const ownOrigin = parts.ownOrigin ?? ((request) => new URL(request.url).origin);
  const policy = originPolicy(parts.allowedOrigins);
  const guard = catalogueGuard(parts);

  type Env = { Bindings: { platform: Platform } };
  const app = new Hono<Env>();

  const report = (fault: Fault, request: Request): void => {
    try {
      const heard = onError(
        new SessionEndpointError({ ...fault, message: api.conceal(fault.message) }),
        request,
      );
      if (heard instanceof Promise) heard.catch(() => {});
    } catch {
      // A logger that is down is no reason to lose a sale.
    }
  };

  const grant = (request: Request, platform: Platform): string | undefined =>
    policy(request, () => ownOrigin(request, ...platform));

  const admit = (request: Request, platform: Platform): string => {
    const origin = grant(request, platform);
    if (origin !== undefined) return origin;
    throw new Refusal(403, 'origin-not-allowed', 'This site is not allowed to sell here.');
  };

  const askLimiter = async (request: Request, platform: Platform): Promise<void> => {
    if (limit === undefined) return;
    let allowed: boolean;
    let retryAfter: number | undefined;
    try {
      // `async`, so that a limiter that throws at once rejects like one that throws later.
      const verdict = (async () => limit(request, ...platform))();
      ({ allowed, retryAfter } = await beforeDeadline(timeout, verdict));
      if (typeof allowed !== 'boolean') throw new TypeError('it answered no { allowed }');
    } catch (error) {
      const message = `The rate limiter failed, and the sale went on without it: ${describe(error)}.`;
      report({ code: 'limit-failed', message }, request);
      return;
    }
    if (allowed) return;
    throw new Refusal(429, 'rate-limited', 'Too many tries. Try again in a moment.', {
      retryAfter: toSeconds(retryAfter),
    });
  };

  app.options('*', ({ req, env }) => preflight(admit(req.raw, env.platform), req.raw));

  app.post('*', async ({ req, env }) => {
    const request = req.raw;
    const origin = admit(request, env.platform);
    if (!isJson(request)) throw new Refusal(415, 'unsupported-media-type', 'Send application/json.');
    await askLimiter(request, env.platform);
    const order = toOrder(await read(request, timeout, isCut));
    guard(order);
    return toAnswer(200, await api.createSession(order), origin);
  });

  // Not `app.all`: a second handler on the path of a sale would make Hono compose a chain for each request.
  app.notFound(({ req, env }) => {
    const origin = admit(req.raw, env.platform);
    const refusal = new Refusal(405, 'method-not-allowed', 'Send POST.');
    return toAnswer(405, refusal, origin, { Allow: METHODS });
  });

  app.onError((error, { req, env }) => {
    const refusal = error instanceof Refusal ? error : broken(error);
    if (refusal.fault !== undefined) report(refusal.fault, req.raw);
    const origin = grant(req.raw, env.platform);
    const { status, retryAfter } = refusal;
    return toAnswer(
      status,
      refusal,
      origin,
      retryAfter === undefined ? {} : { 'Retry-After': `${retryAfter}` },
    );
  });

  return async (request, ...platform) => app.fetch(request, { platform });
}

/** @throws {Refusal} 413, 408 or 400 */
async function read(request: Request, timeout: number, isCut: boolean): Promise<string> {
  if (request.bodyUsed) throw new Error('the body has already been read, which a limiter must not do');
  const reading = readRequest(request, MAX_BODY, isCut);
  try {
    return await beforeDeadline(timeout, reading.text, reading.cancel);
  } catch (error) {
    if (error instanceof TooManyBytesError) {
      throw new Refusal(413, 'too-large', `The body is over ${MAX_BODY} bytes.`);
    }
    if (error instanceof DeadlineError) {
      throw new Refusal(408, 'timeout', 'The body did not arrive in time.');
    }
    throw new Refusal(400, 'invalid-request', 'The body could not be read as UTF-8 text.');
  }
}

/** Exactly this type: `text/plain` would let any page send without a preflight. */
function isJson(request: Request): boolean {
  return /^application\/json[\t ]*(?:;|$)/i.test(request.headers.get('content-type') ?? '');
}

/**
 * Hono's own CORS middleware sets its headers one by one on a finished Response, which on a sale costs as much
 * as validating it; here each Response is made once, with all of them.
 */
function toAnswer(
  status: number,
  body: CheckoutSession | Refusal,
  origin: string | undefined,
  more?: Record<string, string>,
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...common(origin), ...more },
  });
}

function preflight(origin: string, request: Request): Response {
  const asked = request.headers.get('access-control-request-headers');
  return new Response(null, {
    status: 204,
    headers: {
      ...common(origin),
      'Access-Control-Allow-Methods': 'POST',
      ...(asked === null ? {} : { 'Access-Control-Allow-Headers': asked }),
      'Access-Control-Max-Age': `${PREFLIGHT_AGE}`,
    },
  });
}

function common(origin: string | undefined): Record<string, string> {
  const headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', Vary: 'Origin' };
  if (origin === undefined) return headers;
  return {
    ...headers,
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Retry-After',
  };
}

function toSeconds(retryAfter: number | undefined): number {
  const isUsable = typeof retryAfter === 'number' && Number.isFinite(retryAfter) && retryAfter >= 0;
  return isUsable ? Math.min(Math.ceil(retryAfter), MAX_RETRY_AFTER) : DEFAULT_RETRY_AFTER;
}

/** A fault of our own: the buyer is told no more than that it does not work. */
function broken(error: Error): Refusal {
  return new Refusal(502, 'unavailable', 'The checkout is not available at the moment.', {
    fault: { code: 'unavailable', message: `The session endpoint failed: ${describe(error)}.` },
  });
}
