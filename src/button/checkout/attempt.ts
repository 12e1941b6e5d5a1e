/* eslint-disable max-lines -- the order of these steps is the behaviour of the product, and each step is short */
import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import { themeFor } from '../config/theme.ts';
import { CheckoutError, warn } from '../errors.ts';
import { fire, type CheckoutEventDetails } from '../events.ts';
import { embed, gatewayError } from '../gateways/embed.ts';
import type { GatewayContext, GatewayPreloadContext } from '../gateways/gateway.ts';
import { messagesFor } from '../messages/index.ts';
import { Dialog } from '../presentations/dialog.ts';
import { showInline } from '../presentations/inline.ts';
import { openTab } from '../presentations/new-tab.ts';
import { createRedirect, isFramedByOthers, type Navigation } from '../presentations/redirect.ts';
import type { Surface } from '../presentations/surface.ts';
import { forgetDiscount } from '../request/attribution.ts';
import { draftRequest, validate, validateDraft, validateForm } from '../request/request.ts';
import { consumePrefetch } from '../session/prefetch.ts';
import { createSession } from '../session/session.ts';
import { locateButton } from './locator.ts';
import {
  preloadContextFor,
  presentationFor,
  type EmbeddedPresentation,
  type Presentation,
} from './presentation.ts';
import { recoveryFor } from './recovery.ts';
import {
  documentReady,
  forgetPayment,
  rememberPayment,
  type Payment,
  type ReturnedPayment,
} from './return.ts';
import { checkSuccessUrl, complete } from './success-url.ts';

/** If the page is still here after this time, the navigation was blocked or was a download. */
const NAVIGATION_TIMEOUT_MS = 10_000;

/** How long the buyer waits for a session before a fallback link is offered. */
const FALLBACK_DELAY_MS = 5_000;

/**
 * - `loading`: there is no session yet
 * - `opening`: the gateway is being mounted, or the page is being left
 * - `open`: the buyer can pay
 * - `failed`, `completed`: an inline checkout stays visible, and the next click replaces it
 */
type Phase = 'loading' | 'opening' | 'open' | 'failed' | 'completed';

/** The error of a checkout that was canceled without a failure. */
export function canceled(): CheckoutError {
  return new CheckoutError('canceled', 'Closed, prevented, or another checkout is open.');
}

/** One checkout, from the click until nothing of it is left on the page. What each step does is in other modules. */
export class Attempt {
  /** Resolves once the buyer can pay or is leaving for the checkout page. */
  opened?: Promise<CheckoutSession>;

  readonly #host: CheckoutHost;

  /** The page's address at the click. */
  readonly #address = location.href;

  /** Aborting it ends the attempt: the request, the tab, the dialog, the gateway. */
  readonly #controller = new AbortController();

  /** Rejects when the attempt ends. */
  readonly #closed: Promise<never>;

  #phase: Phase = 'loading';
  #presentation: Presentation | undefined;
  #session?: CheckoutSession;

  /** The redirect or the new tab. */
  #navigation: Navigation | undefined;

  /** The place in this page, for a dialog or an inline checkout. */
  #surface: Surface | undefined;

  /** The buyer is leaving the page by another link. */
  #isUnloading = false;

