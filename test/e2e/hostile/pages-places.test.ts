import type { Page } from '@playwright/test';
import { buttonOf, dialogOf, expect, expectUsable, PRODUCT, sells, test } from '../../support/hostile.ts';
import { focused } from '../../support/embedded.ts';
import { APP, bundle } from '../../support/bundle.ts';
import { buyButton, shop } from '../../support/shop.ts';
import { WHOP_PAGES } from '../../support/whop.ts';

const payOf = (page: Page) => page.frameLocator('iframe').getByRole('button', { name: 'Pay' });

/** Answers for another host as the site at `origin` and, under `/session`, as the endpoint: without its being on this machine. */
async function standAt(page: Page, host: string, origin: string, endpoint: string): Promise<void> {
  await page.route(`${host}/**`, async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const isPost = request.method() === 'POST';
    const strategy = await fetch(isPost ? endpoint : origin + pathname, {
      method: request.method(),
      headers: { 'content-type': 'application/json' },
      body: isPost ? request.postData() : null,
    });
    const contentType = strategy.headers.get('content-type') ?? 'text/html';
    await route.fulfill({ status: strategy.status, contentType, body: await strategy.text() });
  });
}

test('On a page without https, where browsers disable features, it sells', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
  browserName,
}) => {
  const host = 'http://shop.example';
  const content = buyButton('mode="modal" gateway="frame"', 'Buy here') + buyButton();
  const origin = await site({ '/': shop('/session', content) });
  await standAt(page, host, origin, hostedCheckout.endpoint);
  await page.goto(host);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await page.getByRole('button', { name: 'Buy here' }).click();
  await expect(dialogOf(page).getByRole('link')).toHaveAttribute('href', hostedCheckout.checkoutUrl);
  await dialogOf(page).getByRole('button').click();
  await page.getByRole('button', { name: 'Buy now' }).click();
  await expect(page).toHaveURL(hostedCheckout.checkoutUrl);
  // The stock Firefox does not tell Playwright what a page posts.
  const bodies = browserName === 'chromium' ? [PRODUCT, PRODUCT] : [undefined, undefined];
  expect(endpoint.posts.map(({ body }) => body)).toEqual(bodies);
});

test(
  'A <base> changes the endpoint’s address, and does not turn an empty link into a fallback',
  { tag: '@one-engine' },
  async ({ page, site, endpoint }) => {
    const base = `<base href="${new URL('/elsewhere/', endpoint.url).href}" target="_blank">`;
    const links =
      '<a href="#" data-solifyn-product-id="prod_z2o92kEl6cYYX">Number sign</a>' +
      '<a data-solifyn-product-id="prod_z2o92kEl6cYYX" href="">Nothing</a>' +
      '<button data-solifyn-product-id="prod_z2o92kEl6cYYX">No address</button>';
    const script = shop('../session', buyButton() + links).replace('src="', `src="$ORIGIN`);
    const pages: Record<string, string> = {};
    const origin = await site(pages);
    pages['/products/3'] = base + script.replace('$ORIGIN', origin);
    const address = `${origin}/products/3`;
    await page.goto(address);
    endpoint.respond(() => ({ status: 500, json: {} }));
    for (const name of ['Number sign', 'Nothing', 'No address', 'Buy now']) {
      const before = endpoint.posts.length;
      await page.getByText(name, { exact: true }).click();
      await expect(page.getByRole('alert').filter({ visible: true })).toHaveCount(before + 1);
      expect(page.url()).toBe(address);
    }
    expect(endpoint.posts.map(({ url }) => url)).toEqual(Array(4).fill('/session'));
    endpoint.respond(() => ({ json: endpoint.session }));
    await sells(page, endpoint);
  },
);

