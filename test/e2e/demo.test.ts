import { readdirSync } from 'node:fs';
import type { FrameLocator, Page } from '@playwright/test';
import { findings } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import type { DemoUnderTest } from '../support/fixtures.ts';

const pages = readdirSync(new URL('../../demo/pages', import.meta.url))
  .filter((file) => file.endsWith('.html'))
  .map((file) => `/${file}`);

/** Creates a session as the page's button would. */
async function createSession(demo: DemoUnderTest, request: object) {
  const response = await fetch(`${demo.url}/solifyn/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: demo.url },
    body: JSON.stringify(request),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { session_id: string; checkout_url: string };
}

/** A page with the address in a frame. It records the frame's messages, and applies a gateway's height. */
const shopWith = (address: string) => `
  <script>
    window.messages = [];
    addEventListener('message', ({ data }) => {
      messages.push(data);
      if (data.event === 'resize') frame.style.height = data.height + 'px';
    });
  </script>
  <iframe id="frame" title="Checkout" width="420" height="480" src="${address.replaceAll('&', '&amp;')}"></iframe>`;

const messagesOf = (page: Page) =>
  page.evaluate(
    () =>
      Reflect.get(window, 'messages') as ({ [key: string]: unknown } & { type?: string; event?: string })[],
  );

const pay = async (checkout: FrameLocator) => checkout.getByRole('button', { name: /^Pay \$/ }).click();

test.describe("the sandbox's embeddable checkout", () => {
  test('posts ready, complete with its receipt, and close to the page around it', async ({
    page,
    demo,
    site,
  }) => {
    const { checkout_url } = await createSession(demo, {
      productId: 'prod_z2o92kEl6cYYX',
      customerEmail: 'ada@example.com',
    });
    await page.goto(await site({ '/': shopWith(checkout_url) }));
    const checkout = page.frameLocator('iframe');
    await expect.poll(() => messagesOf(page)).toEqual([{ type: 'solifyn:ready' }]);
    await pay(checkout);
    await expect(checkout.getByRole('heading', { name: 'Thank you, it is paid' })).toBeVisible();
    await checkout.getByRole('button', { name: 'Back to the shop' }).click();
    await expect
      .poll(() => messagesOf(page))
      .toEqual([
        { type: 'solifyn:ready' },
        { type: 'solifyn:ready' },
        { type: 'solifyn:complete', receiptId: expect.stringMatching(/^rcpt_/) },
        { type: 'solifyn:close' },
      ]);
  });

  test('offers no way back to a shop if no shop is around it', async ({ page, demo }) => {
    const { checkout_url } = await createSession(demo, { productId: 'prod_z2o92kEl6cYYX' });
    await page.goto(`${checkout_url}&embed=1`);
    await expect(page.getByRole('button', { name: /^Pay \$/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Back to the shop' })).toBeHidden();
  });
});

test.describe("the sandbox's stand-in for the gateway's page", () => {
  test('posts state, height, payment error and completion as the gateway does', async ({
    page,
    demo,
    site,
  }) => {
    const { session_id } = await createSession(demo, {
      productId: 'prod_z2o92kEl6cYYX',
      customerEmail: 'ada@example.com',
    });
    const address = `${demo.sandboxUrl}/embedded/checkout/${session_id}/?session=${session_id}&skip_redirect=true`;
    await page.goto(await site({ '/': shopWith(address) }));
    const gateway = page.frameLocator('iframe');
    const messages = async () => (await messagesOf(page)).filter(({ event }) => event !== 'resize');
    await expect.poll(messages).toEqual([
      { event: 'state', state: 'loading' },
      { event: 'state', state: 'ready' },
    ]);
    expect((await messagesOf(page))[1]).toEqual({ event: 'resize', height: expect.any(Number) });

    await gateway.getByLabel('0002 declined').check();
    await pay(gateway);
    await expect(gateway.getByRole('alert')).toHaveText('Your card was declined.');
    await gateway.getByLabel('4242 accepted').check();
    await pay(gateway);
    await expect
      .poll(async () => (await messages()).slice(2))
      .toEqual([
        { event: 'state', state: 'disabled' },
        { event: 'payment-error', message: 'Your card was declined.', code: 'card_declined' },
        { event: 'state', state: 'ready' },
        { event: 'state', state: 'disabled' },
        { event: 'complete', plan_id: 'plan_z2o92kEl6cYYX', receipt_id: expect.stringMatching(/^rcpt_/) },
      ]);
  });

  test('has the height that it posts, so that nothing scrolls', async ({ page, demo, site }) => {
    const { session_id } = await createSession(demo, {
      productId: 'prod_z2o92kEl6cYYX',
      discountCode: 'LAUNCH20',
    });
    await page.goto(await site({ '/': shopWith(`${demo.sandboxUrl}/embedded/checkout/${session_id}/`) }));
    await expect
      .poll(() =>
        page
          .frameLocator('iframe')
          .locator('html')
          .evaluate((html) => html.scrollHeight - html.clientHeight),
      )
      .toBe(0);
  });

  for (const [decision, status] of [
    ['Approve', 'success'],
    ['Decline', 'error'],
  ] as const) {
    test(`leaves for the bank and returns to the shop with ${status}`, async ({ page, demo, site }) => {
      const { session_id } = await createSession(demo, {
        productId: 'prod_z2o92kEl6cYYX',
        customerEmail: 'ada@example.com',
      });
      const shop = await site({ '/thanks': '<h1>Thanks</h1>' });
      const query = new URLSearchParams({ payment_redirect_url: `${shop}/thanks?from=shop` });
      const address = `${demo.sandboxUrl}/embedded/checkout/${session_id}/?${query}`;
      await page.goto(await site({ '/': shopWith(address) }));
      await page
        .frameLocator('iframe')
        .getByRole('button', { name: /at my bank/ })
        .click();
      await page.getByRole('button', { name: `${decision} the payment` }).click();
      await page.waitForURL(new RegExp(`/thanks\\?from=shop&status=${status}&state_id=state_\\w+$`));
    });
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the sandbox's pages, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('have no findings of axe', async ({ page, demo }) => {
      const { session_id, checkout_url } = await createSession(demo, {
        productId: 'prod_payWhatYouWant',
        quantity: 2,
        discountCode: 'LAUNCH20',
        aff: 'anna',
      });
      const gateway = `${demo.sandboxUrl}/embedded/checkout/${session_id}/?payment_redirect_url=${demo.url}`;
      for (const address of [checkout_url, gateway]) {
        await page.goto(address);
        expect(await findings(page)).toEqual([]);
      }
      await page.goto(checkout_url);
      await page.getByLabel('E-mail for the receipt').fill('ada@example.com');
      await page.getByRole('button', { name: 'Pay at my bank' }).click();
      await page.waitForURL(/\/bank\/state_/);
      expect(await findings(page)).toEqual([]);
    });
  });
}

for (const path of ['/', '/form.html', '/states.html']) {
  test(`axe finds nothing on the demo's ${path}`, async ({ page, demo }) => {
    await page.goto(demo.url + path);
    expect(await findings(page)).toEqual([]);
  });
}