  constructor(host: CheckoutHost, onClosed: () => void) {
    this.#host = host;
    this.#closed = new Promise((_, reject) => {
      this.#signal.addEventListener('abort', () => {
        onClosed();
        this.#tearDown();
        reject(this.#signal.reason as CheckoutError);
      });
    });
    // Before the first step and after the last one, no code waits for it.
    this.#closed.catch(() => {});
  }

  /** Whether a click on another button may still replace it. */
  get isLoading(): boolean {
    return this.#phase === 'loading';
  }

  /** Whether it is shown in its own place in the page, where it blocks no other checkout. */
  get isInline(): boolean {
    return this.#presentation?.mode === 'inline';
  }

  /** Whether the next click on the same button replaces it. */
  get isReplaceable(): boolean {
    return this.isInline && (this.#phase === 'failed' || this.#phase === 'completed');
  }

  /**
   * Whether the page has removed its place or the clicked button. A menu closes on a click, so the button counts for
   * an inline checkout only, or if the page's address has changed since the click.
   */
  get isAbandoned(): boolean {
    if (this.#surface?.container.isConnected === false) return true;
    const isRemoved = this.#host.node?.isConnected === false;
    return isRemoved && (this.isInline || location.href !== this.#address);
  }

  /**
   * Creates a session and opens it.
   *
   * @param returned a payment that has left the page and failed: it is opened again instead
   */
  start(returned?: ReturnedPayment): Promise<CheckoutSession> {
    const { signal } = this.#host;
    signal?.addEventListener('abort', () => this.cancel(), { signal: this.#signal });
    if (signal?.aborted) this.cancel();
    // A page that comes back from the bfcache is idle, and a waiting tab would wait forever.
    addEventListener('pagehide', () => this.cancel(), { signal: this.#signal });
    return (this.opened = this.#recoverFrom(returned ? this.#reopen(returned) : this.#open()));
  }

  cancel(reason = canceled()): void {
    this.#controller.abort(reason);
  }

  async #recoverFrom(opening: Promise<CheckoutSession>): Promise<CheckoutSession> {
    try {
      return await opening;
    } catch (cause) {
      const error = cause instanceof CheckoutError ? cause : gatewayError(cause);
      this.#recover(error);
      throw error;
    }
  }

  /** Everything up to the first `await` runs inside the click, or the browser would block the tab. */
  async #open(): Promise<CheckoutSession> {
    this.#signal.throwIfAborted();
    const { request, isVisitDiscount } = this.#createRequest();
    this.#signal.throwIfAborted();
    const presentation = (this.#presentation = presentationFor(this.#host));
    const response = this.#requestSession(request, isVisitDiscount);
    this.#showLoading();
    if (!('gateway' in presentation)) return this.#leave(await this.#receive(response));
    // Read while the request is on its way.
    const context = preloadContextFor(this.#host);
    const session = await this.#receive(response);
    const { customerEmail } = request;
    const successUrl = checkSuccessUrl(readSetting('successUrl', this.#host.readOption));
    return this.#mount(presentation, context, { session, customerEmail, successUrl });
  }

  async #reopen({ payment, outcome }: ReturnedPayment): Promise<CheckoutSession> {
    this.#session = payment.session;
    this.#phase = 'opening';
    const presentation = (this.#presentation = presentationFor(this.#host, payment));
    if (!('gateway' in presentation)) throw gatewayError('this page has moved into a frame');
    this.#showLoading();
    await this.#mount(presentation, { ...preloadContextFor(this.#host), state: outcome.state }, payment);
    this.#showMessage(messagesFor(this.#host.node).failed);
    return payment.session;
  }

  /** Validates the form and lets listeners of `start` change or cancel the request. */
  #createRequest(): { request: CheckoutRequest; isVisitDiscount: boolean } {
    const { readOption, form } = this.#host;
    const draft = draftRequest(readOption, form?.());
    if (!validateForm(draft)) throw canceled();
    const detail = { request: validateDraft(draft) };
    if (!this.#fire('start', detail)) throw canceled();
    const request = validate(detail.request);
    return {
      request,
      isVisitDiscount: !!draft.visitDiscount && draft.visitDiscount === request.discountCode,
    };
  }

  /** @throws CheckoutError `not-configured`, synchronously */
  #requestSession(request: CheckoutRequest, isVisitDiscount: boolean): Promise<CheckoutSession> {
    const response = consumePrefetch(request, this.#host.readOption, this.#signal);
    return isVisitDiscount
      ? response.catch((cause: unknown) => this.#requestWithoutDiscount(request, cause))
      : response;
  }

  /** The buyer did not choose a discount code that was in the page's address, so it must not cost the sale. */
  #requestWithoutDiscount(request: CheckoutRequest, cause: unknown): Promise<CheckoutSession> {
    const { discountCode = '', ...others } = request;
    const isRefused = cause instanceof CheckoutError && cause.code === 'rejected' && cause.status !== 429;
    if (!isRefused) throw cause;
    forgetDiscount(discountCode);
    warn(`discount code "${discountCode}" of the page's address was rejected: it is left out.`);
    return createSession(others, this.#host.readOption, this.#signal);
  }

  #showLoading(): void {
    const { node, setStatus } = this.#host;
    const messages = messagesFor(node);
    // A script in the head runs before there is a body.
    if (this.#presentation?.mode === 'modal' && document.body) this.#surface = this.#openDialog();
    if (this.#presentation?.mode === 'new-tab') this.#openNavigation();
    setStatus({ status: 'loading', message: messages.loading });
    this.#watchPage();
  }

  #openDialog(): Surface {
    const { node, readOption } = this.#host;
    const messages = messagesFor(node);
    return new Dialog({
      theme: themeFor(readOption, node),
      label: node?.ariaLabel || node?.textContent.trim() || messages.label,
      messages,
      opener: node,
      onClose: () => this.cancel(),
    });
  }

  /** Ends the attempt when a router or a framework takes its place away. */
  #watchPage(): void {
    const { node } = this.#host;
    const mutations = new MutationObserver((records) => {
      // A framework may move an inline checkout, and a browser reloads an iframe that is moved.
      const isMoved = records.some(({ removedNodes }) => contains(removedNodes, this.#surface?.container));
      if (isMoved || this.isAbandoned) this.cancel();
    });
    for (const root of [document, node?.getRootNode() ?? document])
      mutations.observe(root, { childList: true, subtree: true });
    this.#signal.addEventListener('abort', () => mutations.disconnect());
  }

  /** Waits for the session. */
  async #receive(response: Promise<CheckoutSession>): Promise<CheckoutSession> {
    const waiting = new AbortController();
    // Firefox aborts the request as soon as the buyer follows another link. The listener is removed once there is an
    // answer, because a page with such a listener may not enter the bfcache.
    addEventListener('beforeunload', () => (this.#isUnloading = true), { signal: waiting.signal });
    const timer = this.#host.link?.()
      ? setTimeout(() => this.#offerFallback(), FALLBACK_DELAY_MS)
      : undefined;
    try {
      const session = await this.#untilClosed(response.finally(() => this.#navigation?.poll?.()));
      if (this.isAbandoned) throw canceled();
      this.#session = session;
      this.#phase = 'opening';
      this.#fire('session', { session });
      this.#signal.throwIfAborted();
      return session;
    } finally {
      clearTimeout(timer);
      waiting.abort();
    }
  }

  /** The endpoint is slow: the buyer need not wait for it. */
  #offerFallback(): void {
    const href = this.#host.link?.();
    if (!href || this.#signal.aborted) return;
    this.#surface?.showLink?.(href);
    this.#navigation?.showLink?.(href);
    this.#host.setStatus({ status: 'loading', message: messagesFor(this.#host.node).loading, href });
  }

  async #leave(session: CheckoutSession): Promise<CheckoutSession> {
    const navigation = this.#openNavigation();
    if (navigation.settled) await this.#untilClosed(navigation.settled);
    this.#fire('open', { session, mode: navigation.mode });
    this.#signal.throwIfAborted();
    this.#navigate(session.checkout_url);
    return session;
  }

  /** Sends the buyer away. If the browser does not allow that, a link is shown. */
  #navigate(href: string): void {
    const navigation = this.#openNavigation();
    this.#navigation = undefined;
    this.#phase = 'opening';
    const hasLeft = navigation.navigate(href);
    const isRedirect = navigation.mode === 'redirect';
    if (hasLeft && isRedirect && !isFramedByOthers()) {
      setTimeout(() => this.cancel(), NAVIGATION_TIMEOUT_MS);
      return;
    }
    this.cancel();
    if (isRedirect) this.#current.setStatus({ status: 'idle', href });
  }

  #openNavigation(): Navigation {
    return (this.#navigation ??=
      this.#presentation?.mode === 'new-tab'
        ? openTab(messagesFor(this.#host.node), () => this.cancel())
        : createRedirect());
  }

  /** Resolves when the buyer can pay. */
  async #mount(
    presentation: EmbeddedPresentation,
    context: GatewayPreloadContext & Pick<GatewayContext, 'state'>,
    { session, customerEmail, successUrl }: Pick<Payment, 'session' | 'customerEmail' | 'successUrl'>,
  ): Promise<CheckoutSession> {
    const { node } = this.#host;
    const { gateway, gatewayName, mode } = presentation;
    const surface = (this.#surface ??= await this.#untilClosed(this.#createSurface(mode)));
    // Later, so that the gateway's iframe starts to load first.
    setTimeout(() => surface.showLink?.(session.checkout_url));
    const button = node && locateButton(node);
    await this.#untilClosed(
      embed({
        gateway,
        container: surface.container,
        session,
        title: messagesFor(node).label,
        context: {
          ...context,
          customerEmail,
          returnUrl: rememberPayment({
            session,
            mode,
            gateway: gatewayName,
            customerEmail,
            successUrl,
            button,
          }),
          signal: this.#signal,
          ready: () => {
            this.#showOpen('open');
            this.#fire('open', { session, mode });
          },
          complete: (detail) => this.#complete({ session, ...detail }, successUrl),
          close: () => this.cancel(),
          fail: (cause) => this.#showError(gatewayError(cause)),
        },
      }),
    );
    return session;
  }

  async #createSurface(mode: EmbeddedPresentation['mode']): Promise<Surface> {
    const { node } = this.#host;
    if (mode === 'inline' && node) return showInline(node);
    if (!document.body) await documentReady();
    this.#signal.throwIfAborted();
    return this.#openDialog();
  }

  #complete(detail: CheckoutEventDetails['complete'], successUrl: string | undefined): void {
    const isFirst = this.#phase !== 'completed';
    // Clears the message of a payment that failed before this one.
    this.#showOpen('completed');
    forgetPayment(detail.session.id);
    if (isFirst) complete(this.#current.target, detail, successUrl);
  }

  #recover(error: CheckoutError): void {
    const link = this.#host.link?.();
    const recovery = recoveryFor(error.code, {
      mode: this.#presentation?.mode,
      hasSession: !!this.#session,
      hasFallbackLink: !!link,
      isUnloading: this.#isUnloading,
      isButtonGone: this.#current.node?.isConnected === false,
    });
    switch (recovery) {
      case 'close':
        this.cancel(error);
        break;
      case 'fail-in-dialog':
        this.#navigation?.cancel();
        this.#surface ??= this.#openDialog();
        this.#showError(error);
        break;
      case 'follow-link':
        this.#surface?.close();
        this.#surface = undefined;
        this.#reportError(error);
        if (link) this.#navigate(link);
        break;
      case 'show-error':
        this.cancel(error);
        this.#showError(error);
    }
  }

  #showOpen(phase: 'open' | 'completed'): void {
    this.#phase = phase;
    this.#surface?.ready?.();
    this.#host.setStatus({ status: 'open' });
  }

  /** Shows the buyer a message without ending the checkout. */
  #showMessage(message: string): void {
    if (this.#surface?.showMessage) this.#surface.showMessage(message);
    else this.#host.setStatus({ status: 'error', message });
  }

  #showError(error: CheckoutError): void {
    const { node, link } = this.#host;
    const message = error.buyerText || messagesFor(node).error;
    if (this.#phase !== 'completed') this.#phase = 'failed';
    const href = this.#session?.checkout_url ?? link?.();
    if (href) this.#surface?.showLink?.(href);
    this.#surface?.fail?.(message);
    this.#current.setStatus({ status: 'error', message, href });
    this.#reportError(error);
  }

  #reportError(error: CheckoutError): void {
    this.#fire('error', { error });
    console.error?.(error);
  }

  #tearDown(): void {
    this.#navigation?.cancel();
    this.#surface?.close();
    this.#host.setStatus({ status: 'idle' });
    const isEmbedded = this.#presentation && 'gateway' in this.#presentation;
    if (this.#session && isEmbedded)
      this.#fire('close', { session: this.#session, completed: this.#phase === 'completed' });
  }

  /** The host of the button. If a framework has replaced the button, that of its successor, else one for the document. */
  get #current(): CheckoutHost {
    const host = this.#host;
    if (host.node?.isConnected !== false) return host;
    return host.successor?.() ?? { ...host, target: document };
  }

  get #signal(): AbortSignal {
    return this.#controller.signal;
  }

  #untilClosed<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([work, this.#closed]);
  }

  #fire<Name extends keyof CheckoutEventDetails>(name: Name, detail: CheckoutEventDetails[Name]): boolean {
    return fire(this.#current.target, name, detail);
  }
}

function contains(nodes: NodeList, descendant: Node | undefined): boolean {
  return !!descendant && [...nodes].some((node) => node.contains(descendant));
}
