import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { SolifynBuyButton } from '../../../src/button/buy-button.ts';
import type { CheckoutSession } from '../../../src/protocol.ts';
import { expect, SCRIPT, test } from '../../support/embedded.ts';

/** What a checkout leaves is there after a few already. The soak looks for what comes late. */
const TIMES = process.env['SOAK'] ? 100 : 10;

const whopFiles = fileURLToPath(
  new URL('../../../node_modules/@whop/checkout/dist/static/checkout/', import.meta.url),
);

/** Counts the listeners on what outlives a checkout, by target and event: added and not removed, by call or by signal. */
function countListeners(): void {
  const counts: Record<string, number> = {};
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const known = new WeakMap<object, Set<string>>();
  const nameOf = (target: EventTarget) =>
    target === window
      ? 'window'
      : target === document
        ? 'document'
        : target instanceof Element && target.localName;
  const count = (key: string, change: number) => (counts[key] = (counts[key] ?? 0) + change);

  EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? window;
    add.call(target, type, listener, options);
    const name = nameOf(target);
    if (!name || !listener || !['window', 'document', 'html', 'body', 'solifyn-buy-button'].includes(name))
      return;
    const keys = known.get(listener) ?? new Set();
    known.set(listener, keys);
    const key = `${name} ${type}`;
    if (keys.has(key)) return;
    keys.add(key);
    count(key, 1);
    const { signal } = typeof options === 'object' ? options : {};
    if (signal) add.call(signal, 'abort', () => keys.delete(key) && count(key, -1));
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget | undefined,
    type,
    listener,
    options,
  ) {
    const target = this ?? window;
    remove.call(target, type, listener, options);
    const key = `${String(nameOf(target))} ${type}`;
    if (listener && known.get(listener)?.delete(key)) count(key, -1);
  };
  Reflect.set(window, 'listenersLeft', () => ({ ...counts }));
}

/** All that a checkout could leave in a page. */
const inventory = (page: Page) =>
  page.evaluate(() => ({
    // The gateway's own script asks for its pixel once for each session, and leaves the tag.
    elements: [...document.querySelectorAll('*:not([src*="t.whop.tw"])')]
      .map(({ localName }) => localName)
      .join(' '),
    frames: window.length,
    globals: Object.getOwnPropertyNames(window).filter((name) => !/^\d+$/.test(name)).length,
    listeners: Reflect.get(window, 'listenersLeft')() as Record<string, number>,
    styleSheets: document.adoptedStyleSheets.length,
    inert: document.querySelectorAll('[inert]').length,
    overflow: getComputedStyle(document.documentElement).overflow,
    focus: document.activeElement?.localName,
  }));

/** Opens and closes the first buy button's checkout, with a helper in the body that has the dialog leave the top layer. */
const openAndClose = (page: Page, times: number) =>
  page
    .locator('solifyn-buy-button')
    .first()
    .evaluate(async (element: SolifynBuyButton, times) => {
      for (let time = 0; time < times; time++) {
        element.focus();
        await element.checkout();
        const helper = document.body.appendChild(document.createElement('p'));
        await Promise.resolve();
        element.close();
        helper.remove();
      }
    }, times);

/** Opens once, since the gateway's script comes then and stays; then many times, after which all is as after the first. */
async function expectNothingLeft(page: Page): Promise<void> {
  await openAndClose(page, 1);
  const before = await inventory(page);
  await openAndClose(page, TIMES);
  expect(await inventory(page)).toEqual(before);
  expect(before).toMatchObject({
    frames: 0,
    styleSheets: 0,
    inert: 0,
    overflow: 'visible',
    focus: 'solifyn-buy-button',
  });
}

/** Sells without a network, so that most of the time is not the endpoint's. */
const shop = (session: CheckoutSession, attributes: string) => `${SCRIPT}
<script>SolifynCheckout.configure({ createSession: async () => (${JSON.stringify(session)}) })</script>
<solifyn-buy-button product-id="prod_a" ${attributes}>Buy now</solifyn-buy-button>`;

test.beforeEach(async ({ page }) => {
  test.setTimeout(180_000);
  await page.addInitScript(countListeners);
});

test(`${TIMES} openings and closings of the gateway's embed in a dialog leave nothing`, async ({
  page,
  site,
  endpoint,
}) => {
  // The gateway's script from the page's own site, and its pages from another: interception would be most of the time.
  const greeting = `<script>parent.postMessage({ event: 'state', state: 'ready' }, '*')</script>`;
  const gateway = await site({ [`/embedded/checkout/${endpoint.session.session_id}/`]: greeting });
  const files = Object.fromEntries(
    ['loader', 'index'].map((name) => [`/${name}.js`, readFileSync(`${whopFiles}${name}.js`, 'utf8')]),
  );
  const override = `<script>__whopCheckoutInternalOriginOverride = '${gateway}/'</script><script src="/loader.js"></script>`;
  await page.goto(await site({ '/': shop(endpoint.session, 'mode="modal"') + override, ...files }));
  await expectNothingLeft(page);
});

test(`${TIMES} openings and closings of an inline frame leave nothing`, async ({
  page,
  site,
  endpoint,
  hostedCheckout,
}) => {
  const session = { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl };
  await page.goto(await site({ '/': shop(session, 'mode="inline" gateway="frame"') }));
  await expectNothingLeft(page);
});
