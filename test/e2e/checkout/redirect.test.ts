import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { buyButton, recordEvents, shop } from '../../support/shop.ts';

const button = (page: Page) => page.getByRole('button', { name: 'Buy now' });

/** The link in the element, for buyers without a session. */
const fallback = buyButton('', '<a href="/plain-checkout">Buy now</a>');
const PLAIN_CHECKOUT = '<h1>Plain checkout</h1>';

/** An answer that never comes. */
const never = () => new Promise<never>(() => {});

test.describe('Events', () => {
  test(
    'are dispatched in order on the element and bubble to the window, with their details',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      const events = await recordEvents(page);
      const origin = await site({
        '/': shop(endpoint.url, buyButton('quantity="2"')),
        '/checkout': '<h1>Checkout</h1>',
      });
      const session = { ...endpoint.session, checkout_url: `${origin}/checkout` };
      endpoint.respond(() => ({ json: session }));
      await page.goto(origin);
      await button(page).click();
      await expect(page).toHaveURL(session.checkout_url);
      const request = { productId: 'prod_z2o92kEl6cYYX', quantity: 2 };
      const event = { target: 'SOLIFYN-BUY-BUTTON', bubbles: true, composed: true, cancelable: false };
      expect(await events()).toEqual([
        { ...event, name: 'start', cancelable: true, detail: { request } },
        { ...event, name: 'session', detail: { session } },
        { ...event, name: 'open', detail: { session, mode: 'redirect' } },
      ]);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([request]);
    },
  );

  test(
    'a listener of start can change the request or prevent it',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      const listeners = `<script>
      addEventListener('solifyn-checkout-start', (event) => {
        if (event.target.id === 'stopped') event.preventDefault();
        else event.detail.request.discountCode = 'LAUNCH20';
      });
    </script>`;
      const stopped = buyButton('id="stopped"', 'Stopped');
      await page.goto(await site({ '/': shop(endpoint.url, listeners + stopped + buyButton()) }));
      await page.getByRole('button', { name: 'Stopped' }).click();
      await button(page).click();
      await expect(page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([
        { productId: 'prod_z2o92kEl6cYYX', discountCode: 'LAUNCH20' },
      ]);
    },
  );

  test(
    'error has the reason and is the last event',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      endpoint.respond(() => ({ status: 500, json: {} }));
      const events = await recordEvents(page);
      await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }));
      await button(page).click();
      await expect(page.getByRole('alert')).toBeVisible();
      const [start, ...rest] = await events();
      expect(start).toMatchObject({ name: 'start' });
      expect(rest).toEqual([
        {
          name: 'error',
          target: 'SOLIFYN-BUY-BUTTON',
          bubbles: true,
          composed: true,
          cancelable: false,
          detail: { error: { code: 'unavailable', status: 500 } },
        },
      ]);
    },
  );
});

