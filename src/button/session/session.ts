import { configuration, count, setting, type ReadOption } from '../config/configure.ts';
import { CheckoutError } from '../errors.ts';
import type { CheckoutRequest, CheckoutSession, EndpointError } from '../../protocol.ts';
import { describe, parseJson, parseCheckoutUrl, toJson, parseHttpUrl } from '../values.ts';

/** Bytes of an answer that are read; a session has a few hundred. */
const MAX_RESPONSE_BYTES = 65_536;

/** Milliseconds before the first further try; each next pause is twice as long. */
const RETRY_BASE_DELAY_MS = 400;

/** Milliseconds of the longest pause: nobody looks at a spinner longer. */
const RETRY_MAX_DELAY_MS = 5_000;

/** Statuses that may pass by themselves. */
const RETRYABLE_STATUS = [429, 502, 503];

/**
 * Asks the seller's session endpoint (or `configure`'s `createSession`) for a checkout session.
 *
 * @param values settings of the button: `endpoint`, `timeout` (ms for one try), `retries`
 * @param signal ends the request and the tries
 * @returns a session whose `checkout_url` may be opened. Rejects with CheckoutError `network`, `timeout`, `rejected`,
 *   `unavailable` or `invalid-session`
 * @throws CheckoutError `not-configured`, at once
 */
export function createSession(
  request: CheckoutRequest,
  values: ReadOption,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  const timeout = count('timeout', 1, 15_000, values);
  const { createSession: create } = configuration;
  if (create)
    return withTimeout(timeout, signal, async () => toSession(await create(request))).catch(rethrow);
  return postWithRetry(endpointFor(values), toJson(request), signal, timeout, count('retries', 0, 2, values));
}

/**
 * The address of the session endpoint.
 *
 * @throws CheckoutError `not-configured`
 */
export function endpointFor(values?: ReadOption): URL {
  const text = setting('endpoint', values);
  const url = text && parseHttpUrl(text, document.baseURI);
  if (url && !/^api\.solifyn\.com\.?$/.test(url.hostname)) return url;
  throw new CheckoutError(
    'not-configured',
    !text
      ? 'No session endpoint. Set data-endpoint on the script tag to the address of yours.'
      : `endpoint="${text}" ` +
          (url
            ? 'needs your secret key, which a page cannot keep. Set it to your own session endpoint.'
            : 'is not an http(s) address.'),
  );
}

/** What a request to the session endpoint is; browsers allow another origin each method and header by itself. */
export function requestInit(more: RequestInit): RequestInit {
  const { credentials, headers } = configuration;
  return {
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(credentials && { credentials }),
    ...more,
  };
}

/** Tries until there is an answer that will not change. */
async function postWithRetry(
  endpoint: URL,
  body: string,
  signal: AbortSignal,
  timeout: number,
  retries: number,
): Promise<CheckoutSession> {
  for (let tried = 0; ; tried++) {
    let pause = Math.min(RETRY_BASE_DELAY_MS * 2 ** tried, RETRY_MAX_DELAY_MS);
    const post = async (signal: AbortSignal) => {
      const response = await fetch(endpoint.href, requestInit({ method: 'POST', body, signal }));
      // A refusal is one without its text, too.
      const text = await read(response).catch((cause: unknown) => (response.ok ? Promise.reject(cause) : ''));
      const asked = retryAfter(response);
      // Now that there is an answer, only a passing status is worth another try.
      if (!RETRYABLE_STATUS.includes(response.status)) pause = NaN;
      else if (!isNaN(asked)) pause = asked;
      return toSession(parseJson(text), response, text);
    };
    try {
      return await withTimeout(timeout, signal, post);
    } catch (cause) {
      const isFinal = !(pause <= RETRY_MAX_DELAY_MS) || (cause as CheckoutError).code === 'timeout';
      if (isFinal || tried >= retries || signal.aborted) rethrow(cause, endpoint);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Passes a CheckoutError on; all else is a failure of the network. */
function rethrow(cause: unknown, endpoint?: URL): never {
  if (cause instanceof CheckoutError) throw cause;
  const message = endpoint
    ? `No answer from ${endpoint}: it is down, or it does not allow the origin ${location.origin} (CORS), or this page's CSP lacks it in connect-src.`
    : 'createSession: ' + describe(cause);
  throw new CheckoutError('network', message, { cause });
}

/** The answer as text; cut, and so no JSON, where it is longer than a session could be. */
async function read(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  // A polyfill's answer, or one without a body.
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; size <= MAX_RESPONSE_BYTES;) {
    const { value } = await reader.read();
    if (!value) return text;
    size += value.length;
    text += decoder.decode(value, { stream: true });
  }
  return '';
}

/** Milliseconds until `Retry-After`, which is seconds or a date; NaN where it says neither. */
function retryAfter({ headers }: Response): number {
  const text = headers.get('Retry-After');
  const pause = text ? Number(text) * 1000 : NaN;
  return isNaN(pause) ? Date.parse(text!) - Date.now() : pause;
}

/** A text without the blanks around it; an empty one where it is no text. */
function trimmed(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * The answer's three fields.
 *
 * @throws CheckoutError `rejected`, `unavailable` or `invalid-session`
 */
function toSession(answer: unknown, response?: Response, text?: string): CheckoutSession {
  const { status = 200, ok = true, url = 'createSession' } = response ?? {};
  const { id, session_id, checkout_url, error } = (answer ?? {}) as Partial<CheckoutSession & EndpointError>;
  const isWhole = [id, session_id, checkout_url].every(trimmed);
  const page = ok && isWhole && parseCheckoutUrl(checkout_url!);
  // As it was judged: on an https page the browser would take "https:pay" for a path of the shop.
  if (page) return { id: id!, session_id: session_id!, checkout_url: page.href };
  const { code, message } = (error ?? {}) as Partial<EndpointError['error']>;
  const said = trimmed(message);
  const name = status < 400 ? 'invalid-session' : status < 500 ? 'rejected' : 'unavailable';
  const isForBuyer = name === 'rejected' && (!code || code === name);
  throw new CheckoutError(
    name,
    `${url} must answer JSON with id, session_id and an https checkout_url. It answered ${status}: ${said || (text ?? describe(answer ?? null)).slice(0, 120)}`,
    {
      status: response?.status,
      buyerText: isForBuyer ? /^.{1,200}/su.exec(said)?.[0] : undefined,
    },
  );
}

/**
 * Runs work that must end in time; its own signal aborts where it does not.
 *
 * @param timeout ms
 * @returns the work's result. Rejects with CheckoutError `timeout`
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
      () =>
        stop(
          new CheckoutError('timeout', `No session within ${timeout} ms: the session endpoint is too slow.`),
        ),
      timeout,
    );
    signal.addEventListener('abort', () => stop(signal.reason));
    work(controller.signal).then(resolve, reject).finally(stop);
  });
}
