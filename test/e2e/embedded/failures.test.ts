import type { Page, Route } from '@playwright/test';
import { dialogOf, expect, names, SCRIPT, test } from '../../support/embedded.ts';
import type { RecordedEvent } from '../../support/embedded.ts';
import { WHOP_SCRIPTS } from '../../support/whop.ts';

const MODES = ['modal', 'inline'] as const;
type Mode = (typeof MODES)[number];

const shop = (endpoint: string, mode: Mode, gateway = 'whop', head = '') => `${SCRIPT}${head}
<h1>A shop</h1>
<solifyn-buy-button product-id="prod_z2o92kEl6cYYX" endpoint="${endpoint}" mode="${mode}" gateway="${gateway}">Buy now</solifyn-buy-button>`;

const buttonOf = (page: Page) => page.locator('solifyn-buy-button').getByRole('button');
const payOf = (page: Page) => page.frameLocator('iframe').getByRole('button', { name: 'Pay' });
const offerOf = (page: Page, mode: Mode) =>
  (mode === 'modal' ? dialogOf(page) : page.locator('solifyn-buy-button')).getByRole('alert');

/** The buyer has read why, and is one click from the checkout: makes that click. */
async function takeTheOffer(
  page: Page,
  mode: Mode,
  events: readonly RecordedEvent[],
  checkoutUrl: string,
): Promise<void> {
  const offer = offerOf(page, mode);
  // Where only index.js is blocked the adapter asks for it a second time, 2 s after the first.
  await expect(offer.first()).toHaveText(/\S/);
  await expect(page.locator('iframe'), 'no dead embed is left').toHaveCount(0);
  await expect
    .poll(() => events.filter(({ event }) => event === 'error').map(({ code }) => code))
    .toEqual(['gateway']);
  expect(names(events)).not.toContain('open');
  const link = offer.getByRole('link').first();
  await expect(link).toHaveAttribute('href', checkoutUrl);
  // In the dialog it leaves this page, at the button it opens a tab of its own.
  const arrived = page
    .context()
    .waitForEvent('request', (request) => request.url() === checkoutUrl && request.isNavigationRequest());
  await link.click();
  await arrived;
}

const blocked = (route: Route) => route.abort('blockedbyclient');

test.describe('the gateway’s script', () => {
  const loader = WHOP_SCRIPTS.replace('*', 'loader');
  const index = WHOP_SCRIPTS.replace('*', 'index');

  for (const mode of MODES)
    for (const [file, address] of Object.entries({ 'loader.js': loader, 'index.js': index }))
      test(`${file} blocked in ${mode} mode: the buyer gets a link to the checkout page`, async ({
        page,
        context,
        site,
        endpoint,
        whop,
        events,
      }) => {
        await context.route(address, blocked);
        await page.goto(await site({ '/': shop(endpoint.url, mode) }));
        await buttonOf(page).click();
        await takeTheOffer(page, mode, events, endpoint.session.checkout_url);
        expect(whop.requests).toContain(address);
      });

  for (const [file, address] of Object.entries({ 'loader.js': loader, 'index.js': index }))
    test(`after ${file} failed once a later click works`, async ({
      page,
      context,
      site,
      endpoint,
      whop,
      events,
    }) => {
      await context.route(address, blocked);
      await page.goto(await site({ '/': shop(endpoint.url, 'modal') }));
      await buttonOf(page).click();
      await expect(offerOf(page, 'modal')).toHaveText(/\S/);
      await context.unroute(address, blocked);
      await dialogOf(page).getByRole('button').click();
      await buttonOf(page).click();
      await whop.frame();
      await expect(payOf(page)).toBeVisible();
      await expect.poll(() => names(events).slice(-3)).toEqual(['start', 'session', 'open']);
      await expect(offerOf(page, 'modal')).toHaveCount(0);
    });

  for (const mode of MODES)
    test(`refused by Trusted Types in ${mode} mode: the buyer gets a link to the checkout page`, async ({
      page,
      site,
      endpoint,
      whop,
      events,
    }) => {
      const headers = {
        'content-security-policy': "require-trusted-types-for 'script'; trusted-types lit-html",
      };
      await page.goto(await site({ '/': shop(endpoint.url, mode) }, { headers }));
      await buttonOf(page).click();
      await takeTheOffer(page, mode, events, endpoint.session.checkout_url);
      expect(whop.requests).toEqual([]);
    });
});

