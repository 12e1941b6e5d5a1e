import type { Page } from '@playwright/test';
import type { Reply } from '../../support/endpoint.ts';
import { shopOf } from '../../support/faults.ts';
import { expect, test } from '../../support/fixtures.ts';
import { listen } from '../../support/loopback.ts';
import { buyButton, recordEvents, shop } from '../../support/shop.ts';

const button = (page: Page) => page.getByRole('button', { name: 'Buy now' });

/** An answer that comes when the test says so. */
function held(): { reply: Promise<Reply>; send: (reply: Reply) => void } {
  let send!: (reply: Reply) => void;
  const reply = new Promise<Reply>((resolve) => (send = resolve));
  return { reply, send };
}

const link = (attributes = '', text = 'Buy by link') =>
  `<a href="/plain" data-solifyn-product-id="prod_link" ${attributes}>${text}</a>`;

/** Polled, and asked of the page: the driver loses one that the back-forward cache restores. */
const arrival = (page: Page, path: string) =>
  expect.poll(() => page.evaluate(() => location.pathname).catch(() => '')).toBe(path);

async function travel(page: Page, steps: number, path: string): Promise<void> {
  await page.evaluate((steps) => void setTimeout(() => history.go(steps)), steps);
  await arrival(page, path);
}

test.describe('Leaving', () => {
  test('the page while a tab waits closes the tab and aborts the request without an error', async ({
    page,
    site,
    endpoint,
  }) => {
    endpoint.respond(() => held().reply);
    const events = await recordEvents(page);
    // With the usual retries: Firefox takes the request that leaving ends for a failure, and would try again.
    const inATab = shopOf(endpoint.url).replace('product-id', 'mode="new-tab" product-id');
    const origin = await site({ '/': inATab, '/other': '<h1>Other</h1>' });
    await page.goto(origin);
    const [tab] = await Promise.all([page.waitForEvent('popup'), button(page).click()]);
    const { abandoned } = await endpoint.received();
    await page.goto(`${origin}/other`);
    await expect.poll(() => tab.isClosed()).toBe(true);
    await abandoned;
    expect((await events()).map(({ name }) => name)).toEqual(['start']);
    expect(page.url()).toBe(`${origin}/other`);
  });

  test('by another link while it loads leads there, and a download keeps the page with its fallback link', async ({
    page,
    site,
    endpoint,
    browserName,
  }) => {
    endpoint.respond(() => held().reply);
    const asked = held();
    const other = await listen(({ url }, response) => {
      if (url === '/file') response.setHeader('content-disposition', 'attachment; filename="terms.txt"');
      asked.send({});
      void released.then(() => response.end('Other'));
    });
    let release!: () => void;
    let released = new Promise<void>((resolve) => (release = resolve));
    const links = `<a href="${other.origin}/page">Elsewhere</a> <a href="${other.origin}/file">Terms</a>`;
    const address = await site({
      '/': shop(endpoint.url, buyButton('', '<a href="/fallback">Buy now</a>') + links),
      '/fallback': '<h1>Fallback</h1>',
    });
    await page.goto(address);
    await button(page).click();
    const first = await endpoint.received(1);
    await page.getByRole('link', { name: 'Elsewhere' }).click({ noWaitAfter: true });
    await asked.reply;
    // Firefox aborts the request when another page is requested, the others when it arrives.
    if (browserName === 'firefox') await first.abandoned;
    release();
    await expect(page).toHaveURL(`${other.origin}/page`);

    released = Promise.resolve();
    await page.goto(address);
    await button(page).click();
    const second = await endpoint.received(2);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Terms' }).click({ noWaitAfter: true }),
    ]);
    expect(download.url()).toBe(`${other.origin}/file`);
    if (browserName === 'firefox') {
      await second.abandoned;
      await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', `${address}/fallback`);
    } else await expect(button(page)).toHaveAttribute('aria-busy', 'true');
    expect(page.url()).toBe(`${address}/`);
    await other.close();
  });

  test('and coming back without the bfcache, or reloading, leaves an idle button that sells', async ({
    page,
    site,
    endpoint,
  }) => {
    endpoint.respond(() => held().reply);
    // A listener of unload keeps a page out of the back-forward cache.
    const uncached = '<script>addEventListener("unload", () => {})</script>';
    const origin = await site({
      '/': shop(endpoint.url, buyButton() + uncached),
      '/other': '<h1>Other</h1>',
    });
    await page.goto(origin);
    await button(page).click();
    await endpoint.received(1);
    await page.goto(`${origin}/other`);
    await page.goBack();
    await expect(button(page)).toHaveAttribute('aria-busy', 'false');
    await button(page).click();
    await endpoint.received(2);
    await page.reload();
    await expect(button(page)).toHaveAttribute('aria-busy', 'false');
    await expect(page.getByRole('alert')).toHaveCount(0);
    endpoint.respond(() => ({ json: endpoint.session }));
    await button(page).click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(3);
  });

  test('for the checkout, going back, forward and back again leaves a button that sells', async ({
    page,
    site,
    endpoint,
  }) => {
    const origin = await site({ '/': shop(endpoint.url, buyButton()) });
    await page.goto(origin);
    await button(page).click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    const { pathname } = new URL(endpoint.session.checkout_url);
    await travel(page, -1, '/');
    await travel(page, 1, pathname);
    await travel(page, -1, '/');
    const busy = () =>
      page.evaluate(() => {
        const { shadowRoot } = document.querySelector('solifyn-buy-button')!;
        return shadowRoot!.querySelector('button')!.ariaBusy;
      });
    await expect.poll(busy).toBe('false');
    await page.evaluate(() => document.querySelector('solifyn-buy-button')!.click());
    await endpoint.received(2);
    await arrival(page, pathname);
  });

  test('for the fallback without an endpoint, and going back leaves a button that leads there again', async ({
    page,
    site,
  }) => {
    const origin = await site({
      '/': `<script src="/dist/solifyn-buy-button.umd.js"></script>${buyButton('', '<a href="/fallback">Buy now</a>')}`,
      '/fallback': '<h1>Fallback</h1>',
    });
    await page.goto(origin);
    await button(page).click();
    await expect(page).toHaveURL(`${origin}/fallback`);
    await travel(page, -1, '/');
    await page.evaluate(() => document.querySelector('solifyn-buy-button')!.click());
    await arrival(page, '/fallback');
  });

  test('the tab until the browser freezes it still sells', async ({ page, site, endpoint, browserName }) => {
    const heldReply = held();
    endpoint.respond(() => heldReply.reply);
    await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }));
    await button(page).click();
    await endpoint.received();
    const other = await page.context().newPage();
    // Only Chromium can be told to freeze a page; in Firefox the tab is merely in the background.
    const session = browserName === 'chromium' ? await page.context().newCDPSession(page) : undefined;
    await session?.send('Page.setWebLifecycleState', { state: 'frozen' });
    heldReply.send({ json: endpoint.session });
    await other.close();
    // Awake again, unless closing the other tab has woken it and it has left already.
    await session?.send('Page.setWebLifecycleState', { state: 'active' }).catch(() => {});
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(1);
  });
});

