import { deepEqual, equal, match } from 'node:assert/strict';
import { CHECKOUT } from '../support/embedded.ts';
import type { EndpointStub, Reply } from '../support/endpoint.ts';
import { buyButton, shop } from '../support/shop.ts';
import { ALERT, BUTTON, DIALOG, eventually, FRAME, RECORD_EVENTS, test } from '../support/webkit.ts';

/** Every field of a product, as in product.html. */
const PRODUCT = {
  productId: 'prod_payWhatYouWant',
  quantity: 2,
  discountCode: 'LAUNCH20',
  aff: 'anna',
  customPrice: 12.5,
  customerEmail: 'ada@example.com',
  checkoutData: { campaign: 'spring', visits: 3 },
  customFields: { dedication: 'To Grace' },
};

/** Makes sessions lead to a checkout page with the `frame` gateway's messages, at the path `/pay` of that origin. */
function sellsAt(endpoint: EndpointStub, checkoutOrigin: string): string {
  const checkout_url = `${checkoutOrigin}/pay`;
  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url } }));
  return checkout_url;
}

/** A reply that the test sends later. */
function held(): { reply: Promise<Reply>; send: (reply: Reply) => void } {
  let send!: (reply: Reply) => void;
  const reply = new Promise<Reply>((resolve) => (send = resolve));
  return { reply, send };
}

test('A click creates a session with every field of a product and leads to its checkout page', async ({
  page,
  demo,
}) => {
  const { url, sandboxUrl, received } = await demo();
  await page.goto(`${url}/product.html`);
  await page.click(BUTTON);
  const at = async () => (await page.url()).split('=')[0];
  await eventually(at, `${sandboxUrl}/checkout/test/prod_payWhatYouWant?checkout_id`);
  await eventually(async () => (await page.text('body'))!.includes('$20.00'), true);
  deepEqual(await received(), [PRODUCT]);
});

test('The ES module sells like the classic script', async ({ page, demo }) => {
  const { url, received } = await demo();
  await page.goto(`${url}/module.html`);
  await page.click(BUTTON);
  await eventually(() => page.text('h1'), 'Northlight preset pack');
  deepEqual(await received(), [{ productId: 'prod_z2o92kEl6cYYX' }]);
});

test('Enter and Space buy', async ({ page, site, endpoint }) => {
  const origin = await site({ '/': shop(endpoint.url, buyButton()) });
  for (const key of ['Enter', 'Space'] as const) {
    await page.goto(origin);
    await page.evaluate(() => document.querySelector('solifyn-buy-button')!.focus());
    await page.press(key);
    await eventually(() => page.url(), endpoint.session.checkout_url);
  }
  equal(endpoint.posts.length, 2);
});

test('A form is validated by the browser, fills the request, and is never submitted', async ({
  page,
  demo,
}) => {
  const { url, received } = await demo();
  await page.goto(`${url}/form.html`);
  await page.type('[name=customerEmail]', 'ada');
  await page.click(BUTTON);
  // The browser shows its bubble at the focused control.
  await eventually(
    () => page.evaluate(() => (document.activeElement as HTMLInputElement).name),
    'customerEmail',
  );
  deepEqual(await received(), []);
  await page.type('[name=customerEmail]', '@example.com');
  await page.type('[name=discountCode]', 'LAUNCH20');
  await page.press('Enter');
  await eventually(async () => (await page.url()).includes('/checkout/test/prod_payWhatYouWant'), true);
  const wanted = { customPrice: 15, quantity: 1, customerEmail: 'ada@example.com', discountCode: 'LAUNCH20' };
  deepEqual(await received(), [{ productId: 'prod_payWhatYouWant', ...wanted }]);
});

test('A link of the page buys, and buyers go to its address if no session can be created', async ({
  page,
  site,
  endpoint,
}) => {
  const link = '<a href="/plain" data-solifyn-product-id="prod_1" data-solifyn-quantity="2">Get it</a>';
  const origin = await site({ '/': shop(endpoint.url, link), '/plain': '<h1>By hand</h1>' });
  await page.goto(origin);
  await page.click('a');
  await eventually(() => page.url(), endpoint.session.checkout_url);
  deepEqual(endpoint.posts[0]!.body, { productId: 'prod_1', quantity: 2 });
  endpoint.respond(() => 'drop');
  await page.goto(origin);
  await page.click('a');
  await eventually(() => page.url(), `${origin}/plain`);
});

