/**
 * Secret keys in texts of a page. A Solifyn API key begins with `sk_`, a webhook secret with `whsec_`. Neither belongs
 * in a page, where everybody can read it.
 */

/** Certain enough to report in any text of the page. A shorter `sk_…` is often a CSS class or a language. */
const SECRET_KEY = /\b(?:sk_(?:live|test)_[\w-]{4,}|sk_(?=[\w-]*\d)[\w-]{16,}|whsec_[\w+/=-]{8,})/;

const ALL_SECRET_KEYS = new RegExp(SECRET_KEY.source, 'g');

/** Whether the text contains a secret key. */
export function hasSecretKey(text: string): boolean {
  return SECRET_KEY.test(text);
}

/** Replaces each secret key in the text by its first characters. */
export function redactKeys(text: string): string {
  return text.replace(
    ALL_SECRET_KEYS,
    (key) => `${/^[a-z]+_(?:(?:live|test)_)?/.exec(key)?.[0] ?? ''}… (hidden)`,
  );
}
