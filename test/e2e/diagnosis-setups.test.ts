/** Broken set-ups of shops. The first problem in the panel's summary must name the cause. */
import type { Page } from '@playwright/test';
import type { Reply } from '../support/endpoint.ts';
import { expect, test } from '../support/fixtures.ts';

const UMD = '/dist/solifyn-buy-button.umd.js';
const ID = 'product-id="prod_a1B2c3D4e5"';
const SECRET_KEY = 'sk_live_51Hq8ZkLmNoPqRsT';

const button = (attributes = ID) =>
  `<solifyn-buy-button ${attributes}><a href="https://solifyn.com/checkout/prod_a1B2c3D4e5">Buy now</a></solifyn-buy-button>`;

const panel = (page: Page) => page.getByRole('complementary', { name: 'Solifyn self-diagnosis' });
const firstProblem = (page: Page) => panel(page).locator('.problems li').first();

/** What is wrong in the body of the page, and what the first problem must say. */
const MARKUP: Record<string, [markup: string, expected: string | RegExp]> = {
  'a secret key in an attribute': [
    button(`${ID} api-key="${SECRET_KEY}"`),
    'A secret key is in this page: in the attribute api-key',
  ],
  'a secret key in the text of the page': [
    `${button()}<p>Key: ${SECRET_KEY}</p>`,
    'A secret key is in this page: in the text of <p>',
  ],
  'a secret key in an attribute of another element': [
    `${button()}<div data-config='{"key":"${SECRET_KEY}"}'></div>`,
    'in the attribute data-config of <div>',
  ],
  'a secret key in the endpoint’s query': [
    button(`${ID} endpoint="/session?key=${SECRET_KEY}"`),
    'A secret key is in this page',
  ],
  'a webhook secret': [
    button(`${ID} data-secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZ"`),
    'A secret key is in this page',
  ],
  'a secret key as the product’s id': [button(`product-id="${SECRET_KEY}"`), 'A secret key is in this page'],
  'an endpoint without https://': [
    button(`${ID} endpoint="pay.shop.com/session"`),
    'It has no https:// at its beginning',
  ],
  'an endpoint without a leading slash': [
    button(`${ID} endpoint="solifyn/session"`),
    'without a slash at its beginning',
  ],
  'the endpoint of the instructions': [
    button(`${ID} endpoint="https://pay.example.com/session"`),
    'It is the example from the instructions',
  ],
  'an endpoint with one slash': [
    button(`${ID} endpoint="https:/shop.com/session"`),
    'does not begin with https://',
  ],
  'an endpoint without a colon': [
    button(`${ID} endpoint="https//shop.com/session"`),
    'does not begin with https://',
  ],
  'an endpoint with a misspelt https': [
    button(`${ID} endpoint="htps://shop.com/session"`),
    'does not begin with https://',
  ],
  'a local endpoint without http://': [
    button(`${ID} endpoint="localhost:8787"`),
    'It has no http:// at its beginning',
  ],
  'an endpoint of another protocol': [
    button(`${ID} endpoint="ftp://shop.com/session"`),
    'not an address that a page can send a request to',
  ],
  'the Solifyn API as endpoint': [
    button(`${ID} endpoint="https://api.solifyn.com/checkout/create"`),
    'It is the Solifyn API',
  ],
  'a regional Solifyn API as endpoint': [
    button(`${ID} endpoint="https://eu.api.solifyn.com/"`),
    'It is the Solifyn API',
  ],
  'the test API as endpoint': [
    button(`${ID} endpoint="https://sandbox-api.solifyn.com/v1/checkout/create"`),
    'It is the Solifyn API',
  ],
  'a checkout link as endpoint': [
    button(`${ID} endpoint="https://solifyn.com/checkout/prod_a1B2c3D4e5"`),
    'It is a checkout page of Solifyn',
  ],
  'the page itself as endpoint': [button(`${ID} endpoint="/"`), 'the address of this very page'],
  'an endpoint that a template left open': [button(`${ID} endpoint="{{ endpoint }}"`), 'did not fill in'],
  'the product of the instructions': [
    button('product-id="prod_z2o92kEl6cYYX"'),
    'the example from the instructions',
  ],
  'the collection of the instructions': [
    button('collection-id="col_123"'),
    'the example from the instructions',
  ],
  'a placeholder as id': [button('product-id="prod_YOUR_PRODUCT"'), 'the example from the instructions'],
  'an id that a template left open': [button('product-id="{{ product.id }}"'), 'did not fill in the id'],
  'an id that a script left undefined': [button('product-id="undefined"'), 'did not fill in the id'],
  'an address as id': [
    button('product-id="https://solifyn.com/checkout/prod_abc123"'),
    'That is an address, not an id',
  ],
  'a collection’s id as product': [button('product-id="col_77hj2"'), 'is that of a collection'],
  'a text as id': [button('product-id="hello"'), 'product-id is “hello”'],
  'both ids': [button(`${ID} collection-id="col_77hj2"`), 'It has both product-id and collection-id'],
  'no id': [button(''), 'It has neither product-id nor collection-id'],
  'a self-closed element that swallows the page': [
    `<solifyn-buy-button ${ID} /><h2>More</h2><p>Text</p>`,
    'is not closed',
  ],
  'a <buy-button>': [
    `<buy-button ${ID}>Buy</buy-button>`,
    'The page has a <buy-button>, a tag that does not exist',
  ],
  'a <buybutton>': [`<buybutton ${ID}>Buy</buybutton>`, 'The page has a <buybutton>'],
  'a <solifyn-button>': [`<solifyn-button ${ID}>Buy</solifyn-button>`, 'The page has a <solifyn-button>'],
  'data-product-id on a link': [
    '<a href="/x" data-product-id="prod_a1B2c3D4e5">Buy</a>',
    'the attribute data-product-id, which nothing reads',
  ],
  'product-id on a button': [
    '<button product-id="prod_a1B2c3D4e5">Buy</button>',
    'the attribute product-id, which nothing reads',
  ],
  'an attribute on something else': [
    '<div data-solifyn-product-id="prod_a1B2c3D4e5">Buy</div>',
    'A <div> has',
  ],
  'a snippet pasted as text': [
    `<p>&lt;script async src="${UMD}"&gt;&lt;/script&gt; &lt;solifyn-buy-button ${ID}&gt;Buy&lt;/solifyn-buy-button&gt;</p>`,
    'The snippet is on the page as text',
  ],
  'a snippet with typographic quotes': [
    button('product-id=“prod_a1B2c3D4e5 quantity="2”'),
    /typographic|quotes/,
  ],
  'text that cannot be read': [
    button(`${ID} style="--solifyn-button-background: #ffee88; --solifyn-button-color: #ffffff"`),
    'hard to read',
  ],
  'a link that cannot be read': [
    '<a href="https://solifyn.com/checkout/x" data-solifyn-product-id="prod_a1B2c3D4e5" style="color: #888; background: #777">Buy</a>',
    'hard to read',
  ],
  'a hidden button': [`<div style="display: none">${button()}</div>`, 'The page hides it'],
  'a button that clicks go through': [
    `<div style="pointer-events: none">${button()}</div>`,
    'Clicks go through it',
  ],
  'a button under something else': [
    `<div style="position: relative">${button()}<div id="veil" style="position: absolute; inset: 0"></div></div>`,
    'Something lies over it: a <div> with the id “veil”',
  ],
  'a button inside a link': [
    '<a href="/about"><button data-solifyn-product-id="prod_a1B2c3D4e5">Buy</button></a>',
    'It is inside <a>',
  ],
  'a quantity in words': [button(`${ID} quantity="two"`), 'quantity'],
  'a time limit in seconds': [button(`${ID} timeout="15"`), 'That is milliseconds'],
  'a misspelt mode': [button(`${ID} mode="modall"`), 'mode is “modall”'],
  'a misspelt attribute': [button(`${ID} discont-code="A"`), 'Nothing reads the attribute discont-code'],
  'a misspelt id attribute': [button('prodct-id="prod_a1B2c3D4e5"'), 'Nothing reads the attribute prodct-id'],
  'an unregistered gateway': [
    button(`${ID} mode="modal" gateway="mine"`),
    'no gateway of that name is registered',
  ],
  'a button that is still disabled': [button(`${ID} disabled`), 'It is disabled, so a click does nothing'],
  'a button that is invisible': [`<div style="opacity: 0">${button()}</div>`, 'The page hides it'],
  'a button with visibility: hidden': [
    `<div style="visibility: hidden">${button()}</div>`,
    'The page hides it',
  ],
  'a button outside of the page': [
    `<div style="position: absolute; left: -9999px">${button()}</div>`,
    'outside of the page, where nobody can scroll to it',
  ],
  'a button in an inert block': [`<div inert>${button()}</div>`, 'in a block with the attribute inert'],
  'a button in a comment': [`<!-- ${button()} -->`, 'in a comment, between <!-- and -->'],
  'a button in a <template>': [`<template>${button()}</template>`, 'in a <template>'],
  'a button in a <noscript>': [`<noscript>${button()}</noscript>`, 'in a <noscript>'],
  'a button in a <textarea>': [`<textarea>${button()}</textarea>`, 'in a <textarea>'],
  'a shortcode that WordPress did not replace': [
    '<p>[solifyn_buy product-id="prod_a1B2c3D4e5"]</p>',
    'The shortcode [solifyn_buy …] is on the page as text',
  ],
  'a misspelt id attribute on a link': [
    '<a href="/x" data-solifyn-prodct-id="prod_a1B2c3D4e5">Buy</a>',
    'the attribute data-solifyn-prodct-id, which nothing reads',
  ],
  'an id attribute on a link that is cut off': [
    '<a href="/x" data-solifyn="col_a1B2c3D4e5">Buy</a>',
    'the attribute data-solifyn, which nothing reads',
  ],
  'an endpoint with https:// twice': [
    button(`${ID} endpoint="https://https://shop.com/session"`),
    'begins with https:// twice',
  ],
  'an endpoint with a comma': [
    button(`${ID} endpoint="https://shop,com/session"`),
    'has a comma where a dot belongs',
  ],
  'a dashboard as endpoint': [
    button(`${ID} endpoint="https://dash.cloudflare.com/ab12/workers/session"`),
    'is a page of dash.cloudflare.com for you',
  ],
  'the Solifyn dashboard as endpoint': [
    button(`${ID} endpoint="https://solifyn.com/dashboard"`),
    'is a page of solifyn.com for you',
  ],
  'a thank-you page without https://': [
    button(`${ID} mode="modal" success-url="www.shop.com/thanks"`),
    'It has no https:// at its beginning',
  ],
  'a script as thank-you page': [button(`${ID} mode="modal" success-url="javascript:1"`), 'success-url is'],
  'the thank-you page of the instructions': [
    button(`${ID} mode="modal" success-url="https://shop.example/thanks"`),
    'the example from the instructions',
  ],
  'the checkout link of the instructions': [
    `<solifyn-buy-button ${ID}><a href="https://pay.example.com/x">Buy now</a></solifyn-buy-button>`,
    'an example from the instructions',
  ],
  'an endpoint with backslashes': [
    button(`${ID} endpoint="https:\\\\pay.shop.com\\session"`),
    'with backslashes (\\) where an address has slashes (/). Browsers read it as https://pay.shop.com/session',
  ],
  'a path with backslashes': [
    button(`${ID} endpoint="\\solifyn\\session"`),
    'with backslashes (\\) where an address has slashes (/)',
  ],
  'a file as endpoint': [
    button(`${ID} endpoint="C:\\xampp\\htdocs\\session.php"`),
    'It is a file on a computer',
  ],
  'a link in Markdown as endpoint': [
    button(`${ID} endpoint="[https://pay.shop.com](https://pay.shop.com)"`),
    'It has other characters around the address',
  ],
  'an e-mail address as endpoint': [button(`${ID} endpoint="me@shop.com"`), 'It is an e-mail address'],
  'an endpoint with a password': [
    button(`${ID} endpoint="https://me:pw@shop.com/session"`),
    'It contains a user name or a password',
  ],
  'two addresses as endpoint': [
    button(`${ID} endpoint="https://a.shop.com https://b.shop.com"`),
    'It contains a space, or it is more than one address',
  ],
  'an endpoint with a wrong port': [
    button(`${ID} endpoint="https://pay.shop.com:99999/session"`),
    'It has an invalid port',
  ],
  'a path with two slashes': [
    button(`${ID} endpoint="//solifyn/session"`),
    'a browser reads “solifyn” as the name of a server',
  ],
  'an endpoint without a dot': [
    button(`${ID} endpoint="https://payshopcom/session"`),
    'It names the server “payshopcom”',
  ],
  'an id as endpoint': [
    button(`${ID} endpoint="prod_a1B2c3D4e5"`),
    'It is the id of a product, which belongs on the button',
  ],
  'the settings of WordPress as endpoint': [
    button(`${ID} endpoint="/wp-admin/options-general.php?page=solifyn"`),
    'It is a page of WordPress for you',
  ],
  'the script as endpoint': [button(`${ID} endpoint="${UMD}"`), 'It is the address of the script'],
  'a variable as endpoint': [button(`${ID} endpoint="import.meta.env.VITE_ENDPOINT"`), 'did not fill in'],
  'a checkout link without https://': [
    `<solifyn-buy-button ${ID}><a href="solifyn.com/checkout/prod_a1B2c3D4e5">Buy now</a></solifyn-buy-button>`,
    'Its link leads to “solifyn.com/checkout/prod_a1B2c3D4e5”. It has no https:// at its beginning',
  ],
  'a checkout link that a template left open': [
    `<solifyn-buy-button ${ID}><a href="{{ checkout }}">Buy now</a></solifyn-buy-button>`,
    'Its link leads to “{{ checkout }}”. It is a field that your site builder did not fill in',
  ],
  'quotes of a program': [
    '<solifyn-buy-button product-id=\\"prod_a1B2c3D4e5\\">Buy</solifyn-buy-button>',
    'with backslashes around the text',
  ],
  'a non-breaking space between two attributes': [
    button(`${ID}\u00a0quantity="2"`),
    "The space before quantity in the page's HTML is a special one",
  ],
  'a non-breaking space after the tag’s name': [
    `<solifyn-buy-button\u00a0${ID}>Buy</solifyn-buy-button>`,
    'The space after “<solifyn-buy-button” is a special one',
  ],
  'a space in an id': [button('product-id="prod_ a1B2c3D4e5"'), 'with a space in it'],
  'two ids in one attribute': [
    button('product-id="prod_a1B2c3D4e5, prod_Zz9Yy8Xx7"'),
    'That is more than one id',
  ],
  'an e-mail address that a script left undefined': [
    button(`${ID} customer-email="undefined"`),
    'which is not an e-mail address, so a click leaves it out',
  ],
  'a form that is not there': [button(`${ID} form="order"`), 'this page has no form with that id'],
  'a button in a closed accordion': [
    `<div style="height: 0; overflow: hidden">${button()}</div>`,
    'The page hides it',
  ],
  'a button with a size of 0': [`<div style="transform: scale(0)">${button()}</div>`, 'The page hides it'],
  'a buy link in a buy button': [
    `<solifyn-buy-button ${ID}><a href="https://solifyn.com/checkout/x" data-solifyn-product-id="prod_a1B2c3D4e5">Buy</a></solifyn-buy-button>`,
    'It is inside a <solifyn-buy-button>, which is a buy button already',
  ],
  'a button in a frame without the script': [
    `<iframe srcdoc='${button()}'></iframe>`,
    'in an <iframe>, which is a page of its own without the script',
  ],
};

