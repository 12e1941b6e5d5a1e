/** A way out of this page, kept open from the click until the address is known. */
export interface Navigation {
  mode: 'redirect' | 'new-tab';
  /**
   * Sends the buyer to the address.
   *
   * @returns whether the browser allowed it
   */
  navigate(href: string): boolean;
  /** Checks at once whether the buyer has closed the waiting tab. */
  poll?(): void;
  /** Ends it without going anywhere. */
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
  return {
    mode: 'redirect',
    navigate(href) {
      try {
        (top ?? window).location.href = href;
        return true;
      } catch {
        return false;
      }
    },
    cancel() {},
  };
}
