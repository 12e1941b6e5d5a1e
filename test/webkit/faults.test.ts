import { deepEqual, equal, match } from 'node:assert/strict';
import type { Reply } from '../support/endpoint.ts';
import { endTimeout, keepTimeouts, TIMEOUT_MS } from '../support/hold-timeouts.ts';
import { buyButton, shop } from '../support/shop.ts';
import { ALERT, BUTTON, eventually, RECORD_EVENTS, test } from '../support/webkit.ts';

const OUR_TEXT = 'That did not work. Please try again.';

/** An endpoint that hangs. */
const never = () => new Promise<Reply>(() => {});

/** The name of each response, and the buyer's text after it. */
const ANSWERS: [code: string, text: string, reply: Reply][] = [
  ['rejected', 'Sold out.', { status: 409, json: { error: { message: 'Sold out.' } } }],
  ['rejected', OUR_TEXT, { status: 404, body: '<h1>Not found' }],
  ['unavailable', OUR_TEXT, { status: 500, json: {} }],
  ['network', OUR_TEXT, 'drop'],
  ['invalid-session', OUR_TEXT, { body: '' }],
  ['invalid-session', OUR_TEXT, { body: '{"id":"1","session_id":' }],
  ['invalid-session', OUR_TEXT, { body: '<!doctype html><p>Welcome' }],
  ['invalid-session', OUR_TEXT, { json: { id: 1, session_id: ['ch_1'], checkout_url: null } }],
];

test('After any failure of the endpoint the buyer reads a text, one request was sent, and the next click works', async ({
  page,
  site,
  endpoint,
}) => {
  await page.goto(await site({ '/': shop(endpoint.url, RECORD_EVENTS + buyButton()) }));
  for (const [index, [, text, reply]] of ANSWERS.entries()) {
    endpoint.respond(() => reply);
    await page.click(BUTTON);
    await eventually(async () => (await page.eventNames()).length, 2 * index + 2);
    await eventually(() => page.text(ALERT), text);
    equal(await page.attribute(BUTTON, 'aria-busy'), 'false');
  }
  const codes = (await page.events()).flatMap(({ code }) => code ?? []);
  deepEqual(
    codes,
    ANSWERS.map(([code]) => code),
  );
  equal(endpoint.posts.length, ANSWERS.length);
  endpoint.respond(() => ({ json: endpoint.session }));
  await page.click(BUTTON);
  await eventually(() => page.url(), endpoint.session.checkout_url);
});

test('A failure of the network or the server leads to the fallback link, and a rejection offers it', async ({
  page,
  site,
  endpoint,
}) => {
  const link = '<a href="/by-hand">Buy now</a>';
  const origin = await site({ '/': shop(endpoint.url, buyButton('', link)), '/by-hand': '<h1>By hand</h1>' });
  const failures: Reply[] = ['drop', { status: 500, json: {} }, { body: '<p>Welcome' }];
  for (const reply of failures) {
    endpoint.respond(() => reply);
    await page.goto(origin);
    equal(await page.text(BUTTON), 'Buy now');
    await page.click(BUTTON);
    await eventually(() => page.url(), `${origin}/by-hand`);
  }
  endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
  await page.goto(origin);
  await page.click(BUTTON);
  await eventually(() => page.count(`${ALERT} a`), 1);
  match((await page.text(ALERT))!, /^Sold out\. \S/);
  match((await page.attribute(`${ALERT} a`, 'href'))!, /\/by-hand$/);
});

test('While the endpoint does not respond the button is busy and keeps focus and size, then it shows a text and works again', async ({
  page,
  site,
  endpoint,
}) => {
  endpoint.respond(never);
  const origin = await site({
    '/': shop(endpoint.url, buyButton()),
    '/impatient': shop(
      endpoint.url,
      `<script>(${keepTimeouts})(${TIMEOUT_MS})</script>${RECORD_EVENTS}${buyButton()}`,
      `data-timeout="${TIMEOUT_MS}"`,
    ),
  });
  await page.goto(origin);
  const size = () =>
    page.evaluate(() => {
      const button = document.querySelector('solifyn-buy-button')!.shadowRoot!.querySelector('button')!;
      const { width, height } = button.getBoundingClientRect();
      return [width, height];
    });
  const before = await size();
  await page.evaluate(() => document.querySelector('solifyn-buy-button')!.focus());
  await page.press('Enter');
  await eventually(() => page.attribute(BUTTON, 'aria-busy'), 'true');
  await eventually(() => page.text('solifyn-buy-button >>> [role=status]'), 'Opening checkout…');
  equal(await page.count('solifyn-buy-button:state(loading)'), 1);
  deepEqual(await size(), before);
  equal(await page.focused(), BUTTON);
  await endpoint.received();

  await page.goto(`${origin}/impatient`);
  await page.click(BUTTON);
  const { abandoned } = await endpoint.received(2);
  await page.evaluate(endTimeout);
  await eventually(() => page.text(ALERT), OUR_TEXT);
  await abandoned;
  equal(await page.count('solifyn-buy-button:state(error)'), 1);
  deepEqual(await page.events(), [{ name: 'start' }, { name: 'error', code: 'timeout' }]);
  endpoint.respond(() => ({ json: endpoint.session }));
  await page.click(BUTTON);
  await eventually(() => page.url(), endpoint.session.checkout_url);
  equal(endpoint.posts.length, 3);
});

