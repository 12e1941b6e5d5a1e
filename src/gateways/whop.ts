import type { Gateway } from './gateway.ts';
import { loadScript } from './script.ts';

/** The loader finds `index.js` by its own address, which must end in `loader.js` (`@whop/checkout` 0.5.0). */
const BASE = 'https://js.whop.com/static/checkout/';

/** Milliseconds between two looks at whether the gateway's script listens. */
const LOOK = 50;

/** What the loader leaves in the page, and the callbacks that its script finds by name. */
type WhopPage = { wco?: { listening?: boolean }; event?: Event | undefined } & Record<string, unknown>;

const page = globalThis as unknown as WhopPage;

/** Resolves when the gateway's script mounts what is inserted; rejects after 15 s or so. */
async function listening(): Promise<void> {
  if (!page.wco) await loadScript(BASE + 'loader.js');
  for (let looks = 1; !page.wco?.listening; looks++) {
    // The loader asks for index.js once and never again, so where that failed we do.
    if (looks % 40 === 0) await loadScript(BASE + 'index.js');
    if (looks > 300) throw new Error('the gateway’s script does not start');
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

let mounts = 0;

/** The embed of the payment gateway, Whop, by its own script. */
export const whop: Gateway = {
  preload() {
    // A failure shows itself again at the click, where somebody hears of it.
    listening().catch(() => {});
  },

  async mount(container, { session_id }, { signal, ...context }) {
    await listening();
    if (signal.aborted) return;
    const node = document.createElement('div');
    const name = 'solifynWhop' + Date.now() + mounts++;
    const callbacks: Record<string, (...detail: never[]) => void> = {
      'on-state-change': (state: string) => state === 'ready' && context.ready(),
      'on-complete': (plan: unknown, receiptId?: string) => context.complete(receiptId ? { receiptId } : {}),
      'on-payment-error': context.fail,
    };
    const attributes: Record<string, string | undefined> = {
      session: session_id,
      theme: context.theme,
      environment: context.environment,
      locale: context.locale,
      'prefill-email': context.customerEmail,
      'return-url': context.returnUrl,
    };
    for (const [event, callback] of Object.entries(callbacks)) {
      attributes[event] = name + event;
      page[name + event] = (...detail: never[]) => {
        // The gateway's script looks at the window of a message but not at its origin.
        const { event } = page;
        const { src } = node.firstElementChild as HTMLIFrameElement;
        if (!(event instanceof MessageEvent) || event.origin === new URL(src).origin) callback(...detail);
      };
    }
    for (const [attribute, value] of Object.entries(attributes))
      if (value) node.setAttribute('data-whop-checkout-' + attribute, value);
    signal.addEventListener('abort', () => {
      node.remove();
      for (const event of Object.keys(callbacks)) delete page[name + event];
    });
    // The script mounts what is inserted with its attributes set, and loses what is moved.
    container.append(node);
  },
};
