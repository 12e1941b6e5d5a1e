import { choice, setting, type Messages } from './config.ts';
import { CheckoutError, warn } from './errors.ts';
import { fire, type Mode } from './events.ts';
import type { Face } from './face.ts';
import { findGateway, type Gateway, type GatewayContext, type GatewayPreloadContext } from './gateways/gateway.ts';
import { localeFor, messagesFor } from './messages.ts';
import { isFramedByOthers, toNewTab, toRedirect, type Departure } from './presentation/departure.ts';
import { showInline } from './presentation/inline.ts';
import { showModal } from './presentation/modal.ts';
import type { Surface } from './presentation/surface.ts';
import type { CheckoutRequest, CheckoutSession } from './protocol.ts';
import { judge, toRequest } from './request.ts';
import { createSession } from './session.ts';
import { themeFor } from './theme.ts';
import { toJson, toPage } from './values.ts';

/** Milliseconds in which a page that was left is gone; a download or a refused navigation leaves it here. */
const LEAVING = 10_000;

/** Milliseconds from `mount` in which a gateway says `ready`. */
const READY = 15_000;

/** Milliseconds between two looks at whether the buyer closed the waiting tab. */
const LOOK = 250;

/** After these the buyer reads why and is offered the link, rather than sent there. */
const BUYERS_TURN = /^(invalid-request|rejected)$/;

/** The checkouts under way. */
const attempts = new Map<EventTarget, Attempt>();

/**
 * Runs one checkout. While one is under way, a call for the same target returns its promise, and one for another
 * target rejects as `canceled`.
 *
 * @returns the session, once it is open. Rejects with CheckoutError
 */
export function checkout(face: Face): Promise<CheckoutSession> {
  const running = attempts.get(face.target);
  if (running?.isLost) running.end();
  else if (running?.session) return running.session;
  for (const { isInTheWay } of attempts.values())
    if (isInTheWay) return Promise.reject(canceled('Another checkout is under way.'));
  const attempt = new Attempt(face);
  attempts.set(face.target, attempt);
  return (attempt.session = attempt.run());
}

/** Ends the checkout of that target, or of all. */
export function endCheckout(target?: EventTarget): void {
  for (const [started, attempt] of [...attempts]) if (!target || started === target) attempt.end();
}

/** What a gateway is told before there is a session. */
function gatewayContext({ node, values }: Face): GatewayPreloadContext {
  return {
    theme: themeFor(values, node),
    locale: localeFor(node),
    environment: choice('gatewayEnvironment', values),
  };
}

/**
 * How and by which gateway the face's checkout is shown: in a frame of another origin always in a tab, and inline
 * only where a gateway's script could see it.
 *
 * @throws CheckoutError `not-configured` where nobody registered the gateway
 */
function planFor({ node, values }: Face): { mode: Mode; gateway?: Gateway } {
  const mode = isFramedByOthers() ? 'new-tab' : choice('mode', values);
  if (mode === 'redirect' || mode === 'new-tab') return { mode };
  const name = setting('gateway', values) ?? 'whop';
  const gateway = findGateway(name);
  if (!gateway)
    throw new CheckoutError('not-configured', `gateway="${name}" is not known: call registerGateway first.`);
  return { mode: node?.getRootNode() === document ? mode : 'modal', gateway };
}

/** Warms up what the face's checkout will need, when the buyer shows intent. */
export function prepare(face: Face): void {
  try {
    planFor(face).gateway?.preload?.(gatewayContext(face));
  } catch {
    // The click will say so.
  }
}

function canceled(message: string): CheckoutError {
  return new CheckoutError('canceled', message);
}

/** One checkout from click to closed. Its controller ends all of it: request, tab, dialog, gateway. */
class Attempt {
  /** What `run` returned. */
  session?: Promise<CheckoutSession>;

  readonly #face: Face;
  readonly #messages: Messages;
  readonly #controller = new AbortController();
  #answer?: CheckoutSession;
  #departure: Departure | undefined;
  #surface: Surface | undefined;
  #mode?: Mode;
  #completed = false;

  constructor(face: Face) {
    this.#face = face;
    this.#messages = messagesFor(face.node);
    this.#signal.addEventListener('abort', () => this.#handleEnd());
  }

  /** Whether a framework wiped the inline checkout from the page behind our back. */
  get isLost(): boolean {
    return this.#surface?.container.isConnected === false;
  }

  /** Whether other buttons must wait. An open inline checkout is in nobody's way. */
  get isInTheWay(): boolean {
    return this.#mode !== 'inline' || !this.#surface;
  }

