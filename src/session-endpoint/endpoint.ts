import { Hono } from 'hono';
import { readBody } from './body.ts';
import { createCatalogueCheck } from './catalogue.ts';
import { parseRequest } from './checkout-request.ts';
import { withTimeout } from './deadline.ts';
import { describeError, HttpError, SessionEndpointError } from './errors.ts';
import type { HttpErrorCode, Incident } from './errors.ts';
import { createFirstTime } from './first-time.ts';
import type { ParsedOptions } from './options.ts';
import { createOriginPolicy } from './origins.ts';
import { requestIdOf } from './request-id.ts';
import { jsonResponse, preflightResponse } from './responses.ts';
import type { ResponseContext } from './responses.ts';
import type { SolifynApi } from './solifyn-api.ts';

/** The result of a request. */
export type Outcome = 'session' | 'preflight' | HttpErrorCode;

/** The parts of an endpoint. Only the API client has the key. */
export interface EndpointParts<Platform extends readonly unknown[]> extends Omit<
  ParsedOptions<Platform>,
  'apiKey' | 'apiUrl' | 'fetch'
> {
  readonly api: SolifynApi;
  /** The name of an option in messages for the seller. */
  readonly settingName: (option: string) => string;
  /**
   * The origin under which a browser reaches the endpoint, undefined if none may count as the own one. Default: the origin of
   * the request's address.
   */
  readonly ownOrigin?: (request: Request, ...platform: Platform) => string | undefined;
  /** Whether the server enforces the declared length of a body. Default: false. */
  readonly trustsContentLength?: boolean;
  /** Called once for each response. */
  readonly onResponse?: (outcome: Outcome, requestId: string, ...platform: Platform) => void;
}

/** A Web-standard handler that creates checkout sessions. It never rejects. */
export type SessionEndpoint<Platform extends readonly unknown[] = readonly unknown[]> = (
  request: Request,
  ...platform: Platform
) => Promise<Response>;

/** One request on its way through the endpoint. */
interface Exchange<Platform extends readonly unknown[]> {
  readonly request: Request;
  readonly platform: Platform;
  readonly requestId: string;
}

/** Used if a limiter returns no usable `retryAfter`. The button still waits this long. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;
/** A year. Larger numbers are written with an exponent. */
const MAX_RETRY_AFTER_SECONDS = 31_536_000;
/** Refused origins that are reported. */
const MAX_REPORTED_ORIGINS = 1000;
const MAX_ORIGIN_LENGTH = 200;

const METHODS = 'POST, OPTIONS';
const GREETING =
  'This is a working session endpoint. Copy its address into the endpoint attribute of your buy button, ' +
  'or into data-endpoint on the script tag.';

export function createEndpoint<Platform extends readonly unknown[]>(
  parts: EndpointParts<Platform>,
): SessionEndpoint<Platform> {
  const steps = new EndpointSteps(parts);
  const app = new Hono<{ Bindings: Exchange<Platform> }>();
  app.options('*', ({ env }) => steps.preflight(env));
  app.post('*', ({ env }) => steps.createSession(env));
  // Not `app.all`: a second handler on the path of a sale would make Hono compose a chain for each request.
  app.notFound(({ env }) => steps.rejectMethod(env));
  app.onError((error, { env }) => steps.respondToError(error, env));
  return async (request, ...platform) =>
    app.fetch(request, { request, platform, requestId: requestIdOf(request.headers) });
}

/**
 * The steps of a request in their order: origin, method, media type, rate limit, bot check, body, fields, catalogue,
 * Solifyn. The cheapest check comes first, so a stranger's request is refused before any of it is read.
 */
class EndpointSteps<Platform extends readonly unknown[]> {
  readonly #parts: EndpointParts<Platform>;
  readonly #originPolicy: ReturnType<typeof createOriginPolicy>;
  readonly #checkCatalogue: ReturnType<typeof createCatalogueCheck>;
  readonly #isFirstRefusal = createFirstTime(MAX_REPORTED_ORIGINS);

  constructor(parts: EndpointParts<Platform>) {
    this.#parts = parts;
    this.#originPolicy = createOriginPolicy(parts.allowedOrigins);
    this.#checkCatalogue = createCatalogueCheck(parts, parts.settingName);
  }

  preflight(exchange: Exchange<Platform>): Response {
    const context = this.#requireOrigin(exchange);
    this.#notify('preflight', exchange);
    return preflightResponse(exchange.request, context);
  }

  async createSession(exchange: Exchange<Platform>): Promise<Response> {
    const { request } = exchange;
    const { api, timeout, trustsContentLength = false } = this.#parts;
    const context = this.#requireOrigin(exchange);
    requireJson(request);
    await this.#checkLimit(exchange);
    await this.#checkChallenge(exchange);
    const checkoutRequest = parseRequest(await readBody(request, timeout, trustsContentLength));
    this.#checkCatalogue(checkoutRequest);
    const session = await api.createSession(checkoutRequest);
    this.#notify('session', exchange);
    return jsonResponse(200, session, context);
  }

  rejectMethod(exchange: Exchange<Platform>): Response {
    const context = this.#requireOrigin(exchange);
    const message = isPageVisit(exchange.request) ? GREETING : 'Send POST.';
    this.#notify('method-not-allowed', exchange);
    const error = new HttpError(405, 'method-not-allowed', message);
    return jsonResponse(405, error, context, { Allow: METHODS });
  }

