import { expect, test } from '../../support/fixtures.ts';
import { shop } from '../../support/shop.ts';

const NARROW: Record<string, string> = {
  'a flex row':
    '<div style="display: flex; width: 120px"><p style="min-width: 110px">Long text here</p>BUTTON</div>',
  'a table cell':
    '<table style="width: 120px"><tr><td style="width: 100%">Long text</td><td>BUTTON</td></tr></table>',
  'a narrow column': '<div style="width: 90px">BUTTON</div>',
};
for (const [name, place] of Object.entries(NARROW))
  test(`In ${name} the label breaks only between words`, async ({ page, site }) => {
    const body = place.replace(
      'BUTTON',
      '<solifyn-buy-button product-id="prod_1">Buy now</solifyn-buy-button>',
    );
    await page.goto(await site({ '/': shop('/session', body) }));
    const button = page.getByRole('button', { name: 'Buy now' });
    await expect(button).toBeVisible();
    // Each word in one line: the label has at most two.
    const lines = await page.locator('solifyn-buy-button').evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    });
    expect(lines).toBeLessThanOrEqual(2);
  });

test('On a dark page without color-scheme the button stands out, and hovering keeps it opaque', async ({
  page,
  site,
}) => {
  const style = '<style>body { background: #111; color: #eee }</style>';
  await page.goto(
    await site({
      '/': shop('/session', `${style}<solifyn-buy-button product-id="prod_1">Buy now</solifyn-buy-button>`),
    }),
  );
  const button = page.getByRole('button', { name: 'Buy now' });
  const measure = () =>
    button.evaluate((button) => {
      const { color, backgroundColor, backgroundImage, opacity } = getComputedStyle(button);
      return { color, backgroundColor, backgroundImage, opacity };
    });
  // The line around the button has the colour of the text.
  const idle = await measure();
  expect(idle.color).toBe('rgb(255, 255, 255)');
  expect(idle.backgroundColor).toBe('rgb(0, 0, 0)');
  expect(idle.backgroundImage).toContain('rgb(255, 255, 255)');
  await button.hover();
  expect(await measure()).toEqual({ ...idle, opacity: '1' });
});

test('With reduced motion the spinner does not turn', async ({ page, site, endpoint, browserName }) => {
  test.skip(browserName !== 'chromium', 'Only Chromium emulates the preference here.');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  endpoint.respond(() => new Promise(() => {}));
  await page.goto(
    await site({
      '/': shop(endpoint.url, '<solifyn-buy-button product-id="prod_1">Buy now</solifyn-buy-button>'),
    }),
  );
  await page.getByRole('button', { name: 'Buy now' }).click();
  await expect(page.locator('[part=spinner]')).toHaveCSS('animation-name', 'none');
});
