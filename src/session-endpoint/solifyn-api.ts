import type { CheckoutSession } from '../protocol.ts';
import { readCounted, TooManyBytesError } from './body.ts';
import type { Reading } from './body.ts';
import type { Order } from './checkout-request.ts';
import { beforeDeadline, DeadlineError } from './deadline.ts';
import { Refusal } from './errors.ts';

/** The Solifyn API, as far as a buy button needs it. */
export interface SolifynApi {
  /** @throws {Refusal} for everything but a session that may be handed to a browser. */
  createSession(order: Order): Promise<CheckoutSession>;
  /** Any text, cleared of the API key. */
  conceal(text: string): string;
}

export interface SolifynApiOptions {
  readonly apiKey: string;
  /** Base address without a slash at its end, with or without `/v1`. */
  readonly apiUrl: string;
  /** ms for the whole answer, headers and body. */
  readonly timeout: number;
  readonly fetch: typeof globalThis.fetch;
}

/** Bytes of an answer. The three fields need some 300. */
const MAX_ANSWER = 64 * 1024;
/** Characters of Solifyn's own message that go to the browser. */
const MAX_MESSAGE = 500;
/** Seconds to wait where Solifyn names none, or none that makes sense. */
const DEFAULT_RETRY_AFTER = 5;
const MAX_RETRY_AFTER = 3600;

/**
 * The one holder of the API key, and the one call that carries it. The key goes into one header of a request to
 * `apiUrl` and nowhere else: whatever comes out of here, a session, a refusal or a fault, has been checked for it.
 */
export function createSolifynApi({ apiKey, apiUrl, timeout, fetch }: SolifynApiOptions): SolifynApi {
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };
  const conceal = (text: string): string => text.replaceAll(apiKey, '[API key]');

  const exchange = async (order: Order, call: Call): Promise<CheckoutSession> => {
    const path = 'productId' in order ? '/checkout/create' : '/checkout/collection/create';
    // `manual`, since `error` throws on workerd: a redirect then is an answer like any other that is not a session.
    const response = await fetch(apiUrl + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(order),
      redirect: 'manual',
      signal: call.signal,
    });
    const { status } = response;
    if (response.ok) return toSession(await call.read(response));
    if (status === 400 || status === 404 || status === 409 || status === 422) {
      const message = toMessage(await call.read(response));
      if (message === undefined) throw unavailable(`Solifyn answered ${status} without a message.`);
      throw new Refusal(status, 'rejected', message);
    }
    // Nobody reads the rest: let the connection go.
    response.body?.cancel().catch(() => {});
    if (status === 401 || status === 403) throw misconfigured(status);
    if (status === 429) {
      throw new Refusal(429, 'rate-limited', 'Too many checkouts at once. Try again in a moment.', {
        retryAfter: toRetryAfter(response.headers.get('retry-after')),
      });
    }
    throw unavailable(`Solifyn answered ${status}.`);
  };

  const toSession = (body: unknown): CheckoutSession => {
    if (!isObject(body)) throw unavailable('Solifyn answered something that is not a JSON object.');
    const { id, session_id, checkout_url } = body;
    if (!isText(id) || !isText(session_id) || !isText(checkout_url)) {
      throw unavailable('Solifyn answered without one of id, session_id and checkout_url.');
    }
    if (!isSafeAddress(checkout_url)) {
      throw unavailable('Solifyn answered with a checkout_url that is not a plain https address.');
    }
    if (id.includes(apiKey) || session_id.includes(apiKey) || checkout_url.includes(apiKey)) {
      throw unavailable('Solifyn answered with the API key in it.');
    }
    return { id, session_id, checkout_url };
  };

  const toMessage = (body: unknown): string | undefined => {
    if (!isObject(body) || !isText(body.message) || body.message.includes(apiKey)) return undefined;
    // A cut through a surrogate pair would leave half a character.
    return body.message.slice(0, MAX_MESSAGE).replace(/[\uD800-\uDBFF]$/, '');
  };

  return {
    conceal,
    async createSession(order) {
      const call = new Call();
      try {
        return await beforeDeadline(timeout, exchange(order, call), () => call.giveUp());
      } catch (error) {
        if (error instanceof Refusal) throw error;
        if (error instanceof DeadlineError) throw late(timeout);
        if (error instanceof TooManyBytesError)
          throw unavailable(`Solifyn answered over ${MAX_ANSWER} bytes.`);
        throw unavailable(`Solifyn could not be reached: ${describe(error)}.`);
      }
    },
  };
}

/** One call to Solifyn, which can be given up while its headers or its body are on their way. */
class Call {
  readonly #controller = new AbortController();
  #reading: Reading | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** @returns the parsed body, or undefined where it is not JSON. An error of reading is not swallowed with it. */
  async read(response: Response): Promise<unknown> {
    this.#reading = readCounted(response.body, MAX_ANSWER);
    const text = await this.#reading.text;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  giveUp(): void {
    this.#controller.abort();
    this.#reading?.cancel();
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** https, or http on this machine, and nobody's password in it: an address that a browser may be sent to. */
function isSafeAddress(text: string): boolean {
  const { protocol, hostname, username, password } = toUrl(text) ?? {};
  if (username !== '' || password !== '' || hostname === undefined) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Parses once: `URL.canParse` first would cost as much again. */
function toUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** @param hostname as `URL` writes it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

function toRetryAfter(header: string | null): number {
  const seconds = header !== null && /^\d{1,9}$/.test(header) ? Number(header) : NaN;
  return seconds <= MAX_RETRY_AFTER ? seconds : DEFAULT_RETRY_AFTER;
}

const NO_REASON = 'no reason given';

/** An error and what caused it, in words: undici says no more than "fetch failed" and has the reason in `cause`. */
export function describe(error: unknown): string {
  const words: string[] = [];
  try {
    for (let cause = error; cause !== undefined && words.length < 4;) {
      words.push(cause instanceof Error ? cause.message || cause.name : NO_REASON);
      cause = cause instanceof Error ? cause.cause : undefined;
    }
    return words.join(': ');
  } catch {
    // One whose message is a symbol, or throws.
    return NO_REASON;
  }
}

function misconfigured(status: number): Refusal {
  return new Refusal(500, 'misconfigured', 'The shop is not set up correctly.', {
    fault: {
      code: 'misconfigured',
      message:
        `Solifyn refused the API key (${status}). Check that it is whole, has not been revoked, ` +
        'and belongs to the Solifyn that apiUrl names.',
    },
  });
}

function unavailable(reason: string): Refusal {
  return new Refusal(502, 'unavailable', 'The checkout is not available at the moment.', {
    fault: { code: 'unavailable', message: reason },
  });
}

function late(timeout: number): Refusal {
  return new Refusal(504, 'timeout', 'The checkout took too long to answer.', {
    fault: { code: 'timeout', message: `Solifyn gave no whole answer in ${timeout} ms.` },
  });
}
