import type { Page } from '@playwright/test';
import { expect, test, type DemoUnderTest } from '../../support/fixtures.ts';

const CLASSIC = /<script async src="\/dist\/solifyn-buy-button\.umd\.js"/;
const MODULE = '<script type="module" src="/dist/solifyn-buy-button.js"';
const UUID = '[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}';

/** Every field of a product as product.html has it, and what its checkout page says of it. */
const PRODUCT = {
  productId: 'prod_payWhatYouWant',
  quantity: 2,
  discountCode: 'LAUNCH20',
  aff: 'anna',
  customPrice: 12.5,
  customerEmail: 'ada@example.com',
  checkoutData: { campaign: 'spring', visits: 3 },
  customFields: { dedication: 'To Grace' },
};
const PRODUCT_TOTAL = '$20.00';

/** Every field of a collection, as collection.html has it. */
const COLLECTION = { collectionId: 'col_123', quantity: 2, discountCode: 'LAUNCH20', aff: 'anna' };
const COLLECTION_TOTAL = '$126.40';

async function expectCheckout(page: Page, { sandboxUrl }: DemoUnderTest, id: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${sandboxUrl}/checkout/test/${id}\\?checkout_id=${UUID}$`));
}

for (const format of ['ESM', 'UMD']) {
  test.describe(`with the ${format} standalone script`, () => {
    test.beforeEach(async ({ page }) => {
      if (format === 'UMD') return;
      await page.route('**/{product,collection,redirect}.html', async (route) => {
        const response = await route.fetch();
        const body = await response.text();
        expect(body).toMatch(CLASSIC);
        await route.fulfill({ response, body: body.replace(CLASSIC, MODULE) });
      });
    });

    test('a click makes a session of every field of a product and leads to its checkout page', async ({
      page,
      demo,
    }) => {
      await page.goto(`${demo.url}/product.html`);
      await page.getByRole('button', { name: 'Buy two copies' }).click();
      await expectCheckout(page, demo, 'prod_payWhatYouWant');
      await expect(page.getByText(PRODUCT_TOTAL).first()).toBeVisible();
      expect(await demo.received()).toEqual([PRODUCT]);
    });

    test('a click makes a session of every field of a collection and leads to its checkout page', async ({
      page,
      demo,
    }) => {
      await page.goto(`${demo.url}/collection.html`);
      await page.getByRole('button', { name: 'Buy the bundle' }).click();
      await expectCheckout(page, demo, 'col_123');
      await expect(page.getByText(COLLECTION_TOTAL).first()).toBeVisible();
      expect(await demo.received()).toEqual([COLLECTION]);
    });

    test('the keyboard alone buys', async ({ page, demo }) => {
      await page.goto(`${demo.url}/redirect.html`);
      await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
      await page.locator('solifyn-buy-button').focus();
      await page.keyboard.press('Enter');
      await expectCheckout(page, demo, 'prod_z2o92kEl6cYYX');
      expect(await demo.received()).toEqual([{ productId: 'prod_z2o92kEl6cYYX' }]);
    });
  });
}

test('Variants and the bundle of the demo sell what is chosen', async ({ page, demo }) => {
  await page.goto(`${demo.url}/variants.html`);
  await page.getByLabel('Edition').selectOption('A year of presets, $99');
  await page.getByRole('button', { name: 'Buy this edition' }).click();
  await expectCheckout(page, demo, 'prod_yearly');
  await page.goto(`${demo.url}/variants.html`);
  await page.getByRole('radio', { name: 'Preset pack' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expectCheckout(page, demo, 'prod_yearly');
  await page.goto(`${demo.url}/bundle.html`);
  await page.getByRole('checkbox').check();
  await page.getByLabel('Copies').press('ArrowUp');
  await page.getByRole('button', { name: 'Buy the presets' }).click();
  await expect(page.frameLocator('iframe').getByText('$158.00').first()).toBeVisible();
  expect(await demo.received()).toEqual([
    { productId: 'prod_yearly' },
    { productId: 'prod_yearly' },
    { collectionId: 'col_123', quantity: 2 },
  ]);
});

test('A refusal of Solifyn is shown in its own words', async ({ page, demo }) => {
  await page.goto(`${demo.url}/errors.html`);
  const tile = page.locator('.tile', { has: page.getByRole('heading', { name: 'Sold out' }) });
  await tile.getByRole('button').click();
  await expect(tile.getByRole('alert')).toHaveText('This product is sold out.');
});
