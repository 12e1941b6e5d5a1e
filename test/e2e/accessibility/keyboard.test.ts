import type { Page } from '@playwright/test';
import { buyButton } from '../../support/shop.ts';
import { dialogOf, expect, focused, LINK, say, STATES, test } from '../../support/states.ts';

const buttonOf = (page: Page) => page.locator('solifyn-buy-button').getByRole('button').first();

/** Presses the key until the focus is there. @returns what had it on the way, the end included */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<string[]> {
  const visited: string[] = [];
  while (visited.at(-1) !== name && visited.length < 8) {
    await page.keyboard.press(key);
    visited.push(await focused(page));
  }
  return visited;
}

test('Tab stops once at each button and link that can be used, in the order of the page', async ({
  stage,
}) => {
  const page = await STATES['at rest']!(stage);
  expect(await tabTo(page, 'Get it')).toEqual(['Buy now', 'Buy the zine', 'Buy now', 'Get it']);
  expect(await tabTo(page, 'Buy the zine', 'Shift+Tab')).toEqual(['Buy now', 'Buy the zine']);
});

test('After a failure the focus stays, Tab goes to the fallback link, and the key buys again', async ({
  stage,
}) => {
  const { page, endpoint } = stage;
  await stage.open(
    `${buyButton(`endpoint="${endpoint.url}?sold-out"`, LINK)}<p><a href="#after">After</a></p>`,
  );
  await tabTo(page, 'Buy now');
  for (const [key, posts] of [
    ['Enter', 1],
    ['Space', 2],
  ] as const) {
    await page.keyboard.press(key);
    await endpoint.received(posts);
    await expect(page.getByRole('alert')).toContainText('sold out');
    await expect(buttonOf(page)).toBeFocused();
  }
  expect(await tabTo(page, 'Open the checkout page')).toHaveLength(1);
  const leaving = page.waitForRequest('https://solifyn.com/**');
  await page.route('https://solifyn.com/**', (route) => route.fulfill({ body: 'Checkout' }));
  await page.keyboard.press('Enter');
  await leaving;
});

test('Enter buys at a link of the page, and Enter and Space buy at a button', async ({ stage }) => {
  const { page, endpoint } = stage;
  const soldOut = `data-solifyn-product-id="prod_1" data-solifyn-endpoint="${endpoint.url}?sold-out"`;
  await stage.open(`<a href="/elsewhere" ${soldOut}>A link</a> <button ${soldOut}>A button</button>`);
  for (const [name, key, posts] of [
    ['A link', 'Enter', 1],
    ['A button', 'Space', 2],
    ['A button', 'Enter', 3],
  ] as const) {
    await page.getByText(name).focus();
    await page.keyboard.press(key);
    await endpoint.received(posts);
    await expect(page.getByRole('alert')).toHaveCount(Math.min(posts, 2));
    expect(await focused(page)).toBe(name);
  }
});

test('In the dialog Tab goes into the frame and back, skips the frame while it loads, and Esc closes', async ({
  stage,
}) => {
  const page = await STATES['the dialog ready']!(stage);
  // Firefox also stops at a box that scrolls.
  await tabTo(page, 'Buy now');
  await tabTo(page, 'Close', 'Shift+Tab');
  await expect(dialogOf(page).getByRole('button')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(buttonOf(page)).toBeFocused();

  await STATES['the dialog loading']!(stage);
  await page.keyboard.press('Tab');
  // The frame, by its title. What comes instead is the browser's own toolbar, which Firefox does not leave again.
  expect(await focused(page)).not.toBe('Buy now');
});

test('An inline checkout that had the focus returns it to the button when it closes', async ({ stage }) => {
  const page = await STATES['inline ready']!(stage);
  await page.frameLocator('iframe').getByRole('button', { name: 'Pay' }).focus();
  await expect(page.locator('iframe')).toBeFocused();
  await say(page, 'close');
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(buttonOf(page)).toBeFocused();
});

test('An inline checkout that did not have the focus leaves it alone when it closes', async ({ stage }) => {
  const page = await STATES['inline ready']!(stage);
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('button'), { textContent: 'Other' })),
  );
  await page.getByRole('button', { name: 'Other' }).focus();
  await say(page, 'close');
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await focused(page)).toBe('Other');
});

test('In a small window nothing in the dialog covers the focused element', async ({ stage }) => {
  const { page, hostedCheckout } = stage;
  const fields = Array.from({ length: 12 }, (_, index) => `<p><button>Field ${index}</button></p>`).join('');
  hostedCheckout.show(
    `<title>Checkout</title>${fields}<script>parent.postMessage({ type: 'solifyn:ready' }, '*')</script>`,
  );
  await page.setViewportSize({ width: 320, height: 256 });
  await stage.open(buyButton('mode="modal" gateway="frame"'));
  await buttonOf(page).click();
  await expect(page.getByRole('status')).toHaveCount(0);
  const header = (await dialogOf(page).locator('header').boundingBox())!;
  await page.frameLocator('iframe').getByText('Field 11').focus();
  for (let index = 10; index >= 0; index--) {
    await page.keyboard.press('Shift+Tab');
    const field = page.frameLocator('iframe').getByText(`Field ${index}`, { exact: true });
    await expect(field).toBeFocused();
    const { y, height } = (await field.boundingBox())!;
    expect(y, `Field ${index}`).toBeGreaterThanOrEqual(header.y + header.height - 1);
    expect(y + height, `Field ${index}`).toBeLessThanOrEqual(257);
  }
});

test('The dialog closes only if a press both begins and ends beside the panel', async ({ stage }) => {
  const page = await STATES['the dialog ready']!(stage);
  const panel = (await dialogOf(page).locator('header').boundingBox())!;
  await page.mouse.move(5, 5);
  await page.mouse.down();
  await expect(dialogOf(page)).toBeVisible();
  await page.mouse.move(panel.x + 200, panel.y + 10);
  await page.mouse.up();
  await expect(dialogOf(page)).toBeVisible();
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await expect(dialogOf(page)).toBeVisible();
  await page.mouse.down();
  await expect(dialogOf(page)).toBeVisible();
  await page.mouse.up();
  await expect(dialogOf(page)).toHaveCount(0);
});
