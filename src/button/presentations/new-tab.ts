import { delay } from '../delay.ts';
import type { LocalMessages } from '../messages/index.ts';
import { createRedirect, redirect, type Navigation } from './redirect.ts';

/** How often the waiting tab is checked for having been closed. */
const POLL_INTERVAL_MS = 250;

/** A tab that was open in fewer polls was closed by a popup blocker: people are not that quick. */
const POLLS_BEFORE_A_PERSON = 4;

/**
 * Opens a new tab that waits for its address. It must be called inside the click, because browsers block a tab that is
 * opened later.
 *
 * @param messages the texts of the waiting tab, and their language
 * @param onClosed called when the buyer closes the waiting tab
 * @returns a redirect if the browser blocks the tab
 */
export function openTab(messages: LocalMessages, onClosed: () => void): Navigation {
  const tab = openBlankTab();
  return tab ? new NewTab(tab, messages, onClosed) : createRedirect();
}

class NewTab implements Navigation {
  mode: Navigation['mode'] = 'new-tab';

  /** Resolves at the first poll. A blocker that closes tabs has done so by then. */
  readonly settled: Promise<void>;

  readonly #tab: Window;
  readonly #messages: LocalMessages;
  readonly #onClosed: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #pollsSeenOpen = 0;

  constructor(tab: Window, messages: LocalMessages, onClosed: () => void) {
    this.#tab = tab;
    this.#messages = messages;
    this.#onClosed = onClosed;
    writeTo(tab, (document) => showWaitingPage(document, messages));
    this.settled = delay(POLL_INTERVAL_MS);
    this.#timer = setInterval(() => {
      this.poll();
      this.#pollsSeenOpen++;
    }, POLL_INTERVAL_MS);
  }

  poll(): void {
    if (!this.#tab.closed || this.mode === 'redirect') return;
    this.#stopPolling();
    if (this.#pollsSeenOpen < POLLS_BEFORE_A_PERSON) this.mode = 'redirect';
    else this.#onClosed();
  }

  showLink(href: string): void {
    writeTo(this.#tab, (document) => {
      const link = document.createElement('a');
      link.href = href;
      link.textContent = this.#messages.page;
      link.style.color = 'inherit';
      document.body.append(document.createElement('br'), link);
    });
  }

  navigate(href: string): boolean {
    this.poll();
    this.#stopPolling();
    if (this.mode === 'redirect') return redirect(href);
    this.#tab.location.href = href;
    try {
      // In this order: a sandboxed frame may not navigate a tab that it has disowned.
      this.#tab.opener = null;
    } catch {
      // A sandboxed frame may not write to its own tab.
    }
    return true;
  }

  cancel(): void {
    this.#stopPolling();
    this.#tab.close();
  }

  #stopPolling(): void {
    clearInterval(this.#timer);
  }
}

/**
 * Opens an empty tab.
 *
 * @returns `undefined` if it is blocked, or if the result is anything else than a new tab: in-app browsers without tabs
 *   return this very window, and popup blockers an iframe or an object that looks like a window
 */
function openBlankTab(): Window | undefined {
  try {
    const tab = open('', '_blank');
    const isTab = tab && tab !== window && tab !== top && tab.window === tab && tab.top === tab;
    return isTab ? tab : undefined;
  } catch {
    // Firefox throws if the frame's sandbox forbids popups.
    return undefined;
  }
}

function writeTo(tab: Window, write: (document: Document) => void): void {
  try {
    write(tab.document);
  } catch {
    // A sandboxed frame may not write to its own tab.
  }
}

/** Styles are set by script, because the tab inherits this page's Content Security Policy. */
function showWaitingPage(tab: Document, { loading, lang }: LocalMessages): void {
  const { body, documentElement } = tab;
  const spinner = tab.createElement('div');
  documentElement.lang = lang;
  documentElement.style.cssText = 'color-scheme:light dark;font:1.25em/2 system-ui;text-align:center';
  body.style.marginTop = '40vh';
  tab.title = loading;
  spinner.style.cssText =
    'width:1em;height:1em;margin:auto;border:2px solid;border-top-color:transparent;border-radius:50%';
  // The shop's name is on a line of its own.
  body.append(spinner, loading, tab.createElement('br'), shopName());
  if (!matchMedia('(prefers-reduced-motion)').matches)
    spinner.animate({ transform: 'rotate(1turn)' }, { duration: 800, iterations: Infinity });
}

/** The name that the page gives to sites that link to it, else its host. */
function shopName(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="og:site_name"]');
  return meta?.content.trim() || location.hostname;
}