test.describe('the frame', () => {
  const SECONDS = 15;

  const refusals: Record<string, { shop?: Record<string, string>; page?: Record<string, string> }> = {
    'the shop’s frame-src': { shop: { 'content-security-policy': "frame-src 'none'" } },
    'X-Frame-Options': { page: { 'x-frame-options': 'DENY' } },
    'frame-ancestors': { page: { 'content-security-policy': "frame-ancestors 'none'" } },
  };
  for (const mode of MODES)
    for (const [refusal, headers] of Object.entries(refusals))
      test(`refused by ${refusal} in ${mode} mode: after ${SECONDS} s the buyer gets a link to the page`, async ({
        page,
        site,
        hostedCheckout,
        events,
      }) => {
        await page.clock.install();
        hostedCheckout.show({ body: 'Checkout', headers: headers.page ?? {} });
        await page.goto(
          await site({ '/': shop(hostedCheckout.endpoint, mode, 'frame') }, { headers: headers.shop ?? {} }),
        );
        await buttonOf(page).click();
        await expect(page.locator('iframe')).toBeAttached();
        await page.clock.fastForward(SECONDS * 1000);
        await takeTheOffer(page, mode, events, hostedCheckout.checkoutUrl);
      });

  for (const gateway of ['whop', 'frame'])
    test(`of ${gateway} that posts nothing is replaced by a link after ${SECONDS} s and not before`, async ({
      page,
      site,
      endpoint,
      whop,
      hostedCheckout,
      events,
    }) => {
      whop.greet([{ event: 'state', state: 'loading' }]);
      hostedCheckout.show('<title>Silent</title><button>Pay</button>');
      await page.clock.install();
      await page.goto(await site({ '/': shop(endpoint.url, 'modal', gateway) }));
      await buttonOf(page).click();
      await expect(payOf(page)).toBeAttached();
      await page.clock.pauseAt(await page.evaluate(() => Date.now() + 2000));
      await page.clock.runFor((SECONDS - 7) * 1000);
      await expect(offerOf(page, 'modal')).toHaveCount(0);
      await expect(dialogOf(page).getByRole('link'), 'the quiet link is there all the time').toHaveAttribute(
        'href',
        hostedCheckout.checkoutUrl,
      );
      await page.clock.runFor(SECONDS * 1000);
      await takeTheOffer(page, 'modal', events, hostedCheckout.checkoutUrl);
    });
});

