import { parseJson } from '../button/json.ts';
import { isJsonObject, parseCheckoutUrl } from '../request-rules.ts';
import { bad, doubt, good, type Finding } from './finding.ts';

/** An answer of the session endpoint, read to its end. */
export interface Answer {
  /** Address that was asked. */
  url: URL;
  status: number;
  /** Whether another address answered in the end, and which. */
  redirectedTo?: string | undefined;
  contentType: string;
  text: string;
  /** Milliseconds from question to the end of the answer. */
  took: number;
}

const FIELDS = ['id', 'session_id', 'checkout_url'] as const;

/** What the answer says about the endpoint, the most telling first. */
export function judgeAnswer(answer: Answer): Finding[] {
  const { url, status, redirectedTo, text } = answer;
  const findings: Finding[] = [];
  if (redirectedTo)
    findings.push(
      doubt(
        `${url.href} sends on to ${redirectedTo}. A question can get lost on the way.`,
        `Set endpoint to ${redirectedTo} directly.`,
      ),
    );
  const json = parseJson(text);
  if (status >= 200 && status < 300) findings.push(...judgeSession(answer, json));
  else findings.push(judgeRefusal(answer, json));
  return findings;
}

/** Whether the answer is a web page rather than JSON. */
function isPage({ contentType, text }: Answer): boolean {
  return contentType.includes('text/html') || /^\s*<(!doctype|html|head|body)/i.test(text);
}

function judgeSession(answer: Answer, json: unknown): Finding[] {
  const { url, text, took, status } = answer;
  if (isPage(answer) && json === undefined)
    return [
      bad(
        `${url.href} answers with a web page (HTML) instead of JSON. It is the address of a page of a site, not of a session endpoint.`,
        'Set endpoint to the address where your session endpoint runs. (A single-page site answers every address with its home page, also a misspelt one.)',
      ),
    ];
  if (!isJsonObject(json))
    return [
      bad(
        `${url.href} answers ${status} with something that is not a JSON object: ${excerpt(text)}`,
        'The session endpoint must answer { "id": …, "session_id": …, "checkout_url": … }.',
      ),
    ];
  const wrapper = Object.keys(json).find((key) => isJsonObject(json[key]) && 'session_id' in json[key]);
  if (wrapper)
    return [
      bad(
        `The endpoint's answer has the three fields inside “${wrapper}”.`,
        `Answer them at the top: ${FIELDS.join(', ')}.`,
      ),
    ];
  const wrong = FIELDS.filter((name) => typeof json[name] !== 'string' || !json[name].trim());
  if (wrong.length) return wrong.map((name) => judgeField(name, json));
  const checkoutUrl = json['checkout_url'] as string;
  if (!parseCheckoutUrl(checkoutUrl))
    return [
      bad(
        `The endpoint's checkout_url, “${checkoutUrl.slice(0, 120)}”, is not a safe address, so it is never opened.`,
        'It must be a whole address that begins with https:// and holds no user name. Pass on what Solifyn answers, unchanged.',
      ),
    ];
  return [
    {
      ...good(`The endpoint answers with a checkout session, in ${Math.round(took)} ms.`),
      href: checkoutUrl,
    },
  ];
}

/** One field that is missing, misnamed or of a wrong kind. */
function judgeField(name: (typeof FIELDS)[number], json: Record<string, unknown>): Finding {
  const has = Object.keys(json);
  if (name in json)
    return bad(
      `The endpoint's answer has ${name}, but it is ${json[name] === '' ? 'empty' : `not a text (${excerpt(JSON.stringify(json[name]))})`}.`,
      'Pass on what Solifyn answers, unchanged.',
    );
  const flat = (text: string) => text.replace(/[^a-z]/gi, '').toLowerCase();
  const alike =
    has.find((key) => flat(key) === flat(name)) ??
    (name === 'checkout_url' ? has.find((key) => /url/i.test(key)) : undefined);
  return bad(
    `The endpoint's answer lacks the field ${name}. It has ${has.length ? has.slice(0, 8).join(', ') : 'no field at all'}.`,
    alike
      ? `Rename ${alike} to ${name}.`
      : `Answer the three fields that Solifyn gives: ${FIELDS.join(', ')}.`,
  );
}

