/* eslint-disable max-lines -- half of it documents the public API, and the API tables are made from this class */
import { html, LitElement, nothing, type ComplexAttributeConverter, type PropertyDeclarations } from 'lit';
import { buttonStyles } from './buy-button.styles.ts';
import { cancelCheckout, checkout } from './checkout/index.ts';
import { findSuccessor } from './checkout/locator.ts';
import { configurationListeners, readSetting } from './config/configure.ts';
import { attributeName, type Mode, type Theme } from './config/settings.ts';
import {
  HOST,
  fallbackFor,
  fallbackUrl,
  type CheckoutHost,
  type HasHost,
  type HostStatus,
} from './checkout-host.ts';
import { parseJson } from './json.ts';
import { messagesFor } from './messages/index.ts';
import { messageWithLink } from './messages/message-with-link.ts';
import { INLINE_SLOT } from './presentations/inline.ts';
import { handleClick, handleSubmit } from './triggers.ts';
import { isJsonObject, isPrice, trimQuotes } from '../request-rules.ts';
import type { CheckoutSession, JsonObject } from '../protocol.ts';

/** A slot that no content has: the button shows the text of the link, because a link may not be inside a button. */
const TEXT_SLOT = '-';

/** Screen readers ignore text written into a live region that was only just added. */
const LIVE_REGION_DELAY_MS = 100;

/** An attribute that is not a number leaves the property unset. The request then reports the attribute's text. */
const numberConverter: ComplexAttributeConverter<number | undefined> = {
  fromAttribute(text) {
    const value = Number(trimQuotes(text) ?? NaN);
    return isPrice(value) ? value : undefined;
  },
};

/** An attribute that is not a JSON object also leaves the property unset. */
const jsonConverter: ComplexAttributeConverter<JsonObject | undefined> = {
  fromAttribute(text) {
    const value = parseJson(text ?? '');
    return isJsonObject(value) ? (value as JsonObject) : undefined;
  },
};

/** One observer for the content of all buttons: one each would slow down a page with many of them. */
let contentObserver: MutationObserver | undefined;

