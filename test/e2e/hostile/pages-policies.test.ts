import { buttonOf, dialogOf, expect, PRODUCT, sells, test } from '../../support/hostile.ts';
import { buyButton, shop } from '../../support/shop.ts';

const IN_FRAME = 'gateway="frame"';

/** A checkout page as another origin serves it, for the `frame` gateway and for itself. */
const CHECKOUT = `<title>Checkout</title><h1>Checkout</h1><button>Pay</button>
<script>if (parent !== window) parent.postMessage({ type: 'solifyn:ready' }, '*');</script>`;

test('Under the strictest policy each mode sells and is styled', async ({
  page,
  context,
  site,
  hostedCheckout,
  endpoint,
}) => {
  const buttons = ['redirect', 'new-tab', 'modal', 'inline'].map((mode) =>
    buyButton(`mode="${mode}" ${IN_FRAME}`, mode),
  );
  const policy = [
    "default-src 'none'",
    "script-src 'nonce-c2VsbGVy' 'strict-dynamic'",
    `connect-src ${new URL(hostedCheckout.endpoint).origin}`,
    `frame-src ${new URL(hostedCheckout.checkoutUrl).origin}`,
    "img-src 'self'", // the icon
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
  const body = shop(hostedCheckout.endpoint, buttons.join('')).replace(
    '<script ',
    '<script nonce="c2VsbGVy" ',
  );
  const origin = await site({ '/': body }, { headers: { 'content-security-policy': policy } });
  await page.goto(origin);
  const button = (mode: string) => page.getByRole('button', { name: mode });
  await expect(button('redirect')).toHaveCSS('min-height', '44px');

  endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
  await button('redirect').click();
  await expect(page.getByRole('alert')).toHaveText('Sold out.');
  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl } }));

  const tab = context.waitForEvent('page');
  await button('new-tab').click();
  await expect(await tab).toHaveURL(hostedCheckout.checkoutUrl);

  const pay = page.frameLocator('iframe').getByRole('button', { name: 'Pay' });
  await button('modal').click();
  await expect(pay).toBeVisible();
  await expect(dialogOf(page)).toHaveCSS('position', 'fixed');
  await dialogOf(page).getByRole('button').click();
  await button('inline').click();
  await expect(pay).toBeVisible();
  await expect(page.locator('iframe')).toHaveCSS('height', '640px');

  await sells(page, endpoint, { button: button('redirect'), url: hostedCheckout.checkoutUrl });
  expect(endpoint.posts).toHaveLength(5);
});

test('If a policy forbids Lit’s templates, the link in the element and the page’s own link still sell', async ({
  page,
  site,
  problems,
}) => {
  const origin = await site(
    {
      '/': shop(
        '/session',
        buyButton('', '<a href="/pay">Buy now</a>') +
          '<a data-solifyn-product-id="prod_z2o92kEl6cYYX" href="/pay">Buy by link</a>',
      ),
      '/pay': CHECKOUT,
    },
    { headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types 'none'" } },
  );
  for (const name of ['Buy now', 'Buy by link']) {
    await page.goto(origin);
    await page.getByRole('link', { name }).click();
    await expect(page).toHaveURL(`${origin}/pay`);
  }
  // The policy says no, and says so; nothing of ours can change that.
  expect(problems.splice(0).filter((wrong) => !/policy|trusted-types/i.test(wrong))).toEqual([]);
});

test('On a page with a sandbox policy, without storage and with an opaque origin, it sells with the address’s codes', async ({
  page,
  site,
  endpoint,
}) => {
  const headers = { 'content-security-policy': 'sandbox allow-scripts allow-forms allow-popups' };
  await page.goto(`${await site({ '/': shop(endpoint.url, buyButton()) }, { headers })}/?aff=anna`);
  const denied = await page.evaluate(() => {
    try {
      return String(sessionStorage);
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(denied).toBe('SecurityError');
  await sells(page, endpoint, { body: { ...PRODUCT, aff: 'anna' } });
  expect(endpoint.posts[0]?.headers.origin).toBe('null');
});

test.describe('On a page that is isolated from all others (COOP, COEP)', () => {
  const ISOLATED = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };

  test('a redirect, a new tab and a frame that allows embedding sell', async ({
    page,
    context,
    site,
    hostedCheckout,
    endpoint,
    events,
  }) => {
    hostedCheckout.show({
      body: CHECKOUT,
      headers: {
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'cross-origin',
      },
    });
    const buttons = ['redirect', 'new-tab', 'modal'].map((mode) =>
      buyButton(`mode="${mode}" ${IN_FRAME}`, mode),
    );
    const origin = await site(
      { '/': shop(hostedCheckout.endpoint, buttons.join('')) },
      { headers: ISOLATED },
    );
    await page.goto(origin);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: 'new-tab' }).click();
    const tab = await opened;
    await expect(tab).toHaveURL(hostedCheckout.checkoutUrl);
    expect(await tab.evaluate(() => opener as unknown)).toBeNull();
    // The browser cuts the tab off, which must not be taken for the buyer's having closed it.
    await expect.poll(() => events.map(({ event }) => event)).toEqual(['start', 'session', 'open']);
    await expect(page.getByRole('button', { name: 'new-tab' })).toHaveAttribute('aria-busy', 'false');

    await page.getByRole('button', { name: 'modal' }).click();
    await expect(page.frameLocator('iframe').getByRole('button', { name: 'Pay' })).toBeVisible();
    await page.keyboard.press('Escape');
    await dialogOf(page).waitFor({ state: 'detached' });
    await sells(page, endpoint, {
      button: page.getByRole('button', { name: 'redirect' }),
      url: hostedCheckout.checkoutUrl,
    });
  });

  test('a frame that the browser blocks is replaced by a link to the checkout page', async ({
    page,
    site,
    hostedCheckout,
    endpoint,
  }) => {
    await page.clock.install();
    const origin = await site(
      { '/': shop(hostedCheckout.endpoint, buyButton(`mode="modal" ${IN_FRAME}`)) },
      { headers: ISOLATED },
    );
    await page.goto(origin);
    await buttonOf(page).click();
    await expect(page.locator('iframe')).toBeAttached();
    await page.clock.fastForward(15_000);
    await dialogOf(page).getByRole('alert').getByRole('link').click();
    await expect(page).toHaveURL(hostedCheckout.checkoutUrl);
    expect(endpoint.posts).toHaveLength(1);
  });
});
