import { adoptStyles, html, nothing, render } from 'lit';
import type { LocalMessages } from '../messages/index.ts';
import { dialogStyles } from './dialog.styles.ts';
import { isHelper } from './helper.ts';
import type { Surface } from './surface.ts';

/** The theme and the texts of the dialog, and what happens when it closes. */
export interface DialogOptions {
  theme: 'light' | 'dark';
  /** The dialog's accessible name. */
  label: string;
  messages: LocalMessages;
  /** The clicked element, which gets the focus back. */
  opener: HTMLElement | undefined;
  /** The buyer closes it. */
  onClose(): void;
}

/**
 * An open dialog over the page. Its container is the light child of a host in the body, shown through a slot of the host's
 * shadow root: styles stay apart, and the gateway's script can find the container.
 */
export class Dialog implements Surface {
  readonly container = document.createElement('div');

  readonly #options: DialogOptions;
  readonly #opener: Element | null;
  readonly #host = document.createElement('div');
  readonly #root = this.#host.attachShadow({ mode: 'open' });
  readonly #dialog = document.createElement('dialog');

  /** A style sheet of our own, so that no style of the page needs restoring. */
  readonly #pageStyles = new CSSStyleSheet();
  readonly #scroll = { left: scrollX, top: scrollY, behavior: 'instant' } as const;

  /** Removes the listeners on the window. */
  readonly #listeners = new AbortController();
  readonly #mutations = new MutationObserver((records) => this.#handleMutations(records));

  /** What was added to the body since the dialog opened. */
  readonly #added = new Set<HTMLElement>();

  /** What was made inert by hand. */
  readonly #inertSiblings: Element[] = [];

  #status: 'loading' | 'ready' | 'failed' = 'loading';
  #message = '';
  #href = '';

  /** Where the pointer was pressed. */
  #pressed: EventTarget | null | undefined;

