import type { Page } from '@playwright/test';
import { CHECKOUT, dialogOf, expect, names, SCRIPT, test } from '../../support/embedded.ts';

const shop = (endpoint: string, attributes = '') => `${SCRIPT}
<h1>A shop</h1>
<solifyn-buy-button product-id="prod_z2o92kEl6cYYX" endpoint="${endpoint}" mode="modal" gateway="frame" ${attributes}>Buy now</solifyn-buy-button>`;

const buttonOf = (page: Page) => page.locator('solifyn-buy-button').getByRole('button');
const inFrame = (page: Page, name: string) => page.frameLocator('iframe').getByRole('button', { name });

test('the sandbox’s checkout opens, is paid, passes its receipt on and closes', async ({
  page,
  demo,
  events,
}) => {
  await page.goto(`${demo.url}/frame.html`);
  await buttonOf(page).click();
  const checkout = page.frameLocator('iframe');
  await checkout.getByLabel('E-mail').fill('mira@example.com');
  await checkout.getByRole('button', { name: /^Pay \$/ }).click();
  await expect(checkout.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await checkout.getByRole('button', { name: 'Back to the shop' }).click();
  await expect(dialogOf(page)).toHaveCount(0);
  await expect.poll(() => names(events)).toEqual(['start', 'session', 'open', 'complete', 'close']);
  expect(events[3]?.receiptId).toMatch(/\S/);
  expect(events[4]?.completed).toBe(true);
  expect((await demo.received())[0]).toEqual({ productId: 'prod_z2o92kEl6cYYX' });
});

test('the iframe shows checkout_url and has the permissions that a payment page needs', async ({
  page,
  site,
  hostedCheckout,
}) => {
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
  await buttonOf(page).click();
  const iframe = page.locator('iframe');
  await expect(iframe).toHaveAttribute('src', hostedCheckout.checkoutUrl);
  for (const feature of [
    'payment',
    'publickey-credentials-get',
    'accelerometer',
    'gyroscope',
    'clipboard-write',
  ])
    await expect(iframe).toHaveAttribute('allow', new RegExp(`\\b${feature}\\b`));
});

test('a completion is reported once, with its receipt if that is a string', async ({
  page,
  site,
  hostedCheckout,
  events,
}) => {
  for (const receiptId of ["'rcpt_1'", '{ forged: true }']) {
    hostedCheckout.show(CHECKOUT.replace("'rcpt_1'", receiptId));
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await buttonOf(page).click();
    await inFrame(page, 'Pay').click();
    await inFrame(page, 'Pay').click();
    await inFrame(page, 'Back to the shop').click();
    await expect.poll(() => events.at(-1)).toEqual({ event: 'close', completed: true });
  }
  expect(events.filter(({ event }) => event === 'complete')).toEqual([
    { event: 'complete', receiptId: 'rcpt_1' },
    { event: 'complete' },
  ]);
});

test('a page that completes without ready is reported as open, then complete', async ({
  page,
  site,
  hostedCheckout,
  events,
}) => {
  hostedCheckout.show(
    `<title>Paid</title><script>parent.postMessage({ type: 'solifyn:complete' }, '*')</script>`,
  );
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
  await buttonOf(page).click();
  await expect.poll(() => names(events)).toEqual(['start', 'session', 'open', 'complete']);
});

test.describe('faults', () => {
  test('a forged completion changes nothing', async ({ page, context, site, hostedCheckout, events }) => {
    const message = `{ type: 'solifyn:complete', receiptId: 'forged' }`;
    const forger = await site({ '/': `<script>parent.postMessage(${message}, '*')</script>Forged` });
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await buttonOf(page).click();
    await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);

    // From the page itself; from another iframe, also one of the very origin that is asked to pay.
    await page.evaluate(`postMessage(${message}, '*')`);
    hostedCheckout.show(`<script>parent.postMessage(${message}, '*')</script>Forged`);
    for (const src of [forger, hostedCheckout.checkoutUrl]) {
      await page.evaluate((src) => {
        const iframe = document.createElement('iframe');
        document.querySelector('h1')!.append(Object.assign(iframe, { src, title: 'Another' }));
      }, src);
      await expect(page.locator('[title=Another]').last().contentFrame().getByText('Forged')).toBeAttached();
    }

    // From another window.
    const [popup] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate(() => void open('about:blank', 'popup')),
    ]);
    await popup.evaluate(`opener.postMessage(${message}, '*')`);
    await popup.close();

    // From another origin in the checkout's own iframe; from its own origin what is not quite the message.
    const own = page.frames().find((frame) => frame.url() === hostedCheckout.checkoutUrl)!;
    for (const data of [
      'null',
      '"solifyn:complete"',
      '["solifyn:complete"]',
      `{ type: ['solifyn:complete'] }`,
    ])
      await own.evaluate(`parent.postMessage(${data}, '*')`);
    await own.evaluate((address) => location.assign(address), forger);
    await expect(page.frameLocator('iframe:not([title=Another])').getByText('Forged')).toBeAttached();

    await page.keyboard.press('Escape');
    await expect.poll(() => events.at(-1)).toEqual({ event: 'close', completed: false });
    expect(names(events)).toEqual(['start', 'session', 'open', 'close']);
  });
});
