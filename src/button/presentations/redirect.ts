/** A redirect or a new tab, prepared in the click, before the address is known. */
export interface Navigation {
  /** A new tab that was blocked turns into a redirect. */
  readonly mode: 'redirect' | 'new-tab';
  /** Resolves once the mode is certain. */
  readonly settled?: Promise<void> | undefined;
  /** Checks at once whether the buyer has closed the waiting tab. */
  poll?(): void;
  /** Offers a link where the buyer waits. */
  showLink?(href: string): void;
  /**
   * Sends the buyer to the address.
   *
   * @returns whether the browser allowed it
   */
  navigate(href: string): boolean;
  /** Ends it without a navigation. */
  cancel(): void;
}

/** Whether this page is in the iframe of another origin, such as a CMS's embed or preview. */
export function isFramedByOthers(): boolean {
  try {
    return !top?.location.href;
  } catch {
    return true;
  }
}

/** Leaves the page. Inside an iframe of the same origin the top window leaves. */
export function createRedirect(): Navigation {
  return { mode: 'redirect', navigate: redirect, cancel() {} };
}

/** @returns whether the browser allowed it */
export function redirect(href: string): boolean {
  try {
    (top ?? window).location.href = href;
    return true;
  } catch {
    return false;
  }
}