test('The first problem names the cause in the markup', async ({ page, site, endpoint }) => {
  test.slow(); // one page, many set-ups
  const script = `<script async src="${UMD}" data-endpoint="${endpoint.url}"></script>`;
  await page.clock.install();
  await page.goto(`${await site({ '/': `${script}<main>${button()}</main>` })}/?solifyn-debug`);
  await expect(panel(page)).toBeVisible();
  await expect(panel(page).locator('.problems li'), 'a correct page').toHaveCount(0);
  for (const [name, [markup, expected]] of Object.entries(MARKUP))
    await test.step(name, async () => {
      await page.locator('main').evaluate((main, html) => (main.innerHTML = html), markup);
      await page.clock.runFor(500);
      await expect.soft(firstProblem(page), name).toContainText(expected);
      const text = await panel(page).evaluate((aside) => aside.textContent);
      expect.soft(text, `${name}: the key itself`).not.toContain(SECRET_KEY);
    });
  expect(endpoint.posts).toEqual([]);
});

/** What is wrong around the script tag. */
const HEADS: Record<string, [head: string, expected: string, headers?: Record<string, string>]> = {
  'a secret key on the script tag': [
    `<script async src="${UMD}" data-endpoint="/session" data-api-key="${SECRET_KEY}"></script>`,
    'in the attribute data-api-key of <script>',
  ],
  'a secret key in a header': [
    `<script src="${UMD}" data-endpoint="/session"></script><script>SolifynCheckout.configure({ headers: { Authorization: 'Bearer ${SECRET_KEY}' } })</script>`,
    'A secret key is in this page',
  ],
  'a header with credentials of another form': [
    `<script src="${UMD}" data-endpoint="/session"></script><script>SolifynCheckout.configure({ headers: { Authorization: atob('QmVhcmVyIDEyMw==') } })</script>`,
    'in the header Authorization that configure() sets',
  ],
  'a misspelt data-endpoint': [
    `<script async src="${UMD}" data-endpont="/session"></script>`,
    'Nothing reads the attribute data-endpont on the script tag',
  ],
  'endpoint without data-': [
    `<script async src="${UMD}" endpoint="/session"></script>`,
    'Nothing reads the attribute endpoint on the script tag',
  ],
  'a prefix of our links on the script tag': [
    `<script async src="${UMD}" data-solifyn-endpoint="/session"></script>`,
    'Nothing reads the attribute data-solifyn-endpoint on the script tag',
  ],
  'a product on the script tag': [
    `<script async src="${UMD}" data-endpoint="/session" data-product-id="prod_a1B2c3D4e5"></script>`,
    'The script tag has the attribute data-product-id, which belongs on a button',
  ],
  'the endpoint on a tag that is ignored': [
    `<script src="${UMD}" data-mode="modal"></script><script src="${UMD}" data-endpoint="/session"></script>`,
    'the address is on the tag that is ignored',
  ],
  'a misspelt endpoint in configure()': [
    `<script src="${UMD}"></script><script>SolifynCheckout.configure({ endpont: '/session' })</script>`,
    'Nothing reads the option endpont of configure()',
  ],
  'a consent tool that holds the script back': [
    `<script type="text/plain" data-cookieconsent="marketing" src="${UMD}" data-endpoint="/session"></script><script async src="${UMD}?agreed" data-endpoint="/session"></script>`,
    'A cookie or consent tool holds the script back',
  ],
};

