import { SETTINGS, type Mode } from '../../src/button/config/settings.ts';

/** What a seller has chosen. The page's address contains all of it, so that it can be shared and kept. */
export interface Choice {
  platform: Platform;
  /** Whether the button uses a session endpoint, or is a plain link to the checkout. */
  route: 'endpoint' | 'link';
  sells: 'product' | 'collection';
  /** The id of the product or the collection. */
  id: string;
  /** What the buyer can choose before paying. */
  form: 'none' | 'variants' | 'bundle' | 'price';
  /** One variant a line: its product id, then its name. */
  variants: string;
  /** The id of the collection that a checkbox adds. */
  bundle: string;
  /** The lowest price that a buyer can choose. */
  minPrice: string;
  /** Discount code. Not `discount`, which the button itself reads from an address. */
  code: string;
  mode: Mode;
  /** What shows the checkout in a dialog or inline. */
  gateway: 'whop' | 'frame';
  /** Where buyers go after a payment in a dialog or inline. */
  successUrl: string;
  /** The text on the button; empty for the usual text in its language. */
  label: string;
  /** A language code; empty for the page's own. */
  language: string;
  theme: 'auto' | 'light' | 'dark';
  appearance: 'plain' | 'filled' | 'outline';
  background: string;
  color: string;
  corners: 'square' | 'soft' | 'round';
  size: 'small' | 'normal' | 'large';
  /** Address of the session endpoint. */
  endpoint: string;
  /** Address of the checkout link; empty for the one that follows from the id. */
  link: string;
  /** Whether a stylesheet keeps the page from moving while the script loads. */
  stylesheet: 'no' | 'yes';
}

export const PLATFORMS = [
  'html',
  'webflow',
  'wordpress',
  'squarespace',
  'wix',
  'framer',
  'carrd',
  'ghost',
  'react',
  'vue',
] as const;
export type Platform = (typeof PLATFORMS)[number];

export const MODES: readonly Mode[] = SETTINGS.mode.choices ?? [];

/** Fields with a few values. An address from somewhere may contain anything. */
const CHOICES = {
  platform: PLATFORMS,
  route: ['endpoint', 'link'],
  sells: ['product', 'collection'],
  form: ['none', 'variants', 'bundle', 'price'],
  mode: MODES,
  gateway: ['whop', 'frame'],
  theme: ['auto', 'light', 'dark'],
  appearance: ['plain', 'filled', 'outline'],
  corners: ['square', 'soft', 'round'],
  size: ['small', 'normal', 'large'],
  stylesheet: ['no', 'yes'],
} as const satisfies Partial<Record<keyof Choice, readonly string[]>>;

const COLOR = /^#[0-9a-f]{6}$/i;
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** Longer values are no ids, addresses or texts of a button. */
const MAX_LENGTH = 2000;

export const DEFAULT_CHOICE: Choice = {
  platform: 'html',
  route: 'endpoint',
  sells: 'product',
  id: '',
  form: 'none',
  variants: '',
  bundle: '',
  minPrice: '5',
  code: '',
  mode: 'redirect',
  gateway: 'whop',
  successUrl: '',
  label: '',
  language: '',
  theme: 'auto',
  appearance: 'plain',
  background: '#4b2bd6',
  color: '#ffffff',
  corners: 'soft',
  size: 'normal',
  endpoint: '',
  link: '',
  stylesheet: 'no',
};

function isValid(name: string, value: string): boolean {
  if (Object.hasOwn(CHOICES, name))
    return (CHOICES[name as keyof typeof CHOICES] as readonly string[]).includes(value);
  if (name === 'background' || name === 'color') return COLOR.test(value);
  if (name === 'language') return !value || LANGUAGE.test(value);
  return value.length <= MAX_LENGTH;
}

/** The choice of an address or a form. What is missing or invalid in it has its default. */
export function toChoice(entries: Iterable<[string, unknown]>): Choice {
  const valid = [...entries].filter(
    ([name, value]) =>
      Object.hasOwn(DEFAULT_CHOICE, name) && typeof value === 'string' && isValid(name, value),
  );
  return { ...DEFAULT_CHOICE, ...Object.fromEntries(valid) };
}

/** The choice as a query without defaults, so that a shared address stays short. */
export function toQuery(choice: Choice): string {
  const changed = Object.entries(choice).filter(
    ([name, value]) => value !== DEFAULT_CHOICE[name as keyof Choice],
  );
  return new URLSearchParams(changed).toString();
}
