/** What the options of this endpoint and of the session endpoint have in common. */

const SURROUNDING_QUOTES = /^["'`“”‘’]|["'`“”‘’]$/;

/** Whether a value was set with the quotes of a shell or of a text editor, on one side or both. */
export function hasSurroundingQuotes(value: string): boolean {
  return SURROUNDING_QUOTES.test(value);
}

/**
 * The first option that is not in `known`, as an error may show it. A secret may have been pasted in place of a name, and
 * names of options have letters only.
 *
 * @param known every option, by name
 * @param secret is never returned
 * @returns `undefined` if every option is known
 */
export function findUnknownOption(options: object, known: object, secret?: unknown): string | undefined {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return undefined;
  return /^[a-z]{1,30}$/i.test(unknown) && unknown !== secret ? unknown : 'an option';
}
