import type { Page } from '@playwright/test';
import { dialogOf, expect, frameOf, test as base } from './embedded.ts';
import type { HostedCheckout } from './embedded.ts';
import type { EndpointStub } from './endpoint.ts';
import { buyButton, shop } from './shop.ts';

export { dialogOf, expect, focused } from './embedded.ts';

/** Options of the page that shows a state. */
export interface Setting {
  /** Attributes of the root element. Default `lang="en"`. */
  root?: string;
  /** Rules for the page's style sheet. */
  css?: string;
}

/** A seller's page, and methods to control it. */
export interface Stage {
  page: Page;
  endpoint: EndpointStub;
  hostedCheckout: HostedCheckout;
  /** Opens a page with that content in its main part. @param query - of the address */
  open(content: string, query?: string): Promise<void>;
  /** Sets the options of the next pages. */
  set(setting: Setting): void;
}

/**
 * A gateway that shows the checkout page in a frame. A test calls the methods of its context, `checkoutContext`.
 */
const STEERED = `<script>
  SolifynCheckout.registerGateway('steered', {
    mount(container, { checkout_url }, context) {
      const iframe = document.createElement('iframe');
      iframe.src = checkout_url;
      iframe.style.cssText = 'display: block; width: 100%; height: 640px; border: 0';
      container.append(iframe);
      globalThis.checkoutContext = context;
    },
  });
</script>`;

/** A fallback link. */
export const LINK = '<a href="https://solifyn.com/checkout/prod_z2o92kEl6cYYX">Buy now</a>';

/** The response for an address that ends in `?sold-out`. */
const SOLD_OUT = { status: 409, json: { error: { code: 'rejected', message: 'This product is sold out.' } } };

/** `test` with a stage, whose endpoint leads to the hosted checkout and rejects at `?sold-out`. */
export const test = base.extend<{ stage: Stage }>({
  async stage({ page, site, endpoint, hostedCheckout }, use) {
    let { root = 'lang="en"', css = '' }: Setting = {};
    const session = { json: { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl } };
    const pages: Record<string, string> = {};
    const origin = await site(pages);
    await use({
      page,
      endpoint,
      hostedCheckout,
      set: (setting) => void ({ root = 'lang="en"', css = '' } = setting),
      async open(content, query = '') {
        endpoint.respond(({ url }) => (url.endsWith('?sold-out') ? SOLD_OUT : session));
        pages['/'] = `<!doctype html><html ${root}><head><meta charset="utf-8"><title>A shop</title>
          <meta name="viewport" content="width=device-width">
          <style>:root { color-scheme: light dark } a { color: inherit } ${css}</style>
          ${shop(hostedCheckout.endpoint, '', 'data-gateway="steered"')}${STEERED}</head>
          <body><main><h1>A shop</h1>${content}</main></body></html>`;
        await page.goto(`${origin}/${query}`);
      },
    });
  },
});

/** Calls a method of the mounted gateway's context. */
export async function say(page: Page, call: 'ready' | 'complete' | 'close' | 'fail'): Promise<void> {
  await page.waitForFunction('globalThis.checkoutContext');
  await page.evaluate(`checkoutContext.${call}({})`);
}

/** The first buy button of the page, of any kind. */
const click = (page: Page, selector = 'solifyn-buy-button') => page.locator(selector).first().click();

const never = () => new Promise<never>(() => {});

/** The gateway's page has loaded, but the gateway is not ready. */
async function load({ page, hostedCheckout }: Stage): Promise<void> {
  await click(page);
  const frame = await frameOf(page, hostedCheckout.checkoutUrl);
  await frame.waitForSelector('h1', { state: 'attached' });
  await page.waitForFunction('globalThis.checkoutContext');
}

const modal = (stage: Stage) => stage.open(buyButton('mode="modal"', 'Northlight presets'));

/** Loaded inline and announced. The announcement comes a moment after the click, and later steps could miss it. */
async function loadInline(stage: Stage): Promise<void> {
  await stage.open(buyButton('mode="inline"', 'Northlight presets'));
  await load(stage);
  await expect(stage.page.getByRole('status')).toHaveText(/\S/);
}

