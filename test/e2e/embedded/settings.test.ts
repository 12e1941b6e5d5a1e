import type { Page } from '@playwright/test';
import { dialogOf, expect, SCRIPT, test } from '../../support/embedded.ts';

// A buyer's own settings, which only a browser of its own can have in both engines: no motion, scrollbars that take room.
test.use({
  // Chromium takes it from here, Firefox from its preferences.
  contextOptions: { reducedMotion: 'reduce' },
  launchOptions: [
    async ({ launchOptions }, use) => {
      const { ignoreDefaultArgs = [], firefoxUserPrefs = {} } = launchOptions;
      await use({
        ...launchOptions,
        ignoreDefaultArgs: [
          ...(Array.isArray(ignoreDefaultArgs) ? ignoreDefaultArgs : []),
          '--hide-scrollbars',
        ],
        firefoxUserPrefs: { ...firefoxUserPrefs, 'ui.prefersReducedMotion': 1, 'ui.useOverlayScrollbars': 0 },
      });
    },
    { scope: 'worker' },
  ],
});

const shop = (endpoint: string) => `${SCRIPT}
<h1 style="text-align: center">A shop</h1>
<solifyn-buy-button product-id="prod_a" endpoint="${endpoint}" mode="modal" gateway="frame">Buy now</solifyn-buy-button>
<p style="margin-top: 200vh">Far below</p>`;

const buttonOf = (page: Page) => page.locator('solifyn-buy-button').getByRole('button');

test('with reduced motion the panel does not move and the spinner turns slowly', async ({
  page,
  site,
  endpoint,
}) => {
  endpoint.respond(() => new Promise(() => {}));
  await page.goto(await site({ '/': shop(endpoint.url) }));
  expect(await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)).toBe(true);
  await buttonOf(page).click();
  await expect(dialogOf(page).getByRole('status')).toBeVisible();
  const moving = await page.evaluate(() => {
    const roots = [
      document.querySelector('[data-solifyn-modal]')!,
      document.querySelector('solifyn-buy-button')!,
    ];
    return roots
      .flatMap((host) => host.shadowRoot!.getAnimations())
      .map(({ effect }) => effect as KeyframeEffect)
      .filter((effect) => effect.getKeyframes().some(({ transform }) => transform))
      .map((effect) => ({
        part: effect.target?.getAttribute('part'),
        ms: Number(effect.getTiming().duration),
      }));
  });
  for (const { part, ms } of moving) {
    expect(part).toBe('spinner');
    expect(ms, 'a turn of the spinner').toBeGreaterThanOrEqual(5000);
  }
});

test('with classic scrollbars the page does not shift sideways', async ({ page, site, hostedCheckout }) => {
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
  const width = () =>
    page.evaluate(() => [document.body.clientWidth, document.querySelector('h1')!.getBoundingClientRect().x]);
  const before = await width();
  expect(before[0], 'the scrollbar takes room').toBeLessThan(1280 - 16);
  await buttonOf(page).click();
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Pay' })).toBeVisible();
  expect(await width()).toEqual(before);
  await dialogOf(page).getByRole('button').click();
  await expect(dialogOf(page)).toHaveCount(0);
  expect(await width()).toEqual(before);
});