  constructor(options: DialogOptions) {
    this.#options = options;
    this.#opener = options.opener ?? document.activeElement;
    this.#host.dataset.solifynModal = '';
    this.#host.lang = options.messages.lang;
    this.#host.append(this.container);
    adoptStyles(this.#root, dialogStyles);
    this.#dialog.className = options.theme;
    this.#dialog.ariaLabel = options.label;
    this.#dialog.addEventListener('close', () => this.#handleClose());
    this.#root.append(this.#dialog);
    this.#render();
    this.#lockScrolling();
    document.body.append(this.#host);
    this.#listen();
    this.#dialog.showModal();
    for (const parent of [document.documentElement, document.body])
      this.#mutations.observe(parent, { childList: true });
  }

  showLink(href: string): void {
    this.#href = href;
    this.#render();
  }

  ready(): void {
    this.#status = 'ready';
    this.#message = '';
    this.#render();
  }

  showMessage(message: string): void {
    this.#message = message;
    this.#render();
  }

  fail(message: string): void {
    this.#status = 'failed';
    this.showMessage(message);
  }

  close(): void {
    this.#mutations.disconnect();
    this.#listeners.abort();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#pageStyles);
    for (const sibling of this.#inertSiblings) sibling.removeAttribute('inert');
    // Not by remove(), which Prototype.js replaces by one that throws without a parent.
    this.#host.parentNode?.removeChild(this.#host);
    (this.#opener as HTMLElement | null)?.focus({ preventScroll: true });
  }

  /** Keeps the page behind from scrolling, and keeps the space of its scrollbar. */
  #lockScrolling(): void {
    const hasScrollbar = innerWidth > document.documentElement.clientWidth;
    const gutter = hasScrollbar ? ';scrollbar-gutter:stable!important' : '';
    this.#pageStyles.replaceSync(`html{overflow:hidden!important${gutter}}`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#pageStyles];
  }

  #listen(): void {
    const listen = <Type extends keyof WindowEventMap>(
      type: Type,
      handler: (event: WindowEventMap[Type]) => void,
    ) => addEventListener(type, handler, { capture: true, signal: this.#listeners.signal });
    for (const type of ['focusin', 'pointerdown', 'touchstart', 'touchmove', 'wheel'] as const)
      listen(type, (event) => this.#isolate(event));
    listen('mousedown', (event) => this.#handleMouseDown(event));
    listen('mouseup', (event) => this.#handleMouseUp(event));
    listen('click', (event) => this.#handleClick(event));
    listen('keydown', (event) => this.#handleKeydown(event));
    listen('scroll', () => this.#handleScroll());
  }

  /**
   * Keeps events of the dialog from the page: its focus trap would take back clicks and Tab, its popover that holds the
   * button would close, and its smooth-scroll library would scroll behind the dialog.
   *
   * @returns the event's innermost target, or `undefined` if the event is not the dialog's own
   */
  #isolate(event: Event): Element | undefined {
    const path = event.composedPath();
    const [target] = path as [Element];
    if (!path.includes(this.#root) || (path.includes(this.container) && !target.matches('iframe')))
      return undefined;
    event.stopPropagation();
    return target;
  }

  #handleMouseDown(event: MouseEvent): void {
    this.#pressed = this.#isolate(event);
    // A press on the scrim must not move the focus.
    if (this.#pressed === this.#dialog) event.preventDefault();
  }

  /** Pressed and released on the scrim. A drag that begins or ends elsewhere does not close. */
  #handleMouseUp(event: MouseEvent): void {
    const target = this.#isolate(event);
    if (target === this.#dialog && this.#pressed === target) this.#options.onClose();
  }

  #handleClick(event: MouseEvent): void {
    if (this.#isolate(event)?.matches('button')) this.#options.onClose();
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (!this.#isolate(event) || event.key !== 'Escape') return;
    // The browser would close the page's own dialog below as well.
    event.preventDefault();
    this.#options.onClose();
  }

  /** A script of the page may scroll in spite of the lock. */
  #handleScroll(): void {
    if (scrollX !== this.#scroll.left || scrollY !== this.#scroll.top) scrollTo(this.#scroll);
  }

  /** The browser has closed it, for example by the Back gesture of Android. */
  #handleClose(): void {
    if (!this.#dialog.open) this.#options.onClose();
  }

  #handleMutations(records: MutationRecord[]): void {
    for (const { target, addedNodes } of records)
      for (const node of addedNodes)
        if (target === document.body && node instanceof HTMLElement && node !== this.#host) this.#watch(node);
    this.#makeWayForHelpers();
  }

  /** A helper may be added hidden and empty, and shown later. */
  #watch(node: HTMLElement): void {
    this.#added.add(node);
    this.#mutations.observe(node, { attributes: true, childList: true, subtree: true });
  }

  /**
   * A modal dialog makes the rest of the page inert, also a bank's login that the gateway adds to it. So for one of
   * those the dialog leaves the top layer, and what was there before is made inert by hand.
   */
  #makeWayForHelpers(): void {
    // If the page's own modal dialog is open below, leaving the top layer would not help.
    if (!this.#dialog.matches(':modal') || document.querySelector(':modal')) return;
    if (![...this.#added].some(isHelper)) return;
    for (const sibling of document.body.children)
      if (sibling !== this.#host && !this.#added.has(sibling as HTMLElement)) this.#makeInert(sibling);
    const focused = this.#activeElement;
    // Neither close() nor the attribute moves the focus now: the opener is inert, and only show() would focus the dialog.
    // So a field in the gateway's frame keeps its caret.
    this.#dialog.close();
    this.#dialog.toggleAttribute('open', true);
    // Below the dialog by its place in the tree, whatever its z-index. The helper, which comes later, is above it.
    this.#pageStyles.insertRule('body>[inert]{isolation:isolate;z-index:0!important}');
    if (focused !== this.#activeElement) (focused as HTMLElement | null)?.focus();
  }

  get #activeElement(): Element | null {
    return this.#root.activeElement ?? document.activeElement;
  }

  #makeInert(element: Element): void {
    if (element.hasAttribute('inert')) return;
    element.toggleAttribute('inert', true);
    this.#inertSiblings.push(element);
  }

  #render(): void {
    const { messages } = this.#options;
    const isLoading = this.#status === 'loading';
    const hasFailed = this.#status === 'failed';
    const link = this.#href
      ? html`<a
          class=${hasFailed ? 'action' : ''}
          href=${this.#href}
          target=${top === self ? '_top' : '_blank'}
          >${messages.page}</a
        >`
      : nothing;
    render(
      html`<section dir="auto" class=${isLoading ? 'busy' : ''}>
        <header>
          ${hasFailed ? nothing : link}<button aria-label=${messages.close} autofocus>×</button>
        </header>
        ${
          isLoading
            ? html`<i part="spinner"></i>
                <p role="status">${messages.loading}</p>`
            : nothing
        }${
          this.#message
            ? html`<div role="alert">${this.#message} ${hasFailed ? link : nothing}</div>`
            : nothing
        }<slot ?inert=${isLoading}></slot>
      </section>`,
      this.#dialog,
    );
  }
}
