import type { LocalMessages } from '../messages/index.ts';

/** Milliseconds between two looks at whether the buyer closed the waiting tab. */
const POLL_INTERVAL_MS = 250;

/** Whether a page of another origin holds us in a frame: a CMS's embed or preview. */
export function isFramedByOthers(): boolean {
  try {
    return !top!.location.href;
  } catch {
    return true;
  }
}

/** A way out of this page, kept open from the click until the address is known. */
export interface Navigation {
  mode: 'redirect' | 'new-tab';
  /**
   * Sends the buyer to the address.
   *
   * @returns whether the browser let us
   */
  navigate(href: string): boolean;
  /** Tells at once where the buyer has closed the waiting tab. */
  poll?(): void;
  /** Nobody will go. */
  cancel(): void;
}

/** Leaves the page; in a frame of our own origin, the one at the top. */
export function createRedirect(): Navigation {
  return {
    mode: 'redirect',
    navigate(href) {
      try {
        top!.location.href = href;
        return true;
      } catch {
        return false;
      }
    },
    cancel() {},
  };
}

function openBlankTab(): Window | null {
  try {
    return open('', '_blank');
  } catch {
    // Firefox throws where a frame's sandbox allows no tabs.
    return null;
  }
}

/**
 * A new tab, opened now, which must be inside the click: browsers block it a second later. A blocked one becomes
 * a redirect.
 *
 * @param messages what the waiting tab says, and in which language
 * @param onClosed the buyer closes the waiting tab
 */
export function openTab({ loading, lang }: LocalMessages, onClosed: () => void): Navigation {
  const tab = openBlankTab();
  if (!tab) return createRedirect();
  try {
    const { body, documentElement } = tab.document;
    documentElement.style.cssText = 'color-scheme:light dark;font:2em system-ui;text-align:center';
    documentElement.lang = lang;
    body.textContent = tab.document.title = loading;
  } catch {
    // A sandboxed frame may not write into its own tab.
  }
  const poll = () => {
    if (tab.closed) onClosed();
  };
  const timer = setInterval(poll, POLL_INTERVAL_MS);
  return {
    mode: 'new-tab',
    poll,
    navigate(href) {
      clearInterval(timer);
      tab.location.href = href;
      try {
        // Afterwards: a sandboxed frame may not navigate a tab that it has disowned.
        tab.opener = null;
      } catch {
        // As above.
      }
      return true;
    },
    cancel() {
      clearInterval(timer);
      tab.close();
    },
  };
}
