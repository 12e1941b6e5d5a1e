import type { Page } from '@playwright/test';
import { dialogOf, expect, names, test } from '../../support/embedded.ts';
import { read, snippetOf } from '../../support/guides.ts';

const docs = read('docs/gateways.md');

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

test.describe('the gateway of docs/gateways.md', () => {
  test.beforeEach(async ({ page, site, till, endpoint }) => {
    till.show(ACME);
    const origin = await site({ '/': example });
    const json = { ...endpoint.session, checkout_url: till.checkoutUrl };
    await page.route(`${origin}/solifyn/session`, (route) => route.fulfill({ json }));
    await page.goto(origin);
  });

  test('preloads on intent, sells, and hears no one else', async ({ page, heard }) => {
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
    await expect.poll(() => names(heard)).toEqual(['start', 'session', 'open', 'error', 'complete', 'close']);
    expect(heard.slice(3)).toMatchObject([
      { code: 'gateway', message: expect.stringContaining('no money') },
      { receiptId: '7' },
      { completed: true },
    ]);
  });
});

test('every field of the context is documented, and no other', async ({ page, site, till }) => {
  const spy = `<script src="/dist/solifyn-buy-button.umd.js"></script>
    <script>
      SolifynCheckout.registerGateway('spy', {
        preload(context) { globalThis.early = Object.keys(context); },
        mount(container, session, context) { globalThis.late = Object.keys(context); context.ready(); },
      });
    </script>
    <solifyn-buy-button product-id="prod_a" mode="inline" gateway="spy" customer-email="mira@example.com" endpoint="${till.endpoint}">Buy now</solifyn-buy-button>`;
  await page.goto(await site({ '/': spy }));
  await page.getByRole('button', { name: 'Buy now' }).click();
  const documented = [...docs.matchAll(/^\| `(\w+)(?:\(.*?\))?` +\|.*\|.*\|$/gm)].map(([, name]) => name);
  await expect.poll(() => page.evaluate('globalThis.late?.sort()')).toEqual(documented.sort());
  expect(await page.evaluate('early.sort()')).toEqual(['environment', 'locale', 'theme']);
});