test('the states page shows loading and failures although its script starts them before the first render', async ({
  page,
  demo,
}) => {
  const thrown: Error[] = [];
  page.on('pageerror', (error) => thrown.push(error));
  await page.goto(`${demo.url}/states.html`);
  await expect(page.getByRole('alert')).toHaveCount(2);
  await expect(page.locator('#loading').getByRole('button')).toHaveAttribute('aria-busy', 'true');
  expect(thrown).toEqual([]);
});

test('every page of the demo fits a screen of 320 px and throws nothing', async ({ page, demo }) => {
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(`${page.url()}: ${error.message}`));
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of pages) {
    await page.goto(demo.url + path);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBe(0);
  }
  expect(thrown).toEqual([]);
});

// Of what Lighthouse looks at (`npm run lighthouse`) the part that no clock decides.
test('every page of the demo has a title and a description of its own, and the builder does not jump while it loads', async ({
  page,
  demo,
}) => {
  const heads: (string | undefined)[] = [];
  for (const path of [...pages, '/builder/']) {
    const html = await (await page.request.get(demo.url + path)).text();
    const parts = [/<title>([^<]+)/, /<meta name="description" content="([^"]{20,200})"/];
    const [title, description] = parts.map((part) => part.exec(html)?.[1]);
    expect(title, path).toBeTruthy();
    expect(description, path).toBeTruthy();
    heads.push(title, description);
  }
  expect(new Set(heads).size).toBe(heads.length);

  await page.addInitScript(() => {
    Reflect.set(globalThis, 'jumped', 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Reflect.set(
          globalThis,
          'jumped',
          Reflect.get(globalThis, 'jumped') + (entry as PerformanceEntry & { value: number }).value,
        );
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${demo.url}/builder/`);
  await expect(page.locator('body[data-ready]')).toBeVisible();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect(await page.evaluate(() => Reflect.get(globalThis, 'jumped'))).toBeLessThan(0.05);
});
