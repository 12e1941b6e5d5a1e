import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build as bundleWith } from 'esbuild';
import { compileScript, parse } from 'vue/compiler-sfc';
import { findings } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';

/** What the snippets of these tests sell. */
const SOLD = { productId: 'prod_z2o92kEl6cYYX', discountCode: 'LAUNCH20' };
const CHOSEN = 'code=LAUNCH20&look=filled';

async function build(page: Page, demo: string, query: string): Promise<void> {
  await page.goto(`${demo}/builder/?${query}`);
  await page.locator('[data-ready]').waitFor({ state: 'attached' });
}

const codes = (page: Page) => page.locator('.snippet code').allTextContents();

/** Presses the button on the page and resolves with the checkout, wherever it opens. */
async function buy(page: Page): Promise<void> {
  const opened = page.context().waitForEvent('page', { timeout: 0 });
  opened.catch(() => {}); // No tab opens where the page itself leaves.
  await page.getByRole('button', { name: 'Buy now' }).click();
  const checkout = (shown: Page) =>
    shown.getByRole('heading', { name: 'Northlight preset pack' }).waitFor({ timeout: 20_000 });
  await Promise.race([checkout(page), opened.then(checkout)]);
}

test.describe('the snippet, pasted unchanged into an empty page, sells:', () => {
  for (const platform of ['html', 'webflow', 'wordpress', 'squarespace', 'wix', 'framer'])
    test(platform, async ({ page, demo, site }) => {
      await build(page, demo.url, `platform=${platform}&${CHOSEN}`);
      const [code, ...more] = await codes(page);
      expect(more).toEqual([]);
      await page.goto(await site({ '/': code! }));
      await buy(page);
      expect(await demo.received()).toEqual([SOLD]);
    });

  for (const order of ['script first', 'button first'])
    test(`carrd, in two blocks, ${order}`, async ({ page, demo, site }) => {
      await build(page, demo.url, `platform=carrd&${CHOSEN}`);
      const blocks = await codes(page);
      expect(blocks).toHaveLength(2);
      if (order === 'button first') blocks.reverse();
      await page.goto(await site({ '/': blocks.map((code) => `<div>${code}</div>`).join('') }));
      await buy(page);
      expect(await demo.received()).toEqual([SOLD]);
    });

  test('react, as a component', async ({ page, demo, site }) => {
    test.slow(); // a bundler, on a machine that has other things to do
    await build(page, demo.url, `platform=react&${CHOSEN}`);
    const [install, component] = await codes(page);
    expect(install).toBe(`npm install --save-exact @solifyn/buy-button@${await version()}`);
    const script = await bundle({
      'BuyButton.jsx': component!,
      'main.js': `import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import { BuyButton } from './BuyButton.jsx';
        createRoot(document.getElementById('app')).render(createElement(BuyButton));`,
    });
    await page.goto(await site({ '/': app, '/app.js': script }));
    await buy(page);
    expect(await demo.received()).toEqual([SOLD]);
  });

  test('vue, as a component', async ({ page, demo, site }) => {
    test.slow(); // as above
    await build(page, demo.url, `platform=vue&${CHOSEN}`);
    const [, component] = await codes(page);
    const { descriptor } = parse(component!);
    const isCustomElement = (tag: string) => tag === 'solifyn-buy-button';
    const { content } = compileScript(descriptor, {
      id: 'buy-button',
      inlineTemplate: true,
      templateOptions: { compilerOptions: { isCustomElement } },
    });
    const script = await bundle({
      'BuyButton.js': content,
      'main.js': `import { createApp } from 'vue';
        import BuyButton from './BuyButton.js';
        createApp(BuyButton).mount('#app');`,
    });
    await page.goto(await site({ '/': app, '/app.js': script }));
    await buy(page);
    expect(await demo.received()).toEqual([SOLD]);
  });
});