  respondToError(error: Error, exchange: Exchange<Platform>): Response {
    const httpError = error instanceof HttpError ? error : internalError(error);
    const { status, code, incident, retryAfter } = httpError;
    if (incident !== undefined) this.#reportIncident(incident, exchange);
    this.#notify(code, exchange);
    const context = { origin: this.#allowedOrigin(exchange), requestId: exchange.requestId };
    return jsonResponse(
      status,
      httpError,
      context,
      retryAfter === undefined ? {} : { 'Retry-After': `${retryAfter}` },
    );
  }

  #allowedOrigin({ request, platform }: Exchange<Platform>): string | undefined {
    const { ownOrigin } = this.#parts;
    return this.#originPolicy(request, () =>
      ownOrigin === undefined ? new URL(request.url).origin : ownOrigin(request, ...platform),
    );
  }

  #requireOrigin(exchange: Exchange<Platform>): ResponseContext {
    const origin = this.#allowedOrigin(exchange);
    if (origin !== undefined) return { origin, requestId: exchange.requestId };
    const { request } = exchange;
    const message = isPageVisit(request) ? GREETING : 'This site is not allowed to sell here.';
    throw new HttpError(403, 'origin-not-allowed', message, { incident: this.#refusedOrigin(request) });
  }

  /** The commonest mistake is `www.` in one of the two addresses, so the seller needs the origin's exact name. */
  #refusedOrigin({ headers }: Request): Incident | undefined {
    const origin = headers.get('origin')?.slice(0, MAX_ORIGIN_LENGTH);
    if (origin === undefined || !this.#isFirstRefusal(origin)) return undefined;
    const advice =
      origin === 'null'
        ? 'Browsers send it for a file and for a sandboxed frame. Put the page on a website.'
        : `If it is yours, add it to ${this.#parts.settingName('allowedOrigins')}.`;
    return {
      code: 'origin-not-allowed',
      message: `A page of the origin ${JSON.stringify(origin)} was refused. ${advice}`,
    };
  }

  async #checkLimit(exchange: Exchange<Platform>): Promise<void> {
    const { limit, timeout } = this.#parts;
    if (limit === undefined) return;
    const { request, platform } = exchange;
    try {
      // `async`, so that a limiter that throws at once rejects like one that throws later.
      const { allowed, retryAfter } = await withTimeout(timeout, (async () => limit(request, ...platform))());
      if (typeof allowed !== 'boolean') throw new TypeError('it returned no { allowed }');
      if (allowed) return;
      throw new HttpError(429, 'rate-limited', 'Too many tries. Try again in a moment.', {
        retryAfter: toSeconds(retryAfter),
      });
    } catch (error) {
      if (error instanceof HttpError) throw error;
      const message = `The rate limiter failed, and the sale went on without it: ${describeError(error)}.`;
      this.#reportIncident({ code: 'limit-failed', message }, exchange);
    }
  }

  /** Unlike a limiter, a check that fails stops the sale: otherwise taking it down would be a way around it. */
  async #checkChallenge({ request, platform }: Exchange<Platform>): Promise<void> {
    const { verify, timeout } = this.#parts;
    if (verify === undefined) return;
    let isHuman: unknown;
    try {
      isHuman = await withTimeout(timeout, (async () => verify(request, ...platform))());
      if (typeof isHuman !== 'boolean') throw new TypeError('it returned no boolean');
    } catch (error) {
      const message = `The bot check failed, and nothing is sold until it works: ${describeError(error)}.`;
      throw new HttpError(503, 'unavailable', 'The bot check is not available at the moment.', {
        incident: { code: 'verify-failed', message },
      });
    }
    if (!isHuman) {
      throw new HttpError(403, 'challenge-failed', 'The bot check failed. Reload the page and try again.');
    }
  }

  #reportIncident(incident: Incident, { request, requestId }: Exchange<Platform>): void {
    const { api, onError } = this.#parts;
    const error = new SessionEndpointError({ ...incident, message: api.redact(incident.message) }, requestId);
    try {
      const result = onError(error, request);
      if (result instanceof Promise) result.catch(() => {});
    } catch {
      // A broken logger must not cost a sale.
    }
  }

  #notify(outcome: Outcome, { requestId, platform }: Exchange<Platform>): void {
    this.#parts.onResponse?.(outcome, requestId, ...platform);
  }
}

/** Exactly this media type: any page can send `text/plain` without a preflight. */
function requireJson({ headers }: Request): void {
  if (/^application\/json[\t ]*(?:;|$)/i.test(headers.get('content-type') ?? '')) return;
  throw new HttpError(415, 'unsupported-media-type', 'Send application/json.');
}

/** The address was opened in a browser: a page that uses `fetch` sends an `Origin` or `Sec-Fetch-Site: same-origin`. */
function isPageVisit({ method, headers }: Request): boolean {
  return method === 'GET' && !headers.has('origin') && headers.get('sec-fetch-site') !== 'same-origin';
}

function toSeconds(retryAfter: number | undefined): number {
  const isUsable = typeof retryAfter === 'number' && Number.isFinite(retryAfter) && retryAfter >= 0;
  return isUsable ? Math.min(Math.ceil(retryAfter), MAX_RETRY_AFTER_SECONDS) : DEFAULT_RETRY_AFTER_SECONDS;
}

/** A bug. The buyer only reads that it does not work. */
function internalError(error: Error): HttpError {
  return new HttpError(502, 'unavailable', 'The checkout is not available at the moment.', {
    incident: { code: 'unavailable', message: `The session endpoint failed: ${describeError(error)}.` },
  });
}
