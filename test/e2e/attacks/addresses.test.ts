/** Addresses from outside: the endpoint's `checkout_url`, the seller's `success-url`, a link's `href`. */
import type { Page } from '@playwright/test';
import type { SolifynBuyButton } from '../../../src/button/buy-button.ts';
import { dialogOf, expect, names, test } from '../../support/embedded.ts';
import { buyButton, shop } from '../../support/shop.ts';

const RUN = 'globalThis.hacked=1';

const buttonOf = (page: Page) => page.getByRole('button', { name: 'Buy now' });
const hacked = (page: Page) => page.evaluate(() => 'hacked' in globalThis);

/** Every address that a window or frame of the test sets out for. */
function collectNavigations(page: Page): string[] {
  const gone: string[] = [];
  page.context().on('request', (request) => void (request.isNavigationRequest() && gone.push(request.url())));
  return gone;
}

const UNSAFE = [
  `javascript:${RUN}`,
  ` java\tscr\nipt:${RUN}//https://solifyn.com/`,
  `JAVASCRIPT://solifyn.com/%0a${RUN}`,
  `vbscript:${RUN}`,
  `data:text/html,<script>opener.${RUN}</script>`,
  'blob:https://solifyn.com/5b0f5a4e',
  'filesystem:https://solifyn.com/temporary/x.html',
  'view-source:https://solifyn.com/',
  'about:blank',
  'file:///etc/passwd',
  'intent://solifyn.com/#Intent;scheme=https;end',
  'http://shop.example/checkout',
  'http://localhost.evil.example/checkout',
  'http://127.0.0.1.evil.example/checkout',
  'http://2130706434/checkout',
  'https://solifyn.com@evil.example/checkout',
  'https://:secret@solifyn.com/checkout',
  'https:\\\\solifyn.com@evil.example/',
  'https://evil.example\u0000.solifyn.com/checkout',
  'https://',
  '//evil.example/checkout',
  '/\\evil.example/checkout',
  'checkout',
  '#checkout',
];

test('No mode opens a checkout_url that is not https', async ({ page, site, endpoint, events }) => {
  const origin = await site({ '/': shop(endpoint.url, buyButton('gateway="frame"')) });
  await page.goto(origin);
  const gone = collectNavigations(page);
  for (const mode of ['redirect', 'modal', 'inline'])
    for (const checkout_url of UNSAFE) {
      endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url } }));
      const code = await page.locator('solifyn-buy-button').evaluate((button: SolifynBuyButton, mode) => {
        button.mode = mode as 'redirect';
        return button.checkout().then(
          () => 'opened',
          (error: unknown) => (error as { code: string }).code,
        );
      }, mode);
      expect(code, `${mode}: ${checkout_url}`).toBe('invalid-session');
    }
  expect(await hacked(page)).toBe(false);
  expect(gone).toEqual([]);
  expect(new Set(names(events))).toEqual(new Set(['start', 'error']));
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(0);
});

test('The address that opens is the one that was validated, however checkout_url is written', async ({
  page,
  site,
  hostedCheckout,
}) => {
  // Relative to a page of the same scheme a browser takes "http:host" for a path of the shop.
  const { host } = new URL(hostedCheckout.checkoutUrl);
  const origin = await site({
    '/a/shop': shop(hostedCheckout.endpoint, buyButton('mode="inline" gateway="frame"')),
  });
  for (const written of [`http:${host}/pay`, `http:\\\\${host}\\pay`, ` \tHT\nTP:///${host}/pay `]) {
    await page.goto(`${origin}/a/shop`);
    await page.evaluate((checkout_url) => {
      const { configure } = Reflect.get(globalThis, 'SolifynCheckout');
      configure({ createSession: async () => ({ id: '1', session_id: 'ch_1', checkout_url }) });
    }, written);
    await buttonOf(page).click();
    await expect(page.locator('iframe')).toHaveAttribute('src', hostedCheckout.checkoutUrl);
    const arrived = page.waitForURL(hostedCheckout.checkoutUrl);
    await page.evaluate(() => {
      const button = document.querySelector('solifyn-buy-button')!;
      button.close();
      button.mode = 'redirect';
      void button.checkout();
    });
    await arrived;
  }
});

const NO_WAY_OUT = [
  `javascript:${RUN}`,
  ` java\nscript:${RUN}`,
  `JavaScript://shop.example/%0a${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  'blob:https://solifyn.com/5b0f5a4e',
  'https://ada:secret@solifyn.com/checkout',
  'https://',
];

test('A fallback link that is not http or https is not followed, offered or run', async ({
  page,
  site,
  endpoint,
}) => {
  const escape = (text: string) => text.replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const links = NO_WAY_OUT.map((href) => escape(href)).map(
    (href) =>
      buyButton('', `<a href="${href}">Buy now</a>`) +
      `<a href="${href}" data-solifyn-product-id="prod_z2o92kEl6cYYX" role="button">Buy now</a><br>`,
  );
  const origin = await site({ '/': shop(endpoint.url, links.join('')) });
  await page.goto(origin);
  const gone = collectNavigations(page);
  // Of a failure the buyer would be sent there, of a refusal it would be offered.
  for (const status of [500, 409]) {
    endpoint.respond(() => ({ status, json: { error: { message: 'Sold out.' } } }));
    for (const button of await buttonOf(page).all()) {
      const before = endpoint.posts.length;
      await button.click();
      await endpoint.received(before + 1);
      await expect(button).not.toHaveAttribute('aria-busy', 'true');
    }
    await expect(page.getByRole('alert')).toHaveCount(2 * NO_WAY_OUT.length);
    await expect(page.getByRole('alert').locator('a')).toHaveCount(0);
  }
  expect(await hacked(page)).toBe(false);
  expect(gone).toEqual([]);
  expect(page.url()).toBe(`${origin}/`);
});

test('A success-url that is not http or https is ignored with a warning', async ({
  page,
  site,
  hostedCheckout,
  events,
}) => {
  const origin = await site({
    '/': shop(hostedCheckout.endpoint, buyButton('mode="modal" gateway="frame"')),
  });
  const warnings: string[] = [];
  page.on('console', (message) => void (message.type() === 'warning' && warnings.push(message.text())));
  await page.goto(origin);
  for (const [index, address] of NO_WAY_OUT.entries()) {
    await page
      .locator('solifyn-buy-button')
      .evaluate((button: SolifynBuyButton, url) => (button.successUrl = url), address);
    await buttonOf(page).click();
    await page.frameLocator('iframe').getByRole('button', { name: 'Pay' }).click();
    await expect.poll(() => names(events).filter((name) => name === 'complete')).toHaveLength(index + 1);
    await dialogOf(page).getByRole('button').click();
    await expect(dialogOf(page)).toHaveCount(0);
  }
  expect(await hacked(page)).toBe(false);
  expect(page.url()).toBe(`${origin}/`);
  expect(warnings.filter((text) => text.includes('success-url'))).toHaveLength(NO_WAY_OUT.length);
});
