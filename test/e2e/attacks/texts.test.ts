/** Markup in texts from outside: whoever writes them, they are text. */
import type { Page } from '@playwright/test';
import { dialogOf, expect, test } from '../../support/embedded.ts';
import { buyButton, shop } from '../../support/shop.ts';

/** A foothold in HTML, in an attribute, in a script and in a style; its element is easily found. */
const markup = (from: string) =>
  `"'>--></style></script><x-hacked><img src=x onerror="globalThis.hacked=1"><svg onload="globalThis.hacked=1">{{constructor}}\${1}from ${from}`;

const asAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const asText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const button = (page: Page) => page.locator('solifyn-buy-button').getByRole('button');

/** What of the markup has become an element, in the page, in our shadow roots and in attributes that run. */
const footholds = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = 'hacked' in globalThis ? ['it ran'] : [];
    const search = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        if (
          element.matches('x-hacked,svg,img') ||
          [...element.attributes].some(({ name }) => name.startsWith('on'))
        )
          found.push(element.outerHTML);
        if (element.shadowRoot) search(element.shadowRoot);
      }
    };
    search(document);
    return found;
  });

test('Messages of the endpoint stay text at the element, at a link and in the diagnosis', async ({
  page,
  site,
  endpoint,
}) => {
  const message = markup('the endpoint');
  const link = '<a href="/x" data-solifyn-product-id="prod_z2o92kEl6cYYX">A link</a>';
  const origin = await site({ '/': shop(endpoint.url, buyButton() + link) });
  await page.goto(`${origin}/?solifyn-debug`);
  await expect(page.getByRole('button', { name: 'Test' }).first()).toBeVisible();
  endpoint.respond(() => ({ status: 409, json: { error: { code: 'rejected', message } } }));
  await button(page).click();
  await expect(page.getByRole('alert').first()).toHaveText(message.slice(0, 200));
  await page.getByRole('link', { name: 'A link' }).click();
  await expect(page.locator('[data-solifyn-error]')).toContainText(message.slice(0, 200));
  // What the diagnosis quotes: an error's message, the text of a web page, fields of a wrong type.
  for (const reply of [
    { status: 409, json: { error: { code: markup('the code'), message } } },
    { status: 500, body: message },
    { json: { id: message, session_id: message, checkout_url: `javascript:${message}` } },
    { body: message, headers: { 'content-type': 'text/html' } },
  ]) {
    endpoint.respond(() => reply);
    const before = endpoint.posts.length;
    await page.getByRole('button', { name: 'Test' }).first().click();
    await endpoint.received(before + 1);
    await button(page).click();
    await endpoint.received(before + 2);
    await expect(button(page)).toHaveAttribute('aria-busy', 'false');
    expect(await footholds(page)).toEqual([]);
  }
});

test('Values of attributes, settings and the page’s address stay text, also in the diagnosis', async ({
  page,
  site,
  endpoint,
}) => {
  const names = [
    'product-id collection-id quantity discount-code aff custom-price customer-email checkout-data custom-fields',
    'mode gateway theme success-url endpoint',
  ];
  const attributes = (prefix: string) =>
    names
      .join(' ')
      .split(' ')
      .map((name) => `${prefix}${name}="${asAttribute(markup(name))}"`)
      .join(' ');
  const settings = ['mode', 'gateway', 'theme', 'timeout', 'retries', 'utm', 'success-url']
    .map((name) => `data-${name}="${asAttribute(markup(name))}"`)
    .join(' ');
  const content = [
    `<solifyn-buy-button ${attributes('')} aria-label="${asAttribute(markup('the name'))}"></solifyn-buy-button>`,
    `<a href="${asAttribute(markup('href'))}" ${attributes('data-solifyn-')}>${asText(markup('a link'))}</a>`,
    `<solifyn-buy-button product-id="prod_1" mode="modal" gateway="${asAttribute(markup('gateway'))}">${asText(markup('the label'))}</solifyn-buy-button>`,
    // The label of a link is taken over into the button.
    `<solifyn-buy-button product-id="prod_1"><a href="/x">${asText(markup('a label'))}</a></solifyn-buy-button>`,
  ].join('');
  const query = new URLSearchParams(
    ['aff', 'discount', 'utm_source', 'utm_campaign'].map((name) => [name, markup(name)]),
  );
  const origin = await site({ '/': shop(endpoint.url, content, settings) });
  await page.goto(`${origin}/?solifyn-debug&${query}`);
  await expect(page.getByRole('button', { name: 'Test' }).first()).toBeVisible();
  // The last one sells.
  for (const each of (await page.locator('solifyn-buy-button').all()).slice(0, -1)) {
    await each.evaluate((element: HTMLElement) => element.click());
    expect(await footholds(page)).toEqual([]);
  }
  await page.getByRole('link', { name: 'from a link' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  expect(await footholds(page)).toEqual([]);

  // As far as it goes to the endpoint, it goes there as text.
  await page.locator('solifyn-buy-button').last().getByRole('button').click();
  const { body } = await endpoint.received();
  expect(body).toMatchObject({ aff: markup('aff').replace(/^["']+/, '') });
});

test('The seller’s texts stay text in the button, the dialog, the link and the waiting tab', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
}) => {
  const origin = await site({
    '/': shop(
      hostedCheckout.endpoint,
      '<solifyn-buy-button product-id="prod_1" gateway="frame"></solifyn-buy-button>',
    ),
  });
  await page.goto(origin);
  const words = ['label', 'loading', 'error', 'close', 'page'];
  await page.evaluate(
    (messages) => Reflect.get(globalThis, 'SolifynCheckout').configure({ messages, mode: 'modal' }),
    Object.fromEntries(words.map((name) => [name, markup(name)])),
  );
  await expect(button(page)).toHaveText(markup('label'));
  await button(page).click();
  await expect(dialogOf(page)).toHaveAccessibleName(/from label$/);
  await expect(page.locator('iframe')).toHaveAttribute('title', markup('label'));
  await expect(dialogOf(page).getByRole('link')).toHaveText(markup('page'));
  expect(await footholds(page)).toEqual([]);
  await dialogOf(page).getByRole('button').click();

  await page.evaluate(() => Reflect.get(globalThis, 'SolifynCheckout').configure({ mode: 'new-tab' }));
  endpoint.respond(() => new Promise(() => {}));
  const [tab] = await Promise.all([page.waitForEvent('popup'), button(page).click()]);
  await expect(tab.locator('body')).toContainText(markup('loading'));
  expect(await footholds(tab)).toEqual([]);
  await expect(page.getByRole('status')).toHaveText(markup('loading'));
  expect(await footholds(page)).toEqual([]);
});
