/** What a seller has chosen. All of it is in the page's address, so that it can be shared and kept. */
export interface Choice {
  platform: Platform;
  sells: 'product' | 'collection';
  /** The product's or the collection's id. */
  id: string;
  /** Discount code. Not `discount`, which the button itself reads from an address. */
  code: string;
  mode: Mode;
  /** The text on the button; empty for the usual one in its language. */
  label: string;
  /** A language code; empty for the page's own. */
  language: string;
  look: 'plain' | 'filled' | 'outline';
  background: string;
  color: string;
  corners: 'square' | 'soft' | 'round';
  size: 'small' | 'normal' | 'large';
  /** Address of the session endpoint. */
  endpoint: string;
  /** Address of the checkout link that sells without script. */
  link: string;
  /** Where the script comes from. */
  host: 'demo' | 'jsdelivr';
}

export const PLATFORMS = [
  'html',
  'webflow',
  'wordpress',
  'squarespace',
  'wix',
  'framer',
  'carrd',
  'react',
  'vue',
] as const;
export type Platform = (typeof PLATFORMS)[number];

const MODES = ['redirect', 'new-tab', 'modal', 'inline'] as const;
export type Mode = (typeof MODES)[number];

/** Names whose values are a few words; an address from somewhere may say anything. */
const WORDS = {
  platform: PLATFORMS,
  sells: ['product', 'collection'],
  mode: MODES,
  look: ['plain', 'filled', 'outline'],
  corners: ['square', 'soft', 'round'],
  size: ['small', 'normal', 'large'],
  host: ['demo', 'jsdelivr'],
} as const satisfies Partial<Record<keyof Choice, readonly string[]>>;

const COLOR = /^#[0-9a-f]{6}$/i;

const fits = (name: string, value: string) =>
  Object.hasOwn(WORDS, name)
    ? (WORDS[name as keyof typeof WORDS] as readonly string[]).includes(value)
    : !/^(background|color)$/.test(name) || COLOR.test(value);

/** The choice that an address or a form tells; what it leaves out, or what does not fit, is as in `defaults`. */
export function toChoice(entries: Iterable<[string, unknown]>, defaults: Choice): Choice {
  const said = [...entries].filter(
    ([name, value]) => Object.hasOwn(defaults, name) && typeof value === 'string' && fits(name, value),
  );
  return { ...defaults, ...Object.fromEntries(said) };
}

/** The choice as a query: what differs from `defaults`, so that a shared address stays short. */
export function toQuery(choice: Choice, defaults: Choice): string {
  const said = Object.entries(choice).filter(([name, value]) => value !== defaults[name as keyof Choice]);
  return new URLSearchParams(said).toString();
}
