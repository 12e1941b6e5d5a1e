import type { Page } from '@playwright/test';
import { findings } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { WHOP_SCRIPTS } from '../support/whop.ts';

const UMD = '/dist/solifyn-buy-button.umd.js';
const DEBUG = 'solifyn-buy-button.debug.js';
const PRODUCT = 'product-id="prod_a1B2c3D4e5"';
const button = (attributes = PRODUCT) => `<solifyn-buy-button ${attributes}>Buy now</solifyn-buy-button>`;
const shop = (endpoint: string, markup = button()) =>
  `<script async src="${UMD}" data-endpoint="${endpoint}"></script><main><h1>A shop</h1>${markup}</main>`;

const panel = (page: Page) => page.getByRole('complementary', { name: 'Solifyn self-diagnosis' });

/** What the panel says in plain sight. */
const findingsIn = (page: Page) => panel(page).locator('.findings li');
const problems = (page: Page) => panel(page).locator('.findings li.error');

async function diagnose(page: Page, address: string): Promise<void> {
  await page.goto(`${address}?solifyn-debug`);
  await expect(panel(page)).toBeVisible();
}

async function pressTest(page: Page): Promise<void> {
  const test = panel(page).getByRole('button', { name: 'Test', exact: true });
  await test.click();
  await expect(panel(page).getByText('Tested.', { exact: true })).toBeVisible();
}

