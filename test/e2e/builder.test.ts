import { readFile } from 'node:fs/promises';
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { describeRelease } from '../../demo/builder/build.ts';
import { DEFAULT_CHOICE, MODES, PLATFORMS, type Choice, type Platform } from '../../demo/builder/choice.ts';
import { snippetsFor, type Snippet } from '../../demo/builder/snippets.ts';
import { findMistakes } from '../../demo/builder/validate.ts';
import { toSnippetData } from '../../demo/builder/snippet-data.ts';
import { findings } from '../support/axe.ts';
import { APP, bundle } from '../support/bundle.ts';
import { expect, test } from '../support/fixtures.ts';
import type { DemoUnderTest } from '../support/fixtures.ts';
import { stylesheetLoaded } from '../support/shop.ts';

/** What the sandbox sells. */
const SOLD = {
  product: { id: 'prod_z2o92kEl6cYYX', heading: 'Northlight preset pack' },
  collection: { id: 'col_123', heading: 'The whole studio' },
};

/** The snippets as the builder writes them. The endpoint is the demo's, so `findMistakes` warns about this computer only. */
async function snippets(demo: DemoUnderTest, changes: Partial<Choice>): Promise<Snippet[]> {
  const sells = changes.sells ?? 'product';
  const choice: Choice = {
    ...DEFAULT_CHOICE,
    id: SOLD[sells].id,
    endpoint: `${demo.url}/builder/session`,
    link: `${demo.sandboxUrl}/checkout/${SOLD[sells].id}`,
    ...changes,
  };
  // The sandbox sells the ids of the instructions, which no seller has.
  const mistakes = findMistakes(choice).filter(({ text }) => !text.includes('This is an example'));
  expect(mistakes.filter(({ level }) => level === 'error')).toEqual([]);
  return snippetsFor({
    choice,
    data: toSnippetData(choice, mistakes),
    release: await describeRelease(),
    text: choice.label || 'Buy now',
  });
}

/** The CDN has the files of this build. */
async function serveCdn(context: BrowserContext): Promise<void> {
  await context.route('https://cdn.jsdelivr.net/**', async (route) => {
    const file = new URL(route.request().url()).pathname.split('/').at(-1)!;
    await route.fulfill({
      body: await readFile(new URL(`../../dist/${file}`, import.meta.url)),
      contentType: file.endsWith('.css') ? 'text/css' : 'text/javascript',
      headers: { 'access-control-allow-origin': '*' },
    });
  });
}

/** The page that a seller has after pasting. */
async function pageWith(platform: Platform, blocks: Snippet[]): Promise<Record<string, string>> {
  const [first, second, third] = blocks.map(({ code }) => code);
  if (platform === 'react') return { '/': APP, '/app.js': await reactApp(second!) };
  if (platform === 'vue') return { '/': APP, '/app.js': await vueApp(second!) };
  if (platform === 'wix' && third) return { '/': wixPage(first!, second!, third) };
  return { '/': blocks.map(({ code }) => `<div>${code}</div>`).join('') };
}

/** As Wix does it: the script by its address, the element by its tag name, the attributes as text. */
function wixPage(script: string, tag: string, attributes: string): string {
  const pairs = attributes.split('\n').map((line) => /^([^:]+): (.*)$/.exec(line)!.slice(1));
  return `<main></main><script>
    const element = document.createElement(${JSON.stringify(tag)});
    for (const [name, value] of ${JSON.stringify(pairs)}) element.setAttribute(name, value);
    document.querySelector('main').append(element);
    document.head.append(Object.assign(document.createElement('script'), { src: ${JSON.stringify(script)} }));
  </script>`;
}

/** Presses the button and waits for the checkout: in the page, in a tab or in a frame. */
async function buy(page: Page, heading: string): Promise<void> {
  await page.getByRole('button', { name: 'Buy now' }).click();
  const isOpen = async () => {
    const frames = page
      .context()
      .pages()
      .flatMap((opened) => opened.frames());
    // A frame may navigate or go away meanwhile.
    const isShown = (frame: Frame) =>
      frame
        .getByRole('heading', { name: heading })
        .isVisible()
        .catch(() => false);
    return (await Promise.all(frames.map(isShown))).includes(true);
  };
  await expect.poll(isOpen, { intervals: [50] }).toBe(true);
}

