import { attributeName, SETTINGS, settingText, type SettingName } from '../button/config/settings.ts';
import { parseHttpUrl, REQUEST_FIELDS, trimQuotes } from '../request-rules.ts';
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

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** The setting as the drop-in reads it: the button's own, else `configure`, else the script tag, else the default. */
export function settingOf(name: SettingName, button: BuyButton, internals: DiagnosticsContext): Setting {
  const read = (raw: unknown) => settingText(name, raw);
  const sources: [value: string | undefined, source: string][] = [
    [read(button.values(name)), sourceOnButton(name, button)],
    [read(internals.configuration[name]), 'configure()'],
    [read(internals.script?.dataset[name]), `script tag, data-${attributeName(name)}`],
  ];
  const [value, source] = sources.find(([found]) => found !== undefined) ?? [defaultOf(name), 'default'];
  return { name: attributeName(name), value: value ?? '', source };
}

function defaultOf(name: SettingName): string {
  const { default: fallback } = SETTINGS[name];
  return fallback === false ? 'off' : String(fallback ?? '');
}

function sourceOnButton(name: string, { node, attribute }: BuyButton): string {
  return node.hasAttribute(attribute(name)) ? `attribute ${attribute(name)}` : 'set by a script';
}

/** All that counts for this button: its fields, then every setting. */
export function settingsOf(button: BuyButton, internals: DiagnosticsContext): Setting[] {
  const fields = REQUEST_FIELDS.flatMap((name): Setting[] => {
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
  for (const name of NAMES) {
    const { value, source } = settingOf(name, button, internals);
    const { parse, expected } = SETTINGS[name];
    if (!value || parse(value) !== undefined) continue;
    findings.push(
      doubt(
        `${attributeName(name)} is “${value}” (${source}), which is not ${expected}.`,
        `Until it is, ${defaultOf(name)} is used.`,
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
  const known = new Map(
    [...REQUEST_FIELDS, ...NAMES, 'disabled'].map((name) => [bare(name), attribute(name)]),
  );
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