test('The new tab opens at the click, waits for an endpoint that is slower than WebKit’s limit for tabs, and has no opener', async ({
  page,
  site,
  endpoint,
}) => {
  // Other buttons open the tab after the response. If the browser does not block that, this test proves nothing.
  const late = `<p id="late" tabindex="0" onclick="fetch('${endpoint.url}', { method: 'POST' })
    .then(() => { window.late = window.open('about:blank') ? 'opened' : 'blocked' })">Late</p>`;
  const { reply, send } = held();
  endpoint.respond(() => reply);
  const origin = await site({ '/': shop(endpoint.url, RECORD_EVENTS + buyButton('mode="new-tab"') + late) });
  await page.goto(origin);
  await page.click('#late');
  await page.click(BUTTON);
  await page.inTab(() =>
    eventually(async () => (await page.text('body'))!.startsWith('Opening checkout'), true),
  );
  equal(await page.attribute(BUTTON, 'aria-busy'), 'true');
  await endpoint.received(2);
  await eventually(() => page.evaluate(() => navigator.userActivation.isActive), false);
  send({ json: endpoint.session });
  await page.inTab(async () => {
    await eventually(() => page.url(), endpoint.session.checkout_url);
    equal(await page.evaluate(() => String(opener)), 'null');
    await page.close();
  });
  equal(await page.url(), `${origin}/`);
  equal(await page.evaluate(() => Reflect.get(window, 'late') as string), 'blocked');
  equal(await page.attribute(BUTTON, 'aria-busy'), 'false');
  deepEqual(await page.eventNames(), ['start', 'session', 'open']);
});

test('A tab without a click is blocked, and becomes a redirect', async ({ page, site, endpoint }) => {
  const byItself = `<script>document.querySelector('solifyn-buy-button').checkout()</script>`;
  await page.goto(await site({ '/': shop(endpoint.url, buyButton('mode="new-tab"') + byItself) }));
  await eventually(() => page.url(), endpoint.session.checkout_url);
  equal(await page.tabs(), 1);
});

test('A failure closes the waiting tab, and a tab that the buyer closes is canceled without a text', async ({
  page,
  site,
  endpoint,
}) => {
  const failing = held();
  endpoint.respond(() => failing.reply);
  const countPolls = `<script>
    var polls = 0;
    const every = window.setInterval;
    window.setInterval = (poll, ms) => every(() => { poll(); polls++; }, ms);
  </script>`;
  await page.goto(
    await site({ '/': shop(endpoint.url, RECORD_EVENTS + countPolls + buyButton('mode="new-tab"')) }),
  );
  await page.click(BUTTON);
  await eventually(() => page.tabs(), 2);
  failing.send({ status: 500, json: {} });
  await eventually(() => page.count(ALERT), 1);
  await eventually(() => page.tabs(), 1);

  endpoint.respond(() => held().reply);
  await page.evaluate(() => void Reflect.set(window, 'polls', 0));
  await page.click(BUTTON);
  // A tab that was open in fewer polls was closed by the browser.
  await eventually(() => page.evaluate(() => (Reflect.get(window, 'polls') as number) >= 5), true);
  await page.inTab(() => page.close());
  await (
    await endpoint.received(2)
  ).abandoned;
  await eventually(() => page.attribute(BUTTON, 'aria-busy'), 'false');
  equal(await page.count(ALERT), 0);
  deepEqual(await page.eventNames(), ['start', 'error', 'start']);
});

test('The dialog takes the focus, Escape closes it and restores the focus, and paying leads to success-url', async ({
  page,
  site,
  endpoint,
}) => {
  sellsAt(endpoint, await site({ '/pay': CHECKOUT }));
  const button = buyButton('mode="modal" gateway="frame" success-url="/thanks"');
  const origin = await site({
    '/': shop(endpoint.url, RECORD_EVENTS + button),
    '/thanks': '<h1>Thanks</h1>',
  });
  await page.goto(origin);
  await page.click(BUTTON);
  await eventually(() => page.count(`${DIALOG}:modal`), 1);
  equal(await page.attribute(DIALOG, 'aria-label'), 'Buy now');
  equal(await page.focused(), DIALOG.replace('[data-solifyn-modal]', 'div').replace('dialog', 'button'));
  await eventually(() => page.eventNames(), ['start', 'session', 'open']);
  await page.press('Escape');
  await eventually(() => page.count('[data-solifyn-modal]'), 0);
  equal(await page.focused(), BUTTON);

  await page.press('Enter');
  await page.inFrame(FRAME, () => page.click('button'));
  await eventually(() => page.url(), `${origin}/thanks`);
  // The close event of a page that is being unloaded can come last.
  deepEqual((await page.events()).slice(3, 8), [
    { name: 'close', completed: false },
    { name: 'start' },
    { name: 'session' },
    { name: 'open', mode: 'modal' },
    { name: 'complete', receiptId: 'rcpt_1' },
  ]);
});

