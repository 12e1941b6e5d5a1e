import type { Frame, Locator, Page } from '@playwright/test';
import { test as base } from './fixtures.ts';
import type { Page as SitePage } from './site.ts';

export { expect } from '@playwright/test';

/** A `solifyn-checkout-…` event at the window, with the serializable part of its detail. */
export interface RecordedEvent {
  /** The event's name without `solifyn-checkout-`. */
  event: 'start' | 'session' | 'open' | 'complete' | 'close' | 'error';
  mode?: string;
  receiptId?: string;
  completed?: boolean;
  /** The code of the error. */
  code?: string;
  message?: string;
}

/** The script tag for the head of a page. */
export const SCRIPT = '<script src="/dist/solifyn-buy-button.umd.js"></script>';

/** The message of a checkout page that is ready, to the page around it. */
export const READY_MESSAGE = `parent.postMessage({ type: 'solifyn:ready' }, '*')`;

/** A checkout page that posts the messages of the `frame` gateway. */
export const CHECKOUT = `<title>Checkout</title>
<main aria-label="Checkout">
  <h1>Checkout</h1>
  <button onclick="parent.postMessage({ type: 'solifyn:complete', receiptId: 'rcpt_1' }, '*')">Pay</button>
  <button onclick="parent.postMessage({ type: 'solifyn:close' }, '*')">Back to the shop</button>
</main>
<script>if (parent !== window) ${READY_MESSAGE};</script>`;

/** A session endpoint, and the checkout page of its sessions, which a frame may show. */
export interface HostedCheckout {
  /** The endpoint's address. */
  endpoint: string;
  /** The address of the checkout page, which has its own origin. Its default content is {@link CHECKOUT}. */
  checkoutUrl: string;
  /** Replaces the content of the checkout page. */
  show(page: SitePage): void;
}

interface EmbeddedFixtures {
  /** The events of `page` so far, oldest first, over all pages that it shows. */
  events: readonly RecordedEvent[];
  hostedCheckout: HostedCheckout;
}

/** `test` that records events and has a checkout page for the `frame` gateway. */
export const test = base.extend<EmbeddedFixtures>({
  events: [
    async ({ page }, use) => {
      const events: RecordedEvent[] = [];
      await page.exposeFunction('recordEvent', (event: RecordedEvent) => void events.push(event));
      await page.addInitScript(() => {
        const names = ['start', 'session', 'open', 'complete', 'close', 'error'];
        for (const name of names)
          addEventListener(`solifyn-checkout-${name}`, (event) => {
            const { mode, receiptId, completed, error } = (event as CustomEvent<Record<string, unknown>>)
              .detail;
            const { code, message } = (error ?? {}) as { code?: string; message?: string };
            const record = Reflect.get(window, 'recordEvent') as (event: object) => void;
            record(JSON.parse(JSON.stringify({ event: name, mode, receiptId, completed, code, message })));
          });
      });
      await use(events);
    },
    { auto: true },
  ],

  async hostedCheckout({ site, endpoint }, use) {
    const pages: Record<string, SitePage> = { '/pay': CHECKOUT };
    const checkoutUrl = `${await site(pages)}/pay`;
    endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: checkoutUrl } }));
    await use({ endpoint: endpoint.url, checkoutUrl, show: (page) => void (pages['/pay'] = page) });
  },
});

/** The names of events, for comparing their order. */
export const names = (events: readonly RecordedEvent[]): string[] => events.map(({ event }) => event);

/** The one open dialog. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog');

/** Resolves with the page in the frame gateway's iframe. */
export async function frameOf(page: Page, address: string): Promise<Frame> {
  for (;;) {
    const frame = page
      .frames()
      .find((candidate) => candidate.url() === address && candidate !== page.mainFrame());
    if (frame) return frame;
    await page.waitForEvent('framenavigated');
  }
}

/** The focused element, also in open shadow roots: its accessible name or text, else its tag. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const name = element?.getAttribute('aria-label') ?? element?.getAttribute('title');
    return name ?? (element?.matches('a, button') ? element.textContent.trim() : element?.localName) ?? '';
  });