/** What to do about each code of our own session endpoint. */
const OWN: Record<string, (message: string) => readonly [text: string, fix: string]> = {
  'origin-not-allowed': () => [
    `The session endpoint does not allow this page's origin, ${globalThis.origin}`,
    allowOrigin(),
  ],
  'not-for-sale': () => [
    'The session endpoint does not sell this id.',
    'Add the id to its products or collections (SOLIFYN_PRODUCTS, SOLIFYN_COLLECTIONS), or correct it on the button.',
  ],
  'custom-price-not-allowed': () => [
    'The session endpoint takes no such custom price for this product.',
    'Add the product with its lowest price to customPrices (SOLIFYN_CUSTOM_PRICES) of the endpoint, or remove custom-price.',
  ],
  'invalid-request': (message) => [
    `The session endpoint does not take the request: ${message}`,
    'Correct the value on the button.',
  ],
  rejected: (message) => [
    `The endpoint works, but Solifyn says no: ${message}`,
    'Compare product-id or collection-id, the discount code and the other values with your Solifyn dashboard.',
  ],
  misconfigured: () => [
    "Solifyn does not accept the session endpoint's API key.",
    'Set SOLIFYN_API_KEY of the session endpoint to a valid key of your account, and SOLIFYN_API_URL to the API it belongs to.',
  ],
  unavailable: () => [
    'The session endpoint runs, but cannot reach Solifyn, or Solifyn fails.',
    'Try again in some minutes; then look at the session endpoint’s log.',
  ],
  timeout: () => [
    'The session endpoint runs, but Solifyn does not answer it in time.',
    'Try again in some minutes; then look at the session endpoint’s log.',
  ],
  'rate-limited': () => [
    'The session endpoint was asked too often and wants a pause.',
    'Wait a minute, then test again.',
  ],
};

/** What to do about a status without a code of ours. */
function byStatus(status: number, { href }: URL): readonly [text: string, fix: string] {
  if (status === 404)
    return [
      `There is nothing at ${href}: the server answers 404, “not found”.`,
      'Compare the address with the one where your session endpoint runs. Is the path spelt right, and is the endpoint deployed?',
    ];
  if (status === 405)
    return [
      `${href} takes no POST (405), so it is not a session endpoint.`,
      'Set endpoint to the address where your session endpoint runs.',
    ];
  if (status === 401 || status === 403)
    return [
      `${href} lets nobody in without signing in (${status}).`,
      'Take the password or the firewall away from this address: buyers have no password.',
    ];
  if (status === 429) return [`${href} was asked too often (429).`, 'Wait a minute, then test again.'];
  if (status >= 500)
    return [`The server behind ${href} fails (${status}).`, 'Look at the log of your session endpoint.'];
  return [`${href} answers ${status} instead of a session.`, 'Is it the address of your session endpoint?'];
}

function judgeRefusal(answer: Answer, json: unknown): Finding {
  const { url, status, text } = answer;
  const { code, message }: Record<string, unknown> =
    isJsonObject(json) && isJsonObject(json['error']) ? json['error'] : {};
  const own = typeof code === 'string' && Object.hasOwn(OWN, code) ? OWN[code] : undefined;
  const [what, fix] = own?.(excerpt(String(message ?? ''))) ?? byStatus(status, url);
  const said = own
    ? ''
    : isPage(answer)
      ? ' The answer is a web page (HTML).'
      : text
        ? ` It says: ${excerpt(text)}`
        : '';
  return bad(what + said, fix);
}

/** How to let this very page in. */
export function allowOrigin(): string {
  return globalThis.origin === 'null'
    ? 'This frame is sandboxed and its origin is “null”: add allow-same-origin to its sandbox attribute, or place the button in the page itself.'
    : `Allow exactly ${globalThis.origin} there: allowedOrigins: ['${globalThis.origin}'], or SOLIFYN_ALLOWED_ORIGINS=${globalThis.origin}`;
}

function excerpt(text: string): string {
  const short = text.replace(/\s+/g, ' ').trim();
  return short ? `“${short.slice(0, 160)}${short.length > 160 ? '…' : ''}”` : '(nothing)';
}
