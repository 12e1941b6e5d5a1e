import { preconnect } from '../session/preconnect.ts';
import { isJsonObject } from '../../request-rules.ts';
import type { Gateway } from './gateway.ts';
import { loadScript } from './load-script.ts';

/** The loader finds `index.js` by its own address, which must end in `loader.js` (`@whop/checkout` 0.5.0). */
const BASE = 'https://js.whop.com/static/checkout/';

/** Milliseconds between two looks at whether the gateway's script listens. */
const LOOK = 50;

/** What the loader leaves in the page, and the callbacks that its script finds by name. */
type WhopPage = { wco?: { listening?: boolean }; event?: Event | undefined } & Record<string, unknown>;

const page = globalThis as unknown as WhopPage;

/** Resolves when the gateway's script mounts what is inserted, or after 15 s, when nobody waits any more. */
async function listening(): Promise<void> {
  if (!page.wco) await loadScript(BASE + 'loader.js');
  for (let looks = 1; !page.wco?.listening && looks < 300; looks++) {
    // The loader asks for index.js once and never again, so where that failed we do.
    if (looks % 40 === 0) await loadScript(BASE + 'index.js');
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

let mounts = 0;

/** The embed of the payment gateway, Whop, by its own script. */
export const whop: Gateway = {
  preload({ environment }) {
    preconnect(`https://${environment === 'sandbox' ? 'sandbox.' : ''}whop.com`);
    // A failure shows itself again at the click, where somebody hears of it.
    listening().catch(() => {});
  },

  async mount(container, { session_id }, { signal, ...context }) {
    await listening();
    if (signal.aborted) return;
    const node = document.createElement('div');
    const callback = 'solifynWhop' + Date.now() + mounts++;
    Object.assign(node.dataset, {
      whopCheckoutSession: session_id,
      whopCheckoutTheme: context.theme,
      whopCheckoutEnvironment: context.environment,
      whopCheckoutLocale: context.locale,
      whopCheckoutReturnUrl: context.returnUrl,
      whopCheckoutPrefillEmail: context.customerEmail ?? '',
      whopCheckoutOnStateChange: callback,
      whopCheckoutOnComplete: callback,
      whopCheckoutOnPaymentError: callback,
    });
    // Called with a state, with plan, receipt and all of it, or with a payment's { message, code }.
    page[callback] = (said: unknown, receiptId: string, isComplete?: object) => {
      // The gateway's script looks at the window of a message but not at its origin.
      const { event } = page;
      const { src } = node.firstElementChild as HTMLIFrameElement;
      if (event instanceof MessageEvent && event.origin !== new URL(src).origin) return;
      if (isComplete) context.complete(receiptId ? { receiptId } : {});
      else if (said === 'ready') context.ready();
      else if (isJsonObject(said)) context.fail(said);
    };
    signal.addEventListener('abort', () => {
      node.remove();
      delete page[callback];
    });
    // The script mounts what is inserted with its attributes set, and loses what is moved.
    container.append(node);
  },
};
