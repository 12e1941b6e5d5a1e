import { adoptStyles, html, nothing, render } from 'lit';
import type { LocalMessages } from '../messages/index.ts';
import { messageWithLink } from '../messages/message-with-link.ts';
import { dialogStyles } from './dialog.styles.ts';
import type { Surface } from './surface.ts';

/** How the dialog looks and speaks. */
export interface DialogOptions {
  theme: 'light' | 'dark';
  /** The dialog's accessible name. */
  label: string;
  messages: LocalMessages;
  /** What was clicked: gets the focus back. */
  opener: HTMLElement | undefined;
  /** The buyer closes it. */
  onClose(): void;
}

/**
 * Opens a dialog over the page. Its container is the light child of a host in the body, shown through a slot of
 * the host's shadow root: styles stay apart, and the gateway's script can find it.
 */
export function openDialog({ theme, label, messages, opener, onClose }: DialogOptions): Surface {
  const { body, documentElement: page, activeElement } = document;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const container = document.createElement('div');
  const stilled: Element[] = [];
  let href: string | undefined;
  let pressed: Element | undefined;
  let isBusy = true;
  let isBroken = false;

  // The page behind stands still, and keeps the room of its scrollbar. A sheet of our own: nothing of theirs needs restoring.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `html{overflow:hidden!important${innerWidth > page.clientWidth ? ';scrollbar-gutter:stable!important' : ''}}`,
  );

  /**
   * What happens in the dialog itself is nobody else's: a focus trap of the page would take back clicks and Tab, a
   * popover that holds the button would close. So it is heard before all others, and by no other.
   */
  const handle = (event: Event) => {
    const path = event.composedPath();
    const [target] = path as [Element];
    if (!path.includes(root) || (path.includes(container) && !target.matches('iframe'))) return;
    event.stopPropagation();
    const { type } = event;
    // Pressed and let go on the scrim: a drag that begins or ends elsewhere is no wish to leave.
    const isPress = type === 'mousedown' && target === dialog;
    const isLetGo = type === 'mouseup' && target === dialog && pressed === dialog;
    if (type === 'mousedown') pressed = target;
    const isEscape = (event as KeyboardEvent).key === 'Escape';
    const isClose = type === 'click' && target.matches('button');
    // What the browser does by itself would come after us: move the focus, or close the page's own dialog below.
    if (isPress || isEscape) event.preventDefault();
    if (isLetGo || isEscape || isClose) onClose();
  };
  const draw = () =>
    render(
      html`<dialog class=${theme} aria-label=${label} @close=${() => dialog.open || onClose()}>
        <section dir="auto" class=${isBusy ? 'busy' : ''}>
          <header>
            ${messageWithLink('', href, messages.page)}<button aria-label=${messages.close} autofocus>
              ×
            </button>
          </header>
          ${
            isBusy
              ? html`<i part="spinner"></i>
                  <p role="status">${messages.loading}</p>`
              : nothing
          }${
            isBroken
              ? html`<p role="alert">${messageWithLink(messages.error, href, messages.page)}</p>`
              : nothing
          }<slot ?inert=${isBusy}></slot>
        </section>
      </dialog>`,
      root,
    );

  /**
   * A modal dialog makes the rest of the page inert, also a bank's login that the gateway adds to it. So for one
   * of those the dialog leaves the top layer, and what was there before is made inert by hand.
   */
  const handleChange = (records: MutationRecord[]) => {
    // Wiped with the rest of the body, by a router or a framework.
    if (!host.isConnected) onClose();
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
    const helper = added.some(
      (node) => node instanceof HTMLElement && !node.matches('script,style,link,:modal'),
    );
    if (!helper || !dialog.matches(':modal')) return;
    const focused = (root.activeElement ?? document.activeElement) as HTMLElement | null;
    dialog.close();
    // Where the page's own dialog, below ours, holds the helper as well, nothing is won.
    if (document.querySelector(':modal')) dialog.showModal();
    else {
      dialog.show();
      for (const sibling of body.children)
        if (sibling !== host && !added.includes(sibling) && !sibling.hasAttribute('inert')) {
          sibling.toggleAttribute('inert', true);
          stilled.push(sibling);
        }
      // Below us by its place in the tree, whatever its z-index; the helper, which comes later, is above.
      sheet.insertRule('body>[inert]{isolation:isolate;z-index:0!important}');
    }
    focused?.focus();
  };
  const changes = new MutationObserver(handleChange);
  const hearing = new AbortController();

  host.dataset.solifynModal = '';
  host.lang = messages.lang;
  host.append(container);
  adoptStyles(root, dialogStyles);
  draw();
  const dialog = root.querySelector('dialog')!;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  body.append(host);
  for (const type of ['focusin', 'pointerdown', 'mousedown', 'mouseup', 'touchstart', 'click', 'keydown'])
    addEventListener(type, handle, { capture: true, signal: hearing.signal });
  dialog.showModal();
  for (const parent of [page, body]) changes.observe(parent, { childList: true });

  return {
    container,
    link(address) {
      href = address;
      draw();
    },
    ready() {
      isBusy = isBroken = false;
      draw();
    },
    fail() {
      isBusy = false;
      isBroken = true;
      draw();
    },
    close() {
      changes.disconnect();
      hearing.abort();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
      for (const sibling of stilled) sibling.removeAttribute('inert');
      host.parentNode?.removeChild(host);
      (opener ?? (activeElement as HTMLElement | null))?.focus({ preventScroll: true });
    },
  };
}
