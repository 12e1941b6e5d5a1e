import type { CheckoutSession } from '../protocol.ts';
import { isJsonObject, parseCheckoutUrl } from '../request-rules.ts';
import { BodyTooLargeError, readLimited } from './body.ts';
import type { BodyReader } from './body.ts';
import type { CheckoutRequest } from './checkout-request.ts';
import { DeadlineError, withTimeout } from './deadline.ts';
import { describeError, HttpError } from './errors.ts';

/** The part of the Solifyn API that a buy button needs. */
export interface SolifynApi {
  /** @throws {HttpError} for everything but a session that may be sent to a browser. */
  createSession(request: CheckoutRequest): Promise<CheckoutSession>;
  /** Replaces the API key in a text. */
  redact(text: string): string;
}

export interface SolifynApiOptions {
  readonly apiKey: string;
  /** Base address without a trailing slash, with or without `/v1`. */
  readonly apiUrl: string;
  /** ms for the whole response, headers and body. */
  readonly timeout: number;
  readonly fetch: typeof globalThis.fetch;
  /** The name of an option in messages for the seller. */
  readonly settingName: (option: string) => string;
}

/** A session needs about 300 bytes. */
const MAX_RESPONSE_BYTES = 64 * 1024;
const MAX_MESSAGE_LENGTH = 500;
/** Used if Solifyn sends no usable `Retry-After`. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;
const MAX_RETRY_AFTER_SECONDS = 3600;
/** Statuses whose message is meant for the buyer. */
const REJECTED_STATUS = new Set([400, 404, 409, 422]);

export function createSolifynApi(options: SolifynApiOptions): SolifynApi {
  return new SolifynClient(options);
}

/**
 * The only holder of the API key. The key is sent in one header of a request to `apiUrl` and nowhere else, and every
 * session, error and incident that leaves this class was checked for it.
 */
class SolifynClient implements SolifynApi {
  readonly #options: SolifynApiOptions;
  readonly #headers: Record<string, string>;

  constructor(options: SolifynApiOptions) {
    this.#options = options;
    this.#headers = { Authorization: `Bearer ${options.apiKey}`, 'Content-Type': 'application/json' };
  }

  redact(text: string): string {
    return text.replaceAll(this.#options.apiKey, '[API key]');
  }

  async createSession(request: CheckoutRequest): Promise<CheckoutSession> {
    const { timeout } = this.#options;
    const call = new ApiCall();
    try {
      return await withTimeout(timeout, this.#send(request, call), () => call.abort());
    } catch (error) {
      if (error instanceof HttpError) throw error;
      if (error instanceof DeadlineError) throw timedOut(timeout);
      if (error instanceof BodyTooLargeError) {
        throw unavailable(`Solifyn's response is over ${MAX_RESPONSE_BYTES} bytes.`);
      }
      throw unavailable(`Solifyn could not be reached: ${describeError(error)}.`);
    }
  }

  async #send(request: CheckoutRequest, call: ApiCall): Promise<CheckoutSession> {
    // A local name: workerd throws if fetch is called as a method of another object.
    const { apiUrl, fetch } = this.#options;
    const path = 'productId' in request ? '/checkout/create' : '/checkout/collection/create';
    const response = await fetch(apiUrl + path, {
      method: 'POST',
      headers: this.#headers,
      body: JSON.stringify(request),
      // `error` throws on workerd. With `manual` a redirect is one of the responses that are not a session.
      redirect: 'manual',
      signal: call.signal,
    });
    if (response.ok) return this.#parseSession(await call.readJson(response));
    if (REJECTED_STATUS.has(response.status)) {
      throw this.#rejected(response.status, await call.readJson(response));
    }
    // The body is not read, so release the connection.
    response.body?.cancel().catch(() => {});
    throw this.#failed(response);
  }

  #parseSession(body: unknown): CheckoutSession {
    if (!isJsonObject(body)) throw unavailable("Solifyn's response is not a JSON object.");
    const { id, session_id, checkout_url } = body;
    if (!isNonBlank(id) || !isNonBlank(session_id) || !isNonBlank(checkout_url)) {
      throw unavailable("Solifyn's response lacks id, session_id or checkout_url.");
    }
    if (parseCheckoutUrl(checkout_url) === undefined) {
      throw unavailable("The checkout_url in Solifyn's response is not a plain https address.");
    }
    if ([id, session_id, checkout_url].some((text) => text.includes(this.#options.apiKey))) {
      throw unavailable("Solifyn's response contains the API key.");
    }
    return { id, session_id, checkout_url };
  }

  #rejected(status: number, body: unknown): HttpError {
    const message = isJsonObject(body) ? messageOf(body['message']) : undefined;
    if (message === undefined) return unavailable(`Solifyn answered ${status} without a message.`);
    // Redacted before it is cut, or the first half of a key could remain at the end.
    return new HttpError(status, 'rejected', truncate(this.redact(message)));
  }

  #failed({ status, headers }: Response): HttpError {
    if (status === 401 || status === 403) return this.#misconfigured(status);
    if (status !== 429) return unavailable(`Solifyn answered ${status}.`);
    return new HttpError(429, 'rate-limited', 'Too many checkouts at once. Try again in a moment.', {
      retryAfter: parseRetryAfter(headers.get('retry-after')),
    });
  }

  #misconfigured(status: number): HttpError {
    const { settingName } = this.#options;
    return new HttpError(500, 'misconfigured', 'The shop is not set up correctly.', {
      incident: {
        code: 'misconfigured',
        message:
          `Solifyn refused the API key (${status}). Check that ${settingName('apiKey')} holds the whole key, that the key ` +
          `was not revoked, and that it belongs to the address in ${settingName('apiUrl')}.`,
      },
    });
  }
}

/** One call to Solifyn. It can be aborted while its headers or its body arrive. */
class ApiCall {
  readonly #controller = new AbortController();
  #reader: BodyReader | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Returns the parsed body, undefined if it is not JSON. Errors of reading are thrown. */
  async readJson(response: Response): Promise<unknown> {
    this.#reader = readLimited(response.body, MAX_RESPONSE_BYTES);
    const text = await this.#reader.text;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  abort(): void {
    this.#controller.abort();
    this.#reader?.cancel();
  }
}

/** Solifyn's `message` is a text, or a list of texts as NestJS's validation writes it. */
function messageOf(value: unknown): string | undefined {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  const message = texts.filter(isNonBlank).join(' ');
  return message === '' ? undefined : message;
}

/** A cut through a surrogate pair would leave half a character. */
function truncate(message: string): string {
  return message.slice(0, MAX_MESSAGE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}

function isNonBlank(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function parseRetryAfter(header: string | null): number {
  if (header === null || !/^\d{1,9}$/.test(header)) return DEFAULT_RETRY_AFTER_SECONDS;
  const seconds = Number(header);
  return seconds <= MAX_RETRY_AFTER_SECONDS ? seconds : DEFAULT_RETRY_AFTER_SECONDS;
}

function unavailable(reason: string): HttpError {
  return new HttpError(502, 'unavailable', 'The checkout is not available at the moment.', {
    incident: { code: 'unavailable', message: reason },
  });
}

function timedOut(timeout: number): HttpError {
  return new HttpError(504, 'timeout', 'The checkout took too long to answer.', {
    incident: { code: 'timeout', message: `Solifyn did not send its whole response in ${timeout} ms.` },
  });
}
