import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import { themeFor } from '../config/theme.ts';
import { CheckoutError, warn } from '../errors.ts';
import { fire, type CheckoutEventDetails } from '../events.ts';
import { embed, gatewayError } from '../gateways/embed.ts';
import type { GatewayContext, GatewayPreloadContext } from '../gateways/gateway.ts';
import { messagesFor } from '../messages/index.ts';
import { openDialog } from '../presentations/dialog.ts';
import { showInline } from '../presentations/inline.ts';
import { openTab } from '../presentations/new-tab.ts';
import { createRedirect, isFramedByOthers, type Navigation } from '../presentations/redirect.ts';
import type { Surface } from '../presentations/surface.ts';
import { forgetDiscount } from '../request/attribution.ts';
import { createRequest, isDiscountFromVisit, validate, validateForm } from '../request/request.ts';
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
import { forgetPayment, rememberPayment, type Payment } from './return.ts';
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

/** The reason of a checkout that was given up without a failure. */
export function canceled(): CheckoutError {
  return new CheckoutError(
    'canceled',
    'Closed, prevented by a listener or the form, or another checkout is under way.',
  );
}

/**
 * One checkout, from the click until nothing of it is left on the page. It is longer than other files, because the order
 * of its steps is the behaviour of the product: what each step does is elsewhere.
 */
export class Attempt {
  /** Resolves once the buyer can pay or is on the way. */
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

  /** The way out of this page, for a redirect or a new tab. */
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

  get isInline(): boolean {
    return this.#presentation?.mode === 'inline' && !!this.#surface;
  }

  /** Whether the next click on the same button replaces it. */
  get isReplaceable(): boolean {
    const isOver = this.#phase === 'failed' || this.#phase === 'completed';
    return isOver && this.#presentation?.mode === 'inline';
  }

