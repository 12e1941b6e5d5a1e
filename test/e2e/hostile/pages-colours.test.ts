import { expect, expectAllUsable, looks, sells, test } from '../../support/hostile.ts';

// Chromium takes them from here, Firefox from its preferences, which only a browser of its own can have.
test.use({
  contextOptions: { forcedColors: 'active' },
  launchOptions: [
    async ({ launchOptions }, use) => {
      const { firefoxUserPrefs = {} } = launchOptions;
      const forced = { 'browser.display.document_color_use': 2 };
      await use({ ...launchOptions, firefoxUserPrefs: { ...firefoxUserPrefs, ...forced } });
    },
    { scope: 'worker' },
  ],
});

test('In forced colours button, failure and dialog are readable and usable', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
}) => {
  const style =
    'solifyn-buy-button { --solifyn-button-background: #fff; --solifyn-button-color: #eee; color: #ddd }';
  await page.goto(await site({ '/': looks(hostedCheckout.endpoint, style) }));
  expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
  await expectAllUsable(page, 'forced colours');
  await sells(page, endpoint, {
    button: page.getByRole('button', { name: 'Buy now' }),
    url: hostedCheckout.checkoutUrl,
  });
});