/**
 * A buy button. A click creates a Solifyn checkout session at the seller's session endpoint and opens it.
 *
 * @customElement solifyn-buy-button
 *
 * @slot - The label. Without it the button shows `label`, else a text in the page's language. A link in it is the
 *   fallback: it shows without JavaScript, and buyers are sent to it if no session can be created.
 *
 * @csspart button - The button.
 * @csspart label - The label in the button.
 * @csspart spinner - The ring that turns while the checkout opens.
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
 * @cssstate loading - The checkout opens.
 * @cssstate error - The last click failed.
 *
 * @fires {CustomEvent<{ request: CheckoutRequest }>} solifyn-checkout-start - Before the session is created. Cancelable. A listener may change `detail.request`.
 * @fires {CustomEvent<{ session: CheckoutSession }>} solifyn-checkout-session - The session was created.
 * @fires {CustomEvent<{ session: CheckoutSession, mode: Mode }>} solifyn-checkout-open - The buyer is about to leave, the tab opens, or the embed is ready. `mode` is the one really used.
 * @fires {CustomEvent<{ session: CheckoutSession, receiptId?: string }>} solifyn-checkout-complete - Embedded only: the gateway reports a payment. Cancelable, which stops `success-url`. Fulfil from webhooks.
 * @fires {CustomEvent<{ session: CheckoutSession, completed: boolean }>} solifyn-checkout-close - Embedded only: the checkout was removed from the page.
 * @fires {CustomEvent<{ error: CheckoutError }>} solifyn-checkout-error - The checkout could not be opened, or the embedded one failed.
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
    quantity: { type: Number, converter: numberConverter },
    discountCode: { attribute: 'discount-code' },
    aff: {},
    customPrice: { attribute: 'custom-price', type: Number, converter: numberConverter },
    customerEmail: { attribute: 'customer-email' },
    checkoutData: { attribute: 'checkout-data', type: Object, converter: jsonConverter },
    customFields: { attribute: 'custom-fields', type: Object, converter: jsonConverter },
    endpoint: {},
    mode: {},
    gateway: {},
    successUrl: { attribute: 'success-url' },
    theme: {},
    label: {},
    href: {},
    ariaLabel: { attribute: 'aria-label' },
    disabled: { type: Boolean, reflect: true },
  };

  /** The scripts on the page that contain this class, each as `version format`. For the self-diagnosis. */
  static copies: string[] = [];

  /** The product to sell. One of the two ids, never both. */
  declare productId?: string;
  /** The collection (bundle) to sell. */
  declare collectionId?: string;
  /** How many to buy: a whole number from 1. Default `1`. */
  declare quantity?: number;
  /** Discount code. */
  declare discountCode?: string;
  /** Affiliate code. If unset, the code in the visit's address is sent. */
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
  /** The gateway that shows an embedded checkout: `whop`, `frame` or a registered name. Default `whop`. */
  declare gateway?: string;
  /** Where to go after an embedded checkout completes. `{CHECKOUT_ID}` and `{RECEIPT_ID}` in it are replaced. */
  declare successUrl?: string;
  /** Colours. `auto` follows the page. Default `auto`. */
  declare theme?: Theme;
  /** The button's text if the element has no content. */
  declare label?: string;
  /** The fallback link if the element contains no link. */
  declare href?: string;
  /** Turns the button off. */
  declare disabled: boolean;

  /** The form around it, or the one that `form="id"` names. Setting an id sets the attribute, which React 19 relies on. */
  // eslint-disable-next-line @typescript-eslint/related-getter-setter-pairs
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  set form(id: string | undefined) {
    this.setAttribute('form', id ?? '');
  }

  readonly #internals = this.attachInternals();

  /** Created when it is first needed: most buttons of a page are never used. */
  #host?: CheckoutHost;

  /** The state of the checkout. */
  #status: HostStatus = { status: 'idle' };

  readonly #handleConfiguration = () => this.requestUpdate();

  readonly #readOption = (name: string) => this[name as keyof this] ?? this.getAttribute(attributeName(name));

  readonly #handleSubmit = (event: Event) => handleSubmit(event as SubmitEvent, this);

  /** The form whose `submit` events are handled. */
  #observedForm: HTMLFormElement | null = null;

  constructor() {
    super();
    // The page's listener does not see into a closed shadow root.
    this.addEventListener('click', handleClick);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    configurationListeners.add(this.#handleConfiguration);
    contentObserver ??= new MutationObserver(handleContentChange);
    contentObserver.observe(this, { childList: true, characterData: true, subtree: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    configurationListeners.delete(this.#handleConfiguration);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    // Any `disabled` attribute disables a form control, but a CMS that writes `disabled="false"` means enabled.
    if (name === 'disabled' && /^\s*false\s*$/i.test(value ?? '')) this.removeAttribute(name);
  }

  /** A fieldset or the attribute has changed. The next update waits, because a running one may have set the attribute. */
  formDisabledCallback(): void {
    queueMicrotask(this.#handleConfiguration);
  }

  /** A `submit` event inside a closed shadow root reaches no listener of the page, so each form gets its own. */
  formAssociatedCallback(form: HTMLFormElement | null): void {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    if (this.#observedForm) removeEventListener.call(this.#observedForm, 'submit', this.#handleSubmit, true);
    if (form) addEventListener.call(form, 'submit', this.#handleSubmit, true);
    this.#observedForm = form;
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

  /** Clicks the button as a buyer does: the form is validated, the events fire. */
  override click(): void {
    this.#button?.click();
  }

  /** What starts a checkout. @internal */
  protected get [HOST](): CheckoutHost {
    return (this.#host ??= {
      target: this,
      node: this,
      readOption: this.#readOption,
      form: () => this.form,
      link: () => fallbackFor(this.#link) ?? fallbackUrl(this.href),
      successor: () => (findSuccessor(this) as HasHost | undefined)?.[HOST],
      setStatus: (status) => this.#setStatus(status),
    });
  }

  get #button(): HTMLButtonElement | null | undefined {
    return this.shadowRoot?.querySelector('button');
  }

  /** The fallback link, but no link that a gateway writes into its own place. */
  get #link(): HTMLAnchorElement | null {
    return this.querySelector('a[href]:not([slot] *)');
  }

  /** The text of the link, else of all content except the gateway's. */
  #textOf(link: HTMLAnchorElement | null): string {
    const nodes = link ? [link] : [...this.childNodes];
    return nodes
      .filter((node) => !(node as Element).slot && !(node instanceof Comment))
      .map((node) => node.textContent)
      .join('')
      .trim();
  }

  #setStatus(hostStatus: HostStatus): void {
    this.#status = hostStatus;
    const { status, message, href } = hostStatus;
    const button = this.#button;
    // An error text or an inline checkout may be wider than the button, which keeps its width.
    if (button)
      button.style.maxWidth =
        status === 'idle' ? '' : button.style.maxWidth || getComputedStyle(button).width;
    try {
      for (const state of ['loading', 'error'])
        this.#internals.states[state === status ? 'add' : 'delete'](state);
    } catch {
      // Custom states are missing before Safari 17.4 and Firefox 126, and have other names before Chrome 125.
    }
    this.requestUpdate();
    if (status === 'loading' && !href) setTimeout(() => this.#announce(message ?? ''), LIVE_REGION_DELAY_MS);
  }

  #announce(message: string): void {
    this.shadowRoot?.querySelector('[role=status]')?.replaceChildren(message);
  }

  protected override render(): unknown {
    const { status, message, href } = this.#status;
    const isBusy = status === 'loading';
    const link = this.#link;
    const text = this.#textOf(link);
    const isSlotted = !link && (text || this.querySelector(':is(img,svg):not([slot] *)'));
    return html`<button
        part="button"
        class=${readSetting('theme', this.#readOption)}
        ?disabled=${this.matches(':disabled')}
        aria-busy=${isBusy}
        aria-label=${this.ariaLabel || nothing}
      >
        <slot part="label" name=${isSlotted ? nothing : TEXT_SLOT}
          >${isSlotted ? nothing : text || this.label?.trim() || this.#renderDefaultLabel()}</slot
        >${isBusy ? html`<span part="spinner"></span>` : nothing}</button
      >${isBusy || message || href ? this.#renderStatus() : nothing}<slot name=${INLINE_SLOT}></slot>`;
  }

  #renderDefaultLabel(): unknown {
    const { label, lang } = messagesFor(this);
    return html`<span lang=${lang}>${label}</span>`;
  }

  /** Rendered only while there is something to say: a page may have many idle buttons. */
  #renderStatus(): unknown {
    const { status, message, href } = this.#status;
    const { page, lang } = messagesFor(this);
    const isBusy = status === 'loading';
    const error = html`<div dir="auto" lang=${lang} part="error" role="alert">
      ${messageWithLink(isBusy ? undefined : message, href, page)}
    </div>`;
    return html`${isBusy ? html`<div role="status" lang=${lang}></div>` : nothing}${isBusy && !href ? nothing : error}`;
  }
}

/** Children come late, and a framework or a translator changes them in place. */
function handleContentChange(records: MutationRecord[]): void {
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
