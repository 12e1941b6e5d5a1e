import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { shop } from '../../support/shop.ts';

const ELEMENT = '<solifyn-buy-button id="buy" product-id="prod_1">Buy</solifyn-buy-button>';
const LINK = '<a id="buy" href="/elsewhere" data-solifyn-product-id="prod_1">Buy</a>';

/** Presses the access key "k". */
async function pressAccessKey(page: Page): Promise<void> {
  if (page.context().browser()?.browserType().name() === 'firefox') {
    await page.keyboard.press('Alt+Shift+k');
    return;
  }
  // Chromium finds an access key by the text of the key, which Playwright leaves out with Alt.
  const devTools = await page.context().newCDPSession(page);
  const key = { modifiers: 1, key: 'k', code: 'KeyK', windowsVirtualKeyCode: 75, unmodifiedText: 'k' };
  for (const type of ['keyDown', 'keyUp'] as const)
    await devTools.send('Input.dispatchKeyEvent', { type, ...key });
}

/** Clicks that do not come from the buyer's pointer at the button. */
const CLICKS: Record<string, [body: string, click: (page: Page) => Promise<unknown>]> = {
  'replayed at the element': [
    ELEMENT,
    (page) =>
      page.evaluate(() =>
        document
          .querySelector('#buy')!
          .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
      ),
  ],
  'replayed at the element without bubbling': [
    ELEMENT,
    (page) => page.evaluate(() => document.querySelector('#buy')!.dispatchEvent(new MouseEvent('click'))),
  ],
  'replayed at the link inside the element': [
    '<solifyn-buy-button product-id="prod_1"><a id="buy" href="/elsewhere">Buy</a></solifyn-buy-button>',
    (page) =>
      page.evaluate(() =>
        document
          .querySelector('#buy')!
          .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
      ),
  ],
  'at its <label>': [
    `<label for="buy">Order here</label>${ELEMENT}`,
    (page) => page.getByText('Order here').click(),
  ],
  'by its access key': [ELEMENT.replace('id=', 'accesskey="k" id='), pressAccessKey],
  'by the access key of a link': [LINK.replace('id=', 'accesskey="k" id='), pressAccessKey],
  'that the page stops at the document': [
    `<script>document.addEventListener('click', (event) => event.stopImmediatePropagation(), true);</script>${ELEMENT}`,
    (page) => page.getByRole('button', { name: 'Buy' }).click(),
  ],
  'on an input of type submit': [
    '<form action="/sent"><input type="submit" value="Buy" data-solifyn-product-id="prod_1"></form>',
    (page) => page.getByRole('button', { name: 'Buy' }).click(),
  ],
  'on an input of type button': [
    '<form action="/sent"><input type="button" value="Buy" data-solifyn-product-id="prod_1"></form>',
    (page) => page.getByRole('button', { name: 'Buy' }).click(),
  ],
  'on an input of type image': [
    '<form action="/sent"><input type="image" alt="Buy" width="40" height="40" data-solifyn-product-id="prod_1"></form>',
    (page) => page.getByRole('button', { name: 'Buy' }).click(),
  ],
};

for (const [name, [body, click]] of Object.entries(CLICKS))
  test(`A click ${name} buys once`, async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': shop(endpoint.url, body) }));
    await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
    await click(page);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts.map(({ body }) => body)).toEqual([{ productId: 'prod_1' }]);
  });

const FIELD = '<input aria-label="Mail" name="customerEmail" type="email" value="ada@example.com" required>';

/** Ways in which a form is sent without a click on its button. */
const SUBMITS: Record<string, [body: string, submit: (page: Page) => Promise<unknown>]> = {
  'by requestSubmit()': [
    `<form action="/sent">${FIELD}${ELEMENT}</form>`,
    (page) => page.evaluate(() => document.querySelector('form')!.requestSubmit()),
  ],
  'by Enter if the page stops keydown': [
    `<script>document.addEventListener('keydown', (event) => event.stopImmediatePropagation(), true);</script><form action="/sent">${FIELD}${ELEMENT}</form>`,
    (page) => page.getByLabel('Mail').press('Enter'),
  ],
  'by Enter if the page stops keydown and the form has two fields': [
    `<script>document.addEventListener('keydown', (event) => event.stopImmediatePropagation(), true);</script><form action="/sent">${FIELD}<input aria-label="Name">${ELEMENT}</form>`,
    (page) => page.getByLabel('Mail').press('Enter'),
  ],
};

for (const [name, [body, submit]] of Object.entries(SUBMITS))
  test(`A form that is submitted ${name} buys and is not sent`, async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': shop(endpoint.url, body) }));
    await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
    await submit(page);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts.map(({ body }) => body)).toEqual([
      { productId: 'prod_1', customerEmail: 'ada@example.com' },
    ]);
  });

