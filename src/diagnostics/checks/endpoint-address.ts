import { resolveUrl } from '../../button/base-url.ts';
import { isLoopback } from '../../request-rules.ts';
import { findAddressMistake, findBackslashes, NOT_AN_ADDRESS } from '../address-mistakes.ts';
import { error, info, warning, WEIGHT, type Finding } from '../finding.ts';
import { settingOf } from '../settings.ts';
import type { Subject } from '../subject.ts';
import { fallbackOf } from './fallback-link.ts';

/** The address that a click sends its request to; `undefined` if it would send none. */
export function endpointOf(subject: Subject): URL | undefined {
  if (subject.context.configuration.createSession) return undefined;
  const { value } = settingOf('endpoint', subject);
  return value && !findAddressMistake(value) ? resolveUrl(value) : undefined;
}

/** Whether a page can request a checkout session from the address. Sends no request. */
export function checkEndpointAddress(subject: Subject): Finding[] {
  const { configuration } = subject.context;
  if (configuration.createSession)
    return [info('Checkouts are created by createSession, your own function, not by an endpoint.')];
  const { value, source } = settingOf('endpoint', subject);
  if (!value) return [checkMissing(subject)];
  const url = endpointOf(subject);
  if (!url) return [describeMistake(value, source)];
  const findings = [
    ...checkPath(value, url),
    ...checkProtocol(url),
    ...checkCredentials(url, configuration.credentials),
  ];
  // The result of “Test” says more.
  if (!subject.test && !findings.length) findings.push(describeAddress(url, source));
  return findings;
}

function describeMistake(value: string, source: string): Finding {
  const { text, fix, code } = findAddressMistake(value) ?? NOT_AN_ADDRESS;
  return error(`endpoint is “${value}” (${source}). It ${text}`, fix, {
    weight: WEIGHT.cause,
    ...(code && { code }),
  });
}

/** A path without a slash at its beginning means something else on each page. */
function checkPath(value: string, url: URL): Finding[] {
  const isPage = !url.search && url.origin + url.pathname === location.origin + location.pathname;
  if (isPage)
    return [
      error(
        `endpoint is “${value}”, which is the address of this very page.`,
        'Set endpoint to the address of your session endpoint.',
        { weight: WEIGHT.cause },
      ),
    ];
  const mistake = findBackslashes(value);
  if (mistake)
    return [
      warning(
        `endpoint is “${value}”, with backslashes (\\) where an address has slashes (/). Browsers read it as ${url.href}`,
        mistake.fix,
        { ...(mistake.code && { code: mistake.code }), weight: WEIGHT.cause },
      ),
    ];
  if (/^(?:https?:)?\/\/|^[/.]/i.test(value)) return [];
  return [
    warning(
      `endpoint is “${value}”, without a slash at its beginning. On this page that means ${url.href}, on a page in another folder something else.`,
      'Write it like this:',
      { code: `/${value}`, weight: WEIGHT.cause },
    ),
  ];
}

/** Addresses of one house or company: https://www.rfc-editor.org/rfc/rfc1918, and names that only its router knows. */
const PRIVATE_HOST =
  /^(?:0\.0\.0\.0|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|.*\.(?:local|lan|internal|localhost))$/;

function checkProtocol({ protocol, hostname, host }: URL): Finding[] {
  const isLocal = isLoopback(hostname);
  if (location.protocol === 'https:' && protocol === 'http:' && !isLocal)
    return [
      error(
        'This page is https: and its endpoint is http: only. Browsers block that.',
        'Give the session endpoint an https:// address.',
        { weight: WEIGHT.cause },
      ),
    ];
  if (isLocal && !isLoopback(location.hostname))
    return [
      error(
        `The endpoint’s address, ${host}, means “this computer”. At best it works for you, but for no buyer.`,
        'Set endpoint to the public address of your session endpoint.',
        { weight: WEIGHT.cause },
      ),
    ];
  const isHomePage = isLoopback(location.hostname) || PRIVATE_HOST.test(location.hostname);
  if (PRIVATE_HOST.test(hostname) && !isHomePage)
    return [
      error(
        `The endpoint’s address, ${host}, is a computer in your own network. At best it works for you, but for no buyer.`,
        'Set endpoint to the public address of your session endpoint.',
        { weight: WEIGHT.cause },
      ),
    ];
  return [];
}

function checkCredentials({ origin }: URL, credentials: RequestCredentials | undefined): Finding[] {
  if (credentials !== 'include' || origin === location.origin) return [];
  return [
    warning(
      'configure() sets credentials to “include”. The session endpoint needs no cookies, and browsers refuse its answer unless it sends Access-Control-Allow-Credentials: true.',
      'Remove credentials from configure().',
    ),
  ];
}

function describeAddress({ href, origin }: URL, source: string): Finding {
  return info(
    origin === location.origin
      ? `The session endpoint is ${href} (${source}), on this site. “Test” checks whether it works.`
      : `The session endpoint is ${href} (${source}), on another site than this page. It must allow exactly ${globalThis.origin}. “Test” checks whether it does.`,
  );
}

/** With a link and no endpoint the button is a plain link. */
function checkMissing(subject: Subject): Finding {
  const address = fallbackOf(subject);
  return address
    ? info(
        `No session endpoint is set, so the button is a plain link to ${address}`,
        'This sells. For discount codes, affiliates, forms and the dialog, add data-endpoint="…" to the script tag.',
      )
    : error(
        'No session endpoint is set, so a click cannot create a checkout.',
        'Add data-endpoint="…" with the address of your session endpoint to the script tag. Or put a checkout link into the button: then it works as a plain link.',
      );
}