/** Outside Chromium one platform is enough, because the button's own tests run everything in every browser. */
function skipOtherBrowsers(platform: Platform, browserName: string): void {
  test.skip(browserName !== 'chromium' && platform !== 'html');
}

/** These platforms get the lines of plain HTML, so they are pasted in the soak. */
const tagOf = (platform: Platform) => (['webflow', 'squarespace', 'ghost'].includes(platform) ? '@soak' : []);

test.describe('Pasted unchanged, the snippet sells:', () => {
  for (const [row, platform] of PLATFORMS.entries())
    for (const [column, mode] of MODES.entries())
      for (const [index, sells] of (['product', 'collection'] as const).entries()) {
        // Plain HTML has every mode, and each platform two. The soak runs all of them with both things to sell.
        const isChosen = platform === 'html' || (row + column) % MODES.length < 2;
        const tag = isChosen && (row + column) % 2 === index ? tagOf(platform) : '@soak';
        test(
          `${platform}, ${mode}, ${sells}`,
          { tag },
          async ({ page, context, demo, site, browserName }) => {
            // The button's own tests run every mode in every browser.
            test.skip(browserName !== 'chromium' && (mode !== 'redirect' || sells !== 'product'));
            await serveCdn(context);
            const blocks = await snippets(demo, { platform, mode, sells, gateway: 'frame' });
            await page.goto(await site(await pageWith(platform, blocks)));
            await buy(page, SOLD[sells].heading);
            expect(await demo.received()).toEqual([{ [`${sells}Id`]: SOLD[sells].id }]);
          },
        );
      }

  test('carrd, with the button before the script', async ({ page, context, demo, site }) => {
    await serveCdn(context);
    const blocks = await snippets(demo, { platform: 'carrd' });
    await page.goto(await site(await pageWith('carrd', blocks.reverse())));
    await buy(page, SOLD.product.heading);
    expect(await demo.received()).toHaveLength(1);
  });

  test('wix, in a frame', async ({ page, context, demo, site }) => {
    await serveCdn(context);
    const [, , , frame] = await snippets(demo, { platform: 'wix' });
    await page.goto(await site({ '/': frame!.code }));
    await buy(page, SOLD.product.heading);
    expect(await demo.received()).toHaveLength(1);
  });

  const FORMS = {
    variants: [
      { form: 'variants', variants: 'prod_z2o92kEl6cYYX Presets\nprod_soldOut Zine' },
      { productId: 'prod_z2o92kEl6cYYX' },
    ],
    bundle: [{ form: 'bundle', bundle: 'col_123' }, { collectionId: 'col_123' }],
    price: [
      { form: 'price', id: 'prod_payWhatYouWant', minPrice: '5' },
      { productId: 'prod_payWhatYouWant', customPrice: 12 },
    ],
  } as const;
  for (const [name, [changes, request]] of Object.entries(FORMS))
    for (const platform of PLATFORMS)
      test(
        `${platform}, with ${name}`,
        { tag: tagOf(platform) },
        async ({ page, context, demo, site, browserName }) => {
          skipOtherBrowsers(platform, browserName);
          await serveCdn(context);
          const blocks = await snippets(demo, { platform, ...changes });
          await page.goto(await site(await pageWith(platform, blocks)));
          if (name === 'bundle') await page.getByRole('checkbox').check();
          if (name === 'price') await page.getByLabel('Your price').fill('12');
          await page.getByRole('button', { name: 'Buy now' }).click();
          await expect.poll(() => demo.received()).toEqual([request]);
        },
      );

  // In Framer's frame the checkout opens in a tab, and the page stays as it is.
  for (const platform of PLATFORMS.filter((name) => name !== 'framer'))
    test(
      `${platform}, with a page after the payment`,
      { tag: tagOf(platform) },
      async ({ page, context, demo, site, browserName }) => {
        skipOtherBrowsers(platform, browserName);
        await serveCdn(context);
        const origin = await site({ '/thanks': '<h1>Thanks</h1>' });
        const successUrl = `${origin}/thanks`;
        const blocks = await snippets(demo, { platform, mode: 'modal', gateway: 'frame', successUrl });
        await page.goto(await site(await pageWith(platform, blocks)));
        await page.getByRole('button', { name: 'Buy now' }).click();
        const checkout = page.frameLocator('iframe');
        await checkout.getByLabel('E-mail').fill('grace@example.com');
        await checkout.getByRole('button', { name: 'Pay $49.00' }).click();
        await expect(page.getByRole('heading', { name: 'Thanks' })).toBeVisible();
      },
    );

  for (const platform of PLATFORMS)
    for (const sells of ['product', 'collection'] as const)
      test(
        `${platform}, as a plain link without an endpoint, ${sells}`,
        { tag: sells === 'collection' && platform !== 'html' ? '@soak' : tagOf(platform) },
        async ({ page, context, demo, site, browserName }) => {
          skipOtherBrowsers(platform, browserName);
          await serveCdn(context);
          const blocks = await snippets(demo, { platform, sells, route: 'link', endpoint: '' });
          const pages = await pageWith(platform, blocks);
          // Framer may show it in a frame of another site, where the link needs a tab.
          const isFramed = platform === 'framer';
          const inner = isFramed && (await site(pages, { host: 'localhost' }));
          const frame = `<iframe title="Embed" width="600" height="400" src="${inner}"></iframe>`;
          await page.goto(await site(isFramed ? { '/': frame } : pages));
          const place = isFramed ? page.frame({ url: `${inner}/` })! : page;
          await place.waitForFunction(() => customElements.get('solifyn-buy-button'));
          const tab = isFramed ? context.waitForEvent('page') : undefined;
          await place.locator('solifyn-buy-button').click();
          const checkout = (await tab) ?? page;
          await expect(checkout.getByRole('heading', { name: SOLD[sells].heading })).toBeVisible();
          expect(await demo.received()).toEqual([]);
        },
      );
});

