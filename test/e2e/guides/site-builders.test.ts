/** Wix and Framer in the page itself: an element without content, and a code component. */
import { readFileSync } from 'node:fs';
import { expect, test } from '../../support/fixtures.ts';
import { framerScript } from '../../support/framer.ts';
import { PLACEHOLDERS, snippetOf } from '../../support/guides.ts';

const PRODUCT = { productId: 'prod_z2o92kEl6cYYX' };
const root = new URL('../../../', import.meta.url);

/** The attributes in the table of docs/platforms/wix.md. */
const attributes = Object.fromEntries(
  [
    ...readFileSync(new URL('docs/platforms/wix.md', root), 'utf8').matchAll(
      /^ *\| `([a-z-]+)` \| `([^`]+)` \|$/gm,
    ),
  ].map(([, name, value]) => [name!, value!]),
);

/**
 * What Wix does with a custom element: it loads the script by its address, without attributes, creates the element by its tag
 * name in a box of a fixed size, and sets the attributes one by one. The element has no content.
 */
function wixPage(script: string, set: Record<string, string>, isScriptFirst: boolean): string {
  return `<div id="box" style="width: 300px; height: 100px"></div>
    <script type="module">
      const load = () => new Promise((resolve) => {
        const script = document.createElement('script');
        script.src = ${JSON.stringify(script)};
        script.onload = resolve;
        document.head.append(script);
      });
      const create = () => {
        const element = document.createElement(${JSON.stringify(snippetOf('wix', 'tag name'))});
        document.getElementById('box').append(element);
        for (const [name, value] of Object.entries(${JSON.stringify(set)})) element.setAttribute(name, value);
      };
      ${isScriptFirst ? 'await load(); create();' : 'create(); await load();'}
    </script>`;
}

test.describe('The custom element of docs/platforms/wix.md', () => {
  for (const isScriptFirst of [true, false])
    test(`sells in the page itself, with its script ${isScriptFirst ? 'before' : 'after'} the element`, async ({
      page,
      site,
      endpoint,
    }) => {
      const cdn = await site({}, { host: 'localhost' });
      const script = snippetOf('wix', 'server url').replace(PLACEHOLDERS.cdn, cdn);
      const set = { ...attributes, endpoint: endpoint.url };
      await page.goto(await site({ '/': wixPage(script, set, isScriptFirst) }));
      await page.getByRole('button', { name: 'Buy now' }).click();
      expect((await endpoint.received()).body).toEqual(PRODUCT);
      await expect(page).toHaveURL(endpoint.session.checkout_url);
    });

  test('leads to the checkout link without an endpoint, and if the endpoint fails', async ({
    page,
    site,
    endpoint,
  }) => {
    await page.route(PLACEHOLDERS.link, (route) => route.fulfill({ body: 'Checkout' }));
    endpoint.respond(() => ({ status: 500, json: {} }));
    const cdn = await site({}, { host: 'localhost' });
    const script = snippetOf('wix', 'server url').replace(PLACEHOLDERS.cdn, cdn);
    const { endpoint: _, ...withoutEndpoint } = attributes;
    const origin = await site({
      '/': wixPage(script, withoutEndpoint, true),
      '/failing': wixPage(script, { ...attributes, endpoint: endpoint.url }, true),
    });
    for (const path of ['/', '/failing']) {
      await page.goto(origin + path);
      await page
        .getByRole('button', { name: 'Buy now' })
        .or(page.getByRole('link', { name: 'Buy now' }))
        .click();
      await expect(page).toHaveURL(PLACEHOLDERS.link);
    }
    expect(endpoint.posts).toHaveLength(1);
  });

  test('sends the affiliate code of the page’s address', async ({ page, site, endpoint }) => {
    const cdn = await site({}, { host: 'localhost' });
    const script = snippetOf('wix', 'server url').replace(PLACEHOLDERS.cdn, cdn);
    const origin = await site({ '/': wixPage(script, { ...attributes, endpoint: endpoint.url }, true) });
    await page.goto(`${origin}/?aff=anna`);
    await page.getByRole('button', { name: 'Buy now' }).click();
    expect((await endpoint.received()).body).toEqual({ ...PRODUCT, aff: 'anna' });
  });
});

test('The code component of templates/framer sells, with its own style', async ({ page, site, endpoint }) => {
  const cdn = await site({}, { host: 'localhost' });
  const script = await framerScript(
    {
      productId: PRODUCT.productId,
      link: PLACEHOLDERS.link,
      endpoint: endpoint.url,
      mode: 'redirect',
      theme: 'auto',
      background: 'rgb(75, 43, 214)',
      radius: 12,
    },
    cdn,
  );
  const app = '<div id="app"></div><script type="module" src="/app.js"></script>';
  await page.goto(await site({ '/': app, '/app.js': script }));
  const button = page.getByRole('button', { name: 'Buy now' });
  await expect(button).toHaveCSS('background-color', 'rgb(75, 43, 214)');
  await expect(button).toHaveCSS('border-radius', '12px');
  await button.click();
  expect((await endpoint.received()).body).toEqual(PRODUCT);
  await expect(page).toHaveURL(endpoint.session.checkout_url);
});