test('The first problem names the cause around the script tag', async ({ page, site }) => {
  test.slow(); // one load for each
  const pages = Object.values(HEADS).map(([head], index) => [
    `/${index}`,
    `${head}<main><h1>A shop</h1><solifyn-buy-button ${ID}>Buy now</solifyn-buy-button></main>`,
  ]);
  const origin = await site(Object.fromEntries(pages));
  for (const [index, [name, [, expected]]] of Object.entries(HEADS).entries())
    await test.step(name, async () => {
      await page.goto(`${origin}/${index}?solifyn-debug`);
      await expect.soft(firstProblem(page), name).toContainText(expected);
      await expect.soft(panel(page), name).not.toContainText(SECRET_KEY);
    });
});

/** What the endpoint answers. */
const RESPONSES: Record<string, [reply: Reply, expected: string]> = {
  'an unknown product': [
    { status: 404, json: { error: { code: 'rejected', message: 'Product not found' } } },
    'Solifyn refuses: “Product not found”',
  ],
  'an id that is not on the endpoint’s list': [
    { status: 404, json: { error: { code: 'not-for-sale' } } },
    'does not sell this id',
  ],
  'a wrong API key': [
    { status: 500, json: { error: { code: 'misconfigured' } } },
    'does not accept the session endpoint’s API key',
  ],
  'a bot check': [{ status: 403, json: { error: { code: 'challenge-failed' } } }, 'checks for bots'],
  'a custom price': [
    { status: 400, json: { error: { code: 'custom-price-not-allowed', message: 'The lowest price is 5.' } } },
    'does not accept this custom price: “The lowest price is 5.”',
  ],
  'too many requests': [
    { status: 429, json: { error: { code: 'rate-limited' } } },
    'received too many requests',
  ],
  'a password': [{ status: 401, body: '' }, 'asks for a password'],
  'a web page': [
    { body: '<!doctype html><title>Home</title>', headers: { 'content-type': 'text/html' } },
    'answers with a web page',
  ],
  'an answer without a field': [{ json: { id: 'a', sessionId: 'b' } }, 'lacks the field session_id'],
  'an error of PHP': [
    {
      body: '<br /><b>Parse error</b>: syntax error in /var/www/session.php on line 3',
      headers: { 'content-type': 'text/html' },
    },
    'has an error: “Parse error: syntax error',
  ],
  'a host without PHP': [
    { body: '<?php $key = 1;', headers: { 'content-type': 'text/plain' } },
    'source text of a PHP program',
  ],
  'a WordPress without the plugin': [
    { status: 404, json: { code: 'rest_no_route', message: 'No route was found' } },
    'the plugin is not active, or the address is misspelt',
  ],
  'a program that is not run': [
    { body: "import { createSessionEndpoint } from '@solifyn/buy-button/session-endpoint';" },
    'sends the source text of a program',
  ],
  'a text before the JSON': [
    { body: 'Connected{"id":"a","session_id":"b","checkout_url":"https://solifyn.com/c"}' },
    'with a checkout session, but also with other text: “Connected{',
  ],
  'an error with the status of a success': [
    { json: { success: false, message: 'Product archived' } },
    'with the status 200 of a success: “Product archived”',
  ],
  'an unknown product behind an endpoint of one’s own': [
    { status: 404, json: { message: 'Product not found' } },
    'answers 404, “not found”, with the message “Product not found”',
  ],
  'a WordPress that is closed to visitors': [
    { status: 401, json: { code: 'rest_not_logged_in', message: 'Only for authenticated users.' } },
    'closes its REST API, by which the session endpoint works, to visitors: “Only for authenticated users.”',
  ],
  'a page of a firewall': [
    {
      status: 403,
      body: '<!doctype html><title>Just a moment...</title>',
      headers: { 'content-type': 'text/html' },
    },
    'The answer is a web page (HTML): “Just a moment...”',
  ],
  'a login page': [
    { status: 302, headers: { location: '/login?next=/session' } },
    'leads to a login page: http',
  ],
  'a redirect to another page': [
    { status: 302, headers: { location: '/checkout/x' } },
    'leads to another page: http',
  ],
  'a redirect to the same address with a slash': [
    { status: 301, headers: { location: '/session/' } },
    'The request gets lost on the way',
  ],
  'a failing server': [{ status: 500, body: 'Internal Server Error' }, 'fails (500)'],
};