  /**
   * Whether its place was removed from the page, or what was clicked. A menu closes on a click, so the latter counts for
   * an inline checkout only, or if the page's address has changed since the click.
   */
  get isAbandoned(): boolean {
    if (this.#surface && !this.#surface.container.isConnected) return true;
    const isRemoved = this.#host.node?.isConnected === false;
    return isRemoved && (this.#presentation?.mode === 'inline' || location.href !== this.#address);
  }

  start(): Promise<CheckoutSession> {
    return this.#begin(() => this.#run());
  }

  /**
   * Opens a payment again that has left the page and failed.
   *
   * @param state what the gateway needs to continue it
   */
  resume(payment: Payment, state: string | undefined): Promise<CheckoutSession> {
    return this.#begin(() => this.#runAgain(payment, state));
  }

  cancel(reason = canceled()): void {
    this.#controller.abort(reason);
  }

  #begin(run: () => Promise<CheckoutSession>): Promise<CheckoutSession> {
    this.#followHostSignal();
    this.opened = this.#recoverFrom(run);
    // A page that comes back from the bfcache is idle, and a waiting tab would wait forever.
    addEventListener('pagehide', () => this.cancel(), { signal: this.#signal });
    return this.opened;
  }

  #followHostSignal(): void {
    const { signal } = this.#host;
    signal?.addEventListener('abort', () => this.cancel(), { signal: this.#signal });
    if (signal?.aborted) this.cancel();
  }

  async #recoverFrom(run: () => Promise<CheckoutSession>): Promise<CheckoutSession> {
    try {
      return await run();
    } catch (cause) {
      const error = cause instanceof CheckoutError ? cause : gatewayError(cause);
      this.#recover(error);
      throw error;
    }
  }

  /** Everything up to the first `await` runs inside the click, or the browser would block the tab. */
  async #run(): Promise<CheckoutSession> {
    this.#signal.throwIfAborted();
    const request = this.#createRequest();
    this.#signal.throwIfAborted();
    const presentation = (this.#presentation = presentationFor(this.#host));
    const response = this.#requestSession(request);
    this.#showLoading();
    if (!('gateway' in presentation)) return this.#leave(await this.#receive(response));
    // Read while the request is on its way.
    const context = { ...preloadContextFor(this.#host), customerEmail: request.customerEmail };
    return this.#mount(presentation, await this.#receive(response), context);
  }

  async #runAgain(payment: Payment, state: string | undefined): Promise<CheckoutSession> {
    const { session } = payment;
    this.#session = session;
    this.#phase = 'opening';
    const presentation = (this.#presentation = presentationFor(this.#host, payment));
    if (!('gateway' in presentation)) throw gatewayError('this page has moved into a frame');
    this.#showLoading();
    const context = { ...preloadContextFor(this.#host), customerEmail: payment.customerEmail, state };
    await this.#mount(presentation, session, context, payment.successUrl);
    this.#showMessage(messagesFor(this.#host.node).failed);
    return session;
  }

  /** Validates the form and lets listeners of `start` change or cancel the request. */
  #createRequest(): CheckoutRequest {
    const { readOption, form } = this.#host;
    const submitted = form?.();
    if (submitted && !validateForm(submitted, readOption)) throw canceled();
    const detail = { request: createRequest(readOption, submitted) };
    if (!this.#fire('start', detail)) throw canceled();
    return validate(detail.request);
  }

  /** @throws CheckoutError `not-configured`, synchronously */
  #requestSession(request: CheckoutRequest): Promise<CheckoutSession> {
    const { readOption, form } = this.#host;
    const isVisitDiscount = isDiscountFromVisit(request, readOption, form?.());
    const response = consumePrefetch(request, readOption, this.#signal);
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
    warn(
      `the discount code "${discountCode}" of the page's address was not accepted: the checkout opens without it.`,
    );
    return createSession(others, this.#host.readOption, this.#signal);
  }

  #showLoading(): void {
    const { node, setStatus } = this.#host;
    const messages = messagesFor(node);
    // A script in the head runs before there is a body.
    if (this.#presentation?.mode === 'modal' && document.body) this.#surface = this.#openDialog();
    if (this.#presentation?.mode === 'new-tab') this.#navigation = openTab(messages, () => this.cancel());
    setStatus({ status: 'loading', message: messages.loading });
    this.#watchPage();
  }

  #openDialog(): Surface {
    const { node, readOption } = this.#host;
    const messages = messagesFor(node);
    return openDialog({
      theme: themeFor(readOption, node),
      label: node?.ariaLabel || node?.textContent.trim() || messages.label,
      messages,
      opener: node,
      onClose: () => this.cancel(),
    });
  }

  /** Ends the attempt when a router or a framework takes its place away. */
  #watchPage(): void {
    const mutations = new MutationObserver(() => {
      if (this.isAbandoned) this.cancel();
    });
    mutations.observe(document, { childList: true, subtree: true });
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
    const navigation = (this.#navigation ??= createRedirect());
    if (navigation.settled) await this.#untilClosed(navigation.settled);
    this.#fire('open', { session, mode: navigation.mode });
    this.#signal.throwIfAborted();
    this.#navigate(session.checkout_url);
    return session;
  }

  /** Sends the buyer away. If the browser does not allow that, a link is shown. */
  #navigate(href: string): void {
    const navigation = this.#navigation ?? this.#createNavigation();
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

  /** For an attempt that failed before it opened its tab. */
  #createNavigation(): Navigation {
    return this.#presentation?.mode === 'new-tab'
      ? openTab(messagesFor(this.#host.node), () => this.cancel())
      : createRedirect();
  }

  /** Resolves when the buyer can pay. */
  async #mount(
    presentation: EmbeddedPresentation,
    session: CheckoutSession,
    context: GatewayPreloadContext & Pick<GatewayContext, 'customerEmail' | 'state'>,
    successUrl = checkSuccessUrl(readSetting('successUrl', this.#host.readOption)),
  ): Promise<CheckoutSession> {
    const { node } = this.#host;
    const { gateway, gatewayName, mode } = presentation;
    const surface = (this.#surface ??= await this.#untilClosed(this.#createSurface(mode)));
    // Later, so that the gateway's iframe starts to load first.
    setTimeout(() => surface.showLink?.(session.checkout_url));
    await this.#untilClosed(
      embed({
        gateway,
        container: surface.container,
        session,
        title: messagesFor(node).label,
        context: {
          ...context,
          returnUrl: rememberPayment({
            session,
            mode,
            gateway: gatewayName,
            customerEmail: context.customerEmail,
            successUrl,
            button: node && locateButton(node),
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
    if (!document.body)
      await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, { once: true }));
    this.#signal.throwIfAborted();
    return this.#openDialog();
  }

  #complete(detail: CheckoutEventDetails['complete'], successUrl: string | undefined): void {
    const isFirst = this.#phase !== 'completed';
    // Clears the message of a payment that failed before this one.
    this.#showOpen('completed');
    forgetPayment(detail.session);
    if (isFirst) complete(this.#current.target, detail, successUrl);
  }

  #recover(error: CheckoutError): void {
    const link = this.#host.link?.();
    const recovery = recoveryFor(error.code, {
      mode: this.#presentation?.mode,
      hasSession: !!this.#session,
      hasFallbackLink: !!link,
      isUnloading: this.#isUnloading,
    });
    switch (recovery) {
      case 'close':
        this.cancel(error);
        break;
      case 'offer-hosted-page':
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

  /** Tells the buyer something about a checkout that goes on. */
  #showMessage(message: string): void {
    if (this.#surface?.showMessage) this.#surface.showMessage(message);
    else this.#host.setStatus({ status: 'error', message });
  }

  #showError(error: CheckoutError): void {
    const { node, link } = this.#host;
    const message = error.buyerText || messagesFor(node).error;
    if (this.#phase !== 'completed') this.#phase = 'failed';
    this.#surface?.fail?.(message);
    this.#current.setStatus({ status: 'error', message, href: this.#session?.checkout_url ?? link?.() });
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

  /** A framework may have replaced what was clicked: then its successor takes over, else the document. */
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