test('Without solifyn-debug in the address nothing is fetched and nothing is shown', async ({
  page,
  site,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${await site({ '/': shop('/session') })}/?debug&aff=solifyn-debug`);
  await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(asked.filter((url) => url.includes(DEBUG))).toEqual([]);
  await expect(panel(page)).toHaveCount(0);
});

test('The endpoint receives nothing until “Test” is pressed, and then what a click sends', async ({
  page,
  site,
  endpoint,
}) => {
  await diagnose(page, await site({ '/': shop(endpoint.url, button(`${PRODUCT} quantity="2"`)) }));
  await expect(findingsIn(page).filter({ hasText: `must allow exactly` })).toBeVisible();
  expect([endpoint.posts.length, endpoint.preflights]).toEqual([0, 0]);
  await pressTest(page);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([{ productId: 'prod_a1B2c3D4e5', quantity: 2 }]);
  await expect(findingsIn(page).filter({ hasText: 'answers with a checkout session' })).toBeVisible();
  await expect(problems(page)).toHaveCount(0);
});

test.describe('settings', () => {
  test('are listed with where each comes from, and follow a later change', async ({ page, site }) => {
    const markup = `${button(`${PRODUCT} mode="new-tab"`)}<script>
      addEventListener('load', () => SolifynCheckout.configure({ theme: 'dark' }));
    </script>`;
    await diagnose(page, await site({ '/': shop('/session', markup) }));
    const row = (name: string) => panel(page).getByRole('row', { name: new RegExp(`^${name} `) });
    await expect(row('endpoint')).toHaveText('endpoint/sessionscript tag, data-endpoint');
    await expect(row('mode')).toHaveText('modenew-tabattribute mode');
    await expect(row('theme')).toHaveText('themedarkconfigure()');
    await expect(row('retries')).toHaveText('retries2default');
    await page.evaluate(() => {
      document.querySelector('solifyn-buy-button')!.mode = 'modal';
      Reflect.get(globalThis, 'SolifynCheckout').configure({ retries: 0 });
    });
    await expect(row('retries')).toHaveText('retries0configure()');
    await expect(row('mode')).toContainText('modal');
  });

  test('with invalid values are reported', async ({ page, site }) => {
    const markup = button(
      `${PRODUCT} mode="modall" productid="prod_other" timeout="soon" success-url="javascript:1"`,
    );
    await diagnose(page, await site({ '/': shop('/session', markup) }));
    for (const text of [
      'mode is “modall” (attribute mode), which is not one of redirect, new-tab, modal, inline.',
      'timeout is “soon”',
      'success-url is “javascript:1”',
      'Nothing reads the attribute productid.',
    ])
      await expect(findingsIn(page).filter({ hasText: text })).toBeVisible();
  });

  test('that are misspelt, or have the names of other shops, are reported, and no other attributes', async ({
    page,
    site,
  }) => {
    const misspelt = {
      'discont-code': 'discount-code',
      mdoe: 'mode',
      'succes-url': 'success-url',
      endpont: 'endpoint',
      custonprice: 'custom-price',
      discount: 'discount-code',
      coupon: 'discount-code',
    };
    const others =
      'class="them" id="node" data-theme-x="1" aria-label="Buy" onclick="1" title="Modes" v-if="model"';
    const markup = button(
      `${PRODUCT} ${others} ${Object.keys(misspelt)
        .map((name) => `${name}="1"`)
        .join(' ')}`,
    );
    await diagnose(page, await site({ '/': shop('/session', markup) }));
    for (const [name, meant] of Object.entries(misspelt))
      await expect(
        findingsIn(page)
          .filter({ hasText: `Nothing reads the attribute ${name}.` })
          .filter({ hasText: `${meant}="1"` }),
      ).toBeVisible();
    await expect(findingsIn(page).filter({ hasText: 'Nothing reads' })).toHaveCount(
      Object.keys(misspelt).length,
    );
  });

  test('“Where is it?” shows the button beside the panel, on a phone and on a desktop', async ({
    page,
    site,
  }) => {
    const far = '<div style="height: 150vh"></div>';
    const corner = `<div style="position: absolute; bottom: 40px; right: 40px">${button()}</div>`;
    const markup = `<div style="position: relative">${far}${button()}${far}${corner}</div>`;
    const address = await site({ '/': shop('/session', markup) });
    for (const [width, height] of [
      [360, 740],
      [1280, 720],
    ] as const) {
      await page.setViewportSize({ width, height });
      await diagnose(page, address);
      for (const at of [0, 1]) {
        await panel(page).getByRole('button', { name: 'Where is it?' }).nth(at).click();
        const {
          x,
          y,
          width: w,
          height: h,
        } = (await page.locator('solifyn-buy-button').nth(at).boundingBox())!;
        const onTop = await page.evaluate(
          ([left, top]) => document.elementFromPoint(left!, top!)?.localName,
          [x + w / 2, y + h / 2],
        );
        expect(onTop, `${width} px, button ${at + 1}`).toBe('solifyn-buy-button');
      }
    }
  });
});

test.describe('buttons', () => {
  test('are all listed: elements, links, those in shadow roots and those added later', async ({
    page,
    site,
  }) => {
    const markup = `${button()}<a href="https://solifyn.com/x" data-solifyn-collection-id="col_123">The bundle</a>
      <div id="host"></div><script>
        host.attachShadow({ mode: 'open' }).innerHTML = '<button data-solifyn-product-id="prod_1">Deep</button>';
      </script>`;
    await diagnose(page, await site({ '/': shop('/session', markup) }));
    const titles = panel(page).getByRole('heading', { level: 3, name: /^Button/ });
    await expect(titles).toHaveText(['Button 1: “Buy now”', 'Button 2: “The bundle”', 'Button 3: “Deep”']);
    await page.evaluate(() =>
      document.body.insertAdjacentHTML('beforeend', '<a data-solifyn-product-id="prod_2">Late</a>'),
    );
    await expect(titles).toContainText(['Button 1', 'Button 2', 'Button 3: “Late”', 'Button 4']);
    await page.evaluate(() => document.querySelectorAll('main > *').forEach((node) => node.remove()));
    await expect(titles).toHaveText(['Button 1: “Late”']);
  });

  test('show what they would send, as the form is filled in', async ({ page, site }) => {
    const markup = `<form><label>Copies <input name="quantity" value="3"></label>${button()}</form>`;
    await diagnose(page, await site({ '/': shop('/session', markup) }));
    await expect(panel(page).locator('pre', { hasText: '"quantity": 3' })).toBeVisible();
    await page.getByLabel('Copies').fill('x');
    await expect(problems(page)).toContainText(
      'A click sends nothing yet: quantity="x" is not a whole number from 1.',
    );
  });

  const MISTAKES = {
    'both ids': [button(`${PRODUCT} collection-id="col_1"`), 'It has both product-id and collection-id'],
    'no id': [button(''), 'It has neither product-id nor collection-id'],
    'a collection’s id as a product’s': [button('product-id="col_123"'), 'is that of a collection'],
    'a tag that nothing defines': ['<solifyn-button>Buy</solifyn-button>', 'The page has a <solifyn-button>'],
    'an attribute on something else': ['<div data-solifyn-product-id="prod_1">Buy</div>', 'A <div> has'],
    'a tag that was never closed': [`<solifyn-buy-button ${PRODUCT} />${button()}`, 'is not closed'],
    'a value with typographic quotes': [
      button('product-id=”prod_1”'),
      'with quotes that are part of the text',
    ],
    'no button at all': ['', 'There is no buy button on this page yet.'],
  };
  test('are listed with their mistakes, also after a change of the page', async ({ page, site }) => {
    await diagnose(page, await site({ '/': shop('/session') }));
    test.slow(); // one visit, many looks
    for (const [mistake, [markup, text]] of Object.entries(MISTAKES))
      await test.step(mistake, async () => {
        await page.locator('main').evaluate((main, html) => (main.innerHTML = html), markup);
        await expect(findingsIn(page).filter({ hasText: text! }).first()).toBeVisible();
      });
  });

  test('are reported as disabled only if a click does nothing', async ({ page, site }) => {
    const link = (disabled: string) => `<a data-solifyn-product-id="prod_1" ${disabled}>Buy</a>`;
    const markup = link('data-solifyn-disabled') + link('data-solifyn-disabled="FALSE"');
    await diagnose(page, await site({ '/': shop('/session', markup) }));
    await expect(findingsIn(page).filter({ hasText: 'It is disabled' })).toHaveCount(1);
  });
});

test.describe('the cause is named', () => {
  const isOwn = (json: object) => ({ json, status: 400 });
  const ANSWERS = {
    'a 404': [{ status: 404, body: 'Not found' }, 'There is nothing at'],
    'an HTML page': [
      { body: '<!doctype html><title>Home</title>', headers: { 'content-type': 'text/html' } },
      'answers with a web page (HTML) instead of JSON',
    ],
    'a misnamed field': [
      { json: { id: 'a', sessionId: 'ch_1', checkout_url: 'https://solifyn.com/c' } },
      'lacks the field session_id. It has id, sessionId, checkout_url. → Rename sessionId to session_id.',
    ],
    'a field of a wrong kind': [
      { json: { id: 7, session_id: 'ch_1', checkout_url: 'https://solifyn.com/c' } },
      'has id, but it is not a text (“7”)',
    ],
    'fields in a wrapper': [
      { json: { data: { id: 'a', session_id: 'ch_1', checkout_url: 'https://solifyn.com/c' } } },
      'has the three fields inside “data”',
    ],
    'an unsafe checkout_url': [
      { json: { id: 'a', session_id: 'ch_1', checkout_url: 'http://solifyn.com/c' } },
      'is not a safe address',
    ],
    'an id that is not for sale': [
      { status: 404, json: { error: { code: 'not-for-sale', message: 'No.' } } },
      'does not sell this id',
    ],
    'an id that Solifyn does not know': [
      { status: 404, json: { error: { code: 'rejected', message: 'Product not found' } } },
      'Solifyn refuses: “Product not found”',
    ],
    'a wrong API key': [
      { status: 500, json: { error: { code: 'misconfigured', message: 'x' } } },
      'does not accept the session endpoint',
    ],
    'an address that takes no POST': [{ status: 405, body: '' }, 'does not accept POST requests (405)'],
    'a value that the endpoint refuses': [
      isOwn({ error: { code: 'invalid-request', message: 'quantity is too large' } }),
      'does not accept the request: “quantity is too large”',
    ],
  } as const;
  test('when the response of the endpoint is wrong', async ({ page, site, endpoint }) => {
    await diagnose(page, await site({ '/': shop(endpoint.url) }));
    test.slow(); // as above
    for (const [what, [reply, text]] of Object.entries(ANSWERS))
      await test.step(what, async () => {
        endpoint.respond(() => reply);
        await pressTest(page);
        for (const part of text.split(' → ')) await expect(problems(page).first()).toContainText(part);
      });
  });

  test('when the endpoint does not allow this origin (CORS)', async ({ page, site, endpoint }) => {
    endpoint.cors = false;
    const origin = await site({ '/': shop(endpoint.url) });
    await diagnose(page, origin);
    await pressTest(page);
    await expect(problems(page)).toContainText(
      `does not allow pages of the origin ${origin} to read the answer (CORS)`,
    );
    await expect(problems(page)).toContainText(`SOLIFYN_ALLOWED_ORIGINS=${origin}`);
    await expect(problems(page)).toContainText(`Access-Control-Allow-Origin: ${origin}`);
    expect(endpoint.posts).toHaveLength(0);
  });

  test('when our own endpoint does not allow this origin', async ({ page, site, demo }) => {
    const origin = await site({ '/': shop(demo.otherEndpointUrl) });
    await diagnose(page, origin);
    await pressTest(page);
    await expect(problems(page)).toContainText(`does not allow pages of the origin ${origin}`);
    expect(await demo.received()).toEqual([]);
  });

  test('when nothing responds at the address', async ({ page, site }) => {
    await diagnose(page, await site({ '/': shop('http://127.0.0.1:9/session') }));
    await pressTest(page);
    await expect(problems(page)).toContainText('127.0.0.1:9 does not answer at all');
  });

  test('when the endpoint never responds', async ({ page, site, endpoint }) => {
    endpoint.respond(() => new Promise(() => {}));
    await diagnose(page, await site({ '/': shop(endpoint.url, button(`${PRODUCT} timeout="500"`)) }));
    await pressTest(page);
    await expect(problems(page)).toContainText('did not answer within 0.5 seconds');
  });

  const ADDRESSES = {
    'api.solifyn.com': ['https://api.solifyn.com/v1/checkout/create', 'It needs your secret key'],
    'not set': ['', 'No session endpoint is set'],
    'not a valid address': ['javascript:alert(1)', 'is not an address that a page can send a request to'],
  };
  for (const [what, [address, text]] of Object.entries(ADDRESSES))
    test(`when the endpoint is ${what}`, async ({ page, site }) => {
      const asked: string[] = [];
      page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()));
      await diagnose(page, await site({ '/': shop(address!) }));
      await expect(problems(page).first()).toContainText(text!);
      await pressTest(page);
      await expect(problems(page).first()).toContainText(text!);
      expect(asked).toEqual([]);
    });

  test('when the script is on the page twice', async ({ page, site }) => {
    const twice = `<script type="module" src="/dist/solifyn-buy-button.js"></script>`;
    await diagnose(page, await site({ '/': `${shop('/session')}${twice}` }));
    await expect(findingsIn(page).filter({ hasText: 'The script is on this page twice' })).toContainText(
      'Keep one of these tags and remove the others',
    );
  });

  test('when a CSP blocks the endpoint, with the line that lets it in', async ({ page, site, endpoint }) => {
    const headers = { 'content-security-policy': "default-src 'self'; style-src 'none'" };
    await diagnose(page, await site({ '/': shop(endpoint.url) }, { headers }));
    await pressTest(page);
    const { origin } = new URL(endpoint.url);
    await expect(problems(page).first()).toContainText(
      'Content-Security-Policy of this page blocks the session endpoint',
    );
    await expect(problems(page).first()).toContainText(`connect-src 'self' ${origin}`);
  });

  test('when a CSP blocks the gateway, with the line that lets it in', async ({ page, site, endpoint }) => {
    const headers = {
      'content-security-policy': `script-src 'self'; connect-src ${new URL(endpoint.url).origin}`,
    };
    await diagnose(
      page,
      await site({ '/': shop(endpoint.url, button(`${PRODUCT} mode="modal"`)) }, { headers }),
    );
    await pressTest(page);
    await expect(problems(page)).toContainText(
      "blocks the payment gateway's script https://js.whop.com/static/checkout/loader.js",
    );
    await expect(problems(page)).toContainText("script-src 'self' https://js.whop.com");
  });

  test('when something else blocks the gateway', async ({ page, site, endpoint, whop, context }) => {
    await context.route(WHOP_SCRIPTS, (route) => route.abort());
    await diagnose(page, await site({ '/': shop(endpoint.url, button(`${PRODUCT} mode="modal"`)) }));
    await pressTest(page);
    await expect(problems(page)).toContainText('loader.js, did not load: an ad blocker');
    expect(whop.requests.length).toBeGreaterThan(0);
  });

  test('when Trusted Types refuse the gateway', async ({ page, site, endpoint, whop }) => {
    const headers = {
      'content-security-policy': "require-trusted-types-for 'script'; trusted-types lit-html",
    };
    await diagnose(
      page,
      await site({ '/': shop(endpoint.url, button(`${PRODUCT} mode="modal"`)) }, { headers }),
    );
    await pressTest(page);
    await expect(problems(page)).toContainText('This page enforces Trusted Types');
    expect(whop.requests).toEqual([]);
  });

  test('when a gateway of that name was never registered', async ({ page, site }) => {
    await diagnose(
      page,
      await site({ '/': shop('/session', button(`${PRODUCT} mode="modal" gateway="mine"`)) }),
    );
    await expect(problems(page)).toContainText(
      'gateway is “mine”, but no gateway of that name is registered',
    );
  });

  test('when the last click failed', async ({ page, site, endpoint }) => {
    endpoint.respond(() => ({ status: 500, json: { error: { code: 'unavailable', message: 'Down' } } }));
    await diagnose(page, await site({ '/': shop(endpoint.url) }));
    await page.getByRole('button', { name: 'Buy now' }).click();
    await expect(problems(page)).toContainText('The last click failed (unavailable)');
  });
});

test.describe('in a frame', () => {
  const SANDBOXES = {
    'without its own origin': ['allow-scripts', 'sandboxed frame without “allow-same-origin”'],
    'without tabs': ['allow-scripts allow-same-origin', 'may not open tabs'],
  };
  for (const [what, [sandbox, text]] of Object.entries(SANDBOXES))
    test(`that is sandboxed ${what}, the panel reports it`, async ({ page, site }) => {
      const outer = `<iframe width="700" height="700" title="Embed" sandbox="${sandbox}" src="/embed?solifyn-debug"></iframe>`;
      await page.goto(
        await site(
          { '/': outer, '/embed': shop('/session') },
          { headers: { 'access-control-allow-origin': '*' } },
        ),
      );
      const list = page.frameLocator('iframe').locator('.findings li.error');
      await expect(list.filter({ hasText: text! })).toContainText('sandbox="allow-scripts allow-same-origin');
    });

  test('of another site that may not open tabs, “Test” reports it', async ({
    page,
    site,
    endpoint,
    browserName,
  }) => {
    const inner = await site({ '/': shop(endpoint.url) }, { host: 'localhost' });
    const outer = `<iframe width="700" height="700" title="Embed" sandbox="allow-scripts allow-same-origin" src="${inner}/?solifyn-debug"></iframe>`;
    await page.goto(await site({ '/': outer }));
    const frame = page.frameLocator('iframe');
    const press = frame.getByRole('button', { name: 'Test', exact: true });
    // Playwright's pointer does not reach a cross-site frame of the stock Firefox.
    if (browserName === 'firefox') await press.evaluate((node: HTMLElement) => node.click());
    else await press.click();
    await expect(frame.locator('.findings li.error')).toContainText('This frame may not open tabs');
    await expect(frame.locator('.findings li.warning').first()).toContainText('in a frame of another site');
  });
});

test.describe('the panel', () => {
  test('works under a strict policy without a violation', async ({ page, site, endpoint }) => {
    const headers = {
      'content-security-policy': `default-src 'none'; img-src 'self'; script-src 'self'; connect-src ${new URL(endpoint.url).origin}; require-trusted-types-for 'script'; trusted-types lit-html`,
    };
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(String(error)));
    await diagnose(page, await site({ '/': shop(endpoint.url) }, { headers }));
    await pressTest(page);
    await expect(panel(page).getByRole('status').first()).toHaveText('All good.');
    await expect(panel(page).locator('pre').last()).toHaveText(
      `script-src 'self';\nconnect-src ${new URL(endpoint.url).origin};\ntrusted-types lit-html;`,
    );
    expect(messages).toEqual([]);
  });

  test('is accessible, by keyboard and on a phone', async ({ page, site, endpoint }) => {
    endpoint.respond(() => ({ status: 404, body: '' }));
    await page.setViewportSize({ width: 320, height: 568 });
    await diagnose(page, await site({ '/': shop(endpoint.url, button()) }));
    await panel(page).getByRole('button', { name: 'Hide' }).focus();
    await page.keyboard.press('Tab');
    const test = panel(page).getByRole('button', { name: 'Test', exact: true });
    // Firefox stops at a box that scrolls.
    if (!(await test.evaluate((node) => node.matches(':focus')))) await page.keyboard.press('Tab');
    await expect(test).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(problems(page)).toContainText('There is nothing at');
    await expect(test).toBeFocused();
    expect(await findings(page)).toEqual([]);
    const { scrollWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
    }));
    expect(scrollWidth).toBeLessThanOrEqual(320);
    await panel(page).getByRole('button', { name: 'Hide' }).click();
    await expect(test).toBeHidden();
  });

  test('works without Element.checkVisibility, as in Safari before 17.4', async ({ page, site }) => {
    await page.addInitScript(() => Reflect.deleteProperty(Element.prototype, 'checkVisibility'));
    const hidden = `<p style="display: none">${button()}</p>`;
    await diagnose(page, await site({ '/': shop('/session', button() + hidden) }));
    await expect(findingsIn(page).filter({ hasText: 'The page hides it' })).toHaveCount(1);
  });

  test('shows values of the page as text', async ({ page, site }) => {
    const markup = `<solifyn-buy-button product-id="prod_1" mode="<img src=x onerror=alert(1)>">&lt;b&gt;Buy&lt;/b&gt;</solifyn-buy-button>`;
    await diagnose(page, await site({ '/': shop('/session', markup) }));
    await expect(panel(page).getByRole('heading', { name: 'Button 1: “<b>Buy</b>”' })).toBeVisible();
    await expect(panel(page).locator('img, b:text("Buy")')).toHaveCount(0);
  });

  test('copies the report as plain text', async ({ page, site, endpoint }) => {
    await diagnose(page, await site({ '/': shop(endpoint.url) }));
    await pressTest(page);
    await page.evaluate(() => {
      const keepText = (text: string) => {
        document.title = text;
        return Promise.resolve();
      };
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: keepText } });
    });
    await panel(page).getByRole('button', { name: 'Copy report' }).click();
    await expect(panel(page).getByText('The report is copied.')).toBeVisible();
    const report = await page.evaluate(() => document.querySelector('title')!.textContent);
    expect(report).toContain('Button 1: “Buy now” <solifyn-buy-button>');
    expect(report).toContain(`endpoint: ${endpoint.url} (script tag, data-endpoint)`);
    expect(report).toContain('[OK] The endpoint answers with a checkout session');
  });
});

test.describe('the panel opens', () => {
  const ADDRESSES = ['?solifyn-debug', '?a=1&solifyn-debug=1', '#solifyn-debug', '#/shop?solifyn-debug'];
  test('by the query and by the hash', async ({ page, site }) => {
    const origin = await site({ '/': shop('/session') });
    for (const [index, address] of ADDRESSES.entries()) {
      await page.goto(`${origin}/${address.replace('?', `?n=${index}&`)}`);
      await expect(panel(page), address).toBeVisible();
    }
  });

  test('when the hash is added without a reload', async ({ page, site }) => {
    await page.goto(await site({ '/': shop('/session') }));
    await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
    await page.evaluate(() => (location.hash = 'solifyn-debug'));
    await expect(panel(page)).toBeVisible();
  });

  test('by data-debug on the script tag only in a frame', async ({ page, site }) => {
    const script = `<script async src="${UMD}" data-endpoint="/session" data-debug></script>`;
    const inner = await site({ '/': script + button() }, { host: 'localhost' });
    await page.goto(inner);
    await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expect(panel(page)).toHaveCount(0);
    await page.goto(
      await site({ '/': `<iframe title="Embed" width="700" height="700" src="${inner}"></iframe>` }),
    );
    await expect(
      page.frameLocator('iframe').getByRole('complementary', { name: 'Solifyn self-diagnosis' }),
    ).toBeVisible();
  });
});
