import { buttonOf, dialogOf, expect, sells, test } from '../../support/hostile.ts';
import { buyButton, shop } from '../../support/shop.ts';

const LINK =
  '<a href="#" data-solifyn-product-id="prod_z2o92kEl6cYYX" data-solifyn-checkout-data=\'{"sizes":["S","M"]}\'>Buy by link</a>';

/** What sellers' pages did to JavaScript before us, each as a library of its time does it. */
const LIBRARIES: Record<string, string> = {
  'Prototype 1.6, whose arrays, texts and elements have methods of their own': `
    const shared = { each() {}, inspect: () => '""', flatten() {}, without() {}, include() {} };
    for (const { prototype } of [Array, String, Number]) {
      Object.assign(prototype, shared);
      prototype.toJSON = function () { return this.inspect(); };
    }
    Array.prototype.entries = Array.prototype.toArray = function () { return this.slice(); };
    Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
    Array.from = (list) => Array.prototype.slice.call(list);
    Object.keys = (object) => { const keys = []; for (const key in object) keys.push(key); return keys; };
    HTMLElement.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
    for (const name of ['show', 'hide', 'update', 'select', 'clone', 'toggle', 'request', 'replace', 'empty', 'fire'])
      HTMLElement.prototype[name] = function () { throw new Error('Not your ' + name); };
    Event.prototype.stop = function () { this.preventDefault(); this.stopPropagation(); };`,
  'MooTools 1.2, whose bind and Array.from mean something else': `
    const { bind } = Function.prototype;
    Function.prototype.bind = function (object, given) {
      const run = this;
      return function () { return run.apply(object, given == null ? arguments : [].concat(given)); };
    };
    Array.from = (item) => (item == null ? [] : Array.isArray(item) ? item : [item]);
    for (const name of ['get', 'set', 'match', 'clone', 'contains', 'inject', 'dispose', 'getElement', 'show'])
      Element.prototype[name] = function () { throw new Error('Not your ' + name); };
    for (const name of ['each', 'contains', 'clean', 'test', 'include', 'flatten'])
      Array.prototype[name] = String.prototype[name] = function () {};`,
  'json.js and a home-grown class library, which every object inherits from': `
    for (const name of ['extend', 'each', 'size', 'isEmpty', 'inspect', 'toJSONString', 'parent', 'implement', 'type'])
      Object.prototype[name] = function () { return this; };
    Object.prototype.toJSON = function () { return String(this); };
    Array.prototype.last = Array.prototype.remove = function () {};`,
  'an old Promise, fetch and Object.assign in place of the browser’s': `
    const Native = Promise;
    globalThis.Promise = class extends Native {};
    Promise.prototype.finally = undefined;
    Promise.allSettled = Promise.any = Promise.try = undefined;
    Object.assign = function (target, ...sources) {
      for (const source of sources) for (const key in source) target[key] = source[key];
      return target;
    };
    fetch = (input, init = {}) => new Native((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init.method || 'get', input, true);
      for (const name in init.headers) request.setRequestHeader(name, init.headers[name]);
      request.onload = () => resolve({
        ok: request.status < 300, status: request.status, url: request.responseURL,
        headers: { get: (name) => request.getResponseHeader(name) },
        text: () => Native.resolve(request.responseText),
      });
      request.onerror = reject;
      request.send(init.body);
    });`,
  'a monitor around fetch that takes every address for a text': `
    const { fetch: real } = globalThis;
    fetch = (input, init) => {
      const address = typeof input === 'string' ? input : input.url;
      if (address.includes('/metrics') || (init.headers['Content-Type'] || '').includes('form')) return real(input);
      return real(address, Object.assign({}, init));
    };`,
  'one that hardens the page: every intrinsic is frozen': `
    for (const name of ['Object', 'Array', 'Function', 'String', 'Number', 'Error', 'Promise', 'Map', 'Set', 'RegExp', 'Date'])
      Object.freeze(globalThis[name].prototype), Object.freeze(globalThis[name]);`,
  'one that has silenced the console': `
    console = { log() {} };`,
};

