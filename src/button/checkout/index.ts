import { choice, setting } from '../config/configure.ts';
import { CheckoutError, warn } from '../errors.ts';
import { fire, type Mode } from '../events.ts';
import type { CheckoutHost } from '../checkout-host.ts';
import { gatewayError, embed } from '../gateways/embed.ts';
import {
  findGateway,
  type Gateway,
  type GatewayContext,
  type GatewayPreloadContext,
} from '../gateways/gateway.ts';
import { localeFor, messagesFor } from '../messages/index.ts';
import { isFramedByOthers, openTab, createRedirect, type Navigation } from '../presentations/departure.ts';
import { showInline } from '../presentations/inline.ts';
import { openDialog } from '../presentations/dialog.ts';
import type { Surface } from '../presentations/surface.ts';
import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import { validate, createRequest } from '../request/request.ts';
import { themeFor } from '../config/theme.ts';
import { parseHttpUrl } from '../values.ts';
import { prefetch, consumePrefetch, preconnectEndpoint } from '../session/prefetch.ts';

/** Milliseconds in which a page that was left is gone; a download or a refused navigation leaves it here. */
const NAVIGATION_TIMEOUT_MS = 10_000;

/** After these the buyer reads why and is offered the link, rather than sent there. */
const FIXABLE_BY_BUYER = /^(invalid-request|rejected)$/;

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
export function checkout(face: CheckoutHost): Promise<CheckoutSession> {
  for (const [target, { surface, mode, opened, isOver }] of attempts) {
    const isOwn = target === face.target;
    // A framework wiped its place from the page behind our back, or the link that was clicked.
    const place = surface?.container ?? (isOwn ? document : (target as Node));
    if (!place.isConnected || (isOwn && isOver && mode === 'inline')) cancelCheckout(target);
    else if (isOwn && opened) return opened;
    else if (mode !== 'inline' || !surface) return Promise.reject(canceled());
  }
  const attempt: Attempt = { controller: new AbortController() };
  attempts.set(face.target, attempt);
  attempt.opened = run(face, attempt);
  // Not only for who comes back: a waiting tab would wait for ever. And only now: the request has left.
  addEventListener('pagehide', () => cancelCheckout(face.target), { signal: attempt.controller.signal });
  return attempt.opened;
}

/** Ends the checkout of that target, or of all. */
export function cancelCheckout(target?: EventTarget): void {
  for (const [started, { controller }] of attempts)
    if (!target || started === target) controller.abort(canceled());
}

/** The faces and gateways that have warmed up. */
const prepared = new WeakSet<CheckoutHost | Gateway>();

/** Warms up what the face's checkout will need, when the buyer shows intent; nothing over the network for who saves data. */
export function handleIntent(face: CheckoutHost): void {
  const { readOption } = face;
  const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  const isFirst = !prepared.has(face);
  prepared.add(face);
  try {
    if (!savesData) {
      const [, gateway] = presentationFor(face);
      preconnectEndpoint(readOption);
      if (gateway && !prepared.has(gateway)) {
        prepared.add(gateway);
        gateway.preload?.(contextFor(face));
      }
    }
    const isAhead = !savesData && choice('prefetch', readOption) === 'intent';
    if (!isFirst && !isAhead) return;
    const form = face.form?.();
    // By the prototype: a control may be called matches.
    if (form && !HTMLFormElement.prototype.matches.call(form, ':valid')) return;
    // Also where nobody wants it yet: a page's first request compiles the code and looks into the storage, some
    // milliseconds which the click need not wait for.
    const request = createRequest(readOption, form);
    if (isAhead) prefetch(request, readOption);
  } catch {
    // The click will say so.
  }
}

/** What a gateway is told before there is a session. */
function contextFor({ node, readOption }: CheckoutHost): GatewayPreloadContext {
  return {
    theme: themeFor(readOption, node),
    locale: localeFor(node),
    environment: choice('gatewayEnvironment', readOption),
  };
}

