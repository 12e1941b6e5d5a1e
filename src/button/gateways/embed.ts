import type { CheckoutSession } from '../../protocol.ts';
import { CheckoutError, describe } from '../errors.ts';
import type { Gateway, GatewayContext } from './gateway.ts';

/** How long after `mount` a gateway may take to call `ready`. */
const READY_TIMEOUT_MS = 15_000;

/** How long a gateway may take to replace its frame. */
const REPLACEMENT_TIMEOUT_MS = 1_000;

/** The CheckoutError `gateway` for whatever a gateway threw or reported. */
export function gatewayError(cause: unknown): CheckoutError {
  return new CheckoutError('gateway', 'The checkout could not be shown: ' + describe(cause), { cause });
}

export interface EmbedOptions {
  gateway: Gateway;
  container: HTMLElement;
  session: CheckoutSession;
  /** What the gateway receives. None of its callbacks is called after its `signal` has aborted. */
  context: GatewayContext;
  /** Names an iframe that has no title. */
  title: string;
}

/**
 * Mounts the session with a gateway and guards against its mistakes: after the signal has aborted its calls are
 * ignored, `ready` counts once, and a gateway that does not call `ready` in time or loses its frame has failed.
 *
 * @returns a promise that resolves when the buyer can pay. Rejects with CheckoutError `gateway`, and the container is
 *   empty again
 */
export function embed(options: EmbedOptions): Promise<void> {
  return new Promise((resolve, reject) => void new Embed(options, resolve, reject).mount());
}

class Embed {
  readonly #options: EmbedOptions;
  readonly #resolve: () => void;
  readonly #reject: (error: CheckoutError) => void;

  /** Aborts when the checkout closes, or when mounting has failed. */
  readonly #controller = new AbortController();
  readonly #readyTimer: ReturnType<typeof setTimeout>;

  /** Before `complete` a gateway without its frame is broken. */
  readonly #removals = new MutationObserver(() => this.#handleRemoval());
  #isReady = false;

  constructor(options: EmbedOptions, resolve: () => void, reject: (error: CheckoutError) => void) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#readyTimer = setTimeout(
      () => this.#handleFail(`no ready() in ${READY_TIMEOUT_MS} ms`),
      READY_TIMEOUT_MS,
    );
    options.context.signal.addEventListener('abort', () => this.#controller.abort());
    this.#signal.addEventListener('abort', () => this.#removals.disconnect());
  }

  async mount(): Promise<void> {
    const { gateway, container, session, context, title } = this.#options;
    try {
      await gateway.mount(container, session, {
        ...context,
        signal: this.#signal,
        ready: () => this.#handleReady(),
        complete: (detail) => this.#handleComplete(detail),
        close: () => this.#handleClose(),
        fail: (cause) => this.#handleFail(cause),
      });
      for (const iframe of container.querySelectorAll('iframe')) iframe.title ||= title;
    } catch (cause) {
      this.#handleFail(cause);
    }
  }

  #handleReady(): void {
    if (this.#signal.aborted) return;
    if (this.#isHidden()) this.#handleFail('its frame is hidden');
    else this.#open();
  }

  #handleComplete(detail: { receiptId?: string }): void {
    if (this.#signal.aborted) return;
    this.#open();
    // A gateway may replace its frame by a receipt.
    this.#removals.disconnect();
    this.#options.context.complete(detail);
  }

  #handleClose(): void {
    if (!this.#signal.aborted) this.#options.context.close();
  }

  #handleFail(cause: unknown): void {
    if (this.#signal.aborted) return;
    if (this.#isReady) {
      this.#options.context.fail(cause);
      return;
    }
    this.#controller.abort();
    this.#options.container.replaceChildren();
    this.#reject(gatewayError(cause));
  }

  /** Something was removed: after a moment without a new frame the gateway counts as gone. */
  #handleRemoval(): void {
    if (!this.#isGone()) return;
    setTimeout(() => {
      if (this.#signal.aborted || !this.#isGone()) return;
      this.#removals.disconnect();
      this.#handleFail('its frame was removed');
    }, REPLACEMENT_TIMEOUT_MS);
  }

  /** A gateway that recovers from a failed payment calls `ready` again. */
  #open(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    clearTimeout(this.#readyTimer);
    const { container, context } = this.#options;
    if (!this.#isGone()) this.#removals.observe(container, { childList: true, subtree: true });
    context.ready();
    this.#resolve();
  }

  /**
   * A content blocker may let a frame run and hide it. A frame without size beside other content is a helper. If the
   * page hides the whole container, the buyer is in another part of the page.
   */
  #isHidden(): boolean {
    const { container } = this.#options;
    const frames = [...container.querySelectorAll('iframe')];
    const hasVisibleFrame = frames.some((frame) => frame.getClientRects().length > 0);
    return frames.length > 0 && !hasVisibleFrame && container.offsetWidth > 0 && container.offsetHeight === 0;
  }

  #isGone(): boolean {
    return !this.#options.container.querySelector('iframe');
  }

  get #signal(): AbortSignal {
    return this.#controller.signal;
  }
}