test.describe('The snippet', () => {
  test('runs no other bytes than those of its version', async ({ page, demo, site }) => {
    const [block] = await snippets(demo, {});
    expect(block!.code).toMatch(/ integrity="sha384-[\w+/]{64}" crossorigin="anonymous"/);
    const script = await readFile(new URL('../../dist/solifyn-buy-button.umd.js', import.meta.url), 'utf8');
    await page.route('https://cdn.jsdelivr.net/**', (route) =>
      route.fulfill({
        body: `${script}\n/* tampered with */`,
        contentType: 'text/javascript',
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    await page.goto(await site({ '/': block!.code }));
    expect(await page.evaluate(() => Boolean(customElements.get('solifyn-buy-button')))).toBe(false);
    await expect(page.getByRole('link', { name: 'Buy now' })).toBeVisible();
  });

  test('for WordPress stays on one line, and away from Rocket Loader', async ({ demo }) => {
    const [block] = await snippets(demo, {
      platform: 'wordpress',
      form: 'bundle',
      bundle: 'col_123',
      stylesheet: 'yes',
    });
    expect(block!.code).not.toContain('\n');
    expect(block!.code).toContain('data-cfasync="false"');
  });

  const APPEARANCES: Partial<Choice>[] = [
    { appearance: 'plain' },
    { appearance: 'filled', size: 'large', corners: 'round' },
    { appearance: 'outline', corners: 'square' },
  ];
  for (const appearance of APPEARANCES)
    test(`with its stylesheet moves nothing when the script comes late: ${appearance.appearance}`, async ({
      page,
      context,
      demo,
      site,
    }) => {
      await serveCdn(context);
      const [block] = await snippets(demo, { ...appearance, stylesheet: 'yes' });
      let release = () => {};
      const late = new Promise<void>((resolve) => (release = resolve));
      await page.route('**/*.umd.js', async (route) => {
        await late;
        await route.fallback();
      });
      await page.goto(await site({ '/': `${block!.code}<p>After it</p>` }), { waitUntil: 'commit' });
      const boxes = async () => [
        await page.locator('solifyn-buy-button').boundingBox(),
        await page.getByText('After it').boundingBox(),
      ];
      await expect(page.getByRole('link', { name: 'Buy now' })).toBeVisible();
      await stylesheetLoaded(page);
      const before = await boxes();
      release();
      await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
      const rounded = (list: typeof before) =>
        list.map((box) => Object.values(box!).map((value) => Math.round(value * 10) / 10));
      expect(rounded(await boxes())).toEqual(rounded(before));
    });

  test('contains what was typed as text only', async ({ page, context, demo, site }) => {
    await serveCdn(context);
    const label = `"Buy" <img src=x> & {{ 1 + 1 }} {x}`;
    for (const platform of ['html', 'react', 'vue'] as const) {
      const blocks = await snippets(demo, { platform, label });
      await page.goto(await site(await pageWith(platform, blocks)));
      await expect(page.getByRole('button', { name: label }), platform).toBeVisible();
      await expect(page.locator('img'), platform).toHaveCount(0);
    }
  });
});

async function build(page: Page, demo: string, query: string): Promise<void> {
  await page.goto(`${demo}/builder/?${query}`);
  await page.locator('[data-ready]').waitFor({ state: 'attached' });
}

const codes = (page: Page) => page.locator('.snippet code').allTextContents();

test.describe('The builder', () => {
  test('copies no address of this computer, and lists what is missing until nothing is', async ({
    page,
    demo,
  }) => {
    await build(page, demo.url, '');
    const readiness = page.locator('#readiness');
    await expect(readiness).toContainText('Not ready yet');
    expect((await codes(page)).join()).not.toMatch(/127\.0\.0\.1|localhost/);
    await page.getByLabel('Its id').fill('hello');
    await page.getByLabel('Session endpoint', { exact: false }).last().fill('pay.shop.com/session');
    await expect(page.locator('#mistake-id')).toHaveText(/“hello” is not an id/);
    await page.getByLabel('Its id').fill('prod_a1B2c3D4e5');
    await expect(page.locator('#mistake-id')).toBeHidden();
    await page.getByLabel('Checkout link').first().focus();
    await expect(page.locator('#mistake-endpoint')).toContainText('has no https:// at its beginning');
    await page.locator('[name=endpoint]').fill('https://pay.shop.com/session');
    await expect(readiness).toHaveText('Ready: paste it as it is.');
    const [code] = await codes(page);
    expect(code).toContain('href="https://solifyn.com/checkout/prod_a1B2c3D4e5"');
    expect(code!.split('\n')).toHaveLength(2);
  });

  test('keeps every choice in its address', async ({ page, demo }) => {
    await build(page, demo.url, '');
    for (const name of ['Carrd', 'A collection', 'Dialog', 'Outline'])
      await page.getByRole('radio', { name }).check();
    await page.locator('[name=id]').fill('col_77hj2');
    await page.locator('[name=endpoint]').fill('https://pay.shop.com/session');
    await page.locator('[name=code]').fill('FRIEND5');
    await page.locator('[name=label]').fill('Jetzt & hier');
    await page.locator('[name=language]').selectOption('German');
    await page.locator('[name=theme]').selectOption('dark');
    await page.locator('[name=background]').fill('#aa3300');
    await page.locator('[name=stylesheet]').check();
    await expect(page.locator('.snippet code').last()).toContainText('Jetzt &amp; hier');
    const before = await codes(page);
    const { search } = new URL(page.url());
    expect(Object.fromEntries(new URLSearchParams(search))).toEqual({
      platform: 'carrd',
      sells: 'collection',
      id: 'col_77hj2',
      mode: 'modal',
      appearance: 'outline',
      code: 'FRIEND5',
      label: 'Jetzt & hier',
      language: 'de',
      theme: 'dark',
      background: '#aa3300',
      endpoint: 'https://pay.shop.com/session',
      stylesheet: 'yes',
    });
    await build(page, demo.url, search.slice(1));
    expect(await codes(page)).toEqual(before);
    await expect(page.locator('[name=stylesheet]')).toBeChecked();
  });

  test('takes nothing dangerous from a shared link, and names the addresses that came with it', async ({
    page,
    demo,
  }) => {
    const evil = new URLSearchParams({
      id: 'prod_a1B2c3D4e5',
      endpoint: 'https://evil.shop.test/session',
      link: 'javascript:alert(document.domain)',
      label: '<img src=x onerror=alert(1)>',
      language: '"><script>',
    });
    await build(page, demo.url, evil.toString());
    expect((await codes(page)).join()).not.toContain('javascript:');
    await expect(page.locator('#mistake-link')).toContainText('beginning with https://');
    expect(await page.locator('solifyn-buy-button a').getAttribute('href')).not.toContain('javascript:');
    await expect(page.locator('main img')).toHaveCount(0);
    await page.locator('[name=link]').fill('');
    await expect(page.locator('#readiness')).toContainText(
      'Session endpoint: https://evil.shop.test/session',
    );
    await page.locator('[name=id]').fill('prod_Zz9Yy8Xx7');
    await page.locator('[name=endpoint]').fill('https://pay.shop.com/session');
    await expect(page.locator('#readiness')).toHaveText('Ready: paste it as it is.');
  });

  test('shows the very button, which buys in the sandbox by the gateway of the snippet', async ({
    page,
    demo,
  }) => {
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(String(error)));
    await build(
      page,
      demo.url,
      'id=prod_z2o92kEl6cYYX&mode=modal&code=LAUNCH20&appearance=filled&background=%23aa3300&language=de',
    );
    expect((await codes(page))[0]).not.toContain('gateway=');
    const button = page.getByRole('button', { name: 'Jetzt kaufen' });
    await expect(button).toHaveCSS('background-color', 'rgb(170, 51, 0)');
    await button.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(page.frameLocator('iframe').getByRole('heading').first()).toBeVisible();
    expect(await demo.received()).toEqual([{ productId: SOLD.product.id, discountCode: 'LAUNCH20' }]);
    // The gateway's analytics are not loaded here, and its iframe asks for features that browsers dropped.
    expect(messages.filter((text) => !/t\.whop\.tw|Unrecognized feature/.test(text))).toEqual([]);
  });

  test('lets a seller with products of their own try it with a sample', async ({ page, demo }) => {
    await build(page, demo.url, 'id=prod_myOwn12&code=SPRING');
    await expect(page.getByText('Here the button sells a sample in the sandbox')).toBeVisible();
    expect((await codes(page))[0]).toContain('product-id="prod_myOwn12" discount-code="SPRING"');
    await buy(page, SOLD.product.heading);
    expect(await demo.received()).toEqual([{ productId: SOLD.product.id }]);
  });

  test('works by keyboard, and says “Copied” on the button', async ({ page, demo }) => {
    await build(page, demo.url, '');
    await page.evaluate(() => {
      const writeText = (text: string) => Promise.resolve(void (document.title = text));
      Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
      // “Copied” stays on the button, or its two seconds could be missed.
      const { setTimeout } = globalThis;
      globalThis.setTimeout = ((run: () => void, delay = 0) =>
        delay < 2_000 ? setTimeout(run, delay) : 0) as typeof setTimeout;
    });
    await page.getByRole('radio', { name: 'Plain HTML' }).focus();
    for (let steps = 0; steps < 6; steps++) await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Carrd' })).toBeChecked();
    const button = page.getByRole('button', { name: 'Copy: 2. The button' });
    await button.press('Enter');
    await expect(button).toHaveText('Copied');
    await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeVisible();
    expect(await page.evaluate(() => document.querySelector('title')!.textContent)).toBe(
      (await codes(page))[1],
    );
    await page.getByRole('button', { name: 'Copy a link to this page' }).press('Enter');
    await expect.poll(() => page.title()).toBe(`${demo.url}/builder/?platform=carrd`);
  });

  test('keeps the live button in view on a phone', async ({ page, demo }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await build(page, demo.url, 'appearance=filled');
    await page.locator('[name=background]').scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Buy now' })).toBeInViewport();
    await expect(page.locator('[name=background]')).toBeInViewport();
  });

  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 320],
  ] as const)
    test(`is accessible in ${scheme} at ${width} px`, async ({ page, demo }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await build(page, demo.url, 'platform=carrd&appearance=filled&mode=modal&form=variants&variants=hello');
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
});

function reactApp(component: string): Promise<string> {
  return bundle({
    'BuyButton.jsx': component,
    'main.js': `import { createElement } from 'react';
      import { createRoot } from 'react-dom/client';
      import { BuyButton } from './BuyButton.jsx';
      createRoot(document.getElementById('app')).render(createElement(BuyButton));`,
  });
}

function vueApp(component: string): Promise<string> {
  return bundle({
    'BuyButton.vue': component,
    'main.js': `import { createApp } from 'vue';
      import BuyButton from './BuyButton.vue';
      createApp(BuyButton).mount('#app');`,
  });
}