test('After “Test” the first problem names the endpoint’s response, and nothing contradicts it', async ({
  page,
  site,
  endpoint,
}) => {
  test.slow(); // one page, many answers
  const script = `<script async src="${UMD}" data-endpoint="${endpoint.url}"></script>`;
  await page.goto(`${await site({ '/': `${script}<main>${button()}</main>` })}/?solifyn-debug`);
  const press = panel(page).getByRole('button', { name: 'Test', exact: true });
  for (const [name, [reply, expected]] of Object.entries(RESPONSES))
    await test.step(name, async () => {
      endpoint.respond(() => reply);
      await press.click();
      await expect.soft(firstProblem(page), name).toContainText(expected);
      await expect.soft(panel(page).locator('.problems li'), name).toHaveCount(1);
      await expect
        .soft(panel(page).locator('.findings li.ok', { hasText: 'prod_a1B2c3D4e5' }), name)
        .toHaveCount(0);
    });
  endpoint.respond(() => ({ json: endpoint.session }));
  await press.click();
  await expect(panel(page).locator('.problems li')).toHaveCount(0);
  await expect(panel(page).locator('.findings li.ok', { hasText: 'prod_a1B2c3D4e5' })).toHaveCount(1);
  // The test says nothing about another product.
  await page
    .locator('solifyn-buy-button')
    .evaluate((element) => element.setAttribute('product-id', 'prod_other12'));
  await expect(panel(page).locator('.findings li.ok', { hasText: /prod_/ })).toHaveCount(0);
  await expect(panel(page).locator('.findings li.info', { hasText: 'prod_other12' })).toBeVisible();
});

