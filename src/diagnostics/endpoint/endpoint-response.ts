import { isJsonObject, parseCheckoutUrl } from '../../request-rules.ts';
import { parseJson } from '../../button/json.ts';
import { error, info, ok, warning, type Finding } from '../finding.ts';
import { shortText } from '../page-elements.ts';
import type { TestResult } from '../subject.ts';
import { describeEndpointError } from './endpoint-errors.ts';
import { describeWrongRedirect } from './redirect.ts';
import { describeText, isWebPage, quote, titleOf } from './text-response.ts';

/** A complete response of the session endpoint. */
export interface EndpointResponse {
  /** The address that was requested. */
  url: URL;
  status: number;
  /** The address that answered after redirects. */
  redirectedTo?: string | undefined;
  contentType: string;
  /** The header X-Request-Id. */
  requestId?: string | undefined;
  text: string;
  /** Milliseconds from the request to the end of the response. */
  durationMs: number;
}

const FIELDS = ['id', 'session_id', 'checkout_url'] as const;

/** Describes what the response means for the endpoint. */
export function checkResponse(response: EndpointResponse): TestResult {
  const json = parseJson(response.text);
  const isSuccess = response.status >= 200 && response.status < 300;
  const found = isSuccess ? checkSession(response, json) : [describeFailure(response, json)];
  const checkoutUrl = found.find(({ href }) => href)?.href;
  return {
    findings: withRedirect(response, json, found).map((finding) => addRequestId(finding, response)),
    isUnknownId: isUnknownId(response.status, json),
    ...(checkoutUrl && { checkoutUrl }),
  };
}

/** Whether the id is unknown to the endpoint or to Solifyn. An expired discount code has another status. */
function isUnknownId(status: number, json: unknown): boolean {
  const code = isJsonObject(json) && isJsonObject(json['error']) ? json['error']['code'] : undefined;
  return status === 404 && (code === 'not-for-sale' || code === 'rejected');
}

/** Adds what a redirect means for the findings about the answer at its end. */
function withRedirect(response: EndpointResponse, json: unknown, found: Finding[]): Finding[] {
  const { url, status, redirectedTo } = response;
  if (!redirectedTo) return found;
  // A session endpoint answers in JSON. A redirect can turn its POST into a GET, which it answers with 405.
  if (!isJsonObject(json) || status === 405) return [describeWrongRedirect(response, redirectedTo)];
  return [
    warning(
      `${url.href} redirects to ${redirectedTo}. A redirect can lose the request.`,
      `Set endpoint to ${redirectedTo} directly.`,
    ),
    ...found,
  ];
}

/** The endpoint's log has a line with the same id. */
function addRequestId(finding: Finding, { requestId }: EndpointResponse): Finding {
  if (!requestId) return finding;
  if (finding.level === 'ok') return { ...finding, text: `${finding.text} Request ID: ${requestId}` };
  const hint = `To find this in the endpoint’s log, search for the request ID ${requestId}`;
  return { ...finding, fix: finding.fix ? `${finding.fix} ${hint}` : hint };
}

function checkSession(response: EndpointResponse, json: unknown): Finding[] {
  const { url, text, status } = response;
  const finding = json === undefined ? describeText(response) : undefined;
  if (finding) return [finding];
  if (!isJsonObject(json))
    return [
      error(
        `${url.href} answers ${status} with something that is not a JSON object: ${quote(text)}`,
        'The session endpoint must answer { "id": …, "session_id": …, "checkout_url": … }.',
      ),
    ];
  const wrapper = Object.keys(json).find((key) => isJsonObject(json[key]) && 'session_id' in json[key]);
  if (wrapper)
    return [
      error(
        `The endpoint’s answer has the three fields inside “${wrapper}”.`,
        `Return them at the top level: ${FIELDS.join(', ')}.`,
      ),
    ];
  const message = messageOf(json);
  if (message && !FIELDS.some((name) => name in json))
    return [
      error(
        `${url.href} answers with an error, but with the status ${status} of a success: ${quote(message)}`,
        'Correct what the message says. If the endpoint is a program of your own, it must send errors with a status from 400 on.',
      ),
    ];
  const wrong = FIELDS.find((name) => typeof json[name] !== 'string' || !json[name].trim());
  return wrong ? [describeField(wrong, json)] : checkCheckoutUrl(response, json);
}

