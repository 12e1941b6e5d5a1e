import type { ReadOption } from './config/configure.ts';
import { resolveUrl } from './base-url.ts';

/** What the buyer sees of a checkout. */
export type Status = 'idle' | 'loading' | 'open' | 'error';

/** The state of a checkout, as its host shows it to the buyer. */
export interface HostStatus {
  status: Status;
  /** What is happening, or what went wrong. */
  message?: string | undefined;
  /** The address of a link for the buyer: the hosted page or the fallback link. */
  href?: string | undefined;
}

/** What starts a checkout: the element, a link or button of the page, or a call of `openCheckout`. */
export interface CheckoutHost {
  /** Dispatches the events. */
  target: EventTarget;
  /** The clicked element, if there is one. It decides the language, the theme and the place of an inline checkout. */
  node?: HTMLElement;
  /** Attributes or properties by their camelCase names, raw. */
  readOption: ReadOption;
  /** Ends the checkout from outside. */
  signal?: AbortSignal | undefined;
  /** The form that a click submits. */
  form?: () => HTMLFormElement | null;
  /** The address to open if no session can be created. */
  link?: () => string | undefined;
  /** The host that took its place, if a framework has replaced the clicked element. */
  successor?: () => CheckoutHost | undefined;
  /** Shows the buyer the state of the checkout. */
  setStatus: (status: HostStatus) => void;
}

/** The property of a clicked element that holds its host. */
export const HOST = Symbol();

/** Anything that may have a host. */
export type HasHost = EventTarget & { [HOST]?: CheckoutHost };

/** The address of a link, if it can be the fallback: see `fallbackUrl`. */
export function fallbackFor(link: Element | null): string | undefined {
  return fallbackUrl(link?.getAttribute('href'));
}

/**
 * The address to open if no session can be created.
 *
 * @returns `undefined` for `#`, `javascript:` and this very page, which is also its own path without a query
 */
export function fallbackUrl(text: string | null | undefined): string | undefined {
  const href = text?.trim();
  // With a <base>, "#" and an empty address would be another page.
  const url = href && !href.startsWith('#') ? resolveUrl(href) : undefined;
  if (!url) return undefined;
  const { origin, pathname, search } = location;
  const page = url.origin + url.pathname;
  const isThisPage = page === origin + pathname && (!url.search || url.search === search);
  return isThisPage ? undefined : url.href;
}