test('A redirect that the page cannot follow is named as such', async ({ page, site, endpoint }) => {
  endpoint.cors = false;
  const location = endpoint.url.replace('/session', '/login');
  const script = `<script async src="${UMD}" data-endpoint="/session"></script>`;
  const pages = {
    '/': `${script}<main>${button()}</main>`,
    '/session': { body: '', status: 302, headers: { location } },
  };
  await page.goto(`${await site(pages)}/?solifyn-debug`);
  await panel(page).getByRole('button', { name: 'Test', exact: true }).click();
  await expect(firstProblem(page)).toContainText('leads to another address, which does not answer this page');
  await expect(panel(page).locator('.findings li.error')).toContainText('in a private window');
});

test('The example id is named as the cause of an unknown product, and not of an expired code', async ({
  page,
  site,
  endpoint,
}) => {
  const script = `<script async src="${UMD}" data-endpoint="${endpoint.url}"></script>`;
  const markup = button('product-id="prod_z2o92kEl6cYYX"');
  await page.goto(`${await site({ '/': `${script}<main>${markup}</main>` })}/?solifyn-debug`);
  const press = panel(page).getByRole('button', { name: 'Test', exact: true });
  const respondWithError = (status: number, message: string) =>
    endpoint.respond(() => ({ status, json: { error: { code: 'rejected', message } } }));
  respondWithError(409, 'This code has ended.');
  await press.click();
  await expect(firstProblem(page)).toContainText('This code has ended.');
  respondWithError(404, 'Product not found.');
  await press.click();
  await expect(firstProblem(page)).toContainText('the example from the instructions');
});