test(
  'Hash routers and link routers do not affect the button',
  { tag: '@one-engine' },
  async ({ page, site, endpoint }) => {
    const router = `<script>
    const show = () => (view.innerHTML = routes[location.hash.slice(1)] ?? 'Nothing here');
    addEventListener('hashchange', show);
    addEventListener('DOMContentLoaded', show);
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a');
      if (!link || event.defaultPrevented) return;
      event.preventDefault();
      location.hash = link.getAttribute('href').replace(/^#?/, '#');
    });
  </script>`;
    const card = `<a href="#/wrong">${buyButton('', 'Card')}</a>`;
    const link = '<a href="#/wrong" data-solifyn-product-id="prod_z2o92kEl6cYYX">Link</a>';
    const routes = `<script>const routes = ${JSON.stringify({ '/3': card + link })};</script>`;
    await page.goto(
      await site({
        '/': shop(endpoint.url, `${routes}${router}<a href="#/3">Product</a><main id="view"></main>`),
      }),
    );
    for (const control of [
      page.getByRole('button', { name: 'Card' }),
      page.getByText('Link', { exact: true }),
    ]) {
      await page.getByText('Product').click();
      const left = page.url();
      expect(left).toMatch(/#\/3$/);
      await sells(page, endpoint, { button: control });
      await page.goto(left);
    }
  },
);

test(
  'In a product’s card that is one large link, a click on the button buys and does not follow the link',
  { tag: '@one-engine' },
  async ({ page, site, endpoint }) => {
    const origin = await site({
      '/': shop(endpoint.url, `<a href="/product">A product ${buyButton()}</a>`),
      '/product': '<h1>A product</h1>',
    });
    const left: string[] = [];
    page.on('framenavigated', (frame) => left.push(new URL(frame.url()).pathname));
    await page.goto(origin);
    await sells(page, endpoint);
    expect(left).not.toContain('/product');
  },
);

/** Keeps focus, clicks and Tab inside the node, as the usual libraries for that do: at the document, before the target. */
const TRAP = `<script>
  function trap(node) {
    const refuse = (event) => {
      if (event.composedPath().includes(node)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    for (const type of ['pointerdown', 'mousedown', 'touchstart', 'click']) document.addEventListener(type, refuse, true);
    document.addEventListener('focusin', (event) => {
      if (node.contains(event.target)) return;
      event.stopImmediatePropagation();
      node.querySelector('button, solifyn-buy-button').focus();
    }, true);
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Tab') return;
      event.preventDefault();
      node.querySelector('button, solifyn-buy-button').focus();
    }, true);
  }
</script>`;

test('In a drawer with a focus trap the button’s dialog works by pointer and by keyboard', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
}) => {
  const drawer = `<aside id="drawer" role="dialog" aria-label="Cart" style="position: fixed; z-index: 2147483647">
    <button>Empty</button>${buyButton('mode="modal" gateway="frame"')}</aside>
    <script>trap(drawer)</script>`;
  await page.goto(await site({ '/': TRAP + shop(hostedCheckout.endpoint, drawer) }));
  const dialog = page.getByRole('dialog', { name: 'Buy now' });
  const close = dialog.getByRole('button', { name: 'Close' });
  await buttonOf(page).click();
  await expect(payOf(page)).toBeVisible();
  expect(await focused(page)).toBe('Close');
  await page.keyboard.press('Shift+Tab');
  expect(await focused(page)).toBe('Open the checkout page');
  await close.click();
  await expect(dialog).toHaveCount(0);
  await buttonOf(page).click();
  await payOf(page).click();
  await dialog.getByRole('link').click();
  await expect(page).toHaveURL(hostedCheckout.checkoutUrl);
  expect(endpoint.posts).toHaveLength(2);
});

test('In a popover, and in one that closes when it loses the focus, the button’s dialog stays open', async ({
  page,
  site,
  hostedCheckout,
}) => {
  const native = `<button popovertarget="native">Native</button><div id="native" popover>${buyButton('mode="modal" gateway="frame"', 'Buy native')}</div>`;
  const own =
    `<button id="open">Own</button><template id="content">${buyButton('mode="modal" gateway="frame"', 'Buy own')}</template>
  <script>
    // As a framework's portal does it: mounted at the end of the body, unmounted by a press or the focus elsewhere.
    open.onclick = () => {
      const portal = document.createElement('div');
      portal.style.pointerEvents = 'auto';
      document.body.style.pointerEvents = 'none';
      portal.append(document.getElementById('content').content.cloneNode(true));
      document.body.append(portal);
      for (const type of ['focusin', 'pointerdown'])
        document.addEventListener(type, ({ target }) => portal.contains(target) || portal.remove());
    };
  </script>`.replaceAll('open.', "document.getElementById('open').");
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint, native + own) }));
  for (const name of ['native', 'own']) {
    await page.getByRole('button', { name, exact: false }).first().click();
    await page.getByRole('button', { name: `Buy ${name}` }).click();
    const dialog = page.getByRole('dialog', { name: `Buy ${name}` });
    await payOf(page).click();
    await expectUsable(dialog.getByRole('button', { name: 'Close' }), `Close over the ${name} one`);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toHaveCount(0);
  }
});