test('A dropped connection and a 429 are retried as Retry-After says, and the button sells', async ({
  page,
  site,
  endpoint,
}) => {
  const replies: Reply[] = ['drop', { status: 429, headers: { 'retry-after': '1' }, json: {} }];
  const times: number[] = [];
  endpoint.respond(() => {
    times.push(performance.now());
    return replies.shift() ?? { json: endpoint.session };
  });
  await page.goto(await site({ '/': shop(endpoint.url, buyButton('retries="2"')) }));
  await page.click(BUTTON);
  await eventually(() => page.url(), endpoint.session.checkout_url);
  equal(times.length, 3);
  equal(times[2]! - times[1]! > 990, true, `${times}`);
});

test('A response of more than 64 KiB is invalid, and a host name that does not resolve is a network failure', async ({
  page,
  site,
  endpoint,
}) => {
  endpoint.respond(() => ({ json: { ...endpoint.session, padding: 'x'.repeat(66_000) } }));
  const nowhere = 'endpoint="http://shop.invalid/session"';
  const origin = await site({
    '/': shop(endpoint.url, RECORD_EVENTS + buyButton()),
    '/nowhere': shop(endpoint.url, RECORD_EVENTS + buyButton(nowhere)),
  });
  for (const path of ['/', '/nowhere']) {
    await page.goto(origin + path);
    await page.click(BUTTON);
    await eventually(() => page.text(ALERT), OUR_TEXT);
  }
  const codes = (await page.events()).flatMap(({ code }) => code ?? []);
  deepEqual(codes, ['invalid-session', 'network']);
});

test('A button that a router removes while loading aborts its request, and one that is moved continues', async ({
  page,
  site,
  endpoint,
}) => {
  await page.goto(await site({ '/': shop(endpoint.url, RECORD_EVENTS + buyButton()) }));
  endpoint.respond(never);
  await page.click(BUTTON);
  const { abandoned } = await endpoint.received();
  await page.evaluate(() => {
    const element = document.querySelector('solifyn-buy-button')!;
    history.pushState(null, '', '/another-page');
    element.remove();
    setTimeout(() => document.body.append(element));
  });
  await abandoned;
  await eventually(() => page.attribute(BUTTON, 'aria-busy'), 'false');
  equal(await page.count(ALERT), 0);

  let sendReply!: (reply: Reply) => void;
  endpoint.respond(() => new Promise((resolve) => (sendReply = resolve)));
  await page.click(BUTTON);
  await endpoint.received(2);
  await page.evaluate(() => {
    const box = document.body.appendChild(document.createElement('p'));
    box.append(document.querySelector('solifyn-buy-button')!);
  });
  sendReply({ json: endpoint.session });
  await eventually(() => page.url(), endpoint.session.checkout_url);
});

test('A script that loads late defines every button on the page, also ones that are cloned or added later', async ({
  page,
  site,
  endpoint,
}) => {
  const many = buyButton().repeat(300);
  const origin = await site({ '/': `<h1>A shop</h1><div>${many}</div>` });
  await page.goto(origin);
  await page.evaluate((address) => {
    const script = document.createElement('script');
    Object.assign(script.dataset, { endpoint: address });
    script.src = '/dist/solifyn-buy-button.umd.js';
    document.head.append(script);
  }, endpoint.url);
  await eventually(() => page.count(BUTTON), 300);
  await page.evaluate(() => {
    const [first] = document.querySelectorAll('solifyn-buy-button');
    const clone = first!.cloneNode(true) as Element;
    clone.setAttribute('quantity', '3');
    document.querySelector('h1')!.after(clone);
  });
  await page.click(BUTTON);
  await eventually(() => page.url(), endpoint.session.checkout_url);
  deepEqual(endpoint.posts[0]!.body, { productId: 'prod_z2o92kEl6cYYX', quantity: 3 });
});

test('A change while loading counts from the next click on', async ({ page, site, endpoint }) => {
  let sendReply!: (reply: Reply) => void;
  endpoint.respond(() => new Promise((resolve) => (sendReply = resolve)));
  await page.goto(await site({ '/': shop(endpoint.url, buyButton()) }));
  await page.click(BUTTON);
  await endpoint.received();
  await page.evaluate(() => {
    document.querySelector('solifyn-buy-button')!.setAttribute('quantity', '2');
  });
  sendReply({ status: 500, json: {} });
  await eventually(() => page.text(ALERT), OUR_TEXT);
  await page.click(BUTTON);
  await endpoint.received(2);
  sendReply({ json: endpoint.session });
  await eventually(() => page.url(), endpoint.session.checkout_url);
  const product = { productId: 'prod_z2o92kEl6cYYX' };
  deepEqual(
    endpoint.posts.map((post) => post.body),
    [product, { ...product, quantity: 2 }],
  );
});
