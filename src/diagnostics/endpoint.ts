import { isLoopback, isSolifynApi, parseHttpUrl } from '../request-rules.ts';
import type { BuyButton } from './buttons.ts';
import { bad, doubt, good, note, type Finding } from './finding.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import { settingOf } from './settings.ts';

/** The session endpoint as far as its address tells. */
export interface EndpointCheck {
  /** Absent where a click would not ask it. */
  url?: URL;
  findings: Finding[];
}

/** Whether the address is one that a page can ask for a checkout session. Asks nobody. */
export function checkEndpoint(button: BuyButton, internals: DiagnosticsContext): EndpointCheck {
  const { createSession, credentials } = internals.configuration;
  if (createSession)
    return { findings: [note('Sessions are made by createSession, your own function, and by no endpoint.')] };
  const { value, source } = settingOf('endpoint', button, internals);
  if (!value)
    return {
      findings: [
        bad(
          'No session endpoint is set, so a click cannot ask for a checkout.',
          'Add data-endpoint="…" with the address of your session endpoint to the script tag.',
        ),
      ],
    };
  const url = parseHttpUrl(value, document.baseURI);
  if (!url)
    return {
      findings: [
        bad(
          `endpoint is “${value}” (${source}), which is no web address.`,
          'Write an address that begins with https://, or a path such as /solifyn/session.',
        ),
      ],
    };
  if (isSolifynApi(url))
    return {
      findings: [
        bad(
          `endpoint is ${url.host}${url.pathname} (${source}). The Solifyn API wants your secret key, which a web page cannot keep, so nothing is sent there.`,
          'Set endpoint to the address of your own session endpoint: the small server program that keeps the key and asks Solifyn.',
        ),
      ],
    };
  const findings = [
    url.origin === location.origin
      ? good(`The session endpoint is ${url.href} (${source}), on this very site.`)
      : note(
          `The session endpoint is ${url.href} (${source}), on another origin than this page. It must allow exactly ${globalThis.origin}`,
        ),
  ];
  if (location.protocol === 'https:' && url.protocol === 'http:' && !isLoopback(url.hostname))
    findings.push(
      bad(
        'This page is https: and its endpoint is http: only. Browsers block that.',
        'Give the session endpoint an https:// address.',
      ),
    );
  else if (isLoopback(url.hostname) && !isLoopback(location.hostname))
    findings.push(
      bad(
        `The endpoint's address, ${url.host}, means “this very computer”: it works for you at best, and for no buyer.`,
        'Set endpoint to the public address of your session endpoint.',
      ),
    );
  if (credentials === 'include' && url.origin !== location.origin)
    findings.push(
      doubt(
        'configure() sets credentials to “include”. The session endpoint needs no cookies, and one that does not say Access-Control-Allow-Credentials: true cannot be read then.',
        'Remove credentials from configure().',
      ),
    );
  return { url, findings };
}
