import { attributeName, trimQuotes, parseHttpUrl } from '../button/values.ts';
import type { Settings } from '../button/config/configure.ts';
import type { BuyButton } from './buttons.ts';
import { bad, doubt, type Finding } from './finding.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';

/** One value that counts, and where the seller wrote it. */
export interface Setting {
  /** As an attribute is written: `success-url`. */
  name: string;
  /** What counts; empty where nothing is set. */
  value: string;
  source: string;
}

/** Each setting with its default. */
const DEFAULTS: Record<keyof Settings, string> = {
  endpoint: '',
  mode: 'redirect',
  gateway: 'whop',
  theme: 'auto',
  successUrl: '',
  affParam: 'aff',
  discountParam: 'discount',
  utm: 'off',
  gatewayEnvironment: 'production',
  prefetch: 'none',
  timeout: '15000',
  retries: '2',
};

const NAMES = Object.keys(DEFAULTS) as (keyof Settings)[];

/** What is sent to Solifyn, by the names of the attributes' properties. */
const FIELDS = [
  'productId',
  'collectionId',
  'quantity',
  'discountCode',
  'aff',
  'customPrice',
  'customerEmail',
  'checkoutData',
  'customFields',
];

/** Settings that an empty text turns off, so blank counts as set. */
const MAY_BE_EMPTY = new Set<string>(['affParam', 'discountParam', 'utm']);

const CHOICES: { [name in keyof Settings]?: string[] } = {
  mode: ['redirect', 'new-tab', 'modal', 'inline'],
  theme: ['auto', 'light', 'dark'],
  gatewayEnvironment: ['production', 'sandbox'],
  prefetch: ['none', 'intent'],
};

/** The setting as the drop-in reads it: the button's own, else `configure`, else the script tag, else the default. */
export function settingOf(name: keyof Settings, button: BuyButton, internals: DiagnosticsContext): Setting {
  const read = (raw: unknown) =>
    MAY_BE_EMPTY.has(name) && raw !== undefined && raw !== null ? String(raw).trim() : trimQuotes(raw);
  const sources: [value: string | undefined, source: string][] = [
    [read(button.values(name)), sourceOnButton(name, button)],
    [read(internals.configuration[name]), 'configure()'],
    [read(internals.script?.dataset[name]), `script tag, data-${attributeName(name)}`],
  ];
  const [value, source] = sources.find(([found]) => found !== undefined) ?? [DEFAULTS[name], 'default'];
  return { name: attributeName(name), value: value ?? '', source };
}

function sourceOnButton(name: string, { node, attribute }: BuyButton): string {
  return node.hasAttribute(attribute(name)) ? `attribute ${attribute(name)}` : 'set by a script';
}

/** All that counts for this button: its fields, then every setting. */
export function settingsOf(button: BuyButton, internals: DiagnosticsContext): Setting[] {
  const fields = FIELDS.flatMap((name): Setting[] => {
    const raw = button.values(name);
    const value = typeof raw === 'object' && raw ? JSON.stringify(raw) : trimQuotes(raw);
    return value ? [{ name: attributeName(name), value, source: sourceOnButton(name, button) }] : [];
  });
  const { createSession, credentials, headers } = internals.configuration;
  const programmed = {
    createSession: createSession && 'your own function',
    credentials,
    // Their values may be secrets, and this is read aloud and copied.
    headers: headers && Object.keys(headers).join(', '),
  };
  return [
    ...fields,
    ...NAMES.map((name) => settingOf(name, button, internals)),
    ...Object.entries(programmed).flatMap(([name, value]) =>
      value ? [{ name, value, source: 'configure()' }] : [],
    ),
  ];
}

