/** What a checkout can learn of the page: the referrer, a reference to its window, and private values. */
import type { Page } from '@playwright/test';
import { expect, frameOf, test } from '../../support/embedded.ts';
import { holdTimeouts } from '../../support/faults.ts';
import { TIMEOUT_MS } from '../../support/hold-timeouts.ts';
import { buyButton, shop } from '../../support/shop.ts';

/** An address with private values. */
const PRIVATE = '/account?token=t0ps3cret&email=mira@example.com';

const fallback = '<a href="/plain">Buy now</a>';
const button = (page: Page) => page.getByRole('button', { name: 'Buy now' });

const origins = (page: Page) =>
  page.evaluate(() => ({ referrer: document.referrer, opener: globalThis.opener as unknown }));

test('Checkout and endpoint receive the shop’s origin only, and no reference to its window', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
}) => {
  const other = await site({ '/plain': '<title>Plain checkout</title>' });
  const link = fallback.replace('/plain', `${other}/plain`);
  const path = PRIVATE.split('?')[0]!;
  const origin = await site({ [path]: shop(hostedCheckout.endpoint, buyButton('gateway="frame"', link)) });
  const openPrivatePage = () => page.goto(origin + PRIVATE);
  const choose = (mode: string) =>
    page.locator('solifyn-buy-button').evaluate((element, mode) => element.setAttribute('mode', mode), mode);
  const known = { referrer: `${origin}/`, opener: null };

  await openPrivatePage();
  await button(page).click();
  await page.waitForURL(hostedCheckout.checkoutUrl);
  expect(await origins(page), 'redirect').toEqual(known);

  for (const status of [200, 500]) {
    await openPrivatePage();
    const failure = { status, json: {} };
    endpoint.respond(() =>
      status === 200 ? { json: { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl } } : failure,
    );
    await choose('new-tab');
    const [tab] = await Promise.all([page.waitForEvent('popup'), button(page).click()]);
    await tab.waitForURL(status === 200 ? hostedCheckout.checkoutUrl : `${other}/plain`);
    expect(await origins(tab), `new tab, ${status}`).toEqual(known);
    await tab.close();
  }

  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl } }));
  await openPrivatePage();
  await choose('modal');
  await button(page).click();
  const frame = await frameOf(page, hostedCheckout.checkoutUrl);
  expect(await frame.evaluate(() => document.referrer), 'frame').toBe(known.referrer);
  await page.getByRole('dialog').getByRole('link').click();
  await page.waitForURL(hostedCheckout.checkoutUrl);
  expect(await origins(page), 'the dialog’s link').toEqual(known);

  endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
  await openPrivatePage();
  await button(page).click();
  await page.getByRole('alert').getByRole('link').click();
  await page.waitForURL(`${other}/plain`);
  expect(await origins(page), 'the offered link').toEqual(known);

  expect(endpoint.posts).toHaveLength(5);
  for (const { headers, url } of endpoint.posts) {
    expect(headers.referer).toBe(known.referrer);
    expect(headers.cookie).toBe(undefined);
    expect(url).toBe('/session');
  }
});

test('Form values and authorization headers are in no address, error or console message', async ({
  page,
  site,
  endpoint,
}) => {
  const SECRETS = ['Bearer-t0ps3cret', 'mira@example.com', 'Mira Personal', 'Allergy Personal'];
  const [token, email, name, customAnswer] = SECRETS;
  const seen: string[] = [];
  page.on('console', (message) => void seen.push(message.text()));
  page.on('pageerror', (error) => void seen.push(String(error)));
  page.context().on('request', (request) => void seen.push(request.url()));
  await page.exposeFunction('note', (text: string) => void seen.push(text));
  await page.addInitScript(() => {
    addEventListener('solifyn-checkout-error', ({ detail: { error } }) => {
      const record = Reflect.get(globalThis, 'note') as (text: string) => void;
      record(
        JSON.stringify([
          error.message,
          error.stack,
          String(error.cause),
          Object.entries(error),
          Object.entries(sessionStorage),
        ]),
      );
    });
  });
  const form = `<form>
    <input type="email" name="customerEmail" value="${email}"><input name="customFields.name" value="${name}">
    ${buyButton(`checkout-data='{"note":"${customAnswer}"}'`)}
  </form>`;
  const configured = `<script>SolifynCheckout.configure({ headers: { 'X-Token': '${token}' } });</script>`;
  const endTimeout = await holdTimeouts(page);
  await page.goto(await site({ '/': shop(endpoint.url, configured + form, `data-timeout="${TIMEOUT_MS}"`) }));

  const failures = [
    'drop' as const,
    { status: 500, json: {} },
    { status: 401, body: 'Unauthorized' },
    { status: 409, json: { error: { message: 'Sold out.' } } },
    { json: { ...endpoint.session, checkout_url: 'javascript:0' } },
    { body: '<p>Welcome' },
    undefined,
  ];
  for (const [index, reply] of failures.entries()) {
    endpoint.respond(() => reply ?? new Promise(() => {}));
    const failed = page.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('solifyn-checkout-error', () => resolve(0), { once: true }),
        ),
    );
    await button(page).click();
    await endpoint.received(index + 1);
    if (!reply) await endTimeout();
    await failed;
    expect(endpoint.posts[index]?.text).toContain(email);
    expect(endpoint.posts[index]?.headers['x-token']).toBe(token);
  }
  endpoint.respond(() => ({ json: endpoint.session }));
  await button(page).click();
  await page.waitForURL(endpoint.session.checkout_url);
  expect(seen.length).toBeGreaterThan(2 * failures.length);
  for (const text of seen) for (const secret of SECRETS) expect(text).not.toContain(secret);
});
