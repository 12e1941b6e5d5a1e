import { CheckoutError, describe } from '../errors.ts';
import type { Gateway, GatewayContext } from './gateway.ts';
import type { CheckoutSession } from '../../protocol.ts';

/** Milliseconds from `mount` in which a gateway says `ready`. */
const READY_TIMEOUT_MS = 15_000;

/** The CheckoutError `gateway` for whatever a gateway has thrown or said. */
export function gatewayError(cause: unknown): CheckoutError {
  return new CheckoutError('gateway', 'The checkout could not be shown: ' + describe(cause), { cause });
}

/**
 * Has a gateway show the session, and stands between it and the checkout: once the signal has aborted nothing is heard
 * of it, what happens before it is ready happens once, and a gateway that stays silent has failed.
 *
 * @param context what the gateway is told, and who hears what it tells
 * @param title names an iframe that has no title
 * @returns resolves when the buyer can pay. Rejects with CheckoutError `gateway`, the container empty again
 */
export function embed(
  gateway: Gateway,
  container: HTMLElement,
  session: CheckoutSession,
  context: GatewayContext,
  title: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const undo = new AbortController();
    const { signal } = undo;
    let isReady = false;
    const open = () => {
      if (isReady) return;
      isReady = true;
      clearTimeout(timer);
      context.ready();
      resolve();
    };
    const whileMounted =
      <Args extends unknown[]>(call: (...args: Args) => void) =>
      (...args: Args) => {
        if (!signal.aborted) call(...args);
      };
    const own: GatewayContext = {
      ...context,
      signal,
      // A gateway that recovers from a failed payment says so again; what went wrong stays in view.
      ready: whileMounted(() => {
        const frames = [...container.querySelectorAll('iframe')];
        const isSeen = frames.some((frame) => frame.getClientRects()[0]);
        // A blocker may let a frame run, and hide it. One without size beside other things is a helper, and where the
        // page hides all of it the buyer looks at something else.
        if (frames[0] && !isSeen && container.offsetWidth && !container.offsetHeight)
          own.fail('its frame is hidden');
        else open();
      }),
      complete: whileMounted((detail) => {
        open();
        context.complete(detail);
      }),
      close: whileMounted(context.close),
      fail: whileMounted((cause) => {
        if (isReady) context.fail(cause);
        else {
          undo.abort();
          container.replaceChildren();
          reject(gatewayError(cause));
        }
      }),
    };
    const timer = setTimeout(own.fail, READY_TIMEOUT_MS, `no ready() in ${READY_TIMEOUT_MS} ms`);
    context.signal.addEventListener('abort', () => undo.abort());
    (async () => {
      await gateway.mount(container, session, own);
      for (const iframe of container.querySelectorAll('iframe')) iframe.title ||= title;
    })().catch(own.fail);
  });
}