test('The sandbox sells in a frame: payment, receipt, back to the shop', async ({ page, demo }) => {
  const { url, received } = await demo();
  await page.goto(`${url}/frame.html`);
  await page.click(BUTTON);
  await page.inFrame(FRAME, async () => {
    await page.type('#email', 'mira@example.com');
    await page.click('[type=submit]');
  });
  // Checked from outside, because a script in a frame that is being unloaded may never return.
  await eventually(async () => /complete .*"receiptId":"\w/.test((await page.text('#log'))!), true);
  await page.inFrame(FRAME, () => page.click('[data-close]'));
  await eventually(() => page.count('[data-solifyn-modal]'), 0);
  match((await page.text('#log'))!, /close .*"completed":true/);
  deepEqual((await received())[0], { productId: 'prod_z2o92kEl6cYYX' });
});

test('An inline checkout is below the button and closes on its own message', async ({
  page,
  site,
  endpoint,
}) => {
  sellsAt(endpoint, await site({ '/pay': CHECKOUT }));
  await page.goto(
    await site({ '/': shop(endpoint.url, RECORD_EVENTS + buyButton('mode="inline" gateway="frame"')) }),
  );
  await page.click(BUTTON);
  await eventually(() => page.eventNames(), ['start', 'session', 'open']);
  const isBelow = await page.evaluate(() => {
    const element = document.querySelector('solifyn-buy-button')!;
    const button = element.shadowRoot!.querySelector('button')!.getBoundingClientRect();
    return element.querySelector('iframe')!.getBoundingClientRect().top >= button.bottom;
  });
  equal(isBelow, true);
  equal(await page.count('dialog, [data-solifyn-modal]'), 0);
  await page.inFrame('iframe', async () => {
    await page.click('button');
    await page.click('button + button');
  });
  await eventually(() => page.count('iframe'), 0);
  deepEqual((await page.events()).slice(2), [
    { name: 'open', mode: 'inline' },
    { name: 'complete', receiptId: 'rcpt_1' },
    { name: 'close', completed: true },
  ]);
});

test('The payment gateway’s own script sells in a dialog', async ({ page, demo }) => {
  const { url, received } = await demo();
  await page.goto(`${url}/whop.html`);
  await page.click('solifyn-buy-button[mode=modal] >>> button');
  await page.inFrame(FRAME, async () => {
    await page.type('#email', 'mira@example.com');
    await page.click('[type=submit]');
  });
  await eventually(async () => /checkout-complete .*receiptId/.test((await page.text('#log'))!), true);
  deepEqual((await received())[0], { productId: 'prod_z2o92kEl6cYYX' });
});

test('After Back the page is unchanged, and the button is idle and buys again', async ({
  page,
  site,
  endpoint,
}) => {
  const record =
    '<script>addEventListener("pageshow", ({ persisted }) => { window.restored = persisted })</script>';
  const origin = await site({ '/': shop(endpoint.url, record + buyButton()) });
  await page.goto(origin);
  for (const posts of [1, 2]) {
    await page.click(BUTTON);
    await eventually(() => page.url(), endpoint.session.checkout_url);
    equal(endpoint.posts.length, posts);
    await page.back();
    await eventually(() => page.evaluate(() => Reflect.get(window, 'restored') as unknown), true);
    await eventually(() => page.attribute(BUTTON, 'aria-busy'), 'false');
  }
  equal(await page.url(), `${origin}/`);
});

test('German and Arabic pages have texts in their language and direction', async ({
  page,
  site,
  endpoint,
}) => {
  const texts = {
    de: ['ltr', 'Jetzt kaufen', 'Kasse wird geöffnet…', 'Das hat nicht geklappt. Bitte erneut versuchen.'],
    ar: ['rtl', 'اشترِ الآن', 'جارٍ فتح صفحة الدفع…', 'حدث خطأ ما. حاول مرة أخرى.'],
  };
  for (const [lang, [direction, label, loading, error]] of Object.entries(texts)) {
    const { reply, send } = held();
    endpoint.respond(() => reply);
    const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A shop</title>`;
    await page.goto(await site({ '/': html + shop(endpoint.url, buyButton('', '')) }));
    equal(await page.text(BUTTON), label);
    await page.click(BUTTON);
    await eventually(() => page.text('solifyn-buy-button >>> [role=status]'), loading);
    send({ status: 500, json: {} });
    await eventually(() => page.text(ALERT), error);
    const found = await page.run(
      `() => getComputedStyle(document.querySelector('solifyn-buy-button').shadowRoot.querySelector('[role=alert]')).direction`,
    );
    equal(found, direction);
  }
});

test('Two copies of the script, in both formats, make one button that sends one request', async ({
  page,
  site,
  endpoint,
}) => {
  const module = '<script type="module" src="/dist/solifyn-buy-button.js"></script>';
  const copies = () =>
    page.run<number>('() => SolifynCheckout.SolifynBuyButton.copies.length').catch(() => 0);
  for (const scripts of [module, module + module]) {
    const origin = await site({ '/': shop(endpoint.url, scripts + buyButton()) });
    await page.goto(origin);
    await eventually(copies, 2);
    const before = endpoint.posts.length;
    await page.click(BUTTON);
    await eventually(() => page.url(), endpoint.session.checkout_url);
    equal(endpoint.posts.length, before + 1);
  }
});