test(
  'In a portal of React, in its dialog, the button sells and its events reach the framework',
  { tag: '@one-engine' },
  async ({ page, site, endpoint }) => {
    const script = await bundle({
      'main.js': `
      import { createElement as h, useState } from 'react';
      import { createPortal } from 'react-dom';
      import { createRoot } from 'react-dom/client';
      import { SolifynBuyButton } from '@solifyn/buy-button/react';
      function App() {
        const [said, say] = useState('nothing');
        const button = h(SolifynBuyButton, {
          productId: 'prod_z2o92kEl6cYYX', endpoint: '${endpoint.url}', onCheckoutError: () => say('failed'),
        }, 'Buy now');
        const card = h('div', { role: 'dialog', onClick: () => say((before) => before + ', clicked') }, button);
        return h('main', null, h('output', null, said), createPortal(card, document.body));
      }
      createRoot(document.getElementById('app')).render(h(App));`,
    });
    await page.goto(await site({ '/': APP, '/app.js': script }));
    endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
    await buttonOf(page).click();
    await expect(page.getByRole('alert')).toHaveText('Sold out.');
    await expect(page.locator('output')).toHaveText('failed');
    endpoint.respond(() => ({ json: endpoint.session }));
    await sells(page, endpoint);
  },
);

test.describe('With a service worker in between', () => {
  /** Controls the page from its first load on. */
  const worker = (strategy: string) => `
    oninstall = () => skipWaiting();
    onactivate = (event) => event.waitUntil(clients.claim());
    onfetch = (event) => event.respondWith(${strategy});`;
  const register = `<script>navigator.serviceWorker.register('/worker.js')</script>`;

  const controlled = (page: Page) =>
    page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller)
        await new Promise((resolve) => (navigator.serviceWorker.oncontrollerchange = resolve));
    });

  test('that passes everything through, or caches it, it sells', async ({
    page,
    site,
    hostedCheckout,
    endpoint,
  }) => {
    const answers = {
      'passes through': 'fetch(event.request)',
      'keeps what is got': `caches.match(event.request).then((kept) => kept ?? fetch(event.request).then(async (fresh) => {
        if (event.request.method === 'GET' && fresh.ok) await (await caches.open('kept')).put(event.request, fresh.clone());
        return fresh;
      }))`,
    };
    for (const [name, strategy] of Object.entries(answers)) {
      const origin = await site({
        '/': register + shop(hostedCheckout.endpoint, buyButton()),
        '/worker.js': worker(strategy),
      });
      await page.goto(origin);
      await controlled(page);
      await page.reload();
      await test.step(name, () => sells(page, endpoint, { url: hostedCheckout.checkoutUrl }));
    }
  });

  test('that responds with a cached page, the buyer gets an error and the link', async ({
    page,
    site,
    endpoint,
  }) => {
    const link = `<a href="${endpoint.session.checkout_url}">Buy now</a>`;
    const origin = await site({
      '/': register + shop('/session', buyButton() + buyButton('mode="modal" gateway="frame"', link)),
      '/worker.js': worker(
        `event.request.method === 'GET' ? fetch(event.request) : new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })`,
      ),
    });
    await page.goto(origin);
    await controlled(page);
    await buttonOf(page).click();
    await expect(page.getByRole('alert')).toHaveText(/did not work/);
    expect(page.url()).toBe(`${origin}/`);
    await page.getByRole('button').last().click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });
});