test.describe('the snippet', () => {
  test('names one version of the script and its very bytes', async ({ page, demo, site }) => {
    await build(page, demo.url, 'host=jsdelivr');
    const [code] = await codes(page);
    expect(code).toContain(
      `src="https://cdn.jsdelivr.net/npm/@solifyn/buy-button@${await version()}/dist/solifyn-buy-button.umd.js"`,
    );
    expect(code).toMatch(/ integrity="sha384-[\w+/]{64}" crossorigin="anonymous"/);
    const script = await readFile(new URL('../../dist/solifyn-buy-button.umd.js', import.meta.url), 'utf8');
    const answer = (body: string) => ({
      body,
      contentType: 'text/javascript',
      headers: { 'access-control-allow-origin': '*' },
    });
    let bytes = `${script}\n/* tampered with */`;
    await page.route('https://cdn.jsdelivr.net/**', (route) => route.fulfill(answer(bytes)));
    const isDefined = () => page.evaluate(() => Boolean(customElements.get('solifyn-buy-button')));
    const shop = await site({ '/': code! });
    await page.goto(shop);
    expect(await isDefined()).toBe(false);
    await expect(page.getByRole('link', { name: 'Buy now' })).toBeVisible();
    bytes = script;
    await page.goto(shop);
    await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
  });

  test('for WordPress stays on one line, and away from Rocket Loader', async ({ page, demo }) => {
    await build(page, demo.url, 'platform=wordpress');
    const [code] = await codes(page);
    expect(code).not.toContain('\n');
    expect(code).toContain('data-cfasync="false"');
  });

  test('has the fallback link, which shows where the script is blocked', async ({ page, demo, site }) => {
    await build(page, demo.url, CHOSEN);
    const [code] = await codes(page);
    await page.route('**/*.umd.js', (route) => route.abort());
    await page.goto(await site({ '/': code! }));
    await page.getByRole('link', { name: 'Buy now' }).click();
    await expect(page.getByRole('heading', { name: 'Northlight preset pack' })).toBeVisible();
  });

  for (const look of ['look=plain', 'look=filled&size=large&corners=round', 'look=outline&corners=square'])
    test(`with ${look} moves nothing when the script comes late`, async ({ page, demo, site }) => {
      await build(page, demo.url, look);
      const [code] = await codes(page);
      let release = () => {};
      const late = new Promise<void>((resolve) => (release = resolve));
      await page.route('**/*.umd.js', async (route) => {
        await late;
        await route.continue();
      });
      await page.goto(await site({ '/': `${code!}<p>After it</p>` }), { waitUntil: 'commit' });
      const boxes = async () => [
        await page.locator('solifyn-buy-button').boundingBox(),
        await page.getByText('After it').boundingBox(),
      ];
      await expect(page.getByRole('link', { name: 'Buy now' })).toBeVisible();
      const before = await boxes();
      release();
      await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
      const after = await boxes();
      const rounded = (list: typeof before) =>
        list.map((box) => Object.values(box!).map((value) => Math.round(value * 10) / 10));
      expect(rounded(after)).toEqual(rounded(before));
    });

  test('holds what was typed as text alone', async ({ page, demo, site }) => {
    const label = `"Buy" <img src=x> & {{ 1 + 1 }} {x}`;
    for (const platform of ['html', 'vue']) {
      await build(page, demo.url, new URLSearchParams({ platform, label, id: 'a"><b>' }).toString());
      expect((await codes(page)).join('\n')).not.toContain('<img');
    }
    await build(page, demo.url, new URLSearchParams({ label, id: 'a"><b>' }).toString());
    await page.goto(await site({ '/': (await codes(page))[0]! }));
    await expect(page.getByRole('button', { name: label })).toBeVisible();
    await expect(page.locator('img, b')).toHaveCount(0);
  });
});

