import { parseBody } from './event.ts';
import type { WebhookEvent } from './event.ts';
import { parseMaxAge, parseSecrets, requireFunctions } from './options.ts';
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
type Outcome = 'handled' | 'handled-before' | 'failed';

const MAX_BODY_BYTES = 256 * 1024;

/** A platform may stop a request in the middle, and its webhook must not stay in progress for ever. */
const MAX_IN_PROGRESS_MS = 60_000;

/** The `error.code` of a response that is not 200 or 204. {@link ERRORS} has the status of each. */
export type WebhookErrorCode =
  | 'method-not-allowed'
  | 'too-large'
  | 'missing-headers'
  | 'too-old'
  | 'too-new'
  | 'invalid-signature'
  | 'invalid-body'
  | 'handler-failed';

const ERRORS: Record<WebhookErrorCode, readonly [status: number, message: string]> = {
  'method-not-allowed': [405, 'This is a webhook endpoint. Send POST.'],
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

/** Handles webhooks: verification, repetition, and the seller's function. */
export class WebhookHandler<Platform extends readonly unknown[]> {
  readonly #options: WebhookEndpointOptions<Platform>;
  readonly #verifier: SignatureVerifier;
  readonly #maxAge: number;
  readonly #inProgress = new Map<string, { readonly since: number; readonly outcome: Promise<Outcome> }>();

  /** @throws {TypeError} if an option is missing or invalid. The message names the option, never the secret. */
  constructor(options: WebhookEndpointOptions<Platform>) {
    requireFunctions(options);
    this.#options = options;
    this.#verifier = new SignatureVerifier(parseSecrets(options.secret));
    this.#maxAge = parseMaxAge(options.maxAge);
  }

  async handle(request: Request, platform: Platform): Promise<Response> {
    if (request.method !== 'POST') return errorResponse('method-not-allowed', { Allow: 'POST' });
    const event = await this.#verify(request);
    if (event instanceof Response) return event;
    switch (await this.#handleOnce(event, platform)) {
      case 'handled':
        return new Response(null, { status: 204, headers: BASE_HEADERS });
      case 'handled-before':
        return Response.json({ status: 'already-handled' }, { headers: BASE_HEADERS });
      case 'failed':
        return errorResponse('handler-failed');
    }
  }

  /** Returns the event, or the response that refuses the webhook. */
  async #verify(request: Request): Promise<WebhookEvent | Response> {
    const headers = readHeaders(request.headers);
    if (!headers) return errorResponse('missing-headers');
    const age = Date.now() / 1000 - headers.timestamp;
    if (age > this.#maxAge) return errorResponse('too-old');
    if (age < -this.#maxAge) return errorResponse('too-new');
    const body = await readBody(request, MAX_BODY_BYTES);
    if ('problem' in body) return errorResponse(body.problem);
    if (!this.#verifier.isValid(headers, body.text)) return errorResponse('invalid-signature');
    const parts = parseBody(body.text);
    if (!parts) return errorResponse('invalid-body');
    return { id: headers.id, ...parts, timestamp: new Date(headers.timestamp * 1000) };
  }

  /** With `seen`, copies that arrive at the same time share one call. */
  async #handleOnce(event: WebhookEvent, platform: Platform): Promise<Outcome> {
    const { seen } = this.#options;
    if (!seen) return this.#callHandler(event, platform);
    const current = this.#inProgress.get(event.id);
    if (current && Date.now() - current.since < MAX_IN_PROGRESS_MS) {
      return (await current.outcome) === 'failed' ? 'failed' : 'handled-before';
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
      return logFailure('seen', event, error);
    }
    return this.#callHandler(event, platform);
  }

  async #callHandler(event: WebhookEvent, platform: Platform): Promise<Outcome> {
    try {
      await this.#options.onEvent(event, ...platform);
      return 'handled';
    } catch (error) {
      return logFailure('onEvent', event, error);
    }
  }
}

const BASE_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** The seller's own error goes to the log. The body of the webhook does not. */
function logFailure(name: string, { id, type }: WebhookEvent, error: unknown): 'failed' {
  console.error(`${name} failed for the webhook ${JSON.stringify(id)} (${JSON.stringify(type)}):`, error);
  return 'failed';
}

function errorResponse(code: WebhookErrorCode, headers: Record<string, string> = {}): Response {
  const [status, message] = ERRORS[code];
  return Response.json({ error: { code, message } }, { status, headers: { ...BASE_HEADERS, ...headers } });
}
