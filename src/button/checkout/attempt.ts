import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import { parseHttpUrl } from '../../request-rules.ts';
import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import type { Mode } from '../config/settings.ts';
import { themeFor } from '../config/theme.ts';
import { CheckoutError, warn } from '../errors.ts';
import { fire, type CheckoutEventDetails } from '../events.ts';
import { embed, gatewayError } from '../gateways/embed.ts';
import type { Gateway, GatewayContext, GatewayPreloadContext } from '../gateways/gateway.ts';
import { messagesFor } from '../messages/index.ts';
import { openDialog } from '../presentations/dialog.ts';
import { showInline } from '../presentations/inline.ts';
import { openTab } from '../presentations/new-tab.ts';
import { createRedirect, isFramedByOthers, type Navigation } from '../presentations/redirect.ts';
import type { Surface } from '../presentations/surface.ts';
import { createRequest, validate, validateForm } from '../request/request.ts';
import { consumePrefetch } from '../session/prefetch.ts';
import { preloadContextFor, presentationFor } from './presentation.ts';
import { recoveryFor } from './recovery.ts';

/** If the page is still here after this time, the navigation was blocked or was a download. */
const NAVIGATION_TIMEOUT_MS = 10_000;

/** The reason of a checkout that was given up without a failure. */
export function canceled(): CheckoutError {
  return new CheckoutError(
    'canceled',
    'Closed, prevented by a listener or the form, or another checkout is under way.',
  );
}

/** One checkout, from the click until nothing of it is left on the page. */
export class Attempt {
  /** Resolves once the buyer can pay or is on the way. */
  opened?: Promise<CheckoutSession>;

  readonly #host: CheckoutHost;

  /** Aborting it ends the attempt: the request, the tab, the dialog, the gateway. */
  readonly #controller = new AbortController();

  /** Rejects when the attempt ends. */
  readonly #closed: Promise<never>;

  #mode?: Mode;
  #gateway: Gateway | undefined;
  #session?: CheckoutSession;

  /** The way out of this page, for a redirect or a new tab. */
  #navigation: Navigation | undefined;

  /** The place in this page, for a dialog or an inline checkout. */
  #surface: Surface | undefined;

  #isCompleted = false;
  #isUnloading = false;

  /** Completed, or failed after it was open: an inline checkout stays visible, and the next click replaces it. */
  #isSettled = false;

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

  get isInline(): boolean {
    return this.#mode === 'inline' && !!this.#surface;
  }

  get isReplaceable(): boolean {
    return this.#isSettled && this.#mode === 'inline';
  }

  /** Whether a framework has removed the place of the checkout, or the link that started it, from the page. */
  isOrphaned(isSameHost: boolean): boolean {
    const place = this.#surface?.container ?? (isSameHost ? document : (this.#host.target as Node));
    return !place.isConnected;
  }