/** Values that do not mean what was meant, and attributes that nobody reads. */
export function checkSettings(button: BuyButton, internals: DiagnosticsContext): Finding[] {
  const findings: Finding[] = [];
  for (const [name, words] of Object.entries(CHOICES)) {
    const { value, source } = settingOf(name as keyof Settings, button, internals);
    if (words.includes(value.toLowerCase())) continue;
    findings.push(
      doubt(
        `${attributeName(name)} is “${value}” (${source}), which is not one of ${words.join(', ')}.`,
        `Until it is, ${words[0]} is used.`,
      ),
    );
  }
  for (const [name, least] of [
    ['timeout', 1],
    ['retries', 0],
  ] as const) {
    const { value, source } = settingOf(name, button, internals);
    // As `count` of config.ts has it, which takes no more than a timer can hold.
    const number = Number(value);
    if (number >= least && number === (number | 0)) continue;
    findings.push(
      doubt(
        `${name} is “${value}” (${source}), which is not a whole number from ${least}.`,
        `Until it is, ${DEFAULTS[name]} is used.`,
      ),
    );
  }
  const success = settingOf('successUrl', button, internals);
  if (success.value && !parseHttpUrl(success.value, document.baseURI))
    findings.push(
      bad(
        `success-url is “${success.value}” (${success.source}), which is no web address: buyers stay on this page after paying.`,
        'Write an address that begins with https://, or a path such as /thanks.',
      ),
    );
  if (Object.keys(internals.configuration.headers ?? {}).some((name) => /^authorization$/i.test(name)))
    findings.push(
      bad(
        'configure() sends an Authorization header. Everybody who visits this page can read it.',
        'If that is your Solifyn API key: take it out, make a new key, and keep it in the session endpoint only.',
      ),
    );
  return [...findings, ...checkSpelling(button)];
}

/** `data-Product_ID`, `productid` and the like → `productid`. */
function bare(name: string): string {
  return name
    .replace(/^data-(solifyn-)?/, '')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();
}

/** What other shops call it. */
const ALIASES = new Map([
  ['product', 'productid'],
  ['collection', 'collectionid'],
  ['discount', 'discountcode'],
  ['coupon', 'discountcode'],
  ['price', 'customprice'],
  ['email', 'customeremail'],
  ['affiliate', 'aff'],
]);

/** Attributes of every element, which are nobody's misspelt ones. */
const COMMON =
  /^(aria-|on|data-(?!solifyn-)|(class|dir|href|id|lang|name|part|rel|role|slot|style|target|title|type|value)$)/;

/** The attribute that was meant by one that nobody reads, if any. */
function meantBy(name: string, known: ReadonlyMap<string, string>): string | undefined {
  const text = bare(name);
  const exact = known.get(text);
  if (exact || COMMON.test(name)) return exact;
  const alias = known.get(ALIASES.get(text) ?? '');
  return alias ?? [...known].find(([right]) => right.length > 3 && isNear(text, right))?.[1];
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

function checkSpelling({ node, attribute }: BuyButton): Finding[] {
  const known = new Map([...FIELDS, ...NAMES, 'disabled'].map((name) => [bare(name), attribute(name)]));
  const right = new Set([...known.values(), 'disabled']);
  return [...node.attributes].flatMap(({ name, value }) => {
    if (/["'`&=\u2018-\u201f\u2032\u2033]/.test(name))
      return bad(
        `The page's HTML has an attribute called “${name}” here: a quote was lost or turned into a typographic one when it was pasted.`,
        'Paste the snippet again into a field for code or HTML, not into a text field.',
      );
    const meant = right.has(name) ? undefined : meantBy(name, known);
    if (meant) return doubt(`Nobody reads the attribute ${name}.`, `Write ${meant}="${value}".`);
    if (right.has(name) && /^["'\u2018-\u201f\u2032\u2033]|["'\u2018-\u201f\u2032\u2033]$/.test(value.trim()))
      return doubt(
        `${name} is ${value}, with quotes that are part of the text. They are passed over.`,
        `Write ${name}="${trimQuotes(value) ?? ''}".`,
      );
    return [];
  });
}
