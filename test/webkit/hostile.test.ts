import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CHECKOUT, READY_MESSAGE } from '../support/embedded.ts';
import { buyButton, shop } from '../support/shop.ts';
import { ALERT, BUTTON, DIALOG, eventually, FRAME, RECORD_EVENTS, test } from '../support/webkit.ts';

const UMD = '/dist/solifyn-buy-button.umd.js';

const FRAMED = 'mode="modal" gateway="frame"';

test('Under a strict policy with Trusted Types it has its styles, shows failures and sells, in a dialog and by redirect', async ({
  page,
  site,
  endpoint,
}) => {
  const checkoutOrigin = await site({ '/pay': CHECKOUT });
  const headers = {
    'content-security-policy': `default-src 'none'; script-src 'self'; img-src 'self'; connect-src ${new URL(endpoint.url).origin}; frame-src ${checkoutOrigin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html`,
  };
  const origin = await site(
    {
      '/': shop(endpoint.url, `<script src="/watch.js"></script>${buyButton()}`),
      '/modal': shop(endpoint.url, `<script src="/watch.js"></script>${buyButton(FRAMED)}`),
      '/watch.js': `const note = (what) => { sessionStorage.wrongs = (sessionStorage.wrongs ?? '') + what + ' ' };
        addEventListener('securitypolicyviolation', ({ effectiveDirective }) => note(effectiveDirective));
        addEventListener('error', ({ message }) => note(message));`,
    },
    { headers },
  );
  const wrongs = () => page.evaluate(() => sessionStorage.getItem('wrongs'));
  await page.goto(`${origin}/modal`);
  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: `${checkoutOrigin}/pay` } }));
  await page.click(BUTTON);
  await page.inFrame(FRAME, () => page.click('button + button'));
  await eventually(() => page.count('[data-solifyn-modal]'), 0);

  await page.goto(origin);
  const height = await page.evaluate(
    () =>
      getComputedStyle(document.querySelector('solifyn-buy-button')!.shadowRoot!.querySelector('button')!)
        .minHeight,
  );
  equal(height, '44px');
  endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
  await page.click(BUTTON);
  await eventually(() => page.text(ALERT), 'Sold out.');
  equal(await wrongs(), null);
  endpoint.respond(() => ({ json: endpoint.session }));
  await page.click(BUTTON);
  await eventually(() => page.url(), endpoint.session.checkout_url);
});

test('On a page in windows-1252 whose server names no encoding of scripts, it runs and shows its languages', async ({
  page,
  site,
  endpoint,
}) => {
  const body = readFileSync(new URL(`../..${UMD}`, import.meta.url), 'utf8');
  const bare = { 'content-type': 'text/javascript' };
  const html = `<!doctype html><html lang="ja"><title>A shop</title>
    <script src="${UMD}" data-endpoint="${endpoint.url}"></script>${buyButton('discount-code="\x84SPRING\x93"', '')}`;
  const origin = await site({
    '/': { body: html, headers: { 'content-type': 'text/html; charset=windows-1252' } },
    [UMD]: { body, headers: bare },
  });
  await page.goto(origin);
  equal(await page.text(BUTTON), '今すぐ購入');
  await page.click(BUTTON);
  await eventually(() => page.url(), endpoint.session.checkout_url);
});

test('It sells despite a base, an old library’s toJSON, a polluted prototype and forms named like globals', async ({
  page,
  site,
  endpoint,
}) => {
  const { pathname, origin: elsewhere } = new URL(endpoint.url);
  const spoilt = `<base href="${elsewhere}/">
    <script>
      Array.prototype.toJSON = () => '"spoilt"';
      Object.prototype.type = Object.prototype.length = 'polluted';
    </script>
    ${['fetch', 'open', 'top', 'location', 'URL', 'SolifynCheckout'].map((name) => `<form name="${name}" id="${name}"></form>`).join('')}`;
  const data = `checkout-data='{ "tags": ["a", "b"] }'`;
  await page.goto(await site({ '/': spoilt + shopFromHere(pathname.slice(1), buyButton(data)) }));
  await page.click(BUTTON);
  await eventually(() => page.url(), endpoint.session.checkout_url);
  deepEqual(endpoint.posts[0]!.body, {
    productId: 'prod_z2o92kEl6cYYX',
    checkoutData: { tags: ['a', 'b'] },
  });
});

test('The dialog opens over a dialog of the page, and Escape closes only the top one', async ({
  page,
  site,
  endpoint,
}) => {
  const checkout_url = `${await site({ '/pay': CHECKOUT })}/pay`;
  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url } }));
  const own = `<dialog id="own">${buyButton(FRAMED)}</dialog><script>own.showModal()</script>`;
  await page.goto(await site({ '/': shop(endpoint.url, own) }));
  await page.click(BUTTON);
  // The focus must not enter the frame, because keys do not leave it.
  await eventually(() => page.count(FRAME), 1);
  await page.press('Escape');
  await eventually(() => page.count('[data-solifyn-modal]'), 0);
  equal(await page.count('#own:modal'), 1);
  equal(await page.focused(), BUTTON);
});

test('In a frame of another site a dialog becomes a new tab without an opener, and the outer page stays', async ({
  page,
  site,
  endpoint,
}) => {
  const inner = await site({ '/': shop(endpoint.url, buyButton(FRAMED)) }, { host: 'localhost' });
  const outer = await site({ '/': `<iframe src="${inner}" title="Shop" width="600" height="400"></iframe>` });
  await page.goto(outer);
  await page.inFrame('iframe', () => page.click(BUTTON));
  await page.inTab(async () => {
    await eventually(() => page.url(), endpoint.session.checkout_url);
    equal(await page.evaluate(() => String(opener)), 'null');
    await page.close();
  });
  equal(await page.url(), `${outer}/`);
});