test('The summary lists the problems of all buttons, the worst first, and leads to each', async ({
  page,
  site,
  endpoint,
}) => {
  const markup = [
    button(`${ID} theme="bright"`),
    button(''),
    button(`${ID} theme="bright"`),
    '<button data-solifyn-product-id="prod_z2o92kEl6cYYX">Buy</button>',
  ].join('<p style="height: 120vh"></p>');
  const script = `<script async src="${UMD}" data-endpoint="${endpoint.url}"></script>`;
  await page.goto(`${await site({ '/': `${script}<main>${markup}</main>` })}/?solifyn-debug`);
  const problems = panel(page).locator('.problems li');
  await expect(problems).toHaveText([
    /^Problem: It has neither.*Go to button 2$/,
    /^Check this: product-id|^Check this: data-solifyn-product-id.*Go to button 4$/,
    /^Check this: theme is “bright”.*Go to button 1 The same on 1 more\.$/,
  ]);
  await problems.first().getByRole('button').click();
  await expect(panel(page).getByRole('heading', { name: 'Button 2' })).toBeFocused();
  await expect(page.locator('solifyn-buy-button').nth(1)).toBeInViewport();
  await expect(panel(page).locator('section', { hasText: 'Button 2' }).last()).toBeInViewport();
});

test('“Test all” sends each different request once', async ({ page, site, endpoint }) => {
  const other = button('product-id="prod_Zz9Yy8Xx7"');
  const script = `<script async src="${UMD}" data-endpoint="${endpoint.url}"></script>`;
  await page.goto(
    `${await site({ '/': `${script}<main>${button()}${button()}${other}</main>` })}/?solifyn-debug`,
  );
  await panel(page).getByRole('button', { name: 'Test all' }).click();
  await expect(panel(page).getByText('All buttons are tested.')).toBeVisible();
  expect(endpoint.posts.map(({ body }) => body)).toEqual([
    { productId: 'prod_a1B2c3D4e5' },
    { productId: 'prod_Zz9Yy8Xx7' },
  ]);
  await expect(panel(page).getByRole('status').first()).toHaveText('All good.');
});

