import type { Frame, Locator, Page } from '@playwright/test';
import { test as base } from './fixtures.ts';
import type { Page as SitePage } from './site.ts';

export { expect } from '@playwright/test';

/** A `solifyn-checkout-…` event as it reached the window, with what of its detail can be written down. */
export interface RecordedEvent {
  /** Without `solifyn-checkout-`. */
  event: 'start' | 'session' | 'open' | 'complete' | 'close' | 'error';
  mode?: string;
  receiptId?: string;
  completed?: boolean;
  /** The error's. */
  code?: string;
  message?: string;
}

/** For the head of a shop's page. */
export const SCRIPT = '<script src="/dist/solifyn-buy-button.umd.js"></script>';

/** What a checkout page posts to the page around it. */
export const READY_MESSAGE = `parent.postMessage({ type: 'solifyn:ready' }, '*')`;

/** A checkout page that speaks the `frame` gateway's messages. */
export const CHECKOUT = `<title>Checkout</title>
<main aria-label="Checkout">
  <h1>Checkout</h1>
  <button onclick="parent.postMessage({ type: 'solifyn:complete', receiptId: 'rcpt_1' }, '*')">Pay</button>
  <button onclick="parent.postMessage({ type: 'solifyn:close' }, '*')">Back to the shop</button>
</main>
<script>if (parent !== window) ${READY_MESSAGE};</script>`;

/** A shop's till: a session endpoint, and the checkout page that its sessions lead to, which a frame may show. */
export interface Till {
  /** The endpoint's address. */
  endpoint: string;
  /** Address of the checkout page, at an origin of its own. At first it is {@link CHECKOUT}. */
  checkoutUrl: string;
  /** Another checkout page from now on. */
  show(page: SitePage): void;
}

interface EmbeddedFixtures {
  /** The events of `page` so far, oldest first, over all pages that it shows. */
  events: readonly RecordedEvent[];
  till: Till;
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

  async till({ site, endpoint }, use) {
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

/** The page in the frame gateway's iframe, as soon as it is there. */
export async function frameOf(page: Page, address: string): Promise<Frame> {
  for (;;) {
    const frame = page
      .frames()
      .find((candidate) => candidate.url() === address && candidate !== page.mainFrame());
    if (frame) return frame;
    await page.waitForEvent('framenavigated');
  }
}

/** What has the focus, through open shadow roots: the accessible name or text, else the tag's name. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const name = element?.getAttribute('aria-label') ?? element?.getAttribute('title');
    return name ?? (element?.matches('a, button') ? element.textContent.trim() : element?.localName) ?? '';
  });
