import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { listenSecurely } from '../../support/secure.ts';
import { buyButton, shop } from '../../support/shop.ts';

/** Several ways to say the same wish, all after the page has loaded. */
const intents: Record<string, (page: Page) => Promise<void>> = {
  'the pointer': (page) => page.getByRole('button').first().hover(),
  'the keyboard': (page) => page.getByRole('button').first().focus(),
  // Firefox on a desk has no touch events.
  'a finger': (page) =>
    page
      .getByRole('button')
      .first()
      .evaluate(
        (button) => void button.dispatchEvent(new Event('touchstart', { bubbles: true, composed: true })),
      ),
};

/** Where the page has the browser open connections ahead. */
const connections = (page: Page) =>
  page
    .locator('link[rel=preconnect]')
    .evaluateAll((links: HTMLLinkElement[]) => links.map(({ href, crossOrigin }) => [href, crossOrigin]));

const BUTTONS = buyButton('mode="new-tab"', 'First') + buyButton('mode="new-tab"', 'Second');

for (const [name, show] of Object.entries(intents))
  test(`Intent by ${name} opens the connection once and requests nothing`, async ({
    page,
    site,
    endpoint,
  }) => {
    await page.goto(await site({ '/': shop(endpoint.url, BUTTONS) }));
    await expect(page.getByRole('button', { name: 'Second' })).toBeVisible();
    expect(await connections(page)).toEqual([]);
    expect(endpoint.preflights).toBe(0);
    await show(page);
    const { origin } = new URL(endpoint.url);
    await expect.poll(() => connections(page)).toEqual([[`${origin}/`, 'anonymous']]);
    await page.getByRole('button', { name: 'Second' }).hover();
    expect(await connections(page)).toHaveLength(1);
    expect(endpoint.posts).toHaveLength(0);

    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Second' }).click();
    await expect(await opened).toHaveURL(endpoint.session.checkout_url);
    // None where the browser has kept the answer of an earlier test's endpoint at this address.
    expect(endpoint.preflights).toBeLessThanOrEqual(1);
    expect(endpoint.posts).toHaveLength(1);
  });

test.describe('Over https', () => {
  test.use({ ignoreHTTPSErrors: true });

  test('the preflight is done before the click if the browser caches it', async ({
    page,
    site,
    browserName,
  }) => {
    const asked: string[] = [];
    const answered: string[] = [];
    const session = { id: '1', session_id: 'ch_1', checkout_url: 'https://127.0.0.1/pay' };
    const endpoint = await listenSecurely((request, response) => {
      asked.push(request.method!);
      response.on('finish', () => answered.push(request.method!));
      // As far as a server in the same town.
      setTimeout(() => {
        response.writeHead(request.method === 'OPTIONS' ? 204 : 200, {
          'access-control-allow-origin': '*',
          'access-control-allow-headers': 'content-type',
          'access-control-max-age': '86400',
        });
        response.end(request.method === 'POST' ? JSON.stringify(session) : undefined);
      }, 20);
    });
    try {
      // Firefox and WebKit ask nothing for a request that was given up.
      const isKept = browserName === 'chromium';
      await page.goto(await site({ '/': shop(`${endpoint.origin}/session`, BUTTONS) }));
      await page.getByRole('button', { name: 'First' }).hover();
      await expect.poll(() => connections(page)).toHaveLength(1);
      if (isKept) {
        await expect.poll(() => answered).toEqual(['OPTIONS']);
        // The browser reads the responses in turn.
        await page.evaluate(async () => void (await fetch('/')));
      }
      await page.getByRole('button', { name: 'First' }).click();
      await expect.poll(() => asked.at(-1)).toBe('POST');
      if (isKept) expect(asked).toEqual(['OPTIONS', 'POST']);
    } finally {
      await endpoint.close();
    }
  });
});

test('The connection sends cookies if the request will', async ({ page, site, endpoint }) => {
  const configured = `<script>SolifynCheckout.configure({ credentials: 'include' })</script>`;
  await page.goto(await site({ '/': shop(endpoint.url, configured + buyButton()) }));
  await page.getByRole('button').hover();
  await expect.poll(async () => (await connections(page))[0]?.[1]).toBe('use-credentials');
});

test(
  'Nothing is preconnected if the endpoint has the page’s origin',
  { tag: '@one-engine' },
  async ({ page, site }) => {
    await page.goto(await site({ '/': shop('/session', buyButton()) }));
    await page.getByRole('button').hover();
    await page.getByRole('button').focus();
    expect(await connections(page)).toEqual([]);
  },
);