  get #signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(reason = canceled('The checkout was closed.')): void {
    this.#controller.abort(reason);
  }

  /** The order of the steps. All up to the first `await` happens within the click. */
  async run(): Promise<CheckoutSession> {
    const { target, values, show } = this.#face;
    try {
      const request = this.#request();
      const { mode, gateway } = planFor(this.#face);
      const answer = createSession(request, values, this.#signal);
      this.#present(mode);
      show('loading', this.#messages.loading);
      const session = (this.#answer = await answer);
      fire(target, 'session', { session });
      this.#signal.throwIfAborted();
      if (gateway) await this.#embed(gateway, session, request);
      else this.#depart(session);
      return session;
    } catch (cause) {
      throw this.#handleFailure(cause);
    }
  }

  /** What to ask for, as the form allows it and the listeners leave it. */
  #request(): CheckoutRequest {
    const { values, form } = this.#face;
    const submitted = form?.();
    // By the prototype: a control may be called reportValidity.
    if (submitted && !HTMLFormElement.prototype.reportValidity.call(submitted))
      throw canceled('The form is not filled in.');
    const detail = { request: toRequest(values, submitted) };
    if (!fire(this.#face.target, 'start', detail)) throw canceled('A listener prevented solifyn-checkout-start.');
    this.#signal.throwIfAborted();
    return judge(detail.request);
  }

  /** Shows at once where the checkout will be, before there is one. */
  #present(mode: Mode): void {
    const { node, values, label } = this.#face;
    const messages = this.#messages;
    this.#mode = mode;
    if (mode === 'modal')
      this.#surface = showModal({
        theme: themeFor(values, node),
        label: label?.() || messages.label,
        messages,
        lang: localeFor(node),
        opener: node,
        onClose: () => this.end(),
      });
    else if (mode === 'redirect') this.#departure = toRedirect();
    else if (mode === 'new-tab') {
      const departure = (this.#departure = toNewTab(messages.loading));
      const looks = setInterval(
        () => departure.isClosed && this.end(canceled('The buyer closed the tab.')),
        LOOK,
      );
      this.#signal.addEventListener('abort', () => clearInterval(looks));
    }
  }

  #depart(session: CheckoutSession): void {
    fire(this.#face.target, 'open', { session, mode: this.#departure!.mode });
    this.#signal.throwIfAborted();
    this.#leaveFor(session.checkout_url);
  }

  /** Sends the buyer away; where the browser may not let us, a link stays. */
  #leaveFor(href: string): void {
    const departure = this.#departure ?? toRedirect();
    this.#departure = undefined;
    const left = departure.go(href);
    if (left && departure.mode === 'redirect' && !isFramedByOthers()) {
      setTimeout(() => this.end(), LEAVING);
      return;
    }
    this.end();
    if (departure.mode === 'redirect') this.#face.show('idle', '', href);
  }

  /** Resolves when the gateway is ready. */
  #embed(gateway: Gateway, session: CheckoutSession, request: CheckoutRequest): Promise<void> {
    const surface = (this.#surface ??= showInline(this.#face.node!));
    const { target, values, show } = this.#face;
    const successUrl = setting('successUrl', values);
    const success = successUrl && toPage(successUrl, document.baseURI);
    if (successUrl && !success) warn(`success-url="${successUrl}" is not an http(s) address.`);
    surface.link(session.checkout_url);
    return new Promise((resolve, reject) => {
      const undo = new AbortController();
      const giveUp = (reason: unknown) => {
        undo.abort();
        reject(reason);
      };
      const timer = setTimeout(() => context.fail(`no ready() in ${READY} ms`), READY);
      let isReady = false;
      const whileMounted =
        <Args extends unknown[]>(call: (...args: Args) => void) =>
        (...args: Args): void => {
          if (!undo.signal.aborted) call(...args);
        };
      const context: GatewayContext = {
        ...gatewayContext(this.#face),
        ...(request.customerEmail && { customerEmail: request.customerEmail }),
        returnUrl: success ? success.href : location.href,
        signal: undo.signal,
        ready: whileMounted(() => {
          clearTimeout(timer);
          surface.ready();
          show('open');
          if (!isReady) fire(target, 'open', { session, mode: this.#mode! });
          isReady = true;
          resolve();
        }),
        complete: whileMounted((detail: { receiptId?: string }) => {
          context.ready();
          if (this.#completed) return;
          this.#completed = true;
          if (fire(target, 'complete', { session, ...detail }) && success) toRedirect().go(success.href);
        }),
        close: whileMounted(() => this.end()),
        fail: whileMounted((cause: unknown) => {
          const error = new CheckoutError('gateway', `The embedded checkout failed: ${cause instanceof Error ? cause.message : toJson(cause)}`, { cause });
          clearTimeout(timer);
          if (!isReady) giveUp(error);
          else this.#tell(error);
        }),
      };
      this.#signal.addEventListener('abort', () => giveUp(this.#signal.reason));
      (async () => gateway.mount(surface.container, session, context))().catch(context.fail);
    });
  }

  /** Nothing came of it: finds the buyer another way. */
  #handleFailure(cause: unknown): CheckoutError {
    const error =
      cause instanceof CheckoutError
        ? cause
        : new CheckoutError('gateway', `The checkout could not be shown: ${cause}`, { cause });
    const link = this.#face.link?.();
    if (this.#signal.aborted || error.code === 'canceled') {
      this.end(error);
    } else if (this.#answer && this.#mode === 'modal') {
      // The dialog stays, with the way to the hosted page in it.
      this.#tell(error);
    } else if (!this.#answer && link && !BUYERS_TURN.test(error.code)) {
      this.#surface?.close();
      this.#surface = undefined;
      fire(this.#face.target, 'error', { error });
      this.#leaveFor(link);
    } else {
      this.end(error);
      this.#tell(error);
    }
    return error;
  }

  /** Says what is wrong, to the buyer in the page and to listeners. */
  #tell(error: CheckoutError): void {
    const { show, link, target } = this.#face;
    this.#surface?.fail();
    show('error', error.buyerText ?? this.#messages.error, this.#answer?.checkout_url ?? link?.());
    fire(target, 'error', { error });
  }

  #handleEnd(): void {
    const { target, show } = this.#face;
    attempts.delete(target);
    this.#departure?.stop();
    this.#surface?.close();
    show('idle');
    if (this.#surface && this.#answer)
      fire(target, 'close', { session: this.#answer, completed: this.#completed });
  }
}
