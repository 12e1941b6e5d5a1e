import type { Configuration } from '../../button/config/configure.ts';
import { toJson } from '../../button/json.ts';
import type { CheckoutRequest } from '../../protocol.ts';
import { error, info, type Finding } from '../finding.ts';
import type { Policy } from '../policy.ts';
import type { TestResult } from '../subject.ts';
import { howToAllowOrigin } from './allow-origin.ts';
import { checkResponse, describeStatus } from './endpoint-response.ts';
import { describeWrongRedirect } from './redirect.ts';

/** Everything that a click would send its request with. */
export interface EndpointTestOptions {
  url: URL | undefined;
  request: CheckoutRequest;
  configuration: Configuration;
  timeoutMs: number;
  policy: Policy;
}

/** Milliseconds within which the browser reports a violation after it has refused a request. */
const VIOLATION_DELAY_MS = 200;

/** Sends the session endpoint what a click would send, and describes the response. */
export async function testEndpoint(options: EndpointTestOptions): Promise<TestResult> {
  const { url, configuration, request } = options;
  if (configuration.createSession) return testFunction(configuration.createSession, request);
  if (!url) return { findings: [] };
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: await headersOf(configuration),
      body: toJson(request),
      signal,
      ...(configuration.credentials && { credentials: configuration.credentials }),
    });
    return checkResponse({
      url,
      status: response.status,
      redirectedTo: response.redirected ? response.url : undefined,
      contentType: response.headers.get('content-type') ?? '',
      requestId: response.headers.get('x-request-id') ?? undefined,
      text: await response.text(),
      durationMs: performance.now() - startedAt,
    });
  } catch (cause) {
    if (cause instanceof HeadersError) return { findings: [cause.finding] };
    return { findings: [signal.aborted ? describeTimeout(url, options) : await findReason(url, options)] };
  }
}

/** The function `headers` of `configure` failed. */
class HeadersError extends Error {
  readonly finding: Finding;

  constructor(cause: unknown) {
    super('headers', { cause });
    this.finding = error(
      `headers, your own function in configure(), failed: ${String(cause)}`,
      'Correct that function, or ask the person who wrote it.',
    );
  }
}

async function headersOf({ headers }: Configuration): Promise<Record<string, string>> {
  const own: unknown = typeof headers === 'function' ? await callHeaders(headers) : headers;
  return { 'Content-Type': 'application/json', ...(own as Record<string, string> | undefined) };
}

async function callHeaders(headers: () => unknown): Promise<unknown> {
  try {
    return await headers();
  } catch (cause) {
    throw new HeadersError(cause);
  }
}

function describeTimeout({ host }: URL, { timeoutMs }: EndpointTestOptions): Finding {
  return error(
    `${host} did not answer within ${timeoutMs / 1000} seconds.`,
    'Check that the session endpoint is running and can reach Solifyn. Read its log.',
  );
}

async function testFunction(
  createSession: NonNullable<Configuration['createSession']>,
  request: CheckoutRequest,
): Promise<TestResult> {
  const startedAt = performance.now();
  try {
    const session = await createSession(request);
    return checkResponse({
      url: new URL(location.href),
      status: 200,
      contentType: 'application/json',
      text: toJson(session),
      durationMs: performance.now() - startedAt,
    });
  } catch (cause) {
    return {
      findings: [
        error(
          `createSession, your own function in configure(), failed: ${String(cause)}`,
          'Correct that function, or ask the person who wrote it.',
        ),
      ],
    };
  }
}

/**
 * Finds out why there was no response. A browser does not reveal the reason to a page. Two further requests, which create
 * nothing, show whether this page may read the answer to a plain GET, and whether a server answers at all.
 */
async function findReason(url: URL, options: EndpointTestOptions): Promise<Finding> {
  await new Promise((resolve) => setTimeout(resolve, VIOLATION_DELAY_MS));
  // The policy's own finding has the line that allows it.
  if (options.policy.blocks('connect-src', url.origin))
    return info('The request was not sent: the Content-Security-Policy of this page blocks it.');
  if (!navigator.onLine)
    return error('This computer is offline.', 'Connect to the internet, then test again.');
  const get = (mode: RequestMode, redirect: RequestRedirect = 'follow') =>
    tryGet(url, { mode, redirect }, options.timeoutMs);
  const readable = await get('cors');
  // Browsers follow no redirect before the POST. This request shows where it leads.
  if (readable?.redirected) return describeWrongRedirect({ url, text: await readable.text() }, readable.url);
  if (readable?.status === 404) return describeStatus(404, url);
  if (!readable && (await get('cors', 'manual'))?.type === 'opaqueredirect') return describeRedirect(url);
  const isOwnOrigin = url.origin === location.origin;
  if (isOwnOrigin || (!readable && !(await get('no-cors')))) return describeSilence(url);
  return describeCors(url, readable !== undefined, options.configuration);
}

async function tryGet(url: URL, init: RequestInit, timeoutMs: number): Promise<Response | undefined> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs), credentials: 'omit' });
  } catch {
    return undefined;
  }
}

/** The browser shows neither the address that a redirect leads to, nor what is there. */
function describeRedirect({ href }: URL): Finding {
  return error(
    `${href} leads to another address, which does not answer this page. Usually that is a login page.`,
    `${openInPrivate(href)} If you see a login page, turn off the login, the password or the deployment protection for this address. If you see another page, set endpoint to the address where your session endpoint runs.`,
  );
}

/** Sellers who are signed in see the endpoint where buyers see a login page. */
function openInPrivate(href: string): string {
  return `Open ${href} in a private window of your browser.`;
}

function describeSilence({ host, href }: URL): Finding {
  return error(
    `${host} does not answer at all.`,
    `Check that the session endpoint is running at ${href} and that the address is spelt correctly. An ad blocker can also block it.`,
  );
}

function describeCors({ host, href }: URL, canRead: boolean, configuration: Configuration): Finding {
  const { headers, credentials } = configuration;
  if (canRead && credentials === 'include')
    return error(
      `${host} answers this site, but configure() sets credentials to “include”, and the answer does not allow that.`,
      'Remove credentials from configure(). The session endpoint needs no cookies.',
    );
  const names = ['content-type', ...Object.keys(typeof headers === 'object' ? headers : {})];
  const code = [
    `Access-Control-Allow-Origin: ${globalThis.origin}`,
    'Access-Control-Allow-Methods: POST',
    `Access-Control-Allow-Headers: ${names.join(', ').toLowerCase()}`,
  ].join('\n');
  return canRead
    ? error(
        `${host} answers this site, but not the request that browsers send before the POST (the CORS preflight).`,
        'The address must answer OPTIONS with status 204 and these headers:',
        { code },
      )
    : error(
        `${host} answers, but does not allow pages of the origin ${globalThis.origin} to read the answer (CORS).`,
        `${howToAllowOrigin()} A wrong address on that server and a login page look the same from here. ${openInPrivate(href)} It must show “This is a working session endpoint”. If the endpoint is a program of your own, it must answer OPTIONS and POST with:`,
        { code },
      );
}