test('In a sandboxed frame, without storage and of no origin, it sells', async ({ page, site, endpoint }) => {
  const inner = await site({ '/': shop(endpoint.url, buyButton()) });
  const sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
  const outer = await site({
    '/': `<iframe src="${inner}/?aff=anna" sandbox="${sandbox}" title="Shop" width="600" height="400"></iframe>`,
  });
  await page.goto(outer);
  await page.inFrame('iframe', () => page.click(BUTTON));
  await page.inTab(() => eventually(() => page.url(), endpoint.session.checkout_url));
  equal((await endpoint.received()).headers.origin, 'null');
  deepEqual(endpoint.posts[0]!.body, { productId: 'prod_z2o92kEl6cYYX', aff: 'anna' });
});

const UNSAFE = [
  'javascript:globalThis.hacked=1',
  'data:text/html,<h1>Hacked',
  'http://shop.example/checkout',
  'https://user:secret@shop.example/checkout',
  'http://127.0.0.1.shop.example/checkout',
  '//shop.example/checkout',
];

test('An unsafe checkout_url is never opened, nor a link or success-url with a script', async ({
  page,
  site,
  endpoint,
}) => {
  const script = 'javascript:globalThis.hacked=1';
  const link = `<a href="${script}">Buy now</a>`;
  const checkout_url = `${await site({ '/pay': CHECKOUT })}/pay`;
  const origin = await site({
    '/': shop(endpoint.url, RECORD_EVENTS + buyButton('', link)),
    '/modal': shop(endpoint.url, RECORD_EVENTS + buyButton(`${FRAMED} success-url="${script}"`)),
  });
  await page.goto(origin);
  for (const [index, unsafe] of UNSAFE.entries()) {
    endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: unsafe } }));
    await page.click(BUTTON);
    await eventually(async () => (await page.eventNames()).length, 2 * index + 2);
  }
  const codes = (await page.events()).flatMap(({ code }) => code ?? []);
  deepEqual(
    codes,
    UNSAFE.map(() => 'invalid-session'),
  );
  equal(await page.url(), `${origin}/`);
  equal(await page.count(`${ALERT} a`), 0);
  equal(await page.evaluate(() => 'hacked' in globalThis), false);

  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url } }));
  await page.goto(`${origin}/modal`);
  await page.click(BUTTON);
  await page.inFrame(FRAME, async () => {
    await page.click('button');
    await page.click('button + button');
  });
  await eventually(async () => (await page.events()).at(-1), { name: 'close', completed: true });
  equal(await page.url(), `${origin}/modal`);
  equal(await page.evaluate(() => 'hacked' in globalThis), false);
});

test('Markup in the endpoint’s message stays text', async ({ page, site, endpoint }) => {
  const message = '<img src=x onerror="globalThis.hacked=1"> ${1} &amp;';
  endpoint.respond(() => ({ status: 422, json: { error: { message } } }));
  await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }));
  await page.click(BUTTON);
  await eventually(() => page.text(ALERT), message);
  equal(await page.count(`${ALERT} img`), 0);
});

test('Messages of a wrong window, origin or shape are ignored', async ({ page, site, endpoint }) => {
  const forged = `{ type: 'solifyn:complete', receiptId: 'forged' }`;
  const WRONG = `parent.postMessage(null, '*'); parent.postMessage('solifyn:complete', '*');
    parent.postMessage({ type: ['solifyn:complete'] }, '*');`;
  const checkoutOrigin = await site({
    '/pay': `<script>${READY_MESSAGE}; ${WRONG}</script><h1>Checkout</h1>`,
    '/forged': `<script>parent.postMessage(${forged}, '*'); parent.postMessage({ type: 'solifyn:close' }, '*')</script>`,
  });
  const elsewhere = await site({ '/': `<script>parent.postMessage(${forged}, '*')</script>` });
  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: `${checkoutOrigin}/pay` } }));
  const count = '<script>let told = 0; addEventListener("message", () => void told++)</script>';
  await page.goto(await site({ '/': shop(endpoint.url, RECORD_EVENTS + count + buyButton(FRAMED)) }));
  await page.click(BUTTON);
  await eventually(() => page.eventNames(), ['start', 'session', 'open']);
  const countMessages = () => page.run<number>('() => told');
  await eventually(countMessages, 4);
  // The page itself; another frame, also of the checkout's own origin; another origin in the checkout's own frame.
  await page.run(`() => postMessage(${forged}, '*')`);
  await eventually(countMessages, 5);
  for (const address of [`${checkoutOrigin}/forged`, elsewhere])
    await page.evaluate((src) => {
      const iframe = Object.assign(document.createElement('iframe'), { src });
      document.querySelector('[data-solifyn-modal]')!.append(iframe);
    }, address);
  await eventually(countMessages, 8);
  await page.evaluate((src) => {
    document.querySelector<HTMLIFrameElement>('[data-solifyn-modal] iframe')!.src = src;
  }, elsewhere);
  await eventually(countMessages, 9);
  equal(await page.count(DIALOG), 1);
  deepEqual(await page.eventNames(), ['start', 'session', 'open']);
  match((await page.text('solifyn-buy-button'))!, /^Buy now$/);
});

/** Like `shop`, with a relative endpoint. */
function shopFromHere(endpoint: string, content: string): string {
  const here = `<script>document.write('<script src="' + location.origin + '${UMD}" data-endpoint="${endpoint}" data-retries="0"></' + 'script>')</script>`;
  return here + content;
}
