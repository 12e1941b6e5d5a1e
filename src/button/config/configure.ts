import { warn } from '../errors.ts';
import type { Mode } from '../events.ts';
import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import { script } from './script-tag.ts';
import { attributeName, trimQuotes } from '../values.ts';

/** What a seller can set for the whole page; each also on the script tag as `data-…`. */
export interface Settings {
  /** Address of the session endpoint, resolved like a link. */
  endpoint?: string;
  /** Default `redirect`. */
  mode?: Mode;
  /** Name of a registered gateway. Default `whop`. */
  gateway?: string;
  /** Default `auto`: the page's own `color-scheme`. */
  theme?: 'auto' | 'light' | 'dark';
  /** Where to go after an embedded checkout completes: http(s), resolved like a link. */
  successUrl?: string;
  /** Name of the affiliate code in the page's address. Default `aff`; an empty one turns it off. */
  affParam?: string;
  /** Name of the discount code in the page's address. Default `discount`; an empty one turns it off. */
  discountParam?: string;
  /** Send the visit's `utm_*` with a product's `checkoutData`. Default off. */
  utm?: boolean | string;
  /** Default `production`. */
  gatewayEnvironment?: 'production' | 'sandbox';
  /** `intent` asks for the session as soon as the buyer shows intent. Default `none`: on the click. */
  prefetch?: 'none' | 'intent';
  /** Milliseconds for one attempt at the session endpoint. Default 15000. */
  timeout?: number | string;
  /** How often a failed attempt is tried again. Default 2. */
  retries?: number | string;
}

/** The texts that a buyer reads. */
export interface Messages {
  /** The button, where the element has no content. */
  label: string;
  /** While a checkout is on its way. */
  loading: string;
  /** After a failure. */
  error: string;
  /** The dialog's close button. */
  close: string;
  /** The link to the hosted checkout page. */
  page: string;
}

/** What `configure` takes: the settings, and what only a program can give. */
export interface Configuration extends Settings {
  /** Makes a session in place of the session endpoint. `timeout` applies to it, `retries` don't. */
  createSession?: (request: CheckoutRequest) => Promise<CheckoutSession>;
  /** `credentials` of the request to the session endpoint. */
  credentials?: RequestCredentials;
  /** Further headers of the request to the session endpoint. */
  headers?: Record<string, string>;
  /** Own texts in place of the built-in ones. */
  messages?: Partial<Messages>;
}

/** Where a value comes from: a property of the element, a `data-solifyn-…` attribute, an option of `openCheckout`. */
export type ReadOption = (name: string) => unknown;

/** What `configure` was given, the latest of each. */
export const configuration: Configuration = {};

/** Called after each `configure`. */
export const configurationListeners = new Set<() => void>();

/** Settings for every button of the page, present and future. Later calls add to earlier ones. */
export function configure(options: Configuration): void {
  Object.assign(configuration, options);
  for (const follow of configurationListeners) follow();
}

/** What attribute, `configure` and script tag say, in that order. */
function sources(name: keyof Settings, values?: ReadOption): unknown[] {
  return [values?.(name), configuration[name], script?.dataset[name]];
}

/** A setting as text. A blank one is not set. */
export function setting(name: keyof Settings, values?: ReadOption): string | undefined {
  return sources(name, values).map(trimQuotes).find(Boolean);
}

/** A setting for which an empty text is one, too: it turns off. */
export function parameter(
  name: 'affParam' | 'discountParam' | 'utm',
  fallback: string,
  values?: ReadOption,
): string {
  return String(sources(name, values).find((value) => value != null) ?? fallback).trim();
}

/** A setting that is on or off; the bare attribute is on. */
export function flag(name: 'utm', values?: ReadOption): boolean {
  return !/^(false|off|no|0)$/i.test(parameter(name, 'off', values));
}

/** A setting that only some values fit; for another one the default is used, with a warning. */
function fitting<Value>(
  name: keyof Settings,
  fallback: Value,
  fit: (text: string) => Value | undefined,
  values?: ReadOption,
): Value {
  const text = setting(name, values);
  const value = text ? fit(text) : fallback;
  if (value === undefined) warn(`${attributeName(name)}="${text}" is not known: ${fallback} is used.`);
  return value ?? fallback;
}

const CHOICES = {
  mode: ['redirect', 'new-tab', 'modal', 'inline'],
  theme: ['auto', 'light', 'dark'],
  gatewayEnvironment: ['production', 'sandbox'],
  prefetch: ['none', 'intent'],
} as const;

/** A setting that is one of a few words, the first by default. */
export function choice<Name extends keyof typeof CHOICES>(
  name: Name,
  values?: ReadOption,
): (typeof CHOICES)[Name][number] {
  const words: readonly (typeof CHOICES)[Name][number][] = CHOICES[name];
  return fitting(name, words[0]!, (text) => words.find((word) => word === text.toLowerCase()), values);
}

/** A setting that is a whole number from `least`, and no more than a timer can hold. */
export function count(
  name: 'timeout' | 'retries',
  least: number,
  fallback: number,
  values?: ReadOption,
): number {
  // The bits of a whole number below 2 ** 31.
  const fit = (text: string) => (+text >= least && +text === (+text | 0) ? +text : undefined);
  return fitting(name, fallback, fit, values);
}