test.describe('One checkout at a time:', () => {
  test('two fast clicks, Enter and Space while loading make one POST', async ({ page, site, endpoint }) => {
    let respond!: () => void;
    endpoint.respond(() => new Promise((resolve) => (respond = () => resolve({ json: endpoint.session }))));
    await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }));
    await button(page).dblclick();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await endpoint.received();
    await expect(button(page)).toBeFocused();
    await expect(button(page)).toHaveAttribute('aria-busy', 'true');
    respond();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(1);
  });

  test(
    'a button that a menu removes on the click still sells',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      const menu = `<nav onclick="setTimeout(() => this.remove())">${buyButton()}</nav>`;
      await page.goto(await site({ '/': shop(endpoint.url, menu) }));
      await button(page).click();
      await expect(page).toHaveURL(endpoint.session.checkout_url);
    },
  );

  test(
    'a button that a router removes with its page cancels the request',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      endpoint.respond(never);
      await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }));
      await button(page).click();
      const { abandoned } = await endpoint.received();
      await page.locator('solifyn-buy-button').evaluate((element) => {
        history.pushState(null, '', '/next');
        element.remove();
      });
      await abandoned;
    },
  );

  test(
    'a click on another button cancels the one that is still loading',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      endpoint.respond(never);
      const other = `<a href="#" data-solifyn-product-id="prod_b">Other</a>`;
      await page.goto(await site({ '/': shop(endpoint.url, buyButton() + other) }));
      await button(page).click();
      const { abandoned } = await endpoint.received();
      endpoint.respond(() => ({ json: endpoint.session }));
      await page.getByRole('link', { name: 'Other' }).click();
      await abandoned;
      await expect(page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([
        { productId: 'prod_z2o92kEl6cYYX' },
        { productId: 'prod_b' },
      ]);
    },
  );

  test('the signal of openCheckout cancels it', { tag: '@one-engine' }, async ({ page, site, endpoint }) => {
    endpoint.respond(never);
    await page.goto(await site({ '/': shop(endpoint.url, '') }));
    await page.evaluate(() => {
      const { openCheckout } = Reflect.get(globalThis, 'SolifynCheckout');
      const controller = new AbortController();
      const outcome = openCheckout({ productId: 'prod_1' }, { signal: controller.signal }).catch(
        ({ code }: { code: string }) => code,
      );
      Object.assign(globalThis, { outcome, controller });
    });
    const { abandoned, body } = await endpoint.received();
    expect(body).toEqual({ productId: 'prod_1' });
    await page.evaluate(() => Reflect.get(globalThis, 'controller').abort());
    expect(await page.evaluate(() => Reflect.get(globalThis, 'outcome'))).toBe('canceled');
    await abandoned;
  });
});

/** How each failure comes about, and whether a buyer with a fallback link is sent to it. */
const FAILURES = {
  network: { reply: 'drop', settings: '', leaves: true },
  timeout: { reply: undefined, settings: 'data-timeout="300"', leaves: true },
  unavailable: { reply: { status: 500, json: {} }, settings: '', leaves: true },
  'invalid-session': { reply: { body: '<p>Welcome' }, settings: '', leaves: true },
  'not-configured': { reply: undefined, settings: 'data-endpoint="ftp://shop.example/"', leaves: true },
  rejected: {
    reply: { status: 409, json: { error: { message: 'Sold out.' } } },
    settings: '',
    leaves: false,
  },
  'invalid-request': { reply: undefined, settings: '', leaves: false },
} as const;