test.describe('a registered gateway', () => {
  /** How it fails, by what stands in its `mount`. */
  const failures = {
    'throws in mount': `throw new Error('broken')`,
    'rejects in mount': `return Promise.reject(new Error('broken'))`,
    'says fail before ready': `context.fail({ code: 'broken' })`,
    'leaves an iframe and throws later': `container.append(document.createElement('iframe')); return Promise.resolve().then(() => { throw new Error('broken') })`,
  };
  const gateway = (mount: string) =>
    `<script>SolifynCheckout.registerGateway('own', { mount(container, session, context) { globalThis.context = context; ${mount} } })</script>`;

  for (const mode of MODES)
    for (const [failure, mount] of Object.entries(failures))
      test(`that ${failure} in ${mode} mode: the buyer gets a link to the checkout page`, async ({
        page,
        site,
        hostedCheckout,
        events,
      }) => {
        // A gateway removes its own frame; the offer must not wait for it.
        const undo = `context.signal.addEventListener('abort', () => container.replaceChildren());`;
        await page.goto(
          await site({ '/': shop(hostedCheckout.endpoint, mode, 'own', gateway(undo + mount)) }),
        );
        await buttonOf(page).click();
        await expect
          .poll(() =>
            events.at(-1)?.event === 'close'
              ? events.at(-2)?.message
              : events.find(({ event }) => event === 'error')?.message,
          )
          .toContain('broken');
        expect(await page.evaluate('context.signal.aborted')).toBe(true);
        await takeTheOffer(page, mode, events, hostedCheckout.checkoutUrl);
      });

  test('that calls ready and complete after fail is ignored', async ({
    page,
    site,
    hostedCheckout,
    events,
  }) => {
    await page.goto(
      await site({ '/': shop(hostedCheckout.endpoint, 'modal', 'own', gateway(`context.fail('broken')`)) }),
    );
    await buttonOf(page).click();
    await expect(offerOf(page, 'modal')).toHaveText(/\S/);
    await page.evaluate(`context.ready(); context.complete({}); context.fail('again'); context.close()`);
    await expect(dialogOf(page)).toBeVisible();
    await dialogOf(page).getByRole('button').click();
    await expect.poll(() => names(events)).toEqual(['start', 'session', 'error', 'close']);
  });

  test('that does not exist is not-configured, without a POST and without a dialog', async ({
    page,
    site,
    endpoint,
    events,
  }) => {
    for (const mode of MODES) {
      await page.goto(await site({ '/': shop(endpoint.url, mode, 'unknown') }));
      await buttonOf(page).click();
      await expect(page.locator('solifyn-buy-button').getByRole('alert')).toHaveText(/\S/);
    }
    await expect
      .poll(() => events.filter(({ event }) => event === 'error').map(({ code }) => code))
      .toEqual(['not-configured', 'not-configured']);
    expect(events.find(({ event }) => event === 'error')?.message).toContain('unknown');
    expect(endpoint.posts).toEqual([]);
    await expect(dialogOf(page)).toHaveCount(0);
  });
});

test('an endpoint that fails closes the dialog, and the button shows the error', async ({
  page,
  site,
  endpoint,
  events,
}) => {
  endpoint.respond(() => ({ status: 409, json: { error: { code: 'rejected', message: 'Sold out.' } } }));
  await page.goto(await site({ '/': shop(endpoint.url, 'modal', 'frame') }));
  await buttonOf(page).click();
  await expect(page.locator('solifyn-buy-button').getByRole('alert')).toHaveText('Sold out.');
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(buttonOf(page)).toBeFocused();
  await expect.poll(() => names(events)).toEqual(['start', 'error']);
});

test('openCheckout offers the checkout page if the gateway is unreachable', async ({
  page,
  context,
  site,
  endpoint,
  events,
}) => {
  await context.route(WHOP_SCRIPTS, blocked);
  await page.goto(await site({ '/': `${SCRIPT}<h1>A shop</h1>` }));
  const code = await page.evaluate(
    (endpoint) =>
      Reflect.get(globalThis, 'SolifynCheckout')
        .openCheckout({ productId: 'prod_a' }, { endpoint, mode: 'modal' })
        .catch((error: unknown) => (error as { code: string }).code),
    endpoint.url,
  );
  expect(code).toBe('gateway');
  await takeTheOffer(page, 'modal', events, endpoint.session.checkout_url);
});

for (const mode of MODES)
  test(`If the gateway’s frame is removed after it was ready, the buyer gets a link to the checkout page in ${mode} mode`, async ({
    page,
    site,
    hostedCheckout,
    events,
  }) => {
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint, mode, 'frame') }));
    await buttonOf(page).click();
    await expect(payOf(page)).toBeVisible();
    await page.evaluate(() => document.querySelector('iframe')!.remove());
    const link = offerOf(page, mode).getByRole('link');
    await expect(link).toHaveAttribute('href', hostedCheckout.checkoutUrl);
    await expect.poll(() => names(events)).toEqual(['start', 'session', 'open', 'error']);
    if (mode === 'modal') await expect(dialogOf(page).getByRole('link')).toHaveCount(1);
  });
