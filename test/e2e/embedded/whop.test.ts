import type { Page } from '@playwright/test';
import type { SolifynBuyButton } from '../../../src/button/buy-button.ts';
import { dialogOf, expect, names, SCRIPT, test } from '../../support/embedded.ts';
import { WHOP_SCRIPTS } from '../../support/whop.ts';

const shop = (endpoint: string, attributes = 'mode="modal"') => `${SCRIPT}
<h1>A shop</h1>
<solifyn-buy-button product-id="prod_z2o92kEl6cYYX" endpoint="${endpoint}" ${attributes}>Buy now</solifyn-buy-button>`;

const buttonOf = (page: Page) => page.locator('solifyn-buy-button').getByRole('button');
const payOf = (page: Page) => page.frameLocator('iframe').getByRole('button', { name: 'Pay' });

test.describe('loading', () => {
  const intents = {
    'the pointer comes over the button': (page: Page) => buttonOf(page).hover(),
    'the button gets the focus': (page: Page) => buttonOf(page).focus(),
    // Firefox has no TouchEvent on a machine without a touch screen.
    'a finger touches the button': (page: Page) =>
      buttonOf(page).evaluate((button) =>
        button.dispatchEvent(new Event('touchstart', { bubbles: true, composed: true })),
      ),
  };
  for (const [intent, show] of Object.entries(intents))
    test(`nothing is requested from the gateway until ${intent}, and then its script, once`, async ({
      page,
      site,
      endpoint,
      whop,
    }) => {
      await page.goto(await site({ '/': shop(endpoint.url) }), { waitUntil: 'networkidle' });
      await expect(buttonOf(page)).toBeVisible();
      expect(whop.requests).toEqual([]);
      await show(page);
      const scripts = ['loader.js', 'index.js'].map((name) => WHOP_SCRIPTS.replace('*.js', name));
      await expect.poll(() => whop.requests).toEqual(scripts);
      expect(endpoint.posts, 'intent is no order').toEqual([]);
      await buttonOf(page).click();
      await expect(payOf(page)).toBeVisible();
      expect(whop.requests.filter((address) => address.includes('/static/'))).toEqual(scripts);
    });

  test('a redirect button requests nothing from the gateway', async ({ page, site, endpoint, whop }) => {
    await page.goto(await site({ '/': shop(endpoint.url, '') }));
    await buttonOf(page).click();
    await page.waitForURL(endpoint.session.checkout_url);
    expect(whop.requests).toEqual([]);
  });

  test('a loader that the page already has is reused', async ({ page, site, endpoint, whop }) => {
    const loader = WHOP_SCRIPTS.replace('*', 'loader');
    await page.goto(await site({ '/': `${shop(endpoint.url)}<script src="${loader}"></script>` }));
    await buttonOf(page).click();
    await expect(payOf(page)).toBeVisible();
    expect(whop.requests.filter((address) => address === loader)).toHaveLength(1);
  });
});

