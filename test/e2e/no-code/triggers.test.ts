import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { shop } from '../../support/shop.ts';

const LINK = '<a href="/plain-checkout" data-solifyn-product-id="prod_1">Buy</a>';
const BUTTON = '<button data-solifyn-product-id="prod_1">Buy</button>';
const PLAIN_CHECKOUT = '<h1>Plain checkout</h1>';

const buy = (page: Page) => page.getByText('Buy', { exact: true });

for (const [name, markup] of Object.entries({ link: LINK, button: BUTTON }))
  test(`A ${name} of the page sells, also after a failure`, async ({ page, site, endpoint }) => {
    const origin = await site({ '/': shop(endpoint.url, `<p>${markup} <a href="/more">More</a></p>`) });
    endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
    await page.goto(origin);
    await buy(page).click();
    const block = page.locator('[data-solifyn-product-id] + [data-solifyn-error]');
    await expect(block).toHaveAttribute('role', 'alert');
    await expect(block).toContainText('Sold out.');
    await expect(buy(page)).toHaveAttribute('data-solifyn-state', 'error');

    let respond!: () => void;
    endpoint.respond(() => new Promise((resolve) => (respond = () => resolve({ json: endpoint.session }))));
    await buy(page).click();
    await endpoint.received(2);
    await expect(buy(page)).toHaveAttribute('aria-busy', 'true');
    await expect(buy(page)).toHaveAttribute('data-solifyn-state', 'loading');
    await expect(block).toHaveCount(0);
    await buy(page).click();
    respond();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(2);
  });

test('A link sells before a router that listens on the document, which keeps the other links', async ({
  page,
  site,
  endpoint,
}) => {
  const router = `<script>
    globalThis.routed = [];
    for (const capture of [false, true])
      document.addEventListener('click', (event) => {
        const link = event.target.closest('a');
        if (!link || event.defaultPrevented) return;
        event.preventDefault();
        routed.push(link.pathname);
        history.pushState(null, '', link.href);
      }, capture);
  </script>`;
  const origin = await site({ '/': router + shop(endpoint.url, `${LINK} <a href="/more">More</a>`) });
  endpoint.respond(() => ({ status: 409, json: {} }));
  await page.goto(origin);
  await page.getByText('More').click();
  await buy(page).click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(page.url()).toBe(`${origin}/more`);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'routed'))).toEqual(['/more']);
});

const OTHERWISE = {
  'a middle click': { button: 'middle' },
  'a click with Ctrl': { modifiers: ['Control'] },
  'a click with Shift': { modifiers: ['Shift'] },
} as const;

for (const [name, options] of Object.entries(OTHERWISE))
  test(`${name} on a link opens it in the browser’s way and sends nothing`, async ({
    page,
    context,
    site,
    endpoint,
    browserName,
  }) => {
    const origin = await site({ '/': shop(endpoint.url, LINK), '/plain-checkout': PLAIN_CHECKOUT });
    await page.goto(origin);
    const [another] = await Promise.all([
      context.waitForEvent('page'),
      buy(page).click(options as { button?: 'middle'; modifiers?: ('Control' | 'Shift')[] }),
    ]);
    // The driver of Firefox sometimes misses where a tab goes that the browser opens by itself.
    if (browserName !== 'firefox') await expect(another).toHaveURL(`${origin}/plain-checkout`);
    expect(page.url()).toBe(`${origin}/`);
    await expect(buy(page)).not.toHaveAttribute('data-solifyn-state');
    expect(endpoint.posts).toHaveLength(0);
  });

test('A link added later, in a shadow root, sells', async ({ page, site, endpoint }) => {
  await page.goto(await site({ '/': shop(endpoint.url, '<div id="host"></div>') }));
  await page.evaluate((markup) => {
    document.getElementById('host')!.attachShadow({ mode: 'open' }).innerHTML = `<b>${markup}</b>`;
  }, LINK);
  await buy(page).click();
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([{ productId: 'prod_1' }]);
});

for (const mode of ['redirect', 'new-tab', 'modal', 'inline'])
  test(`If the session request fails, the buyer goes to the link’s own address in ${mode} mode`, async ({
    page,
    context,
    site,
    endpoint,
  }) => {
    endpoint.respond(() => ({ status: 500, json: {} }));
    const origin = await site({
      '/': shop(endpoint.url, LINK.replace('data', `data-solifyn-mode="${mode}" data`)),
      '/plain-checkout': PLAIN_CHECKOUT,
    });
    await page.goto(origin);
    await buy(page).click();
    await expect.poll(() => context.pages().at(-1)!.url()).toBe(`${origin}/plain-checkout`);
    expect(context.pages()).toHaveLength(mode === 'new-tab' ? 2 : 1);
    expect(endpoint.posts).toHaveLength(1);
  });

test('A disabled link leads nowhere', async ({ page, site, endpoint }) => {
  const origin = await site({ '/': shop(endpoint.url, LINK.replace('data', 'data-solifyn-disabled data')) });
  await page.goto(origin);
  await buy(page).click();
  await buy(page).evaluate((link) => link.removeAttribute('data-solifyn-disabled'));
  await buy(page).click();
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts).toHaveLength(1);
});

test.describe('The fallback link in the element', () => {
  const element = `<solifyn-buy-button product-id="prod_1"><a href="/plain-checkout">Buy</a></solifyn-buy-button>`;

  // Playwright cannot turn JavaScript off in the stock Firefox; a page may.
  test('sells without JavaScript', async ({ page, site, endpoint }) => {
    const origin = await site(
      { '/': shop(endpoint.url, element), '/plain-checkout': PLAIN_CHECKOUT },
      { headers: { 'content-security-policy': "script-src 'none'" } },
    );
    await page.goto(origin);
    await page.getByRole('link', { name: 'Buy' }).click();
    await expect(page).toHaveURL(`${origin}/plain-checkout`);
    expect(endpoint.posts).toHaveLength(0);
  });

  test('sells if the script is blocked', async ({ page, site, endpoint }) => {
    await page.route('**/solifyn-buy-button.*', (route) => route.abort());
    const origin = await site({ '/': shop(endpoint.url, element), '/plain-checkout': PLAIN_CHECKOUT });
    await page.goto(origin);
    await page.getByRole('link', { name: 'Buy' }).click();
    await expect(page).toHaveURL(`${origin}/plain-checkout`);
  });

  test('is the label of the button, and where the buyer goes without a session', async ({
    page,
    site,
    endpoint,
  }) => {
    endpoint.respond(() => ({ status: 500, json: {} }));
    const origin = await site({
      '/': shop(endpoint.url, element, 'data-mode="modal"'),
      '/plain-checkout': PLAIN_CHECKOUT,
    });
    await page.goto(origin);
    await expect(page.getByRole('button', { name: 'Buy' })).toBeVisible();
    await expect(page.getByRole('link')).toHaveCount(0);
    await page.getByRole('button', { name: 'Buy' }).click();
    await expect(page).toHaveURL(`${origin}/plain-checkout`);
  });
});