/**
 * How and by which gateway the face's checkout is shown: in a frame of another origin always in a tab, and inline
 * only where a gateway's script could see it.
 *
 * @throws CheckoutError `not-configured` where nobody registered the gateway
 */
function presentationFor({ node, readOption }: CheckoutHost): [mode: Mode, gateway?: Gateway] {
  const mode = isFramedByOthers() ? 'new-tab' : choice('mode', readOption);
  if (mode === 'redirect' || mode === 'new-tab') return [mode];
  const name = setting('gateway', readOption) ?? 'whop';
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
function requestOf({ target, readOption, form }: CheckoutHost): CheckoutRequest {
  const submitted = form?.();
  // By the prototype: a control may be called reportValidity.
  if (submitted && !submitted.noValidate && !HTMLFormElement.prototype.reportValidity.call(submitted))
    throw canceled();
  const detail = { request: createRequest(readOption, submitted) };
  if (!fire(target, 'start', detail)) throw canceled();
  return validate(detail.request);
}

/** The order of the steps. All up to the first `await` happens within the click. */
async function run(face: CheckoutHost, attempt: Attempt): Promise<CheckoutSession> {
  const { target, node, readOption, setStatus } = face;
  const { controller } = attempt;
  const { signal } = controller;
  let departure: Navigation | undefined;
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
      departure?.cancel();
      attempt.surface?.close();
      setStatus('idle');
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
    const way =
      departure ?? (attempt.mode === 'new-tab' ? openTab(messagesFor(node), end) : createRedirect());
    departure = undefined;
    const left = way.navigate(href);
    if (left && way.mode === 'redirect' && !isFramedByOthers()) setTimeout(end, NAVIGATION_TIMEOUT_MS);
    else {
      end();
      if (way.mode === 'redirect') setStatus('idle', '', href);
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
    setStatus('error', error.buyerText || messagesFor(node).error, session?.checkout_url ?? face.link?.());
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
    const successUrl = setting('successUrl', readOption);
    const success = successUrl && parseHttpUrl(successUrl, document.baseURI);
    if (successUrl && !success) warn(`success-url="${successUrl}" is not an http(s) address.`);
    const showOpen = () => {
      surface.ready?.();
      setStatus('open');
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
          createRedirect().navigate(success.href);
      },
      close: () => end(),
      fail: (cause) => tell(gatewayError(cause)),
    };
    // The iframe goes first.
    setTimeout(() => surface.link?.(session.checkout_url));
    return embed(gateway, surface.container, session, context, messagesFor(node).label);
  };

  try {
    signal.throwIfAborted();
    const request = requestOf(face);
    signal.throwIfAborted();
    [attempt.mode, gateway] = presentationFor(face);
    const { mode } = attempt;
    const answer = consumePrefetch(request, readOption, signal);
    const messages = messagesFor(node);
    addEventListener('beforeunload', () => asking.abort(), { signal: asking.signal });
    if (mode === 'modal')
      attempt.surface = openDialog({
        theme: themeFor(readOption, node),
        label: node?.ariaLabel || node?.textContent.trim() || messages.label,
        messages,
        opener: node,
        onClose: end,
      });
    else if (mode === 'new-tab') departure = openTab(messages, end);
    setStatus('loading', messages.loading);
    // While the answer is on its way.
    const told = gateway && contextFor(face);
    session = await Promise.race([answer.finally(() => departure?.poll?.()), ended]);
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
    const error = cause instanceof CheckoutError ? cause : gatewayError(cause);
    const link = face.link?.();
    const isGoing = asking.signal.aborted;
    asking.abort();
    if (error.code === 'canceled') end(error);
    else if (session && attempt.mode === 'modal')
      tell(error); // the dialog stays, with a way on in it
    else if (!isGoing && link && !FIXABLE_BY_BUYER.test(error.code)) {
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