test.describe('the builder', () => {
  test('keeps every choice in its address', async ({ page, demo }) => {
    await build(page, demo.url, '');
    for (const name of ['Carrd', 'A collection', 'Dialog', 'Outline'])
      await page.getByRole('radio', { name }).check();
    await page.getByLabel('Discount code').fill('FRIEND5');
    await page.getByLabel('Text', { exact: false }).first().fill('Jetzt & hier');
    await page.getByLabel('Language').selectOption('German');
    await page.getByLabel('Corners').selectOption('Round');
    await page.getByLabel('Size').selectOption('Large');
    await page.getByLabel('Colour', { exact: true }).fill('#aa3300');
    await page.getByLabel('Session endpoint').fill('https://shop.example/session');
    await page.getByLabel('The script comes from').selectOption('jsdelivr');
    await expect(page.locator('.snippet code').last()).toContainText('collection-id="col_123"');
    await expect(page.locator('.snippet code').last()).toContainText('Jetzt &amp; hier');
    const before = await codes(page);
    expect(before.join()).toContain('data-endpoint="https://shop.example/session"');
    const { search } = new URL(page.url());
    expect(Object.fromEntries(new URLSearchParams(search))).toEqual({
      platform: 'carrd',
      sells: 'collection',
      mode: 'modal',
      look: 'outline',
      code: 'FRIEND5',
      label: 'Jetzt & hier',
      language: 'de',
      corners: 'round',
      size: 'large',
      background: '#aa3300',
      endpoint: 'https://shop.example/session',
      host: 'jsdelivr',
    });
    await build(page, demo.url, search.slice(1));
    expect(await codes(page)).toEqual(before);
    await expect(page.getByRole('radio', { name: 'Dialog' })).toBeChecked();
    await expect(page.getByLabel('Language')).toHaveValue('de');
  });

  test('takes from an address only what it knows', async ({ page, demo }) => {
    await build(page, demo.url, '');
    const usual = await codes(page);
    await build(page, demo.url, 'mode=evil&background=red;}&platform=__proto__&look=filled%22&toString=1');
    expect(await codes(page)).toEqual(usual);
  });

  test('shows the very button, which buys in the sandbox', async ({ page, demo }) => {
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    await build(page, demo.url, 'mode=modal&code=LAUNCH20&look=filled&background=%23aa3300&language=de');
    const button = page.getByRole('button', { name: 'Jetzt kaufen' });
    await expect(button).toHaveCSS('background-color', 'rgb(170, 51, 0)');
    await button.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(
      page.frameLocator('iframe').getByRole('heading', { name: 'Northlight preset pack' }),
    ).toBeVisible();
    expect(await demo.received()).toEqual([SOLD]);
    expect(heard, 'under a strict policy').toEqual([]);
  });

  test('lets a seller with products of their own try it with a sample', async ({ page, demo }) => {
    await build(page, demo.url, 'id=prod_myOwn&code=SPRING');
    await expect(page.getByText('Here the button sells a sample of the sandbox.')).toBeVisible();
    expect((await codes(page))[0]).toContain('product-id="prod_myOwn" discount-code="SPRING"');
    await buy(page);
    expect(await demo.received()).toEqual([{ productId: SOLD.productId }]);
  });

  test('works by keyboard, and copies', async ({ page, demo }) => {
    await build(page, demo.url, '');
    await page.evaluate(() => {
      const writeText = (text: string) => {
        document.title = text;
        return Promise.resolve();
      };
      Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
    });
    await page.getByRole('radio', { name: 'Plain HTML' }).focus();
    for (let steps = 0; steps < 6; steps++) await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Carrd' })).toBeFocused();
    await expect(page.getByRole('radio', { name: 'Carrd' })).toBeChecked();
    const button = page.getByRole('button', { name: 'Copy: 2. The button' });
    await button.press('Enter');
    await expect(page.getByText('“2. The button” is copied.')).toBeVisible();
    expect(await page.evaluate(() => document.querySelector('title')!.textContent)).toBe(
      (await codes(page))[1],
    );
    await page.getByRole('button', { name: 'Copy a link to this page' }).press('Enter');
    await expect(page.getByText('The link is copied.')).toBeVisible();
    expect(await page.title()).toBe(`${demo.url}/builder/?platform=carrd`);
  });

  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 320],
  ] as const)
    test(`is accessible in ${scheme} at ${width} px`, async ({ page, demo }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await build(page, demo.url, 'platform=carrd&look=filled&mode=modal');
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
});

const app = '<div id="app"></div><script type="module" src="/app.js"></script>';

const root = new URL('../../', import.meta.url);

async function version(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
    version: string;
  };
  return version;
}

/** One script of the modules, `main.js` first, with this project's npm entry as the package of its name. */
async function bundle(modules: Record<string, string>): Promise<string> {
  const { outputFiles } = await bundleWith({
    entryPoints: ['./main.js'],
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { '@solifyn/buy-button': fileURLToPath(new URL('dist/index.js', root)) },
    plugins: [
      {
        name: 'given',
        setup(build) {
          build.onResolve({ filter: /^\.\/\w+\.jsx?$/ }, ({ path, namespace, kind }) =>
            namespace === 'given' || kind === 'entry-point' ? { path, namespace: 'given' } : undefined,
          );
          build.onLoad({ filter: /.*/, namespace: 'given' }, ({ path }) => ({
            contents: modules[path.slice(2)]!,
            loader: path.endsWith('x') ? 'jsx' : 'js',
            resolveDir: fileURLToPath(root),
          }));
        },
      },
    ],
  });
  return outputFiles[0]!.text;
}