/** The states of the button. Each function brings the page into one, and returns the page to check. */
export const STATES: Record<string, (stage: Stage) => Promise<Page>> = {
  async 'at rest'({ page, open }) {
    await open(
      [
        buyButton('', ''),
        buyButton('aria-label="Buy the zine"', '€12'),
        buyButton('', LINK),
        buyButton('disabled', 'Sold out'),
        `<a href="https://solifyn.com/checkout/prod_1" data-solifyn-product-id="prod_1">Get it</a>`,
      ]
        .map((button) => `<p>${button}</p>`)
        .join(''),
    );
    return page;
  },
  async loading({ page, open, endpoint }) {
    await open(buyButton());
    endpoint.respond(never);
    await click(page);
    await expect(page.getByRole('status')).toHaveText(/\S/);
    return page;
  },
  async failed({ page, open, endpoint }) {
    const soldOut = `${endpoint.url}?sold-out`;
    await open(
      [
        buyButton('endpoint="http://"', 'Not configured'),
        buyButton('endpoint="/nothing"', 'Missing'),
        buyButton(`endpoint="${soldOut}"`, LINK),
        `<a href="/elsewhere" data-solifyn-product-id="prod_1" data-solifyn-endpoint="${soldOut}">A link</a>`,
        `<button data-solifyn-product-id="prod_1" data-solifyn-endpoint="/nothing">A button</button>`,
      ]
        .map((button) => `<p>${button}</p>`)
        .join(''),
    );
    const buttons = page.locator('p > *');
    for (let failed = 1; failed <= 5; failed++) {
      await buttons
        .and(page.locator('solifyn-buy-button, [data-solifyn-product-id]'))
        .nth(failed - 1)
        .click();
      await expect(page.getByRole('alert')).toHaveCount(failed);
    }
    return page;
  },
  async 'a link of the page loading'({ page, open, endpoint }) {
    await open('<p><a href="/elsewhere" data-solifyn-product-id="prod_1">Get it</a></p>');
    endpoint.respond(never);
    await click(page, 'a');
    await expect(page.locator('a')).toHaveAttribute('aria-busy', 'true');
    return page;
  },
  async 'the waiting tab'({ page, open, endpoint }) {
    await open(buyButton('mode="new-tab"'));
    endpoint.respond(never);
    const [tab] = await Promise.all([page.waitForEvent('popup'), click(page)]);
    await expect(tab.locator('body')).toHaveText(/\S/);
    return tab;
  },
  async 'the dialog opening'(stage) {
    await modal(stage);
    stage.endpoint.respond(never);
    await click(stage.page);
    await expect(dialogOf(stage.page).getByRole('status')).toBeVisible();
    return stage.page;
  },
  async 'the dialog loading'(stage) {
    await modal(stage);
    await load(stage);
    return stage.page;
  },
  async 'the dialog ready'(stage) {
    await modal(stage);
    await load(stage);
    await say(stage.page, 'ready');
    await expect(stage.page.getByRole('status')).toHaveCount(0);
    return stage.page;
  },
  async 'the dialog failed'(stage) {
    await modal(stage);
    await load(stage);
    await say(stage.page, 'fail');
    await expect(dialogOf(stage.page).getByRole('alert')).toBeVisible();
    return stage.page;
  },
  async 'the dialog under a bank’s window'(stage) {
    await modal(stage);
    await load(stage);
    await say(stage.page, 'ready');
    await stage.page.evaluate(() => {
      const bank = document.createElement('div');
      bank.style.cssText = 'position: fixed; z-index: 9; inset: 0 0 auto; background: Canvas';
      bank.role = 'dialog';
      bank.ariaLabel = 'Your bank';
      bank.append(Object.assign(document.createElement('button'), { textContent: 'Sign in' }));
      document.body.append(bank);
    });
    await expect(stage.page.locator('main')).toHaveAttribute('inert');
    return stage.page;
  },
  async 'inline loading'(stage) {
    await loadInline(stage);
    return stage.page;
  },
  async 'inline ready'(stage) {
    await loadInline(stage);
    await say(stage.page, 'ready');
    await expect(stage.page.getByRole('status')).toHaveCount(0);
    return stage.page;
  },
  async 'inline failed'(stage) {
    await loadInline(stage);
    await say(stage.page, 'fail');
    await expect(stage.page.getByRole('alert').getByRole('link')).toBeVisible();
    return stage.page;
  },
  async 'the frame gateway'({ page, open }) {
    await open(buyButton('mode="modal" gateway="frame"', 'Northlight presets'));
    await click(page);
    await expect(page.getByRole('status')).toHaveCount(0);
    return page;
  },
  async 'the self-diagnosis'({ page, open }) {
    await open(buyButton() + buyButton('endpoint="/nothing"'), '?solifyn-debug');
    const panel = page.getByRole('complementary', { name: 'Solifyn self-diagnosis' });
    await panel.getByRole('button', { name: 'Test button 2' }).click();
    await expect(panel.getByText('Tested.', { exact: true })).toBeVisible();
    return page;
  },
};