test('Preconnecting violates no strict policy', async ({ page, site, endpoint }) => {
  const { origin } = new URL(endpoint.url);
  const policy = `default-src 'none'; script-src 'self'; connect-src ${origin}; require-trusted-types-for 'script'; trusted-types lit-html`;
  const complaints: string[] = [];
  page.on('console', (message) => void complaints.push(message.text()));
  await page.goto(
    await site({ '/': shop(endpoint.url, buyButton()) }, { headers: { 'content-security-policy': policy } }),
  );
  await page.getByRole('button').hover();
  await expect.poll(() => connections(page)).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('The gateway of an embedded checkout is fetched once, at the first intent', async ({
  page,
  site,
  endpoint,
  whop,
}) => {
  const buttons = buyButton('mode="modal"', 'First') + buyButton('mode="inline"', 'Second');
  await page.goto(await site({ '/': shop(endpoint.url, buttons) }));
  await expect(page.getByRole('button', { name: 'First' })).toBeVisible();
  expect(whop.requests).toEqual([]);
  await page.getByRole('button', { name: 'First' }).hover();
  const scripts = ['loader.js', 'index.js'].map((name) => `https://js.whop.com/static/checkout/${name}`);
  await expect.poll(() => whop.requests.filter((url) => url.endsWith('.js'))).toEqual(scripts);
  await page.getByRole('button', { name: 'Second' }).hover();
  expect((await connections(page)).filter(([href]) => href === 'https://whop.com/')).toHaveLength(1);
  expect(whop.requests.filter((url) => url.endsWith('loader.js'))).toHaveLength(1);
});

test('Nothing is fetched before the click for visitors with data saving turned on', async ({
  page,
  site,
  endpoint,
  whop,
}) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  );
  await page.goto(
    await site({
      '/': shop(endpoint.url, buyButton('mode="modal" prefetch="intent"'), 'data-prefetch="intent"'),
    }),
  );
  await page.getByRole('button').hover();
  await page.getByRole('button').focus();
  expect(await connections(page)).toEqual([]);
  expect(whop.requests).toEqual([]);
  expect(endpoint.preflights).toBe(0);
  await page.getByRole('button').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await whop.frame();
  expect(endpoint.posts).toHaveLength(1);
});

test.describe('prefetch="intent"', () => {
  const PREFETCHING = buyButton('mode="new-tab" prefetch="intent"');
  const buy = async (page: Page) => {
    const opened = page.waitForEvent('popup');
    await page.getByRole('button').click();
    return opened;
  };

  test('creates the session at the first intent and uses it once', async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': shop(endpoint.url, PREFETCHING) }));
    await expect(page.getByRole('button')).toBeVisible();
    expect(endpoint.posts).toHaveLength(0);
    await page.getByRole('button').focus();
    await endpoint.received();
    await page.getByRole('button').hover();
    await expect(await buy(page)).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(1);
    await expect(await buy(page)).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(2);
  });

  test(
    'applies to one request only: after a change of the choice the click gets another session',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      await page.goto(await site({ '/': shop(endpoint.url, PREFETCHING) }));
      await page.getByRole('button').focus();
      await endpoint.received();
      await page.locator('solifyn-buy-button').evaluate((button) => button.setAttribute('quantity', '3'));
      // By keyboard: the pointer would be intent again.
      const opened = page.waitForEvent('popup');
      await page.keyboard.press('Enter');
      await expect(await opened).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([
        { productId: 'prod_z2o92kEl6cYYX' },
        { productId: 'prod_z2o92kEl6cYYX', quantity: 3 },
      ]);
    },
  );

  test(
    'is tried again after a failure by the click, not by the pointer',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      await page.goto(await site({ '/': shop(endpoint.url, PREFETCHING + '<p>Elsewhere</p>') }));
      endpoint.respond(() => ({ status: 500, json: {} }));
      await page.getByRole('button').hover();
      await endpoint.received();
      await page.getByText('Elsewhere').hover();
      await page.getByRole('button').hover();
      endpoint.respond(() => ({ json: endpoint.session }));
      await expect(await buy(page)).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts).toHaveLength(2);
      await expect(page.getByRole('alert')).toHaveCount(0);
    },
  );

  test(
    'waits for a valid form and an enabled button',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      const form = `<form><input name="customerEmail" type="email" required aria-label="E-mail">
      <input name="matches">${PREFETCHING}</form>`;
      const off = buyButton('prefetch="intent" disabled', 'Sold out');
      await page.goto(await site({ '/': shop(endpoint.url, form + off) }));
      await page.getByText('Sold out').hover();
      await page.getByRole('button', { name: 'Buy now' }).hover();
      await page.getByLabel('E-mail').pressSequentially('ada@example.com');
      await page.getByRole('button', { name: 'Buy now' }).focus();
      expect((await endpoint.received()).body).toEqual({
        productId: 'prod_z2o92kEl6cYYX',
        customerEmail: 'ada@example.com',
      });
    },
  );

  test('also works on a link', { tag: '@one-engine' }, async ({ page, site, endpoint }) => {
    const link = '<a href="/plain" data-solifyn-product-id="prod_1" data-solifyn-prefetch="intent">Buy</a>';
    await page.goto(await site({ '/': shop(endpoint.url, link) }));
    await page.getByText('Buy').hover();
    await endpoint.received();
    await page.getByText('Buy').click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(1);
  });
});
