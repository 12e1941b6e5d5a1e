import { choice, setting } from './config.ts';
import { CheckoutError, warn } from './errors.ts';
import { fire, type Mode } from './events.ts';
import type { Face } from './face.ts';
import { broken, embed } from './gateways/embed.ts';
import {
  findGateway,
  type Gateway,
  type GatewayContext,
  type GatewayPreloadContext,
} from './gateways/gateway.ts';
import { localeFor, messagesFor } from './messages.ts';
import { isFramedByOthers, toNewTab, toRedirect, type Departure } from './presentation/departure.ts';
import { showInline } from './presentation/inline.ts';
import { showModal } from './presentation/modal.ts';
import type { Surface } from './presentation/surface.ts';
import type { CheckoutRequest, CheckoutSession } from './protocol.ts';
import { judge, toRequest } from './request.ts';
import { themeFor } from './theme.ts';
import { toPage } from './values.ts';
import { prefetch, takeSession, warmUp } from './warm-up.ts';

/** Milliseconds in which a page that was left is gone; a download or a refused navigation leaves it here. */
const LEAVING = 10_000;

/** After these the buyer reads why and is offered the link, rather than sent there. */
const BUYERS_TURN = /^(invalid-request|rejected)$/;

/** One checkout from click to closed. Its controller ends all of it: request, tab, dialog, gateway. */
interface Attempt {
  controller: AbortController;
  /** Resolves when it is open. */
  opened?: Promise<CheckoutSession>;
  mode?: Mode;
  /** The embedded checkout's place in the page. */
  surface?: Surface | undefined;
  /** Paid, or broken after it was open: an inline one stays in view, and makes way for the next click. */
  isOver?: boolean;
}

/** The checkouts under way. */
const attempts = new Map<EventTarget, Attempt>();

/**
 * Runs one checkout. While one is under way, a call for the same target returns its promise, and one for another
 * target rejects as `canceled`; an open inline checkout is in nobody's way.
 *
 * @returns the session, once it is open. Rejects with CheckoutError
 */
export function checkout(face: Face): Promise<CheckoutSession> {
  for (const [target, { surface, mode, opened, isOver }] of attempts) {
    const isOwn = target === face.target;
    // A framework wiped its place from the page behind our back, or the link that was clicked.
    const place = surface?.container ?? (isOwn ? document : (target as Node));
    if (!place.isConnected || (isOwn && isOver && mode === 'inline')) endCheckout(target);
    else if (isOwn && opened) return opened;
    else if (mode !== 'inline' || !surface) return Promise.reject(canceled());
  }
  const attempt: Attempt = { controller: new AbortController() };
  attempts.set(face.target, attempt);
  attempt.opened = run(face, attempt);
  // Not only for who comes back: a waiting tab would wait for ever. And only now: the request has left.
  addEventListener('pagehide', () => endCheckout(face.target), { signal: attempt.controller.signal });
  return attempt.opened;
}

/** Ends the checkout of that target, or of all. */
export function endCheckout(target?: EventTarget): void {
  for (const [started, { controller }] of attempts)
    if (!target || started === target) controller.abort(canceled());
}

/** The faces and gateways that have warmed up. */
const prepared = new WeakSet<Face | Gateway>();

/** Warms up what the face's checkout will need, when the buyer shows intent; nothing over the network for who saves data. */
export function prepare(face: Face): void {
  const { values } = face;
  const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  const isFirst = !prepared.has(face);
  prepared.add(face);
  try {
    if (!savesData) {
      const [, gateway] = planFor(face);
      warmUp(values);
      if (gateway && !prepared.has(gateway)) {
        prepared.add(gateway);
        gateway.preload?.(contextFor(face));
      }
    }
    const isAhead = !savesData && choice('prefetch', values) === 'intent';
    if (!isFirst && !isAhead) return;
    const form = face.form?.();
    // By the prototype: a control may be called matches.
    if (form && !HTMLFormElement.prototype.matches.call(form, ':valid')) return;
    // Also where nobody wants it yet: a page's first request compiles the code and looks into the storage, some
    // milliseconds which the click need not wait for.
    const request = toRequest(values, form);
    if (isAhead) prefetch(request, values);
  } catch {
    // The click will say so.
  }
}

