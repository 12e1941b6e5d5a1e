import type { CheckoutRequest, CheckoutSession, EndpointError } from '../../protocol.ts';
import { isSolifynApi, parseCheckoutUrl } from '../../request-rules.ts';
import { resolveUrl } from '../base-url.ts';
import { configuration, readSetting, type ReadOption } from '../config/configure.ts';
import { delay } from '../delay.ts';
import { CheckoutError, describe } from '../errors.ts';
import { parseJson, toJson } from '../json.ts';
import { retryDelay } from './retry.ts';

/** A longer response is refused. A session has a few hundred bytes. */
const MAX_RESPONSE_BYTES = 65_536;

/** How much of a response an error message quotes. */
const MAX_QUOTED_CHARACTERS = 120;

/** The part of the session endpoint's message that the buyer reads. */
const BUYER_TEXT = /^.{1,200}/su;

interface RequestLimits {
  signal: AbortSignal;
  /** Milliseconds for one attempt. */
  timeout: number;
  retries: number;
}

/** What a session is read from: the endpoint's response, or the result of `createSession`. */
interface EndpointResponse {
  value: unknown;
  /** Where it comes from, for error messages. */
  source: string;
  status?: number;
  retryAfter?: string | null;
  requestId?: string | null;
  /** The beginning of the response. */
  text?: string;
}

/**
 * Creates a checkout session at the seller's session endpoint, or with the `createSession` given to `configure`.
 *
 * @param readOption the button's settings: `endpoint`, `timeout` (milliseconds for one attempt), `retries`
 * @param signal aborts the request and the retries
 * @returns a session whose `checkout_url` is safe to open. Rejects with CheckoutError `network`, `timeout`,
 *   `rejected`, `unavailable` or `invalid-session`
 * @throws CheckoutError `not-configured`, synchronously
 */
export function createSession(
  request: CheckoutRequest,
  readOption: ReadOption,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  const timeout = readSetting('timeout', readOption);
  const { createSession: create } = configuration;
  if (create) return createWith(create, request, timeout, signal);
  const retries = readSetting('retries', readOption);
  return postWithRetry(endpointFor(readOption), toJson(request), { signal, timeout, retries });
}

/**
 * The address of the session endpoint.
 *
 * @throws CheckoutError `not-configured`
 */
export function endpointFor(readOption?: ReadOption): URL {
  const text = readSetting('endpoint', readOption);
  if (!text)
    throw new CheckoutError(
      'not-configured',
      'No session endpoint. Set data-endpoint on the script tag to its address.',
    );
  const url = resolveUrl(text);
  if (!url) throw new CheckoutError('not-configured', `endpoint="${text}" is not an http(s) address.`);
  if (isSolifynApi(url))
    throw new CheckoutError(
      'not-configured',
      `endpoint="${text}" needs your secret key. Set it to the address of your session endpoint.`,
    );
  return url;
}

/**
 * The options of a request to the session endpoint. Each method and each header of our own would need the endpoint's
 * permission if it has another origin.
 */
export function requestInit(init: RequestInit, headers: Record<string, string> | undefined): RequestInit {
  const { credentials } = configuration;
  return {
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(credentials && { credentials }),
    ...init,
  };
}

async function createWith(
  create: (request: CheckoutRequest) => Promise<CheckoutSession>,
  request: CheckoutRequest,
  timeout: number,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  try {
    const value = await withTimeout(timeout, signal, async () => create(request));
    return readSession({ value, source: 'createSession' });
  } catch (cause) {
    throw asCheckoutError(cause, 'createSession: ' + describe(cause));
  }
}

/** Sends the request until there is a final answer. */
async function postWithRetry(
  endpoint: URL,
  body: string,
  { signal, timeout, retries }: RequestLimits,
): Promise<CheckoutSession> {
  for (let retriesDone = 0; ; retriesDone++) {
    let response: EndpointResponse | undefined;
    try {
      response = await withTimeout(timeout, signal, (signal) => post(endpoint, body, signal));
      return readSession(response);
    } catch (cause) {
      const error = asCheckoutError(
        cause,
        `No response from ${endpoint} (${describe(cause)}): it is down, does not allow ${location.origin} (CORS), or is not in this page's connect-src (CSP).`,
      );
      const pause = retryDelay({
        retriesDone,
        retries,
        isTimeout: error.code === 'timeout',
        status: response?.status,
        retryAfter: response?.retryAfter,
        now: Date.now(),
      });
      if (pause === undefined || signal.aborted) throw error;
      await delay(pause);
    }
  }
}

