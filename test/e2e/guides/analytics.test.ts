/** The recipes of docs/guides/events.md, with stand-ins for the tools: the calls that they receive, and none before. */
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/embedded.ts';
import { blocksFor } from '../../support/snippets.ts';
import { buyButton, shop } from '../../support/shop.ts';

const recipes = new Map(
  blocksFor('test/e2e/guides/analytics.test.ts').map(({ title, code }) => [title, code] as const),
);

/** A recipe by its title; each is asked for once. */
function readBlock(title: string): string {
  const code = recipes.get(title);
  if (!code) throw new Error(`docs/guides/events.md has no block "${title}"`);
  return code;
}

const ID = 'prod_z2o92kEl6cYYX';
const ITEMS = [{ item_id: ID, item_name: 'Northlight preset pack', price: 49, quantity: 2 }];
const SEEN = [{ ...ITEMS[0], quantity: 1 }];

/** Each tool: its function, and what it is called with for the three events. */
const TOOLS: Record<string, { stand: string; received: unknown[] }> = {
  gtm: {
    stand: '',
    received: [
      { ecommerce: null },
      { event: 'view_item', ecommerce: { currency: 'USD', value: 49, items: SEEN } },
      { ecommerce: null },
      { event: 'begin_checkout', ecommerce: { currency: 'USD', value: 98, items: ITEMS } },
      { ecommerce: null },
      {
        event: 'purchase',
        ecommerce: { transaction_id: 'rcpt_1', currency: 'USD', value: 98, items: ITEMS },
      },
    ],
  },
  gtag: {
    stand: 'gtag = note',
    received: [
      ['event', 'view_item', { currency: 'USD', value: 49, items: SEEN }],
      ['event', 'begin_checkout', { currency: 'USD', value: 98, items: ITEMS }],
      ['event', 'purchase', { transaction_id: 'rcpt_1', currency: 'USD', value: 98, items: ITEMS }],
    ],
  },
  plausible: {
    stand: 'plausible = note',
    received: [
      ['view_item', { props: { product: ID } }],
      ['begin_checkout', { props: { product: ID } }],
      ['purchase', { props: { product: ID }, revenue: { currency: 'USD', amount: 98 } }],
    ],
  },
  fathom: {
    stand: 'fathom = { trackEvent: note }',
    received: [
      ['view_item: Northlight preset pack', {}],
      ['begin_checkout: Northlight preset pack', {}],
      ['purchase: Northlight preset pack', { _value: 9800 }],
    ],
  },
  meta: {
    stand: 'fbq = note',
    received: [
      [
        'track',
        'ViewContent',
        { content_type: 'product', content_ids: [ID], currency: 'USD', value: 49 },
        null,
      ],
      [
        'track',
        'InitiateCheckout',
        { content_type: 'product', content_ids: [ID], currency: 'USD', value: 98 },
        null,
      ],
      [
        'track',
        'Purchase',
        { content_type: 'product', content_ids: [ID], currency: 'USD', value: 98 },
        { eventID: 'rcpt_1' },
      ],
    ],
  },
};

const received = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => JSON.parse(JSON.stringify(Reflect.get(globalThis, 'dataLayer'))));

test('Each recipe sends three events, nothing before consent, and the earlier ones after it', async ({
  page,
  site,
  hostedCheckout,
}) => {
  const events = readBlock('shop events');
  const pages = Object.entries(TOOLS).map(([tool, { stand }]) => [
    `/${tool}`,
    shop(hostedCheckout.endpoint, buyButton('mode="modal" gateway="frame" quantity="2"')) +
      `<script>globalThis.dataLayer = []; const note = (...words) => void dataLayer.push(words); ${stand}</script>` +
      events +
      readBlock(`tool ${tool}`),
  ]);
  const origin = await site(Object.fromEntries(pages));
  for (const [tool, { received: expected }] of Object.entries(TOOLS)) {
    await page.goto(`${origin}/${tool}`);
    await page.getByRole('button', { name: 'Buy now' }).click();
    await page.frameLocator('iframe').getByRole('button', { name: 'Pay' }).waitFor();
    expect(await received(page), `${tool} before consent`).toEqual([]);
    await page.evaluate('allowShopEvents()');
    const isGtm = tool === 'gtm';
    expect(await received(page), `${tool} with consent`).toEqual(expected.slice(0, isGtm ? 4 : 2));
    await page.frameLocator('iframe').getByRole('button', { name: 'Pay' }).click();
    await expect.poll(() => received(page), tool).toEqual(expected);
  }
});

test('The recipe counts a collection, a price that the buyer chose and a redirect', async ({
  page,
  site,
  hostedCheckout,
}) => {
  const origin = await site({
    '/after': 'The same storage, and nothing else.',
    '/':
      shop(
        hostedCheckout.endpoint,
        buyButton('custom-price="15"') +
          '<button type="button" data-solifyn-collection-id="col_1" data-solifyn-mode="modal" data-solifyn-gateway="frame">Bundle</button>',
      ) +
      readBlock('shop events') +
      `<script>
        function shopEvent(name, sale) {
          const earlier = JSON.parse(sessionStorage.getItem('sales') ?? '[]');
          sessionStorage.setItem('sales', JSON.stringify([...earlier, [name, sale.id, sale.value, sale.order]]));
        }
        allowShopEvents();
      </script>`,
  });
  await page.goto(origin);
  await page.getByRole('button', { name: 'Bundle' }).click();
  await page.frameLocator('iframe').getByRole('button', { name: 'Pay' }).click();
  await page.frameLocator('iframe').getByRole('button', { name: 'Back to the shop' }).click();
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.waitForURL(hostedCheckout.checkoutUrl);
  await page.goto(`${origin}/after`);
  expect(await page.evaluate(() => JSON.parse(sessionStorage.getItem('sales')!))).toEqual([
    ['view_item', ID, 49, null],
    ['begin_checkout', 'col_1', 0, null],
    ['purchase', 'col_1', 0, 'rcpt_1'],
    ['begin_checkout', ID, 15, null],
  ]);
});

test('The recipe for every step puts each step into the data layer', async ({ page, site, endpoint }) => {
  endpoint.respond(() => ({ status: 404, json: { error: { message: 'Sold out.' } } }));
  await page.goto(await site({ '/': shop(endpoint.url, buyButton()) + readBlock('data layer') }));
  await page.getByRole('button', { name: 'Buy now' }).click();
  await expect(page.getByRole('alert')).toContainText('Sold out.');
  expect(await received(page)).toEqual([
    { event: 'solifyn_checkout_start', solifyn_item: ID },
    { event: 'solifyn_checkout_error', solifyn_item: ID, solifyn_error: 'rejected' },
  ]);
});

test('Every recipe of docs/guides/events.md is tested above', () => {
  const known = ['shop events', 'data layer', ...Object.keys(TOOLS).map((tool) => `tool ${tool}`)];
  expect([...recipes.keys()].sort()).toEqual(known.sort());
});
