import type { ReadOption } from './config/configure.ts';
import { parseHttpUrl } from './values.ts';

/** What the buyer sees of a checkout. */
export type Status = 'idle' | 'loading' | 'open' | 'error';

/** What a checkout is started from: the element, a link or button, or a call. */
export interface CheckoutHost {
  /** Fires the events. */
  target: EventTarget;
  /** What was clicked, where something was: decides language, theme and place. */
  node?: HTMLElement;
  /** Attributes or properties by their camelCase names, raw. */
  readOption: ReadOption;
  /** Ends the checkout from outside. */
  signal?: AbortSignal | undefined;
  /** The form that it submits. */
  form?: () => HTMLFormElement | null;
  /** The address to go to where no session can be had. */
  link?: () => string | undefined;
  /**
   * Shows how it goes.
   *
   * @param text for the buyer: what is happening, or what went wrong
   * @param href a way on after a failure
   */
  setStatus: (status: Status, text?: string, href?: string) => void;
}

/** Where what is clicked has its face: a property that no page can meet. */
export const HOST = Symbol();

/** What may have a face. */
export type HasHost = EventTarget & { [HOST]?: CheckoutHost };

/**
 * Where a link leads for who cannot buy here.
 *
 * @returns `undefined` for `#`, `javascript:` and this very page
 */
export function fallbackFor(link: Element | null): string | undefined {
  const href = link?.getAttribute('href')?.trim();
  // By <base> "#" and no address at all would be another page.
  const url = href && !href.startsWith('#') ? parseHttpUrl(href, document.baseURI) : undefined;
  const page = (address: string) => address.split('#', 1)[0];
  return url && page(url.href) !== page(location.href) ? url.href : undefined;
}