test.describe('Redirect mode:', () => {
  for (const [code, { reply, settings, leaves }] of Object.entries(FAILURES)) {
    const outcome = leaves
      ? 'sends the buyer to the fallback link'
      : 'shows why, and offers the fallback link';
    test(
      `after ${code} it shows a message, and with a fallback link it ${outcome}`,
      { tag: code === 'network' ? [] : '@one-engine' },
      async ({ page, site, endpoint }) => {
        endpoint.respond(() => reply ?? never());
        // The first of two equal attributes counts.
        const asWanted = (content: string) =>
          shop(endpoint.url, content, settings).replace(/data-endpoint="[^"]*"(?=.*data-endpoint)/, '');
        const wrong = code === 'invalid-request' ? 'quantity="two"' : '';
        const events = await recordEvents(page);
        const origin = await site({
          '/': asWanted(buyButton(wrong)),
          '/link': asWanted(fallback.replace('product-id', `${wrong} product-id`)),
          '/plain-checkout': PLAIN_CHECKOUT,
        });
        await page.goto(origin);
        await button(page).click();
        const alert = page.getByRole('alert');
        await expect(alert).toHaveText(code === 'rejected' ? 'Sold out.' : /\S/);
        await expect(alert.getByRole('link')).toHaveCount(0);
        await expect(button(page)).toHaveAttribute('aria-busy', 'false');

        await page.goto(`${origin}/link`);
        await button(page).click();
        if (leaves) await expect(page).toHaveURL(`${origin}/plain-checkout`);
        else {
          await expect(alert.getByRole('link')).toHaveAttribute('href', `${origin}/plain-checkout`);
          await expect(alert).toHaveText(/\S\. \S/); // a space between the text and the link, also minified
          await alert.getByRole('link').click();
          await expect.poll(() => page.context().pages().at(-1)!.url()).toBe(`${origin}/plain-checkout`);
        }
        const codes = (await events()).flatMap(
          ({ detail }) => (detail['error'] as { code: string } | undefined)?.code ?? [],
        );
        expect(codes).toEqual([code, code]);
      },
    );
  }

  test('if the address is a download, the button is idle after 10 s', async ({ page, site, endpoint }) => {
    const origin = await site({
      '/': shop(endpoint.url, buyButton()),
      '/file': { body: 'x', headers: { 'content-disposition': 'attachment; filename=x.html' } },
    });
    endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: `${origin}/file` } }));
    await page.clock.install({ time: 0 });
    await page.goto(origin);
    await page.clock.pauseAt(3_600_000);
    await Promise.all([page.waitForEvent('download'), button(page).click()]);
    await page.clock.runFor(9_900);
    await expect(button(page)).toHaveAttribute('aria-busy', 'true');
    await page.clock.runFor(200);
    await expect(button(page)).toHaveAttribute('aria-busy', 'false');
  });

  test('in a frame of the page’s own origin the whole page goes to the checkout', async ({
    page,
    site,
    endpoint,
  }) => {
    const origin = await site({
      '/': '<iframe src="/shop" title="Shop"></iframe>',
      '/shop': shop(endpoint.url, buyButton()),
    });
    await page.goto(origin);
    await page.frameLocator('iframe').getByRole('button').click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });
});

test.describe('Under a strict policy', () => {
  const POLICY =
    "script-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

  test('it is styled, fails and sells without a violation', async ({ page, site, endpoint }) => {
    const violations: string[] = [];
    page.on('console', (message) => {
      if (/polic|violat|trusted/i.test(message.text())) violations.push(message.text());
    });
    page.on('pageerror', (error) => violations.push(String(error)));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
        console.error('A violation:', violatedDirective, sourceFile);
      });
    });
    const headers = { 'content-security-policy': POLICY };
    endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
    await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }, { headers }));
    await expect(button(page)).toHaveCSS('min-height', '44px');
    await button(page).click();
    await expect(page.getByRole('alert')).toHaveText('Sold out.');
    endpoint.respond(() => ({ json: endpoint.session }));
    await button(page).click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(violations).toEqual([]);
  });
});

test('Back from the checkout the button is idle and buys again', async ({ page, demo }) => {
  await page.addInitScript(() => {
    addEventListener('pageshow', ({ persisted }) => void Reflect.set(globalThis, 'restored', persisted));
  });
  await page.goto(`${demo.url}/redirect.html`);
  await page.getByRole('button', { name: 'Buy now' }).click();
  await expect(page).toHaveURL(/\/checkout\/test\/prod_z2o92kEl6cYYX\?/);

  // Page assertions may hang on a page from the back-forward cache; evaluating doesn't.
  await page.evaluate(() => void setTimeout(() => history.back()));
  const evaluateIfPossible = <Result>(work: () => Result) => page.evaluate(work).catch(() => undefined);
  await expect.poll(() => evaluateIfPossible(() => location.pathname)).toBe('/redirect.html');
  await expect.poll(() => evaluateIfPossible(() => Reflect.get(globalThis, 'restored'))).toBe(true);
  const isBusy = () =>
    document.querySelector('solifyn-buy-button')!.shadowRoot!.querySelector('button')!.ariaBusy;
  await expect.poll(() => evaluateIfPossible(isBusy)).toBe('false');

  await page.evaluate(() => void setTimeout(() => document.querySelector('solifyn-buy-button')!.click()));
  await expect
    .poll(() => evaluateIfPossible(() => location.pathname))
    .toBe('/checkout/test/prod_z2o92kEl6cYYX');
  expect(await demo.received()).toHaveLength(2);
});
