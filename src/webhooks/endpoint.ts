import { parseBody } from './event.ts';
import type { WebhookEvent } from './event.ts';
import { checkOptions, parseMaxAge, parseSecrets } from './options.ts';
import type { WebhookEndpointOptions } from './options.ts';
import { readBody } from './read-body.ts';
import { readHeaders, SignatureVerifier } from './signature.ts';

/** A handler of webhooks. It never rejects. */
export type WebhookEndpoint<Platform extends readonly unknown[] = readonly unknown[]> = (
  request: Request,
  ...platform: Platform
) => Promise<Response>;

type Seen<Platform extends readonly unknown[]> = NonNullable<WebhookEndpointOptions<Platform>['seen']>;

/** The result of a verified webhook. */
type Outcome = 'handled' | 'handled-before' | 'handler-failed';

const MAX_BODY_BYTES = 256 * 1024;
const BODY_TIMEOUT_MS = 10_000;

/** A platform may stop a request in the middle, and its webhook must not stay in progress for ever. */
const MAX_IN_PROGRESS_MS = 60_000;

/** The `error.code` of a response that is not 200 or 204. {@link ERRORS} has the status of each. */
export type WebhookErrorCode =
  | 'method-not-allowed'
  | 'timeout'
  | 'too-large'
  | 'missing-headers'
  | 'too-old'
  | 'too-new'
  | 'invalid-signature'
  | 'invalid-body'
  | 'handler-failed';

const ERRORS: Record<WebhookErrorCode, readonly [status: number, message: string]> = {
  'method-not-allowed': [405, 'This is a webhook endpoint. Send POST.'],
  timeout: [408, 'The body did not arrive in time.'],
  'too-large': [413, `The body is over ${MAX_BODY_BYTES} bytes.`],
  'missing-headers': [
    400,
    'The headers webhook-id, webhook-timestamp and webhook-signature (or svix-…) are missing or malformed.',
  ],
  'too-old': [400, 'The webhook is too old. If it was sent just now, check the clock of this server.'],
  'too-new': [400, 'The timestamp is in the future. Check the clock of this server.'],
  'invalid-signature': [
    400,
    'No signature matches. Check that the signing secret is the one of this webhook, and that nothing changes the body on the way.',
  ],
  'invalid-body': [400, 'The body is not a Solifyn event in JSON.'],
  'handler-failed': [500, 'The event could not be handled. Send it again.'],
};

/** The result of a webhook, by which it is answered. */
export type WebhookOutcome = 'handled' | 'handled-before' | WebhookErrorCode;

/** The callbacks for a server around the handler. */
export interface WebhookObserver<Platform extends readonly unknown[]> {
  /** Called for each response. */
  readonly onResponse?: (outcome: WebhookOutcome, ...platform: Platform) => void;
  /** Called with the error of the seller's own function. */
  readonly onFailure: (
    name: 'onEvent' | 'seen',
    event: WebhookEvent,
    error: unknown,
    ...platform: Platform
  ) => void;
}

const CONSOLE: WebhookObserver<readonly unknown[]> = {
  // The seller's own error goes to the log. The body of the webhook does not.
  onFailure: (name, { id, type }, error) =>
    console.error(`${name} failed for the webhook ${JSON.stringify(id)} (${JSON.stringify(type)}):`, error),
};

/** Handles webhooks: verification, repetition, and the seller's function. */
export class WebhookHandler<Platform extends readonly unknown[]> {
  readonly #options: WebhookEndpointOptions<Platform>;
  readonly #observer: WebhookObserver<Platform>;
  #verifier: SignatureVerifier;
  readonly #maxAge: number;
  readonly #inProgress = new Map<string, { readonly since: number; readonly outcome: Promise<Outcome> }>();

  /** @throws {TypeError} if an option is missing or invalid. The message names the option, never the secret. */
  constructor(options: WebhookEndpointOptions<Platform>, observer: WebhookObserver<Platform> = CONSOLE) {
    checkOptions(options);
    this.#options = options;
    this.#observer = observer;
    this.#verifier = new SignatureVerifier(parseSecrets(options.secret));
    this.#maxAge = parseMaxAge(options.maxAge);
  }

  /** Webhooks that are verified from now on must be signed with one of these secrets. */
  replaceSecrets(secrets: readonly string[]): void {
    this.#verifier = new SignatureVerifier(secrets);
  }

  async handle(request: Request, platform: Platform): Promise<Response> {
    const verified = request.method === 'POST' ? await this.#verify(request) : 'method-not-allowed';
    const outcome = typeof verified === 'string' ? verified : await this.#handleOnce(verified, platform);
    this.#observer.onResponse?.(outcome, ...platform);
    return responseTo(outcome);
  }

  /** Returns the event, or why the webhook is refused. */
  async #verify(request: Request): Promise<WebhookEvent | WebhookErrorCode> {
    const headers = readHeaders(request.headers);
    if (!headers) return 'missing-headers';
    const age = Date.now() / 1000 - headers.timestamp;
    if (age > this.#maxAge) return 'too-old';
    if (age < -this.#maxAge) return 'too-new';
    const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, timeout: BODY_TIMEOUT_MS });
    if ('problem' in body) return body.problem;
    if (!this.#verifier.isValid(headers, body.text)) return 'invalid-signature';
    const parts = parseBody(body.text);
    if (!parts) return 'invalid-body';
    return { id: headers.id, ...parts, timestamp: new Date(headers.timestamp * 1000) };
  }

  /** With `seen`, copies that arrive at the same time share one call. */
  async #handleOnce(event: WebhookEvent, platform: Platform): Promise<Outcome> {
    const { seen } = this.#options;
    if (!seen) return this.#callHandler(event, platform);
    const current = this.#inProgress.get(event.id);
    if (current && Date.now() - current.since < MAX_IN_PROGRESS_MS) {
      return (await current.outcome) === 'handler-failed' ? 'handler-failed' : 'handled-before';
    }
    const entry = { since: Date.now(), outcome: this.#callIfNew(event, seen, platform) };
    this.#inProgress.set(event.id, entry);
    try {
      return await entry.outcome;
    } finally {
      if (this.#inProgress.get(event.id) === entry) this.#inProgress.delete(event.id);
    }
  }

  async #callIfNew(event: WebhookEvent, seen: Seen<Platform>, platform: Platform): Promise<Outcome> {
    try {
      if (await seen(event.id, ...platform)) return 'handled-before';
    } catch (error) {
      this.#observer.onFailure('seen', event, error, ...platform);
      return 'handler-failed';
    }
    return this.#callHandler(event, platform);
  }

  async #callHandler(event: WebhookEvent, platform: Platform): Promise<Outcome> {
    try {
      await this.#options.onEvent(event, ...platform);
      return 'handled';
    } catch (error) {
      this.#observer.onFailure('onEvent', event, error, ...platform);
      return 'handler-failed';
    }
  }
}

const BASE_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

function responseTo(outcome: WebhookOutcome): Response {
  if (outcome === 'handled') return new Response(null, { status: 204, headers: BASE_HEADERS });
  if (outcome === 'handled-before') {
    return Response.json({ status: 'already-handled' }, { headers: BASE_HEADERS });
  }
  const [status, message] = ERRORS[outcome];
  const headers = outcome === 'method-not-allowed' ? { ...BASE_HEADERS, Allow: 'POST' } : BASE_HEADERS;
  return Response.json({ error: { code: outcome, message } }, { status, headers });
}