test.describe('While it loads', () => {
  test(
    'it is moved, has other attributes and a clone, and still sells what was clicked',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      const { reply, send } = held();
      endpoint.respond(() => reply);
      await page.goto(await site({ '/': shop(endpoint.url, `${buyButton()}<div id="elsewhere"></div>`) }));
      await button(page).click();
      await endpoint.received();
      await page.locator('solifyn-buy-button').evaluate((element) => {
        element.after(element.cloneNode(true));
        document.getElementById('elsewhere')!.append(element);
        element.setAttribute('product-id', 'prod_other');
        element.setAttribute('mode', 'modal');
        element.setAttribute('disabled', '');
      });
      await expect(button(page).first()).toHaveAttribute('aria-busy', 'false');
      await expect(button(page).last()).toHaveAttribute('aria-busy', 'true');
      send({ json: endpoint.session });
      await expect(page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([{ productId: 'prod_z2o92kEl6cYYX' }]);
    },
  );

  test(
    'it is replaced, and a click on the new element cancels it and sells',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      endpoint.respond(() => held().reply);
      await page.goto(await site({ '/': shop(endpoint.url, `<main>${buyButton()}</main>`) }));
      await button(page).click();
      const { abandoned } = await endpoint.received();
      endpoint.respond(() => ({ json: endpoint.session }));
      await page.locator('main').evaluate((main, html) => (main.innerHTML = html), buyButton());
      await expect(button(page)).toHaveAttribute('aria-busy', 'false');
      await button(page).click();
      await abandoned;
      await expect(page).toHaveURL(endpoint.session.checkout_url);
    },
  );
});

test(
  'Rerendered 1,000 times, an element and a link sell once each',
  { tag: '@one-engine' },
  async ({ page, site, endpoint }) => {
    const origin = await site({ '/': shop(endpoint.url, '<main></main>') });
    for (const name of ['Buy now', 'Buy by link']) {
      await page.goto(origin);
      await page.locator('main').evaluate((main, html) => {
        for (let time = 0; time < 1_000; time++) main.innerHTML = html;
      }, buyButton() + link());
      const posts = endpoint.posts.length;
      await page.locator('main').getByText(name).click();
      await expect(page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts).toHaveLength(posts + 1);
    }
  },
);

test(
  'Among 500 elements and 500 links only the clicked one works',
  { tag: '@one-engine' },
  async ({ page, site, endpoint }) => {
    endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
    const many = Array.from(
      { length: 500 },
      (_, nth) => buyButton('', `Element ${nth}.`) + link('', `Link ${nth}.`),
    );
    await page.goto(await site({ '/': shop(endpoint.url, many.join('')) }));
    for (const [nth, text] of ['Element 0.', 'Element 499.', 'Link 499.'].entries()) {
      await page.getByText(text).click();
      await expect(page.getByRole('alert')).toHaveCount(nth + 1);
      await expect(page.getByRole('alert').last()).toContainText('Sold out.');
    }
    expect(endpoint.posts).toHaveLength(3);
  },
);

test.describe('The script', () => {
  const UMD = '/dist/solifyn-buy-button.umd.js';

  test(
    'comes to elements that are there, with properties that a framework has set on them',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      await page.goto(await site({ '/': buyButton('id="late"') }));
      await page.locator('#late').evaluate((element, endpoint) => {
        Object.assign(element, { productId: 'prod_property', quantity: 3, endpoint });
      }, endpoint.url);
      await page.addScriptTag({ url: UMD });
      await button(page).click();
      await expect(page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([{ productId: 'prod_property', quantity: 3 }]);
    },
  );

  test(
    'does nothing on a page without an element, and sells from one that comes later',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      const thrown: string[] = [];
      page.on('pageerror', (error) => thrown.push(String(error)));
      await page.goto(await site({ '/': shop(endpoint.url, '<main></main>') }));
      expect(endpoint.posts).toEqual([]);
      await page.locator('main').evaluate((main, html) => (main.innerHTML = html), buyButton());
      await button(page).click();
      await expect(page).toHaveURL(endpoint.session.checkout_url);
      expect(thrown).toEqual([]);
    },
  );
});
