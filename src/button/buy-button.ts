import { html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import { buttonStyles } from './buy-button.styles.ts';
import { cancelCheckout, checkout, handleRemoval } from './checkout/index.ts';
import { findSuccessor } from './checkout/locator.ts';
import { configurationListeners, readSetting } from './config/configure.ts';
import { attributeName, type Mode, type Theme } from './config/settings.ts';
import { HOST, fallbackFor, type CheckoutHost, type HostStatus } from './checkout-host.ts';
import { messagesFor, type LocalMessages } from './messages/index.ts';
import { messageWithLink } from './messages/message-with-link.ts';
import { INLINE_SLOT } from './presentations/inline.ts';
import type { CheckoutSession, JsonObject } from '../protocol.ts';

/** No content is for this slot, so that the label's own text shows: a link in the button would be a button in a button. */
const TEXT_SLOT = '-';

/** Milliseconds after which a live region is known to who reads aloud. */
const LIVE_REGION_DELAY_MS = 100;

/** Sees the children of all buttons: one for each would take a page with many of them longer. */
let contents: MutationObserver | undefined;

/**
 * A buy button. On a click it asks the seller's session endpoint for a Solifyn checkout session and opens it.
 *
 * @customElement solifyn-buy-button
 *
 * @slot - The label. Without one a text in the page's language. A link in it is the fallback: it shows without
 *   JavaScript, and buyers are sent to it where no session can be had.
 *
 * @csspart button - The button.
 * @csspart label - The label in the button.
 * @csspart spinner - The ring that turns while loading.
 * @csspart error - The text after a failure.
 *
 * @cssproperty [--solifyn-button-background=CanvasText] - Background of the button.
 * @cssproperty [--solifyn-button-color=Canvas] - Text colour.
 * @cssproperty [--solifyn-button-border=1px solid transparent] - Border.
 * @cssproperty [--solifyn-button-radius=0.5em] - Corner radius.
 * @cssproperty [--solifyn-button-padding=0.6em 1.4em] - Space around the label.
 * @cssproperty [--solifyn-button-font=inherit] - The whole `font` shorthand.
 * @cssproperty [--solifyn-button-shadow=none] - Shadow.
 * @cssproperty [--solifyn-button-hover-background] - Background under the pointer. Default: the background.
 * @cssproperty [--solifyn-button-focus-ring=3px solid #2f6feb] - Outline while focused by keyboard.
 *
 * @cssstate loading - A checkout is on its way.
 * @cssstate error - The last click failed.
 *
 * @fires {CustomEvent<{ request: CheckoutRequest }>} solifyn-checkout-start - Before the session endpoint is asked. Cancelable; a listener may change `detail.request`.
 * @fires {CustomEvent<{ session: CheckoutSession }>} solifyn-checkout-session - The session endpoint has answered.
 * @fires {CustomEvent<{ session: CheckoutSession, mode: Mode }>} solifyn-checkout-open - About to leave, tab on its way, or embed ready; `mode` is the one really used.
 * @fires {CustomEvent<{ session: CheckoutSession, receiptId?: string }>} solifyn-checkout-complete - Embedded only: the gateway says it is paid. Cancelable (stops `success-url`). Fulfil from webhooks.
 * @fires {CustomEvent<{ session: CheckoutSession, completed: boolean }>} solifyn-checkout-close - Embedded only: it is gone from the page.
 * @fires {CustomEvent<{ error: CheckoutError }>} solifyn-checkout-error - There will be no checkout, or the embedded one broke.
 */
export class SolifynBuyButton extends LitElement {
  static formAssociated = true;

  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };

  static override styles = buttonStyles;

  static override properties: PropertyDeclarations = {
    productId: { attribute: 'product-id' },
    collectionId: { attribute: 'collection-id' },
    // What is no JSON is null here; the request judges the attribute's text.
    quantity: { type: Object },
    discountCode: { attribute: 'discount-code' },
    aff: {},
    customPrice: { attribute: 'custom-price', type: Object },
    customerEmail: { attribute: 'customer-email' },
    checkoutData: { attribute: 'checkout-data', type: Object },
    customFields: { attribute: 'custom-fields', type: Object },
    endpoint: {},
    mode: {},
    gateway: {},
    successUrl: { attribute: 'success-url' },
    theme: {},
    ariaLabel: { attribute: 'aria-label' },
    disabled: { type: Boolean, reflect: true },
  };

  /** The scripts that brought or found this class, each as `version format`. For the self-diagnosis. */
  static copies: string[] = [];

  /** The product to sell. One of the two ids, never both. */
  declare productId?: string;
  /** The collection (bundle) to sell. */
  declare collectionId?: string;
  /** How many: a whole number from 1. Default `1`. */
  declare quantity?: number;
  /** Discount code. */
  declare discountCode?: string;
  /** Affiliate code, else the visit's own. */
  declare aff?: string;
  /** Price for a Pay What You Want product: a number from 0. Products only. */
  declare customPrice?: number;
  /** Prefills the buyer's e-mail address. Products only. */
  declare customerEmail?: string;
  /** Metadata for the session: a JSON object. Products only. */
  declare checkoutData?: JsonObject;
  /** Answers to the product's custom questions: a JSON object. Products only. */
  declare customFields?: JsonObject;
  /** Address of the session endpoint. */
  declare endpoint?: string;
  /** How the checkout is shown. Default `redirect`. */
  declare mode?: Mode;
  /** Who shows an embedded checkout: `whop`, `frame` or a registered name. Default `whop`. */
  declare gateway?: string;
  /** Where to go after an embedded checkout completes. */
  declare successUrl?: string;
  /** Colours: `auto` follows the page. Default `auto`. */
  declare theme?: Theme;
  /** Not for sale now. */
  declare disabled: boolean;

  /** The form it submits, by place or by `form="id"`. An id that is set becomes that attribute, as React 19 has it. */
  // eslint-disable-next-line @typescript-eslint/related-getter-setter-pairs
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  set form(id: string | undefined) {
    this.setAttribute('form', id ?? '');
  }

  readonly #internals = this.attachInternals();

  /** Made when the buyer comes near: most buttons of a page are never used. */
  #face?: CheckoutHost;

  readonly #follow = () => this.requestUpdate();

  readonly #values = (name: string) => this[name as keyof this] ?? this.getAttribute(attributeName(name));

  /** How it goes, what the buyer reads of it, and where a link leads. */
  #shown: HostStatus = { status: 'idle' };

  override connectedCallback(): void {
    super.connectedCallback();
    configurationListeners.add(this.#follow);
    contents ??= new MutationObserver(handleChange);
    contents.observe(this, { childList: true, characterData: true, subtree: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    configurationListeners.delete(this.#follow);
    // A framework that moves us takes us out and puts us in again. Only an embed does not survive that.
    queueMicrotask(() => {
      if (!this.isConnected) handleRemoval(this);
      else if (this.querySelector(`[slot=${INLINE_SLOT}]`)) this.close();
    });
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    // To a browser any disabled attribute disables a form control; to who writes "false" it doesn't.
    if (name === 'disabled' && /^\s*false\s*$/i.test(value!)) this.removeAttribute(name);
  }

  /** The attribute, perhaps reflected by the update that is running, or a fieldset around us has changed. */
  formDisabledCallback(): void {
    queueMicrotask(this.#follow);
  }

  /**
   * Starts a checkout, as a click does.
   *
   * @returns the session, once `solifyn-checkout-open` has fired. Rejects with CheckoutError
   */
  checkout(): Promise<CheckoutSession> {
    return checkout(this[HOST]);
  }

  /** Ends the checkout: the request, the waiting tab, the dialog or the inline checkout. */
  close(): void {
    cancelCheckout(this);
  }

  /** As a buyer does it: the form is validated, the events fire. */
  override click(): void {
    this.#button?.click();
  }

  /** What starts a checkout. @internal */
  protected get [HOST](): CheckoutHost {
    return (this.#face ??= {
      target: this,
      node: this,
      readOption: this.#values,
      form: () => this.form,
      link: () => fallbackFor(this.#link),
      successor: () => {
        const successor = findSuccessor(this);
        return successor instanceof SolifynBuyButton ? successor[HOST] : undefined;
      },
      setStatus: (shown) => this.#show(shown),
    });
  }

  get #button(): HTMLButtonElement | null | undefined {
    return this.shadowRoot?.querySelector('button');
  }

  /** The fallback link; none that a gateway writes into its own place. */
  get #link(): HTMLAnchorElement | null {
    return this.querySelector('a[href]:not([slot] *)');
  }

  /** The text of the link, else of all content but the gateway's. */
  #labelOf(link: HTMLAnchorElement | null): string {
    let text = link?.textContent ?? '';
    for (let node = link ? null : this.firstChild; node; node = node.nextSibling)
      if (node.nodeType < 4 && !(node as Element).slot) text += node.textContent;
    return text.trim();
  }

  #show(shown: HostStatus): void {
    this.#shown = shown;
    const { status, message, href } = shown;
    const button = this.#button;
    // The text after a failure may be wider than the button, and so is an inline checkout; the button stays as it is.
    if (button)
      button.style.maxWidth =
        status === 'idle' ? '' : button.style.maxWidth || getComputedStyle(button).width;
    try {
      for (const state of ['loading', 'error'])
        this.#internals.states[state === status ? 'add' : 'delete'](state);
    } catch {
      // None before Safari 17.4 and Firefox 126, and before Chrome 125 none of such a name: less to style by.
    }
    this.requestUpdate();
    // A screen reader tells what comes into a live region, but not always what comes with one.
    if (status === 'loading' && !href)
      setTimeout(
        () => this.shadowRoot?.querySelector('[role=status]')?.replaceChildren(message ?? ''),
        LIVE_REGION_DELAY_MS,
      );
  }

  #handleClick(event: Event): void {
    if (event.defaultPrevented) return;
    // A product's card may be one large link, or a router's.
    event.preventDefault();
    // Who listens hears of a failure by event, and the buyer reads it.
    this.checkout().catch(() => {});
  }

  protected override render(): unknown {
    const { status, message, href } = this.#shown;
    const isBusy = status === 'loading';
    const text = isBusy ? undefined : message;
    const link = this.#link;
    const own = this.#labelOf(link);
    const isSlotted = !link && (own || this.querySelector(':is(img,svg):not([slot] *)'));
    // Most buttons stand there with a label of their own, and to look for the language would take longer than all else.
    const isPlain = own && !isBusy && !message && !href;
    const { label, page, lang } = isPlain ? ({} as LocalMessages) : messagesFor(this);
    return html`<button
        part="button"
        class=${readSetting('theme', this.#values)}
        ?disabled=${this.matches(':disabled')}
        aria-busy=${isBusy}
        aria-label=${this.ariaLabel || nothing}
        @click=${this.#handleClick}
      >
        <slot part="label" name=${isSlotted ? nothing : TEXT_SLOT} lang=${own ? nothing : lang}
          >${isSlotted ? nothing : own || label}</slot
        >${isBusy ? html`<span part="spinner"></span>` : nothing}</button
      >${isBusy ? html`<div role="status" lang=${lang}></div>` : nothing}${
        text || href
          ? html`<div dir="auto" lang=${lang} part="error" role="alert">
              ${messageWithLink(text, href, page)}
            </div>`
          : nothing
      }<slot name=${INLINE_SLOT}></slot>`;
  }
}

/** Children come late, and a framework or a translator changes them in place. */
function handleChange(records: MutationRecord[]): void {
  for (const { target } of records) {
    let node: Node | null = target;
    while (node && !(node instanceof SolifynBuyButton)) node = node.parentNode;
    node?.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'solifyn-buy-button': SolifynBuyButton;
  }
}
