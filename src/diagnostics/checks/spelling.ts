import { REQUEST_FIELDS, trimQuotes } from '../../request-rules.ts';
import type { BuyButton } from '../buttons.ts';
import type { DiagnosticsContext } from '../diagnostics-context.ts';
import { error, warning, WEIGHT, type Finding } from '../finding.ts';
import { SETTING_NAMES } from '../settings.ts';
import type { Subject } from '../subject.ts';
import { attributeName } from '../../button/config/settings.ts';

/** `data-Product_ID`, `productid` and the like → `productid`. */
function normalize(name: string): string {
  return name
    .replace(/^data-(solifyn-)?/, '')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();
}

/** The names that other shops use. */
const ALIASES = new Map([
  ['product', 'productid'],
  ['collection', 'collectionid'],
  ['discount', 'discountcode'],
  ['coupon', 'discountcode'],
  ['price', 'customprice'],
  ['email', 'customeremail'],
  ['affiliate', 'aff'],
  ['url', 'endpoint'],
  ['api', 'endpoint'],
  ['server', 'endpoint'],
  ['returnurl', 'successurl'],
  ['thankyouurl', 'successurl'],
]);

/** Attributes of every element, which are not misspelt ones of ours. */
const COMMON =
  /^(aria-|on|data-(?!solifyn-)|(class|dir|href|id|label|lang|name|part|rel|role|slot|src|style|target|title|type|value)$)/;

/** Attributes of every script tag. */
const SCRIPT_ATTRIBUTES =
  /^(async|defer|src|type|id|class|nonce|integrity|crossorigin|referrerpolicy|fetchpriority|nomodule|blocking|charset|language|data-debug)$/;

/** Attributes of a button that nothing reads, with the name that was meant. */
export function checkSpelling({ button }: Subject): Finding[] {
  const { node, attribute } = button;
  const known = knownNames(['disabled', 'label', 'href', ...REQUEST_FIELDS, ...SETTING_NAMES], attribute);
  const right = new Set([...known.values(), 'disabled', 'href']);
  return [...node.attributes].flatMap(({ name, value }) => {
    if (SPECIAL_SPACE.test(name)) return [withSpecialSpace(name, value)];
    if (/["'`&=\u2018-\u201f\u2032\u2033]/.test(name)) return [brokenQuotes(name)];
    if (right.has(name)) return checkQuotes(name, value);
    const meant = meantBy(name, known, COMMON);
    return meant ? [misspelt(name, meant, value, isMissing(meant, button))] : [];
  });
}

/** Attributes of the script tag that nothing reads, with the name that was meant. */
export function checkScriptSpelling({ script }: DiagnosticsContext): Finding[] {
  if (!script) return [];
  const known = knownNames(SETTING_NAMES, (name) => `data-${attributeName(name)}`);
  const right = new Set(known.values());
  return [...script.attributes].flatMap(({ name, value }) => {
    if (right.has(name)) return checkQuotes(name, value);
    const meant = meantBy(name, known, SCRIPT_ATTRIBUTES);
    if (meant) return [misspelt(name, meant, value, !script.hasAttribute(meant), 'on the script tag')];
    const isButtons = normalize(name) in BUTTON_ONLY;
    return isButtons
      ? [
          warning(
            `The script tag has the attribute ${name}, which belongs on a button.`,
            `Move it to the <solifyn-buy-button>, as ${BUTTON_ONLY[normalize(name)]}.`,
          ),
        ]
      : [];
  });
}

/** What else `configure` takes. */
const CONFIGURE_OPTIONS = ['createSession', 'credentials', 'headers', 'messages'];

/** Options of `configure` that nothing reads, with the name that was meant. */
export function checkConfigureSpelling({ configuration }: DiagnosticsContext): Finding[] {
  const names = [...SETTING_NAMES, ...CONFIGURE_OPTIONS];
  const known = knownNames(names, (name) => name);
  return Object.keys(configuration).flatMap((name) => {
    if (names.includes(name)) return [];
    const meant = known.get(normalize(name)) ?? findSimilar(name, known);
    const isVital = meant === 'endpoint' && configuration.endpoint === undefined;
    return [
      (isVital ? error : warning)(
        `Nothing reads the option ${name} of configure().`,
        meant ? `Write ${meant} instead.` : 'Remove it, or look its name up in the documentation.',
        { ...(isVital && { weight: WEIGHT.cause }) },
      ),
    ];
  });
}

/** Fields that cannot be set for the whole page. */
const BUTTON_ONLY = Object.fromEntries(REQUEST_FIELDS.map((name) => [normalize(name), attributeName(name)]));

function knownNames(
  names: readonly string[],
  attribute: (name: string) => string,
): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [normalize(name), attribute(name)]));
}

