import { configuration, count, setting, type Values } from './config.ts';
import { CheckoutError } from './errors.ts';
import type { CheckoutRequest, CheckoutSession } from './protocol.ts';
import { isObject, parseJson, toCheckoutUrl, toJson, toPage } from './values.ts';

/** Bytes of an answer that are read; a session has a few hundred. */
const ANSWER_LIMIT = 65_536;

/** Milliseconds before the first further try; each next pause is twice as long. */
const PAUSE = 400;

/** Milliseconds that a `Retry-After` may ask for; nobody looks at a spinner longer. */
const LONGEST_PAUSE = 5_000;

/**
 * Asks the seller's session endpoint (or `configure`'s `createSession`) for a checkout session.
 *
 * @param values settings of the button: `endpoint`, `timeout` (ms for one try), `retries`
 * @param signal ends the request and the pauses between tries; the promise rejects with its reason
 * @returns a session whose `checkout_url` may be opened. Rejects with CheckoutError `network`, `timeout`, `rejected`,
 *   `unavailable` or `invalid-session`
 * @throws CheckoutError `not-configured`, at once
 */
export function createSession(
  request: CheckoutRequest,
  values: Values,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  const timeout = count('timeout', 1, 15_000, values);
  const { createSession: create } = configuration;
  if (create) return createdBy(create, request, signal, timeout);
  return ask(endpointFor(values), toJson(request), signal, timeout, count('retries', 0, 2, values));
}

/**
 * The address of the session endpoint.
 *
 * @throws CheckoutError `not-configured`
 */
export function endpointFor(values?: Values): URL {
  const text = setting('endpoint', values);
  if (!text)
    throw new CheckoutError(
      'not-configured',
      'No session endpoint: set data-endpoint on the script tag to the address of yours.',
    );
  const url = toPage(text, document.baseURI);
  if (!url) throw new CheckoutError('not-configured', `endpoint="${text}" is not an http(s) address.`);
  if (/^api\.solifyn\.com\.?$/.test(url.hostname))
    throw new CheckoutError(
      'not-configured',
      'endpoint must not be api.solifyn.com: that needs your secret key, which a page cannot keep. Set it to your own session endpoint.',
    );
  return url;
}

async function createdBy(
  create: (request: CheckoutRequest) => Promise<CheckoutSession>,
  request: CheckoutRequest,
  signal: AbortSignal,
  timeout: number,
): Promise<CheckoutSession> {
  try {
    return toSession(await within(timeout, signal, async () => create(request)));
  } catch (cause) {
    if (cause instanceof CheckoutError) throw cause;
    throw new CheckoutError('network', `createSession failed: ${cause}`, { cause });
  }
}

async function ask(
  endpoint: URL,
  body: string,
  signal: AbortSignal,
  timeout: number,
  retries: number,
): Promise<CheckoutSession> {
  for (let tried = 0; ; tried++) {
    let pause = PAUSE * 2 ** tried;
    let failure: CheckoutError;
    try {
      const [response, text] = await within(timeout, signal, (signal) => post(endpoint, body, signal));
      if (response.ok) return toSession(parseJson(text), text);
      failure = refusal(response, text);
      if (!/^(429|50[23])$/.test(String(response.status))) throw failure;
      pause = retryAfter(response) ?? pause;
      if (pause > LONGEST_PAUSE) throw failure;
    } catch (cause) {
      if (cause instanceof CheckoutError) throw cause;
      failure = new CheckoutError(
        'network',
        `No answer from the session endpoint ${endpoint}: it is down, or does not allow the origin ${location.origin} (CORS), or this page's CSP lacks it in connect-src.`,
        { cause },
      );
    }
    if (tried >= retries) throw failure;
    await new Promise<void>((resolve, reject) => {
      setTimeout(resolve, pause);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
}

async function post(endpoint: URL, body: string, signal: AbortSignal): Promise<[Response, string]> {
  const { credentials, headers } = configuration;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
    signal,
    ...(credentials && { credentials }),
  });
  return [response, await read(response)];
}

/** The answer as text; nothing where it is longer than a session could be. */
async function read(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; reader; ) {
    const { value } = await reader.read();
    if (!value) break;
    size += value.length;
    if (size > ANSWER_LIMIT) return '';
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

/** Milliseconds until `Retry-After`, which is seconds or a date; `undefined` where it says neither. */
function retryAfter({ headers }: Response): number | undefined {
  const text = headers.get('Retry-After');
  const pause = Number(text ?? NaN) * 1000;
  const until = isNaN(pause) ? Date.parse(text ?? '') - Date.now() : pause;
  return isNaN(until) ? undefined : until;
}

/**
 * The answer's three fields.
 *
 * @throws CheckoutError `invalid-session`
 */
export function toSession(answer: unknown, text = toJson(answer)): CheckoutSession {
  const { id, session_id, checkout_url } = isObject(answer) ? (answer as Partial<CheckoutSession>) : {};
  const strings = [id, session_id, checkout_url].every((value) => typeof value === 'string' && value.trim());
  if (strings && toCheckoutUrl(checkout_url!)) return { id: id!, session_id: session_id!, checkout_url: checkout_url! };
  throw new CheckoutError(
    'invalid-session',
    `The session endpoint must answer JSON with id, session_id and an https checkout_url. It answered: ${String(text).slice(0, 120) || '(nothing, or over 64 KiB)'}`,
  );
}

function refusal({ status, url }: Response, text: string): CheckoutError {
  const answer = parseJson(text);
  const { code, message }: Record<string, unknown> = isObject(answer) && isObject(answer.error) ? answer.error : {};
  const name = status < 400 ? 'invalid-session' : status < 500 ? 'rejected' : 'unavailable';
  const buyerText =
    name === 'rejected' && typeof message === 'string' && (!code || code === name)
      ? message.trim().slice(0, 200)
      : undefined;
  return new CheckoutError(name, `The session endpoint ${url} answered ${status}: ${message ?? text.slice(0, 120)}`, {
    status,
    buyerText,
  });
}

/**
 * Runs work that must end in time, and ends it by its signal where it does not.
 *
 * @param timeout ms
 * @returns the work's result. Rejects with CheckoutError `timeout`, or with the signal's reason
 */
function within<Result>(
  timeout: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const end = (reason: unknown) => {
      reject(reason);
      clearTimeout(timer);
      controller.abort();
    };
    const timer = setTimeout(
      () => end(new CheckoutError('timeout', `No session within ${timeout} ms: the session endpoint is too slow.`)),
      timeout,
    );
    signal.addEventListener('abort', () => end(signal.reason), { signal: controller.signal });
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => end(undefined));
  });
}
