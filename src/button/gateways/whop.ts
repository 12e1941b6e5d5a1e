import { delay } from '../delay.ts';
import { preconnect } from '../session/preconnect.ts';
import { isJsonObject } from '../../request-rules.ts';
import type { Gateway } from './gateway.ts';
import { loadScript } from './load-script.ts';
import { WHOP_PAGES, WHOP_SCRIPTS } from './whop-origins.ts';

/** The loader finds `index.js` by its own address, which must end in `loader.js` (`@whop/checkout` 0.5.0). */
const BASE_URL = `${WHOP_SCRIPTS}/static/checkout/`;

/** How often it is checked whether the gateway's script listens. */
const POLL_INTERVAL_MS = 50;

/** The loader requests `index.js` once and never again, so after this many polls we do. */
const POLLS_BEFORE_RELOAD = 40;

/** After 15 s the checkout has given up waiting. */
const MAX_POLLS = 300;

/** What the loader leaves in the page, and the callbacks that its script finds by name. */
type WhopPage = { wco?: { listening?: boolean }; event?: Event | undefined } & Record<string, unknown>;

const page = globalThis as unknown as WhopPage;

let mounts = 0;

/** The embed of the payment gateway, Whop, by its own script. */
export const whop: Gateway = {
  preload({ environment }) {
    preconnect(WHOP_PAGES[environment]);
    // The click tries again and reports a failure.
    waitForScript().catch(() => {});
  },

  async mount(container, { session_id }, { signal, ...context }) {
    await waitForScript();
    if (signal.aborted) return;
    const node = document.createElement('div');
    const callback = `solifynWhop${Date.now()}${mounts++}`;
    Object.assign(node.dataset, {
      whopCheckoutSession: session_id,
      whopCheckoutTheme: context.theme,
      whopCheckoutEnvironment: context.environment,
      whopCheckoutLocale: context.locale,
      whopCheckoutReturnUrl: context.returnUrl,
      whopCheckoutPrefillEmail: context.customerEmail ?? '',
      whopCheckoutStateId: context.state ?? '',
      whopCheckoutOnStateChange: callback,
      whopCheckoutOnComplete: callback,
      whopCheckoutOnPaymentError: callback,
    });
    // Called with a state, with plan, receipt and result, or with a payment's error { message, code }.
    page[callback] = (first: unknown, receiptId?: string, result?: object) => {
      if (!isFromFrame(node)) return;
      if (result) context.complete(receiptId ? { receiptId } : {});
      else if (first === 'ready') context.ready();
      else if (isJsonObject(first)) context.fail(first);
    };
    signal.addEventListener('abort', () => {
      node.remove();
      delete page[callback];
    });
    // The script mounts a node that is inserted with its attributes set, and loses one that is moved.
    container.append(node);
  },

  outcome(params) {
    // The page's own address may have a parameter of that name. The gateway appends its own.
    const status = params.getAll('status').at(-1);
    const state = params.getAll('state_id').at(-1);
    const names = ['status', 'state_id'];
    if (status === 'success') return { status: 'completed', params: names };
    if (status === 'error') return { status: 'failed', params: names, ...(state && { state }) };
    return undefined;
  },
};

/** Resolves when the gateway's script mounts what is inserted, or when it is too late. */
async function waitForScript(): Promise<void> {
  if (!page.wco) await loadScript(BASE_URL + 'loader.js');
  for (let polls = 1; !page.wco?.listening && polls < MAX_POLLS; polls++) {
    if (polls % POLLS_BEFORE_RELOAD === 0) await loadScript(BASE_URL + 'index.js');
    await delay(POLL_INTERVAL_MS);
  }
}

/** The gateway's script checks the window that a message comes from, but not its origin. */
function isFromFrame(node: HTMLElement): boolean {
  const { event } = page;
  if (!(event instanceof MessageEvent)) return true;
  const iframe = node.querySelector('iframe');
  return !!iframe && event.origin === new URL(iframe.src).origin;
}