for (const [library, script] of Object.entries(LIBRARIES))
  test(`Beside ${library}, it shows errors and sells`, async ({ page, site, hostedCheckout, endpoint }) => {
    const buttons =
      buyButton() +
      LINK +
      buyButton('mode="modal" gateway="frame"', 'Buy here') +
      '<form><input name="quantity" value="2"><button data-solifyn-product-id="prod_a">Buy two</button></form>' +
      buyButton('', '<a href="/fallback">Fallback</a>');
    const pages = {
      '/': `<script>${script}</script>${shop(hostedCheckout.endpoint, buttons)}`,
      '/fallback': '<h1>Pay</h1>',
    };
    const origin = await site(pages);
    await page.goto(origin);

    endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
    const element = page.locator('solifyn-buy-button').first();
    // Twice, since the text of the first failure is taken away in between.
    for (let time = 1; time <= 2; time++) {
      await buttonOf(page).click();
      await expect(element.getByRole('alert')).toHaveText('Sold out.');
      await page.getByRole('link', { name: 'Buy by link' }).click();
      await expect(page.locator('[data-solifyn-error]')).toHaveText('Sold out.');
      await expect.poll(() => endpoint.posts.length).toBe(2 * time);
    }
    const [, posted] = endpoint.posts;
    expect(posted?.text).toBe('{"productId":"prod_z2o92kEl6cYYX","checkoutData":{"sizes":["S","M"]}}');

    endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl } }));
    await page.getByRole('button', { name: 'Buy here' }).click();
    await expect(page.frameLocator('iframe').getByRole('button', { name: 'Pay' })).toBeVisible();
    await dialogOf(page).getByRole('button').click();
    await dialogOf(page).waitFor({ state: 'detached' });
    await sells(page, endpoint, {
      button: page.getByRole('button', { name: 'Buy two' }),
      url: hostedCheckout.checkoutUrl,
      body: { productId: 'prod_a', quantity: 2 },
    });

    // Without a session the buyer is sent to the link in the element, whatever the console is good for.
    endpoint.respond(() => ({ status: 500, json: {} }));
    await page.goto(origin);
    await page.getByRole('button', { name: 'Fallback' }).click();
    await expect(page).toHaveURL(`${origin}/fallback`);
  });

/** Module systems that a page may have left about. */
const GLOBALS = {
  // As RequireJS does it: a define without a name is fine from its own script tags only.
  AMD: `globalThis.modules = {};
    globalThis.define = (...given) => {
      if (typeof given[0] !== 'string') throw new Error('Mismatched anonymous define() module');
      modules[given[0]] = given[2]();
    };
    define.amd = {};`,
  CommonJS: `globalThis.exports = {}; globalThis.module = { exports }; globalThis.require = () => { throw new Error('No modules here'); };`,
  'CommonJS, of which only the name is left': `globalThis.module = globalThis.exports = undefined;`,
  'AMD and CommonJS by name only, as ids in the page,': `document.write('<form id="define"></form><i id="module"></i><i id="exports"></i>');`,
};

for (const [system, script] of Object.entries(GLOBALS))
  test(`Beside ${system} the element is defined at once, and sells`, async ({ page, site, endpoint }) => {
    const probe = `<script>globalThis.definedAtOnce = Boolean(customElements.get('solifyn-buy-button'));</script>`;
    await page.goto(
      await site({ '/': `<script>${script}</script>${shop(endpoint.url, probe + buyButton())}` }),
    );
    const found = await page.evaluate(() => {
      const { modules, module, SolifynCheckout, definedAtOnce } = globalThis as unknown as {
        [name: string]: Record<string, unknown> | undefined;
      };
      return {
        definedAtOnce,
        hasGlobal: typeof SolifynCheckout?.configure === 'function',
        amd: modules && Object.entries(modules).map(([name, api]) => [name, api === SolifynCheckout]),
        commonJs: module?.exports && module.exports === SolifynCheckout,
      };
    });
    expect(found).toMatchObject({ definedAtOnce: true, hasGlobal: true });
    if (system === 'AMD') expect(found.amd).toEqual([['@solifyn/buy-button', true]]);
    if (system === 'CommonJS') expect(found.commonJs).toBe(true);
    await sells(page, endpoint);
  });
