/**
 * What README and docs have to paste, beside the guides of sell.test.ts: served as a page and bought from. A block that no row
 * below speaks of must sell the documented product, as it stands.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { APP, bundle } from '../../support/bundle.ts';
import type { EndpointStub } from '../../support/endpoint.ts';
import { expect, test } from '../../support/fixtures.ts';
import { PLACEHOLDERS, snippetOf } from '../../support/guides.ts';
import type { Block } from '../../support/guides.ts';
import { buyButton, shop } from '../../support/shop.ts';
import type { Page as SitePage, SiteOptions } from '../../support/site.ts';
import { blocksFor, nameOf } from '../../support/snippets.ts';

const PRODUCT = { productId: 'prod_z2o92kEl6cYYX' };
const own = new Map(blocksFor('test/e2e/guides/snippets.test.ts').map((block) => [nameOf(block), block]));

/** Blocks with a test of their own. All others must sell. */
const blocks = {
  policy: takeBlock('docs/platforms/html.md text policy'),
  otherNames: takeBlock('docs/guides/attribution.md html other names'),
  addresses: takeBlock('docs/guides/attribution.md text addresses'),
  diagnosis: takeBlock('docs/guides/diagnosis.md text address'),
  pinned: takeBlock('docs/guides/security.md html pinned'),
  prefetch: takeBlock('docs/reference/speed.md html snippet'),
  readme: takeBlock('README.md js'),
  listener: takeBlock('docs/guides/events.md js'),
  call: takeBlock('docs/guides/links-and-buttons.md js'),
  imported: takeBlock('docs/reference/api.md js import'),
  element: takeBlock('docs/reference/api.md js element'),
  errors: takeBlock('docs/reference/api.md js errors'),
  types: takeBlock('docs/reference/api.md ts types'),
  start: takeBlock('docs/start/developers.md js import'),
  link: takeBlock('README.md html'),
  twoMinutes: takeBlock('docs/start/two-minutes.md html snippet'),
  return: takeBlock('docs/guides/return.md html snippet'),
  variants: takeBlock('docs/guides/variants.md html variants'),
  radioButtons: takeBlock('docs/guides/variants.md html radio buttons'),
  bundle: takeBlock('docs/guides/variants.md html bundle'),
  collection: takeBlock('docs/guides/variants.md html collection'),
};

function takeBlock(name: string): Block {
  const block = own.get(name);
  if (!block) throw new Error(`there is no block "${name}"`);
  return block;
}

interface Shop {
  site: (pages: Record<string, SitePage>, options?: SiteOptions) => Promise<string>;
  endpoint: EndpointStub;
}

/** Replaces what a seller replaces. The script is on another host. */
async function fill(code: string, { site, endpoint }: Shop): Promise<string> {
  const cdn = await site({}, { host: 'localhost' });
  return code.replaceAll(PLACEHOLDERS.cdn, cdn).replaceAll(PLACEHOLDERS.endpoint, endpoint.url);
}

/** Clicks the button, or the link that became one, when the script has run. */
async function press(page: Page, isStandalone = true): Promise<void> {
  if (isStandalone) await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
  await page
    .getByRole('button', { name: 'Buy now' })
    .or(page.getByRole('link', { name: 'Buy now' }))
    .click();
}

/** What else than the product a snippet asks for, and what the page's address says meanwhile. */
const ASKED: Record<string, { body: object; query?: string }> = {
  'docs/guides/migration.md html after lemon-squeezy': {
    body: { discountCode: 'LAUNCH20', checkoutData: { user_id: '42' } },
  },
  'docs/guides/migration.md html after stripe-buy-button': {
    body: { customerEmail: 'grace@example.com', checkoutData: { reference: '42' } },
  },
  'docs/guides/migration.md html after stripe-payment-link': {
    query: '?utm_source=newsletter',
    body: {
      customerEmail: 'grace@example.com',
      discountCode: 'LAUNCH20',
      checkoutData: { reference: '42', utm: { source: 'newsletter' } },
    },
  },
  'docs/guides/migration.md html after paddle': { body: { quantity: 2, discountCode: 'LAUNCH20' } },
};