/** What a gateway is told before there is a session. */
function contextFor({ node, values }: Face): GatewayPreloadContext {
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
function planFor({ node, values }: Face): [mode: Mode, gateway?: Gateway] {
  const mode = isFramedByOthers() ? 'new-tab' : choice('mode', values);
  if (mode === 'redirect' || mode === 'new-tab') return [mode];
  const name = setting('gateway', values) ?? 'whop';
  const gateway = findGateway(name);
  if (!gateway)
    throw new CheckoutError('not-configured', `gateway="${name}" is not known: call registerGateway first.`);
  return [node?.getRootNode() === document ? mode : 'modal', gateway];
}

function canceled(): CheckoutError {
  return new CheckoutError(
    'canceled',
    'Closed, prevented by a listener or the form, or another checkout is under way.',
  );
}

/** What to ask for, as the form allows it and the listeners of `start` leave it. */
function requestOf({ target, values, form }: Face): CheckoutRequest {
  const submitted = form?.();
  // By the prototype: a control may be called reportValidity.
  if (submitted && !submitted.noValidate && !HTMLFormElement.prototype.reportValidity.call(submitted))
    throw canceled();
  const detail = { request: toRequest(values, submitted) };
  if (!fire(target, 'start', detail)) throw canceled();
  return judge(detail.request);
}

/** The order of the steps. All up to the first `await` happens within the click. */
async function run(face: Face, attempt: Attempt): Promise<CheckoutSession> {
  const { target, node, values, show } = face;
  const { controller } = attempt;
  const { signal } = controller;
  let departure: Departure | undefined;
  let session: CheckoutSession | undefined;
  let gateway: Gateway | undefined;
  let completed = false;
  // Firefox ends a request as soon as the buyer follows another link. Until there is an answer, and no longer: a page
  // that listens may not be kept for the way back.
  const asking = new AbortController();

  const end = (reason: unknown = canceled()) => controller.abort(reason);
  const ended = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => {
      attempts.delete(target);
      departure?.stop();
      attempt.surface?.close();
      show('idle');
      if (session && gateway) fire(target, 'close', { session, completed });
      reject(signal.reason);
    }),
  );
  // Nobody waits for it before the first step or after the last.
  ended.catch(() => {});
  face.signal?.addEventListener('abort', () => end(), { signal });
  if (face.signal?.aborted) end();

  /** Sends the buyer away; where the browser may not let us, a link stays. */
  const leaveFor = (href: string) => {
    // There is no tab yet where it failed before it asked.
    const way = departure ?? (attempt.mode === 'new-tab' ? toNewTab(messagesFor(node), end) : toRedirect());
    departure = undefined;
    const left = way.go(href);
    if (left && way.mode === 'redirect' && !isFramedByOthers()) setTimeout(end, LEAVING);
    else {
      end();
      if (way.mode === 'redirect') show('idle', '', href);
    }
  };

  /** Says what is wrong, to listeners and to the seller. */
  const report = (error: CheckoutError) => {
    fire(target, 'error', { error });
    console.error?.(error);
  };

  /** Says it to the buyer as well. */
  const tell = (error: CheckoutError) => {
    attempt.surface?.fail?.();
    attempt.isOver = true;
    show('error', error.buyerText || messagesFor(node).error, session?.checkout_url ?? face.link?.());
    report(error);
  };

  /** Resolves when the gateway is ready. */
  const showBy = (
    gateway: Gateway,
    told: GatewayPreloadContext,
    session: CheckoutSession,
    { customerEmail }: CheckoutRequest,
  ) => {
    const surface = (attempt.surface ??= showInline(node!));
    const successUrl = setting('successUrl', values);
    const success = successUrl && toPage(successUrl, document.baseURI);
    if (successUrl && !success) warn(`success-url="${successUrl}" is not an http(s) address.`);
    const showOpen = () => {
      surface.ready?.();
      show('open');
    };
    const context: GatewayContext = {
      ...told,
      ...(customerEmail && { customerEmail }),
      returnUrl: success ? success.href : location.href,
      signal,
      ready() {
        showOpen();
        fire(target, 'open', { session, mode: attempt.mode! });
      },
      complete(detail) {
        // Paid after all: what a failed try has left in view goes.
        showOpen();
        const isFirst = !completed;
        completed = attempt.isOver = true;
        if (isFirst && fire(target, 'complete', { session, ...detail }) && success)
          toRedirect().go(success.href);
      },
      close: () => end(),
      fail: (cause) => tell(broken(cause)),
    };
    // The iframe goes first.
    setTimeout(() => surface.link?.(session.checkout_url));
    return embed(gateway, surface.container, session, context, messagesFor(node).label);
  };

  try {
    signal.throwIfAborted();
    const request = requestOf(face);
    signal.throwIfAborted();
    [attempt.mode, gateway] = planFor(face);
    const { mode } = attempt;
    const answer = takeSession(request, values, signal);
    const messages = messagesFor(node);
    addEventListener('beforeunload', () => asking.abort(), { signal: asking.signal });
    if (mode === 'modal')
      attempt.surface = showModal({
        theme: themeFor(values, node),
        label: node?.ariaLabel || node?.textContent.trim() || messages.label,
        messages,
        opener: node,
        onClose: end,
      });
    else if (mode === 'new-tab') departure = toNewTab(messages, end);
    show('loading', messages.loading);
    // While the answer is on its way.
    const told = gateway && contextFor(face);
    session = await Promise.race([answer.finally(() => departure?.look?.()), ended]);
    asking.abort();
    fire(target, 'session', { session });
    signal.throwIfAborted();
    if (gateway) await Promise.race([showBy(gateway, told!, session, request), ended]);
    else {
      fire(target, 'open', { session, mode: departure?.mode ?? 'redirect' });
      signal.throwIfAborted();
      leaveFor(session.checkout_url);
    }
    return session;
  } catch (cause) {
    const error = cause instanceof CheckoutError ? cause : broken(cause);
    const link = face.link?.();
    const isGoing = asking.signal.aborted;
    asking.abort();
    if (error.code === 'canceled') end(error);
    else if (session && attempt.mode === 'modal')
      tell(error); // the dialog stays, with a way on in it
    else if (!isGoing && link && !BUYERS_TURN.test(error.code)) {
      attempt.surface?.close();
      attempt.surface = undefined;
      report(error);
      leaveFor(link);
    } else {
      end(error);
      tell(error);
    }
    throw error;
  }
}
