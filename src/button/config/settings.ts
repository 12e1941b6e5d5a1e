/**
 * The one table of settings. The button reads it, and so do the self-diagnosis, the snippet builder, the check of the
 * WordPress block and the tables of the docs. Pure: it touches neither the page nor the script tag.
 */
import { parseDecimal, trimQuotes } from '../../request-rules.ts';

/** How a checkout is shown. */
export type Mode = 'redirect' | 'new-tab' | 'modal' | 'inline';

/** The colours of the button, the dialog and the gateway. */
export type Theme = 'auto' | 'light' | 'dark';

/** What a seller can set for the whole page, each also on the script tag as `data-…`. */
export interface Settings {
  /** Address of the session endpoint, resolved like a link. */
  endpoint?: string;
  /** How the checkout is shown. */
  mode?: Mode;
  /** Name of the gateway that shows an embedded checkout. */
  gateway?: string;
  /** Colours. `auto` follows the page's own `color-scheme`. */
  theme?: Theme;
  /** Where to go after an embedded checkout completes: http(s), resolved like a link. */
  successUrl?: string;
  /** Name of the affiliate code in the page's address. An empty one turns it off. */
  affParam?: string;
  /** Name of the discount code in the page's address. An empty one turns it off. */
  discountParam?: string;
  /** Send the visit's `utm_*` with a product's `checkoutData`. */
  utm?: boolean | string;
  /** The environment of the payment gateway. */
  gatewayEnvironment?: 'production' | 'sandbox';
  /** `intent` creates the session when the buyer shows intent, instead of on the click. */
  prefetch?: 'none' | 'intent';
  /** Milliseconds for one attempt at the session endpoint. */
  timeout?: number | string;
  /** How often a failed attempt is tried again. */
  retries?: number | string;
}

/** The settings once they are read. */
export interface SettingValues {
  endpoint: string | undefined;
  mode: Mode;
  gateway: string;
  theme: Theme;
  successUrl: string | undefined;
  affParam: string;
  discountParam: string;
  utm: boolean;
  gatewayEnvironment: 'production' | 'sandbox';
  prefetch: 'none' | 'intent';
  timeout: number;
  retries: number;
}

export type SettingName = keyof SettingValues;

/** How one setting is read. */
export interface SettingDefinition<Value> {
  /** Used if the setting is unset or invalid. */
  default: Value;
  /** The text's value; `undefined` if it is invalid. */
  parse: (text: string) => Value | undefined;
  /** What a valid value is, for a message such as "is not …". */
  expected: string;
  /** The valid values, if there are only a few. */
  choices?: readonly Value[];
  /** Whether an empty text is a value of its own, not an unset one. */
  allowsEmpty?: boolean;
}

/** Milliseconds that a timer can hold; a longer one fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function text<Value extends string | undefined>(fallback: Value): SettingDefinition<Value | string> {
  return { default: fallback, parse: (text) => text, expected: 'a text' };
}

/** A name that an empty text turns off. */
function parameter(fallback: string): SettingDefinition<string> {
  return { ...text(fallback), allowsEmpty: true };
}

/** The first choice is the default. */
function oneOf<Value extends string>(...choices: [Value, ...Value[]]): SettingDefinition<Value> {
  return {
    default: choices[0],
    parse: (text) => choices.find((choice) => choice === text.toLowerCase()),
    expected: `one of ${choices.join(', ')}`,
    choices,
  };
}

function wholeNumber(min: number, fallback: number): SettingDefinition<number> {
  return {
    default: fallback,
    parse: (text) => {
      const value = parseDecimal(text);
      return Number.isSafeInteger(value) && value >= min && value <= MAX_TIMER_MS ? value : undefined;
    },
    expected: `a whole number from ${min}`,
  };
}

/** On or off. The bare attribute means on. */
const flag: SettingDefinition<boolean> = {
  default: false,
  parse: (text) => !/^(false|off|no|0)$/i.test(text),
  expected: 'on or off',
  allowsEmpty: true,
};

/** Each setting by its name in `configure`. Its attribute is `attributeName(name)`, on the script tag with `data-` before it. */
export const SETTINGS: { readonly [Name in SettingName]: SettingDefinition<SettingValues[Name]> } = {
  endpoint: text(undefined),
  mode: oneOf<Mode>('redirect', 'new-tab', 'modal', 'inline'),
  gateway: text('whop'),
  theme: oneOf<Theme>('auto', 'light', 'dark'),
  successUrl: text(undefined),
  affParam: parameter('aff'),
  discountParam: parameter('discount'),
  utm: flag,
  gatewayEnvironment: oneOf('production', 'sandbox'),
  prefetch: oneOf('none', 'intent'),
  timeout: wholeNumber(1, 15_000),
  retries: wholeNumber(0, 2),
};

/** A setting's raw value as text; `undefined` if that counts as unset. */
function settingText(name: SettingName, raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  return trimQuotes(raw) ?? (SETTINGS[name].allowsEmpty ? '' : undefined);
}

/** The places that settings come from. */
export interface SettingSources {
  /** The button's attributes or properties, by their camelCase names. */
  readOption?: ((name: string) => unknown) | undefined;
  /** What `configure` received. */
  configuration?: Readonly<Settings> | undefined;
  /** The script tag. */
  script?: HTMLOrSVGElement | undefined;
}

/** A setting's text and where it was found. */
export interface FoundSetting {
  /** Raw text, which may be invalid. `undefined` if it is the default. */
  text: string | undefined;
  source: 'element' | 'configure' | 'script tag' | 'default';
}

/** Finds a setting: the element's, else `configure`'s, else the script tag's, else the default. */
export function findSetting(
  name: SettingName,
  { readOption, configuration, script }: SettingSources,
): FoundSetting {
  const raw = {
    element: readOption?.(name),
    configure: configuration?.[name],
    'script tag': script?.dataset[name],
  };
  for (const [source, value] of Object.entries(raw)) {
    const text = settingText(name, value);
    if (text !== undefined) return { text, source: source as FoundSetting['source'] };
  }
  return { text: undefined, source: 'default' };
}

const attributeNames: Record<string, string> = {};

/** `productId` → `product-id`. */
export function attributeName(property: string): string {
  return (attributeNames[property] ??= property.replace(/[A-Z]/g, '-$&').toLowerCase());
}