test('A secret key is never in the report, and no test sends it', async ({ page, site, endpoint }) => {
  const markup = button(`${ID} endpoint="${endpoint.url}?key=${SECRET_KEY}" discount-code="${SECRET_KEY}"`);
  const script = `<script async src="${UMD}" data-endpoint="${endpoint.url}"></script>`;
  await page.goto(
    `${await site({ '/': `${script}<main>${markup}</main>` })}/?solifyn-debug&key=${SECRET_KEY}`,
  );
  await panel(page).getByRole('button', { name: 'Test', exact: true }).click();
  await expect(panel(page).getByText('Tested.', { exact: true })).toBeVisible();
  await page.evaluate(() => {
    const writeText = (text: string) => Promise.resolve(void (document.title = text));
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
  await panel(page).getByRole('button', { name: 'Copy report' }).click();
  await expect(panel(page).getByText('The report is copied.')).toBeVisible();
  const report = await page.title();
  expect(report).toContain('sk_live_… (hidden)');
  expect(report).not.toContain(SECRET_KEY);
  expect(endpoint.posts).toEqual([]);
});

test('The endpoint’s X-Request-Id is shown with its response', async ({ page, site, endpoint }) => {
  const headers = {
    'x-request-id': 'req-4711',
    'access-control-expose-headers': 'Retry-After, X-Request-Id',
  };
  endpoint.respond(() => ({ status: 500, headers, json: { error: { code: 'unavailable', message: 'x' } } }));
  const script = `<script async src="${UMD}" data-endpoint="${endpoint.url}"></script>`;
  await page.goto(`${await site({ '/': `${script}<main>${button()}</main>` })}/?solifyn-debug`);
  await panel(page).getByRole('button', { name: 'Test', exact: true }).click();
  await expect(panel(page).locator('.findings li.error')).toContainText('request ID req-4711');
});

test('A local or private endpoint on a public page and an http endpoint on an https page are reported', async ({
  page,
  site,
}) => {
  const umd = await page.request.get(`${await site({ '/': '' })}${UMD}`).then((response) => response.body());
  const debug = await page.request
    .get(`${await site({ '/': '' })}/dist/solifyn-buy-button.debug.js`)
    .then((response) => response.body());
  const markup =
    button(`${ID} endpoint="http://localhost:8787/"`) +
    button(`${ID} endpoint="http://pay.shop.test/"`) +
    button(`${ID} endpoint="https://192.168.1.5/"`);
  await page.route('https://shop.test/**', (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/')
      return route.fulfill({ contentType: 'text/html', body: `<script src="${UMD}"></script>${markup}` });
    return route.fulfill({ contentType: 'text/javascript', body: path === UMD ? umd : debug });
  });
  await page.goto('https://shop.test/?solifyn-debug');
  const problems = panel(page).locator('.problems li');
  await expect(problems.nth(0)).toContainText('means “this computer”');
  await expect(problems.nth(1)).toContainText('its endpoint is http: only');
  await expect(problems.nth(2)).toContainText('is a computer in your own network');
});