test.describe('mounting', () => {
  test('the embed gets session, theme, environment, language, e-mail and return address', async ({
    page,
    site,
    endpoint,
    whop,
  }) => {
    const attributes = `mode="modal" theme="dark" gateway-environment="sandbox" lang="pt-BR"
      customer-email="mira@example.com" success-url="/thanks"`;
    await page.goto(await site({ '/': shop(endpoint.url, attributes) }));
    await buttonOf(page).click();
    const { host, searchParams } = new URL((await whop.frame()).url());
    expect({ host, ...Object.fromEntries(searchParams) }).toMatchObject({
      host: 'sandbox.whop.com',
      session: endpoint.session.session_id,
      theme: 'dark',
      locale: 'pt-BR',
      email: 'mira@example.com',
      payment_redirect_url: expect.stringMatching(/\/\?solifyn-return=[\w-]+$/),
      skip_redirect: 'true',
    });
  });

  test('without an e-mail nothing is prefilled, and the return address is this page', async ({
    page,
    site,
    endpoint,
    whop,
  }) => {
    await page.goto(`${await site({ '/shop': shop(endpoint.url) })}/shop?colour=blue`);
    await buttonOf(page).click();
    const { host, searchParams } = new URL((await whop.frame()).url());
    expect(host).toBe('whop.com');
    expect(searchParams.get('payment_redirect_url')).toMatch(
      /^[^?]+\/shop\?colour=blue&solifyn-return=[\w-]+$/,
    );
    expect(searchParams.get('email') ?? '').toBe('');
  });

  test('the dialog grows with the height that the gateway reports, up to the screen', async ({
    page,
    site,
    endpoint,
    whop,
  }) => {
    await page.goto(await site({ '/': shop(endpoint.url) }));
    await buttonOf(page).click();
    await expect(payOf(page)).toBeVisible();
    const panel = dialogOf(page).locator('section');
    const heights: number[] = [];
    for (const height of [500, 560, 5000]) {
      await whop.post({ event: 'resize', height });
      await expect(page.locator('iframe')).toHaveCSS('height', `${height}px`);
      heights.push((await panel.boundingBox())!.height);
    }
    expect(heights[1]! - heights[0]!).toBeCloseTo(60, 0);
    const { y, height } = (await panel.boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThanOrEqual(720);
    // Below the header, which stays.
    const { scrollHeight } = await panel.locator('slot').evaluate(({ scrollHeight }) => ({ scrollHeight }));
    expect(scrollHeight).toBeGreaterThanOrEqual(5000);
  });

  test('closed and opened again, it is a new embed of a new session', async ({
    page,
    site,
    endpoint,
    whop,
    events,
  }) => {
    let sessions = 0;
    endpoint.respond(() => ({ json: { ...endpoint.session, session_id: `ch_Fresh${++sessions}` } }));
    await page.goto(await site({ '/': shop(endpoint.url) }));
    for (const session of ['ch_Fresh1', 'ch_Fresh2']) {
      await buttonOf(page).click();
      await expect(page.frameLocator('iframe').getByText(session)).toBeVisible();
      await expect(page.getByRole('status').and(dialogOf(page).getByRole('status'))).toHaveCount(0);
      await page.keyboard.press('Escape');
      await expect(page.locator('iframe')).toHaveCount(0);
    }
    await expect
      .poll(() => names(events).join())
      .toBe(['start,session,open,close', 'start,session,open,close'].join());
    expect(whop.requests.filter((address) => address.endsWith('loader.js'))).toHaveLength(1);
  });
});

for (const mode of ['modal', 'inline'])
  test.describe(`events in ${mode} mode`, () => {
    test('a completion is reported once, with its receipt', async ({
      page,
      site,
      endpoint,
      whop,
      events,
    }) => {
      await page.goto(await site({ '/': shop(endpoint.url, `mode="${mode}"`) }));
      await buttonOf(page).click();
      await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);
      for (const receipt_id of ['rcpt_1', 'rcpt_2'])
        await whop.post({ event: 'complete', plan_id: 'plan_1', receipt_id });
      await page.locator('solifyn-buy-button').evaluate((element: SolifynBuyButton) => element.close());
      await expect.poll(() => names(events)).toEqual(['start', 'session', 'open', 'complete', 'close']);
      expect(events.slice(2)).toEqual([
        { event: 'open', mode },
        { event: 'complete', receiptId: 'rcpt_1' },
        { event: 'close', completed: true },
      ]);
    });

    test('a payment error is shown and fires an event, and the embed stays usable', async ({
      page,
      site,
      endpoint,
      whop,
      events,
    }) => {
      await page.goto(await site({ '/': shop(endpoint.url, `mode="${mode}"`) }));
      await buttonOf(page).click();
      await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);
      // As the gateway does it: the form is busy, the bank says no, the form can be used again.
      await whop.post({ event: 'state', state: 'disabled' });
      await whop.post({ event: 'payment-error', message: 'Your card was declined.', code: 'card_declined' });
      await whop.post({ event: 'state', state: 'ready' });
      const place = mode === 'modal' ? dialogOf(page) : page.locator('solifyn-buy-button');
      await expect(place.getByRole('alert').first()).toHaveText(/\S/);
      await expect(place.getByRole('alert').getByRole('link').first()).toHaveAttribute(
        'href',
        endpoint.session.checkout_url,
      );
      await expect.poll(() => names(events)).toEqual(['start', 'session', 'open', 'error']);
      expect(events[3]).toMatchObject({ code: 'gateway', message: expect.stringContaining('card_declined') });
      await payOf(page).click();
      await whop.post({ event: 'complete', plan_id: 'plan_1', receipt_id: 'rcpt_1' });
      await expect.poll(() => events.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
      await expect(place.getByRole('alert')).toHaveCount(0);
    });

    test('a forged completion changes nothing', async ({ page, context, site, endpoint, whop, events }) => {
      const forger = 'https://forger.example/';
      await context.route(forger, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: '<script>parent.postMessage({ event: "complete", plan_id: "p", receipt_id: "r" }, "*")</script>Forged',
        }),
      );
      await page.goto(await site({ '/': shop(endpoint.url, `mode="${mode}"`) }));
      await buttonOf(page).click();
      await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);

      // From the page itself, and from another iframe in it.
      await page.evaluate((src) => {
        postMessage({ event: 'complete', plan_id: 'p', receipt_id: 'r' }, '*');
        const iframe = document.createElement('iframe');
        document
          .querySelector('solifyn-buy-button')!
          .before(Object.assign(iframe, { src, title: 'Another' }));
      }, forger);
      await expect(page.frameLocator('[title=Another]').getByText('Forged')).toBeAttached();

      // From another window.
      const [popup] = await Promise.all([
        context.waitForEvent('page'),
        page.evaluate(() => void open('about:blank', 'popup')),
      ]);
      await popup.evaluate(() =>
        opener.postMessage({ event: 'complete', plan_id: 'p', receipt_id: 'r' }, '*'),
      );
      await popup.close();

      // From another origin in the gateway's own iframe, whose window the gateway's script trusts.
      await (await whop.frame()).evaluate((address) => location.assign(address), forger);
      await expect(page.frameLocator('iframe:not([title=Another])').getByText('Forged')).toBeAttached();

      await page.locator('solifyn-buy-button').evaluate((element: SolifynBuyButton) => element.close());
      await expect.poll(() => events.at(-1)).toEqual({ event: 'close', completed: false });
      expect(names(events)).toEqual(['start', 'session', 'open', 'close']);
    });
  });