  start(): Promise<CheckoutSession> {
    this.opened = this.#run();
    // A page that comes back from the bfcache is idle, and a waiting tab would wait forever.
    addEventListener('pagehide', () => this.cancel(), { signal: this.#signal });
    return this.opened;
  }

  cancel(reason = canceled()): void {
    this.#controller.abort(reason);
  }

  /** Everything up to the first `await` runs inside the click, or the browser would block the tab. */
  async #run(): Promise<CheckoutSession> {
    this.#followHostSignal();
    try {
      this.#signal.throwIfAborted();
      const request = this.#createRequest();
      this.#signal.throwIfAborted();
      const { mode, gateway } = presentationFor(this.#host);
      this.#mode = mode;
      this.#gateway = gateway;
      const response = consumePrefetch(request, this.#host.readOption, this.#signal);
      this.#showLoading();
      // Read while the request is on its way.
      const context = gateway && preloadContextFor(this.#host);
      const session = await this.#receive(response);
      if (gateway && context)
        await this.#mount(gateway, session, this.#gatewayContext(context, session, request));
      else this.#leave(session);
      return session;
    } catch (cause) {
      const error = cause instanceof CheckoutError ? cause : gatewayError(cause);
      this.#recover(error);
      throw error;
    }
  }

  #followHostSignal(): void {
    const { signal } = this.#host;
    signal?.addEventListener('abort', () => this.cancel(), { signal: this.#signal });
    if (signal?.aborted) this.cancel();
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

  #showLoading(): void {
    const { node, readOption, setStatus } = this.#host;
    const messages = messagesFor(node);
    if (this.#mode === 'modal')
      this.#surface = openDialog({
        theme: themeFor(readOption, node),
        label: node?.ariaLabel || node?.textContent.trim() || messages.label,
        messages,
        opener: node,
        onClose: () => this.cancel(),
      });
    else if (this.#mode === 'new-tab') this.#navigation = openTab(messages, () => this.cancel());
    setStatus({ status: 'loading', message: messages.loading });
  }

  /** Waits for the session. */
  async #receive(response: Promise<CheckoutSession>): Promise<CheckoutSession> {
    const waiting = new AbortController();
    // Firefox aborts the request as soon as the buyer follows another link. The listener is removed once there is an
    // answer, because a page with such a listener may not enter the bfcache.
    addEventListener('beforeunload', () => (this.#isUnloading = true), { signal: waiting.signal });
    try {
      const session = await this.#untilClosed(response.finally(() => this.#navigation?.poll?.()));
      this.#session = session;
      this.#fire('session', { session });
      this.#signal.throwIfAborted();
      return session;
    } finally {
      waiting.abort();
    }
  }

  #leave(session: CheckoutSession): void {
    this.#fire('open', { session, mode: this.#navigation?.mode ?? 'redirect' });
    this.#signal.throwIfAborted();
    this.#navigate(session.checkout_url);
  }

  /** Sends the buyer away. If the browser does not allow that, a link is shown. */
  #navigate(href: string): void {
    const navigation = this.#navigation ?? this.#createNavigation();
    this.#navigation = undefined;
    const isRedirect = navigation.mode === 'redirect';
    const hasLeft = navigation.navigate(href);
    if (hasLeft && isRedirect && !isFramedByOthers()) {
      setTimeout(() => this.cancel(), NAVIGATION_TIMEOUT_MS);
      return;
    }
    this.cancel();
    if (isRedirect) this.#host.setStatus({ status: 'idle', href });
  }

  /** For an attempt that failed before it opened its tab. */
  #createNavigation(): Navigation {
    return this.#mode === 'new-tab'
      ? openTab(messagesFor(this.#host.node), () => this.cancel())
      : createRedirect();
  }

  /** Resolves when the buyer can pay. */
  async #mount(gateway: Gateway, session: CheckoutSession, context: GatewayContext): Promise<void> {
    const { node } = this.#host;
    const surface = (this.#surface ??= showInline(node!));
    // Later, so that the gateway's iframe starts to load first.
    setTimeout(() => surface.link?.(session.checkout_url));
    await this.#untilClosed(embed(gateway, surface.container, session, context, messagesFor(node).label));
  }

  #gatewayContext(
    context: GatewayPreloadContext,
    session: CheckoutSession,
    { customerEmail }: CheckoutRequest,
  ): GatewayContext {
    const successUrl = this.#successUrl();
    return {
      ...context,
      ...(customerEmail && { customerEmail }),
      returnUrl: successUrl ?? location.href,
      signal: this.#signal,
      ready: () => {
        this.#showOpen();
        this.#fire('open', { session, mode: this.#mode! });
      },
      complete: (detail) => this.#complete({ session, ...detail }, successUrl),
      close: () => this.cancel(),
      fail: (cause) => this.#showError(gatewayError(cause)),
    };
  }

  #complete(detail: CheckoutEventDetails['complete'], successUrl: string | undefined): void {
    // Clears the message of a payment that failed before this one.
    this.#showOpen();
    if (this.#isCompleted) return;
    this.#isCompleted = this.#isSettled = true;
    if (this.#fire('complete', detail) && successUrl) createRedirect().navigate(successUrl);
  }

  #successUrl(): string | undefined {
    const text = readSetting('successUrl', this.#host.readOption);
    const url = text && parseHttpUrl(text, document.baseURI);
    if (text && !url) warn(`success-url="${text}" is not an http(s) address.`);
    return url ? url.href : undefined;
  }

  #recover(error: CheckoutError): void {
    const link = this.#host.link?.();
    const recovery = recoveryFor(error.code, {
      mode: this.#mode,
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
        this.#navigate(link!);
        break;
      case 'show-error':
        this.cancel(error);
        this.#showError(error);
    }
  }

  #showOpen(): void {
    this.#surface?.ready?.();
    this.#host.setStatus({ status: 'open' });
  }

  #showError(error: CheckoutError): void {
    const { node, link, setStatus } = this.#host;
    this.#isSettled = true;
    this.#surface?.fail?.();
    setStatus({
      status: 'error',
      message: error.buyerText || messagesFor(node).error,
      href: this.#session?.checkout_url ?? link?.(),
    });
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
    if (this.#session && this.#gateway)
      this.#fire('close', { session: this.#session, completed: this.#isCompleted });
  }

  get #signal(): AbortSignal {
    return this.#controller.signal;
  }

  #untilClosed<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([work, this.#closed]);
  }

  #fire<Name extends keyof CheckoutEventDetails>(name: Name, detail: CheckoutEventDetails[Name]): boolean {
    return fire(this.#host.target, name, detail);
  }
}
