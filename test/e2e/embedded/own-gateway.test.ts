import type { Page } from '@playwright/test';
import { dialogOf, expect, names, test } from '../../support/embedded.ts';
import { read, snippetOf } from '../../support/guides.ts';

const docs = read('docs/guides/gateways.md');

/** The documented page, as a reader would copy it. */
const example = snippetOf('gateways', 'own gateway');

/** A checkout page of the documented gateway. Its buttons say what the gateway listens to. */
const ACME = `<title>Acme</title>
<output></output>
<button onclick="say({ acme: 'paid', receipt: 7 })">Pay</button>
<button onclick="say({ acme: 'declined', reason: 'no money' })">Decline</button>
<button onclick="say({ acme: 'back' })">Back</button>
<script>
  const say = (message) => parent.postMessage(message, '*');
  document.querySelector('output').value = location.hash;
  say({ acme: 'ready' });
</script>`;

const acme = (page: Page) => page.frameLocator('iframe');

test.describe('the gateway of docs/guides/gateways.md', () => {
  test.beforeEach(async ({ page, site, hostedCheckout, endpoint }) => {
    hostedCheckout.show(ACME);
    const origin = await site({ '/': example });
    const json = { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl };
    await page.route(`${origin}/solifyn/session`, (route) => route.fulfill({ json }));
    await page.goto(origin);
  });

  test('preloads on intent, sells, and ignores messages of others', async ({ page, events }) => {
    await page.getByRole('button', { name: 'Buy now' }).hover();
    await expect(page.locator('link[rel=preconnect]')).toHaveAttribute('href', 'https://pay.acme.example');
    await page.getByRole('button', { name: 'Buy now' }).click();
    await expect(acme(page).getByRole('status')).toHaveText('#theme=light&locale=en');
    await page.evaluate(() => {
      postMessage({ acme: 'paid', receipt: 1 }, '*');
    });
    await acme(page).getByRole('button', { name: 'Decline' }).click();
    await expect(dialogOf(page).getByRole('alert')).toHaveText(/\S/);
    await acme(page).getByRole('button', { name: 'Pay' }).click();
    await expect(dialogOf(page).getByRole('alert'), 'paid after all').toHaveCount(0);
    await acme(page).getByRole('button', { name: 'Back' }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await expect
      .poll(() => names(events))
      .toEqual(['start', 'session', 'open', 'error', 'complete', 'close']);
    expect(events.slice(3)).toMatchObject([
      { code: 'gateway', message: expect.stringContaining('no money') },
      { receiptId: '7' },
      { completed: true },
    ]);
  });
});

/** A gateway whose calls are the test's, and a button and a link that sell by it inline. */
const inline = (
  endpoint: string,
) => `<script src="/dist/solifyn-buy-button.umd.js" data-endpoint="${endpoint}" data-mode="inline" data-gateway="test"></script>
  <script>
    globalThis.mounted = [];
    SolifynCheckout.registerGateway('test', {
      mount(container, session, context) {
        container.append('Payment ' + mounted.push(context));
      },
    });
  </script>
  <solifyn-buy-button product-id="prod_a">Buy now</solifyn-buy-button>
  <button data-solifyn-product-id="prod_b">Another</button>`;

/** The page of `inline`, with the first checkout mounted and not yet ready. */
async function openInline(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Buy now' }).click();
  await expect(page.getByText('Payment 1')).toBeVisible();
}

test.describe('an inline checkout', () => {
  const OUTCOMES = { paid: 'complete({})', broken: 'fail("no money")' };
  for (const [name, call] of Object.entries(OUTCOMES))
    test(`that is ${name} stays visible until the next click on its button replaces it`, async ({
      page,
      site,
      hostedCheckout,
      endpoint,
      events,
    }) => {
      await openInline(page, await site({ '/': inline(hostedCheckout.endpoint) }));
      await page.evaluate('mounted[0].ready()');
      await page.getByRole('button', { name: 'Buy now' }).click();
      expect(endpoint.posts, 'still open').toHaveLength(1);
      await page.evaluate(`mounted[0].${call}`);
      await page.getByRole('button', { name: 'Another' }).click();
      await expect(page.getByText('Payment 2')).toBeVisible();
      await expect(page.getByText('Payment 1')).toBeVisible();
      await page.getByRole('button', { name: 'Buy now' }).click();
      await expect(page.getByText('Payment 3')).toBeVisible();
      await expect(page.getByText('Payment 1')).toHaveCount(0);
      await expect(page.getByText('Payment 2')).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(0);
      expect(endpoint.posts).toHaveLength(3);
      expect(await page.evaluate('mounted.map(({ signal }) => signal.aborted)')).toEqual([
        true,
        false,
        false,
      ]);
      await expect
        .poll(() => events.filter(({ event }) => event === 'close'))
        .toMatchObject([{ completed: name === 'paid' }]);
    });

  test('that a listener closes before it is mounted ends with a close event', async ({
    page,
    site,
    hostedCheckout,
    events,
  }) => {
    await page.goto(await site({ '/': inline(hostedCheckout.endpoint) }));
    const code = await page.evaluate(() => {
      const element = document.querySelector('solifyn-buy-button')!;
      addEventListener('solifyn-checkout-session', () => element.close());
      return element.checkout().catch((error: unknown) => (error as { code: string }).code);
    });
    expect(code).toBe('canceled');
    await expect.poll(() => names(events)).toEqual(['start', 'session', 'close']);
    expect(await page.evaluate('mounted.length')).toBe(0);
  });

  test('has the whole width of its container, and does not change the button’s width', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    const places = {
      'a block': 'width: 640px',
      'a row': 'display: flex; width: 640px',
      'a column': 'display: flex; flex-direction: column; align-items: center; width: 640px',
      'a cell': 'display: grid; justify-items: start; grid-template-columns: 1fr 1fr; width: 1280px',
    };
    const markup = Object.values(places).map(
      (style) =>
        `<div style="${style}"><solifyn-buy-button product-id="prod_a">Buy now</solifyn-buy-button></div>`,
    );
    const [head] = inline(hostedCheckout.endpoint).split('<solifyn-buy-button');
    await page.goto(await site({ '/': head + markup.join('') }));
    for (const [at, name] of Object.keys(places).entries()) {
      const button = page.getByRole('button').nth(at);
      const { width } = (await button.boundingBox())!;
      await button.click();
      await expect(page.getByText(`Payment ${at + 1}`)).toBeVisible();
      await page.evaluate('mounted.at(-1).ready()');
      const place = page.locator('[slot=checkout]').nth(at);
      expect((await place.boundingBox())!.width, name).toBe(640);
      expect((await button.boundingBox())!.width, name).toBeCloseTo(width, 0);
    }
  });

  const HELPERS = {
    'a form of its own beside a hidden helper': '<form><input></form><iframe style="display: none"></iframe>',
    'a frame over the whole window': '<iframe style="position: fixed; inset: 0"></iframe>',
  };
  for (const [name, content] of Object.entries(HELPERS))
    test(`that is ${name} is ready`, async ({ page, site, hostedCheckout, events }) => {
      await openInline(page, await site({ '/': inline(hostedCheckout.endpoint) }));
      await page.locator('[slot=checkout]').evaluate((place, html) => (place.innerHTML = html), content);
      await page.evaluate('mounted[0].ready()');
      await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);
    });

  test('that the page hides while it loads is ready', async ({ page, site, hostedCheckout, events }) => {
    await openInline(page, await site({ '/': inline(hostedCheckout.endpoint) }));
    await page.locator('[slot=checkout]').evaluate((place) => {
      place.append(document.createElement('iframe'));
      place.parentElement!.style.display = 'none';
    });
    await page.evaluate('mounted[0].ready()');
    await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);
  });

  const UNSPEAKABLE = {
    'a cycle': '(globalThis.self_ = {}).me = self_',
    'a BigInt': '1n',
    nothing: 'undefined',
  };
  for (const [name, cause] of Object.entries(UNSPEAKABLE))
    test(`whose gateway fails with ${name}, before it is ready or after, becomes a link to the checkout page`, async ({
      page,
      site,
      hostedCheckout,
      events,
    }) => {
      await page.goto(await site({ '/': inline(hostedCheckout.endpoint) }));
      for (const call of ['fail', 'ready(), context.fail']) {
        await page.getByRole('button', { name: 'Buy now' }).click();
        await expect(page.getByText('Payment')).toBeVisible();
        await page.evaluate(`{ const context = mounted.at(-1); context.${call}(${cause}); }`);
        await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute(
          'href',
          hostedCheckout.checkoutUrl,
        );
        await expect.poll(() => events.at(-1)).toMatchObject({ event: 'error', code: 'gateway' });
      }
    });
});

test('every field of the context is documented, and no other', async ({ page, site, hostedCheckout }) => {
  const spy = `<script src="/dist/solifyn-buy-button.umd.js"></script>
    <script>
      SolifynCheckout.registerGateway('spy', {
        preload(context) { globalThis.early = Object.keys(context); },
        mount(container, session, context) { globalThis.late = Object.keys(context); context.ready(); },
      });
    </script>
    <solifyn-buy-button product-id="prod_a" mode="inline" gateway="spy" customer-email="mira@example.com" endpoint="${hostedCheckout.endpoint}">Buy now</solifyn-buy-button>`;
  await page.goto(await site({ '/': spy }));
  await page.getByRole('button', { name: 'Buy now' }).click();
  const documented = [...docs.matchAll(/^\| `(\w+)(?:\(.*?\))?` +\|.*\|.*\|$/gm)].map(([, name]) => name);
  // `state` comes only with a payment that is opened again.
  const atFirst = documented.filter((name) => name !== 'state').sort();
  expect(atFirst).toHaveLength(documented.length - 1);
  await expect.poll(() => page.evaluate('globalThis.late?.sort()')).toEqual(atFirst);
  expect(await page.evaluate('early.sort()')).toEqual(['environment', 'locale', 'theme']);
});