/** A shorter name is often similar to an attribute of another tool. */
const MIN_NEAR_ATTRIBUTE_LENGTH = 4;

/** The attribute that was meant by one that nothing reads, if any. */
function meantBy(name: string, known: ReadonlyMap<string, string>, ignored: RegExp): string | undefined {
  const exact = known.get(normalize(name));
  if (exact || ignored.test(name)) return exact;
  return findSimilar(name, known, MIN_NEAR_ATTRIBUTE_LENGTH);
}

/** The name that another shop uses for the same, or one that is nearly the same. */
function findSimilar(name: string, known: ReadonlyMap<string, string>, minLength = 0): string | undefined {
  const text = normalize(name);
  const alias = known.get(ALIASES.get(text) ?? '');
  return alias ?? [...known].find(([right]) => right.length >= minLength && isNear(text, right))?.[1];
}

/** Whether one text becomes the other by one letter more, less or other, or by two neighbours that change places. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const [left, right] = [short.slice(at), long.slice(at)];
  const swapped = right.slice(1, 2) + right.slice(0, 1) + right.slice(2);
  return [left, left.slice(1)].includes(right.slice(1)) || left === swapped;
}

function isMissing(meant: string, { node }: BuyButton): boolean {
  return !node.hasAttribute(meant);
}

/** @param isCause whether the meant attribute is missing, which then explains the findings of other checks */
function misspelt(name: string, meant: string, value: string, isCause: boolean, where = ''): Finding {
  const options = { code: `${meant}="${value}"`, ...(isCause && { weight: WEIGHT.cause }) };
  const text = `Nothing reads the attribute ${name}${where && ` ${where}`}.`;
  const isVital = /endpoint|(product|collection)-id/.test(meant) && isCause;
  return (isVital ? error : warning)(text, 'Write it like this:', options);
}

/** A browser reads it as a letter of the name after it. Word processors, chats and some editors insert it. */
const SPECIAL_SPACE = /[\u00a0\u2007\u202f\u200b\ufeff]/;

function withSpecialSpace(name: string, value: string): Finding {
  const right = name.split(SPECIAL_SPACE).filter(Boolean).join(' ');
  return error(
    `The space before ${right} in the page's HTML is a special one (a non-breaking space), which browsers read as a part of the name.`,
    'Delete that space and type it again:',
    { code: ` ${right}="${value}"`, weight: WEIGHT.cause },
  );
}

function brokenQuotes(name: string): Finding {
  return error(
    `The page's HTML has an attribute called “${name}” here: a quote was lost or became a typographic one when the snippet was pasted.`,
    'Paste the snippet again into a field for code or HTML, not into a text field.',
    { weight: WEIGHT.cause },
  );
}

/** The quotes of a program's source text: `\"prod_a1B2c3D4e5\"`. */
const ESCAPED_QUOTES = /^["']?\\["']|\\["']?$/;

function checkQuotes(name: string, value: string): Finding[] {
  if (ESCAPED_QUOTES.test(value.trim()))
    return [
      error(
        `${name} is ${value}, with backslashes around the text. They come from the source text of a program.`,
        'Write it like this:',
        { code: `${name}="${value.replaceAll(/[\\"']/g, '').trim()}"`, weight: WEIGHT.cause },
      ),
    ];
  if (!/^["'\u2018-\u201f\u2032\u2033]|["'\u2018-\u201f\u2032\u2033]$/.test(value.trim())) return [];
  return [
    warning(
      `${name} is ${value}, with quotes that are part of the text. They are ignored.`,
      'Write it like this:',
      {
        code: `${name}="${trimQuotes(value) ?? ''}"`,
      },
    ),
  ];
}