test('In a closed shadow root a click buys once', async ({ page, site, endpoint }) => {
  const body = `<div id="host"></div><script>
    const root = host.attachShadow({ mode: 'closed' });
    root.innerHTML = ${JSON.stringify(ELEMENT)};
    globalThis.buttonBox = () => root.querySelector('#buy').getBoundingClientRect().toJSON();
  </script>`;
  await page.goto(await site({ '/': shop(endpoint.url, body) }));
  await page.waitForFunction('customElements.get("solifyn-buy-button") && buttonBox().height');
  const { x, y } = await page.evaluate<DOMRect>('buttonBox()');
  await page.mouse.click(x + 9, y + 9);
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([{ productId: 'prod_1' }]);
});

test('A form in a closed shadow root buys on Enter and is not sent', async ({ page, site, endpoint }) => {
  const body = `<div id="host"></div><script>
    globalThis.root = host.attachShadow({ mode: 'closed' });
    root.innerHTML = ${JSON.stringify(`<form action="/sent">${FIELD}${ELEMENT}</form>`)};
  </script>`;
  await page.goto(await site({ '/': shop(endpoint.url, body) }));
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  await page.evaluate('root.querySelector("input").focus()');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([
    { productId: 'prod_1', customerEmail: 'ada@example.com' },
  ]);
});

test('A router that ignores prevented clicks does not follow the link, and analytics receive the click', async ({
  page,
  site,
  endpoint,
}) => {
  // As Swup, Barba and htmx do it: any click on a link without a modifier key.
  const router = `<script>
    globalThis.followed = 0; globalThis.counted = 0;
    document.addEventListener('click', (event) => {
      counted += 1;
      const link = event.target.closest?.('a[href]');
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      followed += 1;
    });
  </script>`;
  endpoint.respond(() => ({ status: 500, json: {} }));
  await page.goto(await site({ '/': shop(endpoint.url, router + LINK.replace('/elsewhere', '#')) }));
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  await page.getByText('Buy').click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await page.evaluate('[followed, counted]')).toEqual([0, 1]);
});

test('The endpoint of a guest author’s link is ignored if it has another origin', async ({
  page,
  site,
  endpoint,
}) => {
  const link =
    '<a href="#" data-solifyn-product-id="prod_1" data-solifyn-endpoint="https://evil.example/session">Buy</a>';
  await page.goto(await site({ '/': shop(endpoint.url, link) }));
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  await page.getByText('Buy').click();
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts).toHaveLength(1);
});

test('A cached copy of a busy link is idle', async ({ page, site, endpoint }) => {
  endpoint.respond(() => new Promise(() => {}));
  await page.goto(await site({ '/': shop(endpoint.url, `<main>${LINK}</main>`) }));
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  await page.getByText('Buy').click();
  await expect(page.locator('#buy')).toHaveAttribute('aria-busy', 'true');
  await page.evaluate(() => {
    const main = document.querySelector('main')!;
    main.replaceWith(main.cloneNode(true));
  });
  await expect(page.locator('#buy')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('#buy')).not.toHaveAttribute('data-solifyn-state');
});

test('A link to its own page without the query is not a fallback', async ({ page, site, endpoint }) => {
  endpoint.respond(() => ({ status: 500, json: {} }));
  const origin = await site({ '/shop': shop(endpoint.url, LINK.replace('/elsewhere', '/shop')) });
  await page.goto(`${origin}/shop?aff=x`);
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  await page.getByText('Buy').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(0);
  expect(page.url()).toBe(`${origin}/shop?aff=x`);
});

test('A clobbered document.baseURI does not stop the sale', async ({ page, site, endpoint }) => {
  await page.goto(await site({ '/': shop(endpoint.url, `<img name="baseURI" alt="">${ELEMENT}`) }));
  await page.getByRole('button', { name: 'Buy' }).click();
  await expect(page).toHaveURL(endpoint.session.checkout_url);
});

test('label and href replace the content, and without an endpoint the button is a plain link', async ({
  page,
  site,
}) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const origin = await site({
    '/': `<script async src="/dist/solifyn-buy-button.umd.js"></script><solifyn-buy-button product-id="prod_1" label="Get it" href="/pay"></solifyn-buy-button>`,
    '/pay': '<h1>Pay here</h1>',
  });
  await page.goto(origin);
  await page.getByRole('button', { name: 'Get it' }).click();
  await expect(page).toHaveURL(`${origin}/pay`);
  expect(errors).toEqual([]);
});
