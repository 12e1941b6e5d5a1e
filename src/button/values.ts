/**
 * What a CMS, a word processor or a phone's keyboard leaves around a pasted value. Escaped for the expression rather than
 * for the text: read in a wrong encoding the characters themselves would be no valid range.
 */
const WRAPPING = '[\\s"\'`\\xab\\xbb\\u2018-\\u201f\\u2032-\\u2036\\u2039\\u203a\\u200b-\\u200d\\u2060]';
// The end of a run is looked for from its beginning only: a link with a great many blanks would take seconds.
const SURROUNDING_QUOTES = new RegExp(`^${WRAPPING}+|(?<!${WRAPPING})${WRAPPING}+$`, 'g');

/** Text without surrounding blanks, NBSP, quotes and primes; `undefined` where nothing is left. */
export function trimQuotes(value: unknown): string | undefined {
  return String(value ?? '').replace(SURROUNDING_QUOTES, '') || undefined;
}

/** A clean text as Solifyn takes it, 1 to 500 characters and no control character; else `undefined`. */
export function parseText(value: unknown): string | undefined {
  const text = typeof value === 'object' ? undefined : trimQuotes(value);
  // eslint-disable-next-line no-control-regex
  return text && /^[^\0-\x1f\x7f-\x9f]{1,500}$/.test(text) ? text : undefined;
}

const attributeNames: Record<string, string> = {};

/** `productId` → `product-id`. */
export function attributeName(property: string): string {
  return (attributeNames[property] ??= property.replace(/[A-Z]/g, '-$&').toLowerCase());
}

/** Whether the value is an object in JSON's sense. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return !!value && typeof value === 'object' && !Array.isArray(value);
}

/** What the text says as JSON; `undefined` where it says nothing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The value as JSON, deaf to the `toJSON` that Prototype.js and its kind put on arrays, and others on every object.
 *
 * @throws TypeError where the value has a cycle or a BigInt
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, json: unknown) {
    const value = this[key] as { toJSON?: unknown } | undefined;
    const isCommon = value?.toJSON === (Object.prototype as { toJSON?: unknown }).toJSON;
    return isCommon || Array.isArray(value) ? value : json;
  });
}

/** What somebody has thrown, or answered, in words; it may be anything. */
export function describe(value: unknown): string {
  try {
    return value instanceof Error ? value.message : toJson(value);
  } catch {
    return 'no text';
  }
}

/**
 * An address that a buyer may be sent to pay at.
 *
 * @returns `undefined` unless it is absolute, https (or http on this very machine) and names no user
 */
export function parseCheckoutUrl(address: string): URL | undefined {
  const url = parseHttpUrl(address);
  const safe = url?.protocol === 'https:' || /^(localhost|127\.0\.0\.1|\[::1])$/.test(url?.hostname ?? '');
  return safe ? url : undefined;
}

/**
 * An http(s) address that names no user.
 *
 * @param base what a relative address is resolved by; without one it must be absolute
 */
export function parseHttpUrl(address: string, base?: string): URL | undefined {
  try {
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : undefined;
  } catch {
    return undefined;
  }
}
