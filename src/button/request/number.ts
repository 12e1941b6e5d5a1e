/** A number in groups: `1,234,567`, `12,34,567`, `1 234`. */
const GROUPED = /^\d{1,3}([., '])(\d{2,3}\1)*\d{3}$/;

/**
 * A number as people type it in a language: `9,50`, `1.234,50 €`, `$15`, `١٢`, `１２`. A text that could mean two
 * numbers is refused, so that a wrong number is never sent.
 *
 * @param locale a BCP 47 tag
 * @returns `undefined` for anything that is not clearly a number from 0
 */
export function parseTypedNumber(text: string, locale: string): number | undefined {
  // "15,-" and "15.–" are whole amounts.
  const amount = withoutCurrency(toAsciiDigits(text).trim())
    ?.replace(/[.,]\s?[-–—]$/, '')
    .replace(/[’٬]/g, "'");
  if (!amount) return undefined;
  const [, whole = '', separator = '', fraction = ''] = /^(.*?)(?:([.,٫])(\d*))?$/s.exec(amount) ?? [];
  if (!separator || separator === '٫') return fromParts(whole, fraction);
  const isRepeated = whole.includes(separator);
  const couldBeThousands = fraction.length === 3 && (isRepeated || /^[1-9]\d{0,2}$/.test(whole));
  // "1.000" in English could be one, or a thousand to a visitor from Germany.
  if (couldBeThousands)
    return isRepeated || separatorOf('group', locale) === separator ? fromParts(amount, '') : undefined;
  // "9,5000" with a foreign separator could be a group with a digit too many.
  const isForeign = fraction.length > 2 && separatorOf('decimal', locale) !== separator;
  return isRepeated || isForeign ? undefined : fromParts(whole, fraction);
}

/** The number of a whole part, which may be in groups, and the digits after the decimal separator. */
function fromParts(whole: string, fraction: string): number | undefined {
  if (!whole && !fraction) return undefined;
  if (!/^\d*$/.test(whole) && !GROUPED.test(whole)) return undefined;
  return Number(`${whole.replace(/\D/g, '') || 0}.${fraction || 0}`);
}

function separatorOf(type: 'group' | 'decimal', locale: string): string | undefined {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.8);
  return parts.find((part) => part.type === type)?.value;
}

/** The text with the digits of all scripts as ASCII, full width characters as usual ones, and one kind of space. */
function toAsciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // The ten digits of a script follow one another.
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });
}

/** The text without one currency before or after it; `undefined` if there is something else. */
function withoutCurrency(text: string): string | undefined {
  // A dot after a letter belongs to the word: "Rs.500" is 500.
  const [, before = '', number = '', after = ''] =
    /^([^\d.,]*(?:(?<=\p{L})\.)?)\s*([\d.,][^\p{L}\p{Sc}]*?)\s*([\p{L}\p{Sc}]+\.?)?$/u.exec(text) ?? [];
  const currencies = [before.trim(), after].filter(Boolean);
  return number && currencies.length < 2 && currencies.every(isCurrency) ? number : undefined;
}

/** Whether a text is a currency: `$`, `US$`, a word or sign of letters that is not in the ISO list, or one that is. */
function isCurrency(text: string): boolean {
  if (/^(\p{L}{0,3}\p{Sc}|euro|kr\.?|zł|kč|ft\.?|fr\.?|rs\.?|tl|lei|[元円원])$/iu.test(text)) return true;
  // Missing before Safari 15.4.
  const codes = Intl.supportedValuesOf?.('currency') ?? [];
  return codes.includes(text.toUpperCase());
}