async function post(endpoint: URL, body: string, signal: AbortSignal): Promise<EndpointResponse> {
  const { headers } = configuration;
  // Without a function there is no `await` before the request, so that it is sent inside the click.
  const added = typeof headers === 'function' ? await headers() : headers;
  const response = await fetch(endpoint.href, requestInit({ method: 'POST', body, signal }, added));
  let text = '';
  try {
    text = await readText(response);
  } catch (cause) {
    // An error status is an answer even if its text breaks off.
    if (response.ok) throw cause;
  }
  return {
    value: parseJson(text),
    source: response.url,
    status: response.status,
    retryAfter: response.headers.get('Retry-After'),
    requestId: response.headers.get('X-Request-Id'),
    text,
  };
}

/** The response as text. Empty, and so not valid JSON, if it is longer than a session can be. */
async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  // A polyfill's response, or one without a body.
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  while (size <= MAX_RESPONSE_BYTES) {
    const { value } = await reader.read();
    if (!value) return text;
    size += value.length;
    text += decoder.decode(value, { stream: true });
  }
  return '';
}

/**
 * Reads the three fields of a session.
 *
 * @throws CheckoutError `rejected`, `unavailable` or `invalid-session`
 */
function readSession({ value, source, status, requestId, text }: EndpointResponse): CheckoutSession {
  const fields = (value ?? {}) as Partial<CheckoutSession & EndpointError>;
  const { id, session_id, checkout_url } = fields;
  const isOk = status === undefined || (status >= 200 && status < 300);
  if (isOk && isText(id) && isText(session_id) && isText(checkout_url)) {
    const url = parseCheckoutUrl(checkout_url);
    // The parsed form: on an https page the browser would resolve "https:pay" as a path of the shop.
    if (url) return { id, session_id, checkout_url: url.href };
  }
  const { code, message } = (fields.error ?? {}) as Partial<EndpointError['error']>;
  const endpointMessage = isText(message) ? message.trim() : '';
  const errorCode = errorCodeFor(status);
  const isForBuyer = errorCode === 'rejected' && (!code || code === 'rejected');
  const quoted = endpointMessage || (text ?? describe(value ?? null)).slice(0, MAX_QUOTED_CHARACTERS);
  throw new CheckoutError(
    errorCode,
    `${source} must return JSON with id, session_id and an https checkout_url. It returned ${status ?? 200}: ${quoted}`,
    {
      status,
      requestId: requestId ?? undefined,
      buyerText: isForBuyer ? BUYER_TEXT.exec(endpointMessage)?.[0] : undefined,
    },
  );
}

function errorCodeFor(status = 200): 'invalid-session' | 'rejected' | 'unavailable' {
  if (status < 400) return 'invalid-session';
  return status < 500 ? 'rejected' : 'unavailable';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** A CheckoutError as it is. Anything else is a failure of the network. */
function asCheckoutError(cause: unknown, message: string): CheckoutError {
  return cause instanceof CheckoutError ? cause : new CheckoutError('network', message, { cause });
}

/**
 * Runs work that must end in time. The signal of the work aborts if it does not.
 *
 * @param timeout milliseconds
 * @returns the result of the work. Rejects with CheckoutError `timeout`
 */
function withTimeout<Result>(
  timeout: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const controller = new AbortController();
    const stop = (reason?: unknown) => {
      clearTimeout(timer);
      reject(reason);
      controller.abort();
    };
    const timer = setTimeout(
      () => stop(new CheckoutError('timeout', `No session within ${timeout} ms.`)),
      timeout,
    );
    signal.addEventListener('abort', () => stop(signal.reason));
    work(controller.signal).then(resolve, reject).finally(stop);
  });
}
