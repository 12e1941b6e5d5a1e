import type { Configuration } from '../button/config/configure.ts';
import type { CheckoutRequest } from '../protocol.ts';
import { toJson } from '../button/json.ts';
import { allowOrigin, judgeAnswer } from './endpoint-response.ts';
import { bad, type Finding } from './finding.ts';
import type { Policy } from './policy.ts';

/** Everything that a click would ask with. */
export interface Trial {
  url: URL | undefined;
  request: CheckoutRequest;
  configuration: Configuration;
  /** Milliseconds for the answer. */
  timeout: number;
  policy: Policy;
}

/** Milliseconds for the browser to tell of a violation, which comes a moment after the refusal. */
const SETTLE = 200;

/** Asks the session endpoint for a session, exactly as a click does, and says what came of it. */
export async function tryEndpoint(trial: Trial): Promise<Finding[]> {
  const { url, configuration, request } = trial;
  if (configuration.createSession) return tryFunction(configuration.createSession, request);
  if (!url) return [];
  const asked = performance.now();
  const signal = AbortSignal.timeout(trial.timeout);
  try {
    const { credentials, headers } = configuration;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: toJson(request),
      signal,
      ...(credentials && { credentials }),
    });
    return judgeAnswer({
      url,
      status: response.status,
      redirectedTo: response.redirected ? response.url : undefined,
      contentType: response.headers.get('content-type') ?? '',
      text: await response.text(),
      took: performance.now() - asked,
    });
  } catch {
    if (signal.aborted)
      return [
        bad(
          `${url.host} did not answer within ${trial.timeout / 1000} seconds.`,
          'Is the session endpoint running, and can it reach Solifyn? Look at its log.',
        ),
      ];
    return [await findReason(url, trial)];
  }
}

async function tryFunction(
  createSession: NonNullable<Configuration['createSession']>,
  request: CheckoutRequest,
): Promise<Finding[]> {
  const asked = performance.now();
  try {
    const session = await createSession(request);
    return judgeAnswer({
      url: new URL(location.href),
      status: 200,
      contentType: 'application/json',
      text: toJson(session),
      took: performance.now() - asked,
    });
  } catch (error) {
    return [bad(`createSession, your own function, failed: ${String(error)}`, 'Look at that function.')];
  }
}

/**
 * A browser tells a page only that there was no answer. Two further questions, which create nothing, narrow it down:
 * may this page read a plain GET, and does anything answer at all?
 */
async function findReason(url: URL, { policy, configuration, timeout }: Trial): Promise<Finding> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE));
  if (policy.refuses('connect-src', url.origin))
    return bad(
      `The Content-Security-Policy of this page blocks the session endpoint ${url.href}`,
      'Add its origin to connect-src where your site sets the policy (a header of the server, or a <meta> tag):',
      `connect-src ${url.origin}`,
    );
  if (!navigator.onLine) return bad('This computer is offline.', 'Connect to the internet, then test again.');
  const ask = async (mode: RequestMode) => {
    try {
      return await fetch(url, { mode, signal: AbortSignal.timeout(timeout), credentials: 'omit' });
    } catch {
      return undefined;
    }
  };
  const readable = await ask('cors');
  if (readable?.status === 404) {
    const [finding] = judgeAnswer({ url, status: 404, contentType: '', text: '', took: 0 });
    return finding!;
  }
  if (url.origin === location.origin || (!readable && !(await ask('no-cors'))))
    return bad(
      `${url.host} does not answer at all.`,
      `Is the session endpoint running at ${url.href}, and is the address spelt right? An ad blocker can be in the way, too.`,
    );
  const headers = ['content-type', ...Object.keys(configuration.headers ?? {})].join(', ').toLowerCase();
  const needed = [
    `Access-Control-Allow-Origin: ${globalThis.origin}`,
    'Access-Control-Allow-Methods: POST',
    `Access-Control-Allow-Headers: ${headers}`,
  ].join('\n');
  return readable
    ? bad(
        `${url.host} answers pages of ${globalThis.origin}, but not the browser's question before the POST (the CORS preflight).`,
        'The address must answer OPTIONS with status 204 and these headers:',
        needed,
      )
    : bad(
        `${url.host} answers, but does not allow pages of the origin ${globalThis.origin} to read it (CORS).`,
        `${allowOrigin()}. Seen from here a wrong address (404) on that server looks the same, so compare it too. A server of another make must answer OPTIONS and POST with:`,
        needed,
      );
}
