import type { LocalMessages } from '../messages/index.ts';
import { createRedirect, type Navigation } from './redirect.ts';

/** How often the waiting tab is checked for having been closed. */
const POLL_INTERVAL_MS = 250;

/**
 * Opens a new tab that waits for its address. It must be called inside the click, because browsers block a tab that is
 * opened later.
 *
 * @param messages the text of the waiting tab, and its language
 * @param onClosed called when the buyer closes the waiting tab
 * @returns a redirect if the browser blocks the tab
 */
export function openTab({ loading, lang }: LocalMessages, onClosed: () => void): Navigation {
  const tab = openBlankTab();
  if (!tab) return createRedirect();
  showWaitingPage(tab, loading, lang);
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
        // In this order: a sandboxed frame may not navigate a tab that it has disowned.
        tab.opener = null;
      } catch {
        // A sandboxed frame may not write to its own tab.
      }
      return true;
    },
    cancel() {
      clearInterval(timer);
      tab.close();
    },
  };
}

function openBlankTab(): Window | null {
  try {
    return open('', '_blank');
  } catch {
    // Firefox throws if the frame's sandbox forbids popups.
    return null;
  }
}

function showWaitingPage(tab: Window, text: string, lang: string): void {
  try {
    const { body, documentElement } = tab.document;
    documentElement.style.cssText = 'color-scheme:light dark;font:2em system-ui;text-align:center';
    documentElement.lang = lang;
    body.textContent = tab.document.title = text;
  } catch {
    // A sandboxed frame may not write to its own tab.
  }
}