function checkCheckoutUrl({ durationMs }: EndpointResponse, json: Record<string, unknown>): Finding[] {
  const address = String(json['checkout_url']);
  const url = parseCheckoutUrl(address);
  if (!url)
    return [
      error(
        `The endpoint’s checkout_url, “${shortText(address, 120)}”, is not a safe address, so it is never opened.`,
        'It must be a whole address that begins with https:// and contains no user name. Return what Solifyn answers, unchanged.',
      ),
    ];
  const isTest = url.pathname.includes('/checkout/test/');
  return [
    ok(`The endpoint answers with a checkout session, in ${Math.round(durationMs)} ms.`, undefined, {
      href: address,
    }),
    ...(isTest
      ? [
          info(
            'It is a test checkout: the endpoint uses a test key (sk_test_…), so no money moves.',
            'Before you sell, give the endpoint a live key.',
          ),
        ]
      : []),
  ];
}

/** A field that is missing, misnamed or of a wrong type. */
function describeField(name: (typeof FIELDS)[number], json: Record<string, unknown>): Finding {
  const present = Object.keys(json);
  if (name in json)
    return error(
      `The endpoint’s answer has ${name}, but it is ${json[name] === '' ? 'empty' : `not a text (${quote(JSON.stringify(json[name]))})`}.`,
      'Return what Solifyn answers, unchanged.',
    );
  const normalize = (text: string) => text.replace(/[^a-z]/gi, '').toLowerCase();
  const similar =
    present.find((key) => normalize(key) === normalize(name)) ??
    (name === 'checkout_url' ? present.find((key) => /url/i.test(key)) : undefined);
  return error(
    `The endpoint’s answer lacks the field ${name}. It has ${present.length ? present.slice(0, 8).join(', ') : 'no field at all'}.`,
    similar
      ? `Rename ${similar} to ${name}.`
      : `Return the three fields that Solifyn answers: ${FIELDS.join(', ')}.`,
  );
}

/** The text of an error, in any of the forms that programs use: `message`, `error`, `error.message`, a list. */
function messageOf(json: unknown): string {
  if (typeof json === 'string') return json;
  if (Array.isArray(json)) return json.filter((item) => typeof item === 'string').join(' ');
  return isJsonObject(json) ? messageOf(json['message'] ?? json['error']) : '';
}

/** What a server without anything at the address answers in JSON. */
const NO_ROUTE = /^(?:the )?(?:page |route |path )?(?:not[ _-]?found|no route|cannot (?:get|post))/i;

function describeFailure(response: EndpointResponse, json: unknown): Finding {
  const { url, status, text } = response;
  const { code, message }: Record<string, unknown> =
    isJsonObject(json) && isJsonObject(json['error']) ? json['error'] : {};
  const known = describeEndpointError(code, quote(String(message ?? '')));
  if (known) return known;
  if (isJsonObject(json) && json['code'] === 'rest_no_route')
    return error(
      `WordPress has no session endpoint at ${url.href}: the plugin is not active, or the address is misspelt.`,
      'Activate the plugin “Solifyn buy button”. Copy the address from Settings → Solifyn.',
    );
  if (isJsonObject(json) && String(json['code']).startsWith('rest_') && (status === 401 || status === 403))
    return error(
      `The WordPress at ${url.host} closes its REST API, by which the session endpoint works, to visitors: ${quote(messageOf(json))}`,
      'A security plugin does that. In its settings, allow the addresses that begin with /wp-json/solifyn/.',
    );
  const said = messageOf(json);
  if (status === 404 && said && !NO_ROUTE.test(said))
    return error(
      `${url.href} answers 404, “not found”, with the message ${quote(said)}`,
      'If the message means your product, compare the id on the button with your Solifyn dashboard. Otherwise compare the address of the endpoint.',
    );
  const finding = describeStatus(status, url);
  const body = isWebPage(response)
    ? ` The answer is a web page (HTML): ${quote(titleOf(text), 80)}`
    : text
      ? ` The answer is: ${quote(text)}`
      : '';
  return { ...finding, text: finding.text + body };
}

/** What a status means that comes without one of our endpoint's own codes. */
export function describeStatus(status: number, { href }: URL): Finding {
  if (status === 404)
    return error(
      `There is nothing at ${href}: the server answers 404, “not found”.`,
      'Compare the address with the one where your session endpoint runs: check the path, and that the endpoint is deployed (published).',
    );
  if (status === 405)
    return error(
      `${href} does not accept POST requests (405), so it is not a session endpoint.`,
      'Set endpoint to the address where your session endpoint runs.',
    );
  if (status === 401 || status === 403)
    return error(
      `${href} asks for a password or refuses the request (${status}).`,
      'Turn off the password, deployment protection or firewall for this address: buyers have no password. If the endpoint is a program of your own, compare its API key, too.',
    );
  if (status === 429)
    return error(`${href} received too many requests (429).`, 'Wait a minute, then test again.');
  if (status >= 500)
    return error(`The server behind ${href} fails (${status}).`, 'Read the log of your session endpoint.');
  return error(
    `${href} answers ${status} instead of a checkout session.`,
    'Check that it is the address of your session endpoint.',
  );
}
