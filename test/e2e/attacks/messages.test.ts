/** What is posted to a page with an open checkout by windows that are not the checkout. */
import type { Page } from '@playwright/test';
import { dialogOf, expect, frameOf, names, READY_MESSAGE, test } from '../../support/embedded.ts';
import { buyButton, shop } from '../../support/shop.ts';

/** Everything that a checkout may say, of either gateway. */
const MESSAGES = JSON.stringify([
  { type: 'solifyn:ready' },
  { type: 'solifyn:complete', receiptId: 'forged' },
  { type: 'solifyn:close' },
  { event: 'state', state: 'ready' },
  { event: 'complete', plan_id: 'p', receipt_id: 'forged' },
]);

const sayTo = (target: string) =>
  `<script>for (const message of ${MESSAGES}) ${target}.postMessage(message, '*');</script>`;

/** What a message in the page has said since the last look, so that nothing is asserted before it has arrived. */
const arrived = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'arrived') as number);

test('Messages of other windows than the checkout’s are ignored', async ({
  page,
  context,
  site,
  hostedCheckout,
  events,
}) => {
  // The true checkout is silent at first. In it is another frame, as a bank's is; of its origin, but not it.
  const nested = `<title>Bank</title>${sayTo('top')}`;
  hostedCheckout.show(`<title>Checkout</title><iframe srcdoc='${nested.replaceAll("'", '&#39;')}'></iframe>`);
  const other = await site({ '/': sayTo('parent'), '/opened': sayTo('opener') });
  const origin = await site({
    '/': shop(hostedCheckout.endpoint, buyButton('mode="modal" gateway="frame"')),
  });
  await page.addInitScript(() => {
    Object.assign(globalThis, { arrived: 0 });
    addEventListener('message', () =>
      Reflect.set(globalThis, 'arrived', Reflect.get(globalThis, 'arrived') + 1),
    );
  });
  await page.goto(origin);
  await page.getByRole('button', { name: 'Buy now' }).click();
  const count = (JSON.parse(MESSAGES) as unknown[]).length;
  await expect.poll(() => arrived(page), 'from the frame in the checkout').toBe(count);

  // A frame of another origin, one of no origin, the page itself, and a window of its own.
  await page.evaluate(
    ([src, sandboxed]) => {
      for (const attributes of [{ src }, { srcdoc: sandboxed, sandbox: 'allow-scripts' }]) {
        const iframe = document.createElement('iframe');
        for (const [name, value] of Object.entries(attributes)) iframe.setAttribute(name, value!);
        document.querySelector('solifyn-buy-button')!.before(iframe);
      }
    },
    [other, sayTo('parent')],
  );
  await expect.poll(() => arrived(page)).toBe(3 * count);
  await page.evaluate(
    (messages) => {
      for (const message of messages) postMessage(message, '*');
    },
    JSON.parse(MESSAGES) as unknown[],
  );
  await expect.poll(() => arrived(page)).toBe(4 * count);
  const [popup] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate((address) => void open(address), `${other}/opened`),
  ]);
  await expect.poll(() => arrived(page)).toBe(5 * count);
  await popup.close();

  await expect(dialogOf(page)).toBeVisible();
  expect(names(events)).toEqual(['start', 'session']);

  // The checkout itself is believed, but not whatever it says.
  const checkout = await frameOf(page, hostedCheckout.checkoutUrl);
  for (const data of [
    'null',
    '"solifyn:ready"',
    '["solifyn:ready"]',
    '{ type: ["solifyn:ready"] }',
    '{ type: "SOLIFYN:READY" }',
    '{ type: "constructor" }',
    'new Map([["type", "solifyn:ready"]])',
    '{ type: "solifyn:" }',
    'new Blob(["solifyn:ready"])',
  ])
    await checkout.evaluate(`parent.postMessage(${data}, '*')`);
  await expect.poll(() => arrived(page)).toBe(5 * count + 9);
  expect(names(events)).toEqual(['start', 'session']);
  await checkout.evaluate(READY_MESSAGE);
  await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);
});
