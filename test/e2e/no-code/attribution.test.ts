import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { buyButton, shop } from '../../support/shop.ts';

const PRODUCT = { productId: 'prod_z2o92kEl6cYYX' };

interface Visit {
  /** The addresses of the visit, in one tab, one after the other; the buyer buys on the last. */
  path: readonly string[];
  /** On the script tag of every page. */
  settings?: string;
  /** On the buy button. */
  attributes?: string;
  /** Beside the product's id. */
  sent: object;
}

const VISITS: Record<string, Visit> = {
  'by the address of the page itself': {
    path: ['/?aff=anna&discount=SPRING'],
    sent: { aff: 'anna', discountCode: 'SPRING' },
  },
  'by the landing page’s address, also on the next pages': {
    path: ['/?aff=anna&discount=SPRING', '/', '/?page=2'],
    sent: { aff: 'anna', discountCode: 'SPRING' },
  },
  'by the newest address, each by itself': {
    path: ['/?aff=anna&discount=SPRING', '/?aff=ben', '/'],
    sent: { aff: 'ben', discountCode: 'SPRING' },
  },
  'by the button rather than by the address': {
    path: ['/?aff=anna&discount=SPRING'],
    attributes: 'aff="carl" discount-code="LAUNCH20"',
    sent: { aff: 'carl', discountCode: 'LAUNCH20' },
  },
  'by other names': {
    path: ['/?aff=no&ref=anna&coupon=SPRING', '/'],
    settings: 'data-aff-param="ref" data-discount-param="coupon"',
    sent: { aff: 'anna', discountCode: 'SPRING' },
  },
  'not at all where it is turned off': {
    path: ['/?aff=anna&discount=SPRING&utm_source=news'],
    settings: 'data-aff-param="" data-discount-param=""',
    sent: {},
  },
  'not by what Solifyn would refuse, and the visit goes on': {
    path: ['/?discount=SPRING', `/?aff=${'x'.repeat(501)}&discount=a%00b`],
    sent: { discountCode: 'SPRING' },
  },
  'by its campaign where that is asked for': {
    path: ['/?utm_source=news&utm_medium=mail', '/'],
    settings: 'data-utm',
    sent: { checkoutData: { utm: { source: 'news', medium: 'mail' } } },
  },
  'by its campaign beside the seller’s own data': {
    path: ['/?utm_source=news'],
    settings: 'data-utm="true"',
    attributes: `checkout-data='{"plan":"pro"}'`,
    sent: { checkoutData: { plan: 'pro', utm: { source: 'news' } } },
  },
  'not by its campaign where the seller has set one': {
    path: ['/?utm_source=news'],
    settings: 'data-utm="true"',
    attributes: `checkout-data='{"utm":"mine"}'`,
    sent: { checkoutData: { utm: 'mine' } },
  },
};

const buy = (page: Page) => page.getByRole('button', { name: 'Buy now' }).click();

for (const [name, { path, settings, attributes, sent }] of Object.entries(VISITS))
  test(`A sale is attributed ${name}`, async ({ page, site, endpoint }) => {
    const origin = await site({ '/': shop(endpoint.url, buyButton(attributes), settings) });
    for (const address of path) await page.goto(origin + address);
    await buy(page);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts.map(({ body }) => body)).toEqual([{ ...PRODUCT, ...sent }]);
  });

test('A router’s new address counts, and going back does not forget it', async ({ page, site, endpoint }) => {
  await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }));
  await page.evaluate(() => history.pushState(null, '', '/sale?aff=anna'));
  endpoint.respond(() => ({ status: 500, json: {} }));
  await buy(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.evaluate(() => history.pushState(null, '', '/other'));
  await buy(page);
  await endpoint.received(2);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([1, 2].map(() => ({ ...PRODUCT, aff: 'anna' })));
});

test('A new tab is a new visit', async ({ page, context, site, endpoint }) => {
  const origin = await site({ '/': shop(endpoint.url, buyButton()) });
  await page.goto(`${origin}/?aff=anna`);
  const another = await context.newPage();
  await another.goto(origin);
  await buy(another);
  await expect(another).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([PRODUCT]);
});

test('Without storage the page’s own address still counts', async ({ page, site, endpoint }) => {
  const origin = await site({
    '/': '<iframe src="/shop?aff=anna&discount=SPRING" sandbox="allow-scripts allow-popups"></iframe>',
    '/shop': shop(endpoint.url, buyButton()),
  });
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(String(error)));
  await page.goto(origin);
  const frame = page.frames()[1]!;
  expect(
    await frame.evaluate(() => {
      try {
        return typeof sessionStorage;
      } catch {
        return 'denied';
      }
    }),
  ).toBe('denied');
  await page.frameLocator('iframe').getByRole('button', { name: 'Buy now' }).click();
  await endpoint.received();
  expect(endpoint.posts.map(({ body }) => body)).toEqual([
    { ...PRODUCT, aff: 'anna', discountCode: 'SPRING' },
  ]);
  expect(thrown).toEqual([]);
});
