import { adoptStyles, css, html, nothing, render, type CSSResult } from 'lit';
import type { Messages } from '../config.ts';
import { modalStyles } from './modal.styles.ts';
import type { Surface } from './surface.ts';

/** How the dialog looks and speaks. */
export interface ModalOptions {
  theme: 'light' | 'dark';
  /** The dialog's accessible name. */
  label: string;
  messages: Messages;
  /** BCP 47 tag of the texts. */
  lang: string;
  /** What was clicked: gives the direction of the texts, and gets the focus back. */
  opener: HTMLElement | undefined;
  /** The buyer closes it. */
  onClose(): void;
}

/** The page behind stands still. */
const LOCK = css`
  html {
    overflow: hidden !important;
  }
`;

/** Keeps the room of a scrollbar that goes away, so that the page does not jump. */
const GUTTER = css`
  html {
    scrollbar-gutter: stable !important;
  }
`;

/** What is added to the body beside a dialog that has left the top layer stands above it. */
const HELPERS = css`
  body > :not([inert], [data-solifyn-modal]) {
    z-index: 2147483647 !important;
  }
`;

/** Adds a style sheet to the document, beside the page's own, so that nothing of theirs needs restoring. */
function adopt({ styleSheet }: CSSResult): CSSStyleSheet {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, styleSheet!];
  return styleSheet!;
}

/** Whether the buyer could see it. */
function isVisible(node: Node): node is HTMLElement {
  return node instanceof HTMLElement && !/^(SCRIPT|STYLE|LINK)$/.test(node.tagName);
}

/**
 * Opens a dialog over the page. Its container is the light child of a host in the body, shown through a slot of
 * the host's shadow root: styles stay apart, and the gateway's script can find it.
 */
export function showModal(options: ModalOptions): Surface {
  const { theme, label, messages, lang, onClose } = options;
  const opener = options.opener ?? (document.activeElement as HTMLElement | null);
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const container = document.createElement('div');
  const stilled: Element[] = [];
  const sheets = [adopt(LOCK)];
  if (innerWidth > document.documentElement.clientWidth) sheets.push(adopt(GUTTER));
  let href: string | undefined;
  let busy = true;
  let failed = false;

  const draw = () => {
    const page = href && html`<a href=${href} target="_top">${messages.page}</a>`;
    render(
      html`<dialog class=${theme} aria-label=${label} @mousedown=${onPress} @keydown=${onKey} @close=${onEscape}>
        <section>
          <header>
            ${page}<button type="button" aria-label=${messages.close} autofocus @click=${onClose}>×</button>
          </header>
          <main class=${busy ? 'busy' : ''}>
            ${busy ? html`<i part="spinner"></i><p role="status">${messages.loading}</p>` : nothing}
            ${failed ? html`<p role="alert">${messages.error} ${page}</p>` : nothing}
            <slot></slot>
          </main>
        </section>
      </dialog>`,
      root,
    );
  };
  // On press: a drag that ends on the scrim is no wish to leave.
  const onPress = (event: Event) => event.target === dialog && onClose();
  const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
  const onEscape = () => dialog.open || onClose();

  /**
   * A modal dialog makes the rest of the page inert, also a bank's login that the gateway adds to it. So the
   * dialog leaves the top layer then, and what was there before is made inert by hand.
   */
  const leaveTopLayer = (added: Node[]) => {
    const focused = (root.activeElement ?? document.activeElement) as HTMLElement | null;
    dialog.close();
    if (document.querySelector(':modal')) {
      // The page's own dialog, below ours, would hold the helper as well.
      dialog.showModal();
      return;
    }
    dialog.show();
    sheets.push(adopt(HELPERS));
    for (const sibling of document.body.children)
      if (sibling !== host && !added.includes(sibling) && !sibling.hasAttribute('inert')) {
        sibling.toggleAttribute('inert', true);
        stilled.push(sibling);
      }
    focused?.focus();
  };
  const helpers = new MutationObserver((records) => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
    const helper = added.some((node) => isVisible(node) && !node.matches(':modal'));
    if (helper && dialog.matches(':modal')) leaveTopLayer(added);
  });

  host.dataset.solifynModal = '';
  host.lang = lang;
  host.dir = getComputedStyle(options.opener ?? document.documentElement).direction;
  host.append(container);
  adoptStyles(root, modalStyles);
  draw();
  const dialog = root.querySelector('dialog')!;
  document.body.append(host);
  dialog.showModal();
  helpers.observe(document.body, { childList: true });

  return {
    container,
    link(address) {
      href = address;
      draw();
    },
    ready() {
      busy = false;
      failed = false;
      draw();
    },
    fail() {
      busy = false;
      failed = true;
      draw();
    },
    close() {
      helpers.disconnect();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
      for (const sibling of stilled) sibling.removeAttribute('inert');
      host.remove();
      opener?.focus();
    },
  };
}