test.describe('The lines of', () => {
  test('docs/platforms/html.md for a Content-Security-Policy let the snippet of that page sell', async ({
    page,
    site,
    endpoint,
  }) => {
    const cdn = await site({}, { host: 'localhost' });
    const policy = blocks.policy.code
      .replace(new URL(PLACEHOLDERS.cdn).origin, cdn)
      .replace(new URL(PLACEHOLDERS.endpoint).origin, new URL(endpoint.url).origin);
    const snippet = snippetOf('html')
      .replaceAll(PLACEHOLDERS.cdn, cdn)
      .replaceAll(PLACEHOLDERS.endpoint, endpoint.url);
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ blockedURI }) =>
        console.log('refused', blockedURI),
      );
    });
    const refused: string[] = [];
    page.on('console', (message) => message.text().startsWith('refused') && refused.push(message.text()));
    await page.goto(await site({ '/': snippet }, { headers: { 'content-security-policy': policy } }));
    await press(page);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(refused).toEqual([]);
  });

  test('docs/guides/attribution.md are addresses whose codes are sent, also with other parameter names', async ({
    page,
    site,
    endpoint,
  }) => {
    const other = await fill(blocks.otherNames.code, { site, endpoint });
    const origin = await site({ '/': shop(endpoint.url, buyButton()), '/other': other + buyButton() });
    const addresses = blocks.addresses.code.split('\n');
    const sent: unknown[] = [];
    for (const address of [
      ...addresses,
      'https://your-shop.example/other?partner=mira&aff=anna&discount=X',
    ]) {
      const { pathname, search } = new URL(address);
      await page.goto(origin + pathname + search);
      await press(page);
      sent.push((await endpoint.received(sent.length + 1)).body);
      await expect(page).toHaveURL(endpoint.session.checkout_url);
    }
    expect(sent).toEqual([
      { ...PRODUCT, aff: 'anna' },
      { ...PRODUCT, aff: 'anna', discountCode: 'LAUNCH20' },
      { ...PRODUCT, aff: 'mira' },
    ]);
  });

  test('docs/guides/diagnosis.md are an address that shows the diagnosis', async ({
    page,
    site,
    endpoint,
  }) => {
    const { pathname, search } = new URL(blocks.diagnosis.code);
    const origin = await site({ [pathname]: shop(endpoint.url, buyButton()) });
    await page.goto(origin + pathname + search);
    await expect(page.getByRole('button', { name: 'Test' })).toBeVisible();
  });
});