test.describe('With a blocker', () => {
  for (const mode of ['modal', 'inline'])
    test(
      `that hides the gateway’s frame in ${mode} mode the buyer gets a link to the checkout page`,
      { tag: mode === 'modal' ? [] : '@one-engine' },
      async ({ page, site, endpoint, whop }) => {
        await page.goto(await site({ '/': shop(endpoint.url, buyButton(`mode="${mode}"`)) }));
        await page.addStyleTag({ content: 'iframe { display: none !important }' });
        await buttonOf(page).click();
        const offer = (mode === 'modal' ? dialogOf(page) : page.locator('solifyn-buy-button')).getByRole(
          'alert',
        );
        await expect(offer.getByRole('link')).toHaveAttribute('href', endpoint.session.checkout_url);
        expect(whop.requests.some((address) => WHOP_PAGES.test(address))).toBe(true);
        await expect(page.locator('iframe')).toHaveCount(0);
      },
    );

  test('that blocks the gateway’s page the buyer gets a link to the checkout page', async ({
    page,
    context,
    site,
    endpoint,
    whop,
  }) => {
    await context.route(WHOP_PAGES, (route) => route.abort('blockedbyclient'));
    await page.clock.install();
    await page.goto(await site({ '/': shop(endpoint.url, buyButton('mode="modal"')) }));
    await buttonOf(page).click();
    await expect(page.locator('iframe')).toBeAttached();
    await page.clock.fastForward(15_000);
    await dialogOf(page).getByRole('alert').getByRole('link').click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(whop.requests.length).toBeGreaterThan(0);
  });
});

test('On a page with many of these problems at once it looks like a button and sells', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
}) => {
  const scripts = `
    Array.prototype.toJSON = function () { return '[]'; };
    Object.prototype.extend = function () {};
    HTMLElement.prototype.remove = function () { this.parentNode.removeChild(this); };
    define = Object.assign(() => {}, { amd: {} });
    module = { exports: {} };
    window.open = () => null;
    document.onclick = document.onselectstart = document.oncontextmenu = () => false;
    const { fetch: real } = window;
    fetch = (input, init) => (input.indexOf('beacon') > 0 ? Promise.reject(input) : real(input, init));`;
  const styles = `
    * { all: unset !important; color: #777 !important; letter-spacing: 0.1em !important; }
    head, script, style, base { display: none !important }
    iframe { height: auto !important }
    html { font-size: 62.5% !important; zoom: 1.1 }`;
  const worst = `<!doctype html public "-//W3C//DTD HTML 3.2//EN"><html dir="rtl"><base href="/app/" target="_blank">
    <title>A shop</title><style>${styles}</style><script>${scripts}</script>
    ${shop(hostedCheckout.endpoint, `<a href="/wrong"><form name="fetch"><input name="action">${buyButton('mode="modal" gateway="frame"', 'Buy here')}<br>${buyButton()}</form></a>`)}`;
  const headers = {
    'content-security-policy': "require-trusted-types-for 'script'; trusted-types lit-html",
    'cross-origin-opener-policy': 'same-origin',
  };
  const origin = await site({ '/shop': worst.replace('document.onclick', 'document.onclick') }, { headers });
  await page.goto(`${origin}/shop?aff=anna#/3`);
  expect(await page.evaluate(() => document.compatMode)).toBe('BackCompat');
  const body = { ...PRODUCT, aff: 'anna' };
  const here = page.getByRole('button', { name: 'Buy here' });
  await expectUsable(here, 'the button');
  await here.click();
  await payOf(page).click();
  const close = dialogOf(page).getByRole('button');
  await expectUsable(close, 'the close button');
  await expectUsable(dialogOf(page).getByRole('link'), 'the quiet link');
  const { height = 0, width = 0 } = (await page.locator('iframe').boundingBox()) ?? {};
  expect(Math.min(height, width)).toBeGreaterThanOrEqual(400);
  await close.click();
  await expect(dialogOf(page)).toHaveCount(0);
  expect(endpoint.posts[0]?.body).toEqual(body);
  await sells(page, endpoint, {
    button: page.getByRole('button', { name: 'Buy now' }),
    url: hostedCheckout.checkoutUrl,
    body,
  });
});
