import { expect, type Page } from '@playwright/test';
import { MODES } from '../../../demo/builder/choice.ts';
import { open, read, test } from './fixtures.ts';

const liveButton = (page: Page) => page.locator('solifyn-buy-button').getByRole('button');

const codes = (page: Page) => page.locator('.snippet code').allTextContents();

const REAL = 'endpoint=https://pay.shop.com/session';

test.describe('The builder’s live button sells without a server:', () => {
  for (const mode of MODES)
    for (const [sells, id, name] of [
      ['product', 'prod_z2o92kEl6cYYX', 'Northlight preset pack'],
      ['collection', 'col_123', 'The whole studio'],
    ] as const)
      test(
        `${mode}, ${sells}`,
        { tag: sells === 'collection' && mode !== 'modal' ? '@soak' : [] },
        async ({ page, site, context, faults }) => {
          await open(page, `${site}builder/?${REAL}&mode=${mode}&sells=${sells}&id=${id}&code=LAUNCH20`);
          const isEmbedded = mode === 'modal' || mode === 'inline';
          // The sandbox has no gateway. What is copied still names the seller's.
          expect((await codes(page)).join()).not.toContain('gateway=');
          const tab = mode === 'new-tab' ? context.waitForEvent('page') : undefined;
          await liveButton(page).click();
          const place = tab ? await tab : page;
          const checkout = isEmbedded ? page.frameLocator('iframe') : place;
          await expect(checkout.getByText(name)).toBeVisible();
          await expect(checkout.getByText('LAUNCH20')).toBeVisible();
          if (!isEmbedded) await expect(place).toHaveURL(/\/demo\/checkout\.html\?/);
          expect(faults).toEqual([]);
        },
      );
});

test('The builder sells a sample of the sandbox in place of the seller’s own product', async ({
  page,
  site,
  faults,
}) => {
  await open(page, `${site}builder/?${REAL}&id=prod_myOwn12&code=SPRING`);
  await expect(page.getByText('Here the button sells a sample in the sandbox')).toBeVisible();
  expect((await codes(page))[0]).toContain('product-id="prod_myOwn12" discount-code="SPRING"');
  await liveButton(page).click();
  await expect(page.getByText('Northlight preset pack')).toBeVisible();
  expect(faults).toEqual([]);
});

test('The builder’s live button is a plain link without an endpoint, and leads to the sandbox', async ({
  page,
  site,
  faults,
}) => {
  await open(page, `${site}builder/?route=link&id=prod_z2o92kEl6cYYX`);
  await expect(page.locator('#snippets')).not.toContainText('data-endpoint');
  await page.locator('solifyn-buy-button').click();
  await expect(page.getByRole('heading', { name: 'Checkout' })).toBeVisible();
  expect(faults).toEqual([]);
});

test('The builder copies no address of the site, and lists what is missing until nothing is', async ({
  page,
  site,
  faults,
}) => {
  await open(page, `${site}builder/`);
  await expect(page.locator('#readiness')).toContainText('Not ready yet');
  await page.getByLabel('Its id').fill('prod_a1B2c3D4e5');
  await page.locator('[name=endpoint]').fill('https://pay.shop.com/session');
  await expect(page.locator('#readiness')).toHaveText('Ready: paste it as it is.');
  const [code = ''] = await codes(page);
  expect(code).toContain('href="https://solifyn.com/checkout/prod_a1B2c3D4e5"');
  expect(code).not.toMatch(/127\.0\.0\.1|checkout\.html|github\.io/);
  expect(faults).toEqual([]);
});

test('From the builder to a sale: what “Copy” copied sells in an empty page', async ({
  page,
  site,
  context,
  faults,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.route('https://cdn.jsdelivr.net/npm/@solifyn/buy-button@*/dist/*', (route) =>
    route.fulfill({
      body: read(`dist/${route.request().url().split('/').at(-1)}`),
      contentType: 'text/javascript',
      headers: { 'access-control-allow-origin': '*' },
    }),
  );
  await open(page, `${site}builder/`);
  await page.getByRole('radio', { name: 'My checkout link alone' }).check();
  await page.getByLabel('Its id').fill('prod_a1B2c3D4e5');
  await expect(page.locator('#readiness')).toHaveText('Ready: paste it as it is.');
  await page.getByRole('button', { name: 'Copy: The button' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await page.route(`${site}shop.html`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Shop</title>${copied}` }),
  );
  await page.goto(`${site}shop.html`);
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  expect(faults.filter((fault) => !fault.includes('cdn.jsdelivr.net'))).toEqual([]);
  const checkout = page.waitForRequest('https://solifyn.com/checkout/prod_a1B2c3D4e5');
  await page.locator('solifyn-buy-button').click();
  expect((await checkout).isNavigationRequest()).toBe(true);
});

test('The builder works when the button’s script arrives after its own', async ({ page, site, faults }) => {
  let release = () => {};
  const late = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/solifyn-buy-button.umd.js', async (route) => {
    await late;
    await route.fallback();
  });
  await page.goto(`${site}builder/?${REAL}&id=prod_z2o92kEl6cYYX`, { waitUntil: 'commit' });
  // The builder's own script has filled in the address by now.
  await expect(page.locator('[name=id]')).toHaveValue('prod_z2o92kEl6cYYX');
  release();
  await liveButton(page).click();
  await expect(page.getByText('Northlight preset pack')).toBeVisible();
  expect(faults).toEqual([]);
});