test.describe('The snippet of', () => {
  test('docs/guides/security.md runs with the hash of the file, and with no other', async ({
    page,
    site,
    endpoint,
  }) => {
    const snippet = await fill(
      blocks.pinned.code + buyButton('', `<a href="${PLACEHOLDERS.link}">Buy now</a>`),
      { site, endpoint },
    );
    const file = readFileSync(new URL('../../../dist/solifyn-buy-button.umd.js', import.meta.url));
    const withHash = (hash: string) => {
      const page = snippet.replace('sha384-…', `sha384-${hash}`);
      expect(page).not.toBe(snippet);
      return page;
    };
    const hashOf = (content: Buffer | string) => createHash('sha384').update(content).digest('base64');
    const origin = await site({ '/': withHash(hashOf(file)), '/other': withHash(hashOf('other')) });
    await page.goto(`${origin}/other`);
    await expect(page.getByRole('link', { name: 'Buy now' })).toBeVisible();
    expect(await page.evaluate(() => 'SolifynCheckout' in globalThis)).toBe(false);
    await page.goto(origin);
    await press(page);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  for (const block of [blocks.link, blocks.twoMinutes])
    test(`${nameOf(block)} leads to the checkout link, without an endpoint and without an error`, async ({
      page,
      site,
      endpoint,
    }) => {
      await page.route(PLACEHOLDERS.link, (route) => route.fulfill({ body: 'Checkout' }));
      const warnings: string[] = [];
      page.on('console', (message) => message.type() === 'error' && warnings.push(message.text()));
      await page.goto(await site({ '/': await fill(block.code, { site, endpoint }) }));
      await press(page);
      await expect(page).toHaveURL(PLACEHOLDERS.link);
      expect(warnings).toEqual([]);
      expect(endpoint.posts).toEqual([]);
    });

  test('docs/guides/return.md leads to the page after the payment, with the ids of the checkout', async ({
    page,
    site,
    endpoint,
  }) => {
    await page.route('https://your-shop.example/**', (route) => route.fulfill({ body: 'Thank you' }));
    const frame = `<script>parent.postMessage({ type: 'solifyn:ready' }, '*');
      onclick = () => parent.postMessage({ type: 'solifyn:complete', receiptId: 'rcpt 1' }, '*')</script>Pay`;
    const checkout = await site({ '/': frame }, { host: 'localhost' });
    endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: `${checkout}/` } }));
    const snippet = await fill(blocks.return.code, { site, endpoint });
    await page.goto(await site({ '/': snippet.replace('mode="modal"', 'mode="modal" gateway="frame"') }));
    await press(page);
    await page.frameLocator('iframe').getByText('Pay').click();
    const id = encodeURIComponent(endpoint.session.id);
    await expect(page).toHaveURL(`https://your-shop.example/thanks?checkout=${id}&receipt=rcpt%201`);
  });

  test('docs/guides/variants.md sells the chosen variant', async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': await fill(blocks.variants.code, { site, endpoint }) }));
    await page.getByLabel('Edition').selectOption('A year of presets, $99');
    await press(page);
    expect((await endpoint.received()).body).toEqual({ productId: 'prod_yearly' });
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  test('docs/guides/variants.md sells the variant of the chosen radio button', async ({
    page,
    site,
    endpoint,
  }) => {
    await page.goto(await site({ '/': await fill(blocks.radioButtons.code, { site, endpoint }) }));
    await page.getByLabel('A year of presets, $99').check();
    await press(page);
    expect((await endpoint.received()).body).toEqual({ productId: 'prod_yearly' });
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  test('docs/guides/variants.md sells the bundle if its box is checked, otherwise the product', async ({
    page,
    site,
    endpoint,
  }) => {
    const origin = await site({ '/': await fill(blocks.bundle.code, { site, endpoint }) });
    await page.goto(origin);
    await press(page);
    expect((await endpoint.received()).body).toEqual(PRODUCT);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    await page.goto(origin);
    await page.getByRole('checkbox').check();
    await press(page);
    expect((await endpoint.received(2)).body).toEqual({ collectionId: 'col_123' });
  });

  test('docs/guides/variants.md sells a collection', async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': await fill(blocks.collection.code, { site, endpoint }) }));
    await page.getByRole('button', { name: 'Buy the bundle' }).click();
    expect((await endpoint.received()).body).toEqual({ collectionId: 'col_123' });
  });

  test('docs/reference/speed.md has the session before the click, and requests it once', async ({
    page,
    site,
    endpoint,
  }) => {
    await page.goto(await site({ '/': await fill(blocks.prefetch.code, { site, endpoint }) }));
    const button = page.getByRole('button');
    await button.hover();
    expect((await endpoint.received()).body).toEqual(PRODUCT);
    await button.click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(1);
  });
});

/** A page with the block as its script, bundled; `more` runs before it. */
async function modulePage(block: Block, shop: Shop, html = '', more = ''): Promise<string> {
  const file = `block.${block.language}`;
  const script = await bundle({
    'main.js': `import './before.js'; import './${file}';`,
    'before.js': `import { configure } from '@solifyn/buy-button'; configure({ endpoint: '${shop.endpoint.url}', retries: 0 }); ${more}`,
    [file]: block.code.replaceAll(PLACEHOLDERS.endpoint, shop.endpoint.url),
  });
  return shop.site({ '/': html + APP, '/app.js': script });
}

