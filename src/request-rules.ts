/**
 * The rules of a checkout request that the browser, the session endpoint and the sandbox share. Pure functions without
 * a library, so that each side can import them.
 */
import type { CheckoutRequest } from './protocol.ts';

/** A field of the request, by the Solifyn API's name. */
export type RequestField = keyof CheckoutRequest;

/** Characters (UTF-16 units) in a named field. */
export const MAX_TEXT_LENGTH = 500;

/** Bytes of a whole request. */
export const MAX_BODY_BYTES = 16 * 1024;

/** How deep objects and arrays may nest in `checkoutData` or `customFields`, the outermost one included. */
export const MAX_DEPTH = 16;

/** What `POST /checkout/create` accepts. */
export const PRODUCT_FIELDS = [
  'productId',
  'quantity',
  'discountCode',
  'customPrice',
  'customerEmail',
  'checkoutData',
  'customFields',
  'aff',
] as const satisfies readonly RequestField[];

/** What `POST /checkout/collection/create` accepts. */
export const COLLECTION_FIELDS = [
  'collectionId',
  'quantity',
  'discountCode',
  'aff',
] as const satisfies readonly RequestField[];

/** All fields. The ids come first: they decide which other fields are allowed. */
export const REQUEST_FIELDS: readonly RequestField[] = [
  'productId',
  'collectionId',
  ...PRODUCT_FIELDS.slice(1),
];

/** Whether the collection call accepts the field. */
export function isCollectionField(field: string): boolean {
  return (COLLECTION_FIELDS as readonly string[]).includes(field);
}

/**
 * What a CMS, a word processor or a phone's keyboard leaves around a pasted value. Written as escapes: in a script that
 * is decoded with the wrong encoding, the characters themselves would not form a valid range.
 */
const SURROUNDING_CHARACTER =
  '[\\s"\'`\\xab\\xbb\\u2018-\\u201f\\u2032-\\u2036\\u2039\\u203a\\u200b-\\u200d\\u2060]';
// The lookbehind keeps this linear: without it, text with very many blanks inside would take seconds.
const SURROUNDING_QUOTES = new RegExp(
  `^${SURROUNDING_CHARACTER}+|(?<!${SURROUNDING_CHARACTER})${SURROUNDING_CHARACTER}+$`,
  'g',
);

/** The value as text without surrounding blanks, NBSP, quotes and primes. `undefined` if nothing is left. */
export function trimQuotes(value: unknown): string | undefined {
  return String(value ?? '').replace(SURROUNDING_QUOTES, '') || undefined;
}

/** Whether the text fits a named field: 1 to 500 characters, none of them a control character, not all blank. */
export function isText(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= MAX_TEXT_LENGTH &&
    value.trim() !== '' &&
    !/\p{Cc}/u.test(value)
  );
}

/** The value as a text that fits a named field, without surrounding blanks and quotes; else `undefined`. */
export function parseText(value: unknown): string | undefined {
  const text = typeof value === 'object' ? undefined : trimQuotes(value);
  return isText(text) ? text : undefined;
}

/** Whether `quantity` accepts the value. */
export function isQuantity(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

/** Whether `customPrice` accepts the value. JSON can write `1e999`, which reads as Infinity. */
export function isPrice(value: unknown): value is number {
  return Number.isFinite(value) && Number(value) >= 0;
}

/** A number as HTML and JSON write it, without a sign or an exponent; NaN for anything else. */
export function parseDecimal(text: string): number {
  return /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
}

/** The e-mail address of the HTML standard, as in `<input type="email">`. */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

/** Whether `customerEmail` accepts the value. */
export function isEmail(value: unknown): value is string {
  return isText(value) && EMAIL.test(value);
}

/**
 * The value as an e-mail address, with a domain beyond ASCII in its ASCII form (`müller.de` becomes
 * `xn--mller-kva.de`); `undefined` if it is not an address.
 */
export function parseEmail(value: unknown): string | undefined {
  const text = parseText(value);
  // A domain without the characters that end or structure the host part of a URL.
  const [, user, domain] = /^(.+)@([^\s@/?#:%\\[\]]*[^\0-\x7f][^\s@/?#:%\\[\]]*)$/su.exec(text ?? '') ?? [];
  const address = domain ? `${user}@${parseHttpUrl(`https://${domain}`)?.hostname ?? ''}` : text;
  return isEmail(address) ? address : undefined;
}

/** Whether the value is a JSON object, which an array or `null` is not. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether objects and arrays nest at most `depth` deep. `JSON.stringify` overflows the stack on nesting that fits in 16 KiB. */
export function isWithinDepth(value: unknown, depth = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((child) => isWithinDepth(child, depth - 1));
}

/** @param hostname as `URL` writes it */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

/**
 * An http(s) address without user and password.
 *
 * @param base resolves a relative address; without it the address must be absolute
 */
export function parseHttpUrl(address: string, base?: string): URL | undefined {
  try {
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An address that a buyer may be sent to for paying.
 *
 * @returns `undefined` unless it is absolute, https (or http on a loopback host) and without user and password
 */
export function parseCheckoutUrl(address: string): URL | undefined {
  const url = parseHttpUrl(address);
  return url && (url.protocol === 'https:' || isLoopback(url.hostname)) ? url : undefined;
}

/**
 * Whether the address is the Solifyn API's. It needs the secret key, so a page must never send anything there. Any host
 * of solifyn.com counts if its path is the API's.
 */
export function isSolifynApi({ hostname, pathname }: URL): boolean {
  const host = hostname.replace(/\.+$/, '');
  if (/(^|[.-])api\.solifyn\.com$/.test(host)) return true;
  return (
    /(^|\.)solifyn\.com$/.test(host) &&
    /\/v\d+(\/|$)|\/checkout\/+(collection\/+)?create(\/|$)/i.test(pathname)
  );
}