test.describe('The program of', () => {
  test('docs/start/developers.md adds a button that sells', async ({ page, site, endpoint }) => {
    await page.goto(await modulePage(blocks.start, { site, endpoint }, '<main></main>'));
    await press(page, false);
    expect((await endpoint.received()).body).toEqual(PRODUCT);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  test('README.md opens a checkout in a dialog', async ({ page, site, endpoint, whop }) => {
    await page.goto(await modulePage(blocks.readme, { site, endpoint }));
    await expect(page.getByRole('dialog')).toBeVisible();
    expect((await endpoint.received()).body).toEqual({ ...PRODUCT, quantity: 2 });
    await whop.frame();
  });

  test('docs/guides/events.md changes the request, and stops it if the buyer declines', async ({
    page,
    site,
    endpoint,
  }) => {
    const script = `<script>${blocks.listener.code}</script>`;
    await page.goto(await site({ '/': shop(endpoint.url, buyButton()) + script }));
    page.once('dialog', (dialog) => void dialog.dismiss());
    await press(page);
    page.once('dialog', (dialog) => void dialog.accept());
    await press(page);
    expect((await endpoint.received()).body).toEqual({ ...PRODUCT, checkoutData: { page: '/' } });
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(1);
  });

  test('docs/guides/links-and-buttons.md opens a dialog, or shows why it cannot', async ({
    page,
    site,
    endpoint,
    whop,
  }) => {
    const script = `<script>${blocks.call.code}</script>`;
    const origin = await site({ '/': shop(endpoint.url, `<main></main>${script}`) });
    await page.goto(origin);
    await whop.frame();
    await expect(page.getByRole('dialog')).toBeVisible();
    endpoint.respond(() => ({ status: 404, json: {} }));
    const warning = page.waitForEvent('console', (message) => message.type() === 'warning');
    await page.goto(`${origin}/?again`);
    expect((await warning).text()).toContain('404');
  });

  test('docs/reference/api.md “import” opens a checkout at a click', async ({
    page,
    site,
    endpoint,
    whop,
  }) => {
    const button = '<button type="button" id="buy">Buy now</button>';
    await page.goto(await modulePage(blocks.imported, { site, endpoint }, button));
    const log = page.waitForEvent('console', (message) => message.text().startsWith('open: '));
    await page.getByRole('button', { name: 'Buy now' }).click();
    expect((await log).text()).toBe(`open: ${endpoint.session.checkout_url}`);
    expect((await endpoint.received()).body).toEqual({ ...PRODUCT, quantity: 2 });
    await whop.frame();
  });

  test('docs/reference/api.md “element” creates a button, opens its checkout and closes it', async ({
    page,
    site,
    endpoint,
    whop,
  }) => {
    await page.clock.install();
    await page.goto(await modulePage(blocks.element, { site, endpoint }));
    await expect(page.getByRole('dialog')).toBeVisible();
    await whop.frame();
    expect((await endpoint.received()).body).toEqual({ ...PRODUCT, checkoutData: { campaign: 'spring' } });
    await page.clock.fastForward(121_000);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Buy now' })).toBeEnabled();
  });

  test('docs/reference/api.md “errors” shows nothing if the buyer closes it, and a text if it fails', async ({
    page,
    site,
    endpoint,
    whop,
  }) => {
    const paragraph = '<p id="message" role="status"></p>';
    const origin = await modulePage(blocks.errors, { site, endpoint }, paragraph);
    // The dialog has a status of its own.
    const message = page.locator('#message');
    await page.goto(origin);
    await whop.frame();
    await page.getByRole('dialog').getByRole('button').click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(message).toHaveText('');
    endpoint.respond(() => ({ status: 503, json: {} }));
    await page.goto(`${origin}/?again`);
    await expect(message).toHaveText('That did not work. Please try again.');
  });

  test('docs/reference/api.md “types” sells the given product and receives a receipt', async ({
    page,
    site,
    endpoint,
  }) => {
    const block = blocks.types;
    const code = `${block.code}\nObject.assign(globalThis, { buy });`;
    await page.goto(await modulePage({ ...block, code }, { site, endpoint }));
    const log = page.waitForEvent('console', (message) => message.text() === 'rcpt_1');
    await page.evaluate(() => {
      const detail = { receiptId: 'rcpt_1', session: { id: 'a' } };
      document.dispatchEvent(new CustomEvent('solifyn-checkout-complete', { detail }));
    });
    await log;
    await page.evaluate('void buy("prod_z2o92kEl6cYYX", { quantity: 3 })');
    expect((await endpoint.received()).body).toEqual({ ...PRODUCT, quantity: 3 });
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });
});

test('Every other snippet sells unchanged', async ({ page, site, endpoint, whop }) => {
  const rest = [...own].filter(([, block]) => !Object.values(blocks).includes(block));
  expect(rest.map(([, { language }]) => language)).toEqual(rest.map(() => 'html'));
  const filled = await Promise.all(rest.map(([, { code }]) => fill(code, { site, endpoint })));
  const origin = await site(Object.fromEntries(filled.map((code, index) => [`/${index}`, code])));
  for (const [index, [name, { code }]] of rest.entries()) {
    const { body = {}, query = '' } = ASKED[name] ?? {};
    await page.goto(`${origin}/${index}${query}`);
    await press(page);
    expect((await endpoint.received(index + 1)).body, name).toEqual({ ...PRODUCT, ...body });
    if (!code.includes('mode="modal"')) await expect(page, name).toHaveURL(endpoint.session.checkout_url);
    else {
      await expect(page.getByRole('dialog'), name).toBeVisible();
      await whop.frame();
    }
  }
  for (const name of Object.keys(ASKED)) expect(own.has(name), name).toBe(true);
});
