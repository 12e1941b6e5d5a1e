import type { Page } from '@playwright/test';
import { APP, bundle } from '../../support/bundle.ts';
import { expect, test } from '../../support/fixtures.ts';
import type { EndpointStub } from '../../support/endpoint.ts';
import { PLACEHOLDERS, pageNamed, snippetOf } from '../../support/guides.ts';
import type { SiteOptions, Page as SitePage } from '../../support/site.ts';
import * as as from './treatments.ts';

const PRODUCT = { productId: 'prod_z2o92kEl6cYYX' };

/** What the platform of each guide does to the snippet. */
const GUIDES: Record<string, Record<string, (snippet: string) => string>> = {
  html: { 'as pasted': as.asPasted },
  webflow: { 'in an embed': as.asPasted, 'with the script in the head': as.scriptFirst },
  wordpress: {
    'in a Custom HTML block': as.wordpressBlock,
    'in the classic editor': as.wordpressClassic,
    'in the classic editor, broken into lines': as.wordpressClassicLines,
    'in the classic editor, with blank lines': as.wordpressClassicBlankLines,
    'under Rocket Loader': as.rocketLoader,
    'delayed until the first touch': as.untilTouched,
  },
  squarespace: {
    'in a code block': as.asPasted,
    'loaded by a router': as.byRouter,
    'loaded by a router that runs no scripts': as.byRouterWithoutScripts,
  },
  framer: { 'in the page': as.byRouter },
  carrd: { 'script first': as.scriptFirst, 'script last': as.scriptLast },
  ghost: { 'in an HTML card': as.asPasted },
};

interface Shop {
  page: Page;
  site: (pages: Record<string, SitePage>, options?: SiteOptions) => Promise<string>;
  endpoint: EndpointStub;
}

/** Replaces what a seller replaces: the address of the endpoint and of the script, which is on another host. */
async function fill(snippet: string, { site, endpoint }: Shop): Promise<string> {
  const cdn = await site({}, { host: 'localhost' });
  return snippet.replaceAll(PLACEHOLDERS.cdn, cdn).replaceAll(PLACEHOLDERS.endpoint, endpoint.url);
}

/** Carrd's guide has its script in a block of its own. */
const wholeSnippet = (platform: string) =>
  platform === 'carrd' ? `${snippetOf(platform, 'head')}\n${snippetOf(platform)}` : snippetOf(platform);

/** Moves the pointer, as a buyer does, and returns the button. */
async function approach(page: Page) {
  await page.mouse.move(10, 10);
  await page.mouse.move(20, 20);
  const button = page.getByRole('button').first();
  await expect(button).toHaveAccessibleName('Buy now');
  return button;
}

for (const [platform, treatments] of Object.entries(GUIDES))
  test.describe(`The snippet of ${pageNamed(platform)}`, () => {
    for (const [how, treat] of Object.entries(treatments))
      test(`sells ${how}`, async ({ page, context, site, endpoint }) => {
        const snippet = await fill(wholeSnippet(platform), { page, site, endpoint });
        await page.goto(await site({ '/': treat(snippet) }));
        const button = await approach(page);
        const inTab = snippet.includes('mode="new-tab"');
        const tab = inTab ? context.waitForEvent('page') : undefined;
        await button.click();
        expect((await endpoint.received()).body).toEqual(PRODUCT);
        await expect((await tab) ?? page).toHaveURL(endpoint.session.checkout_url);
        expect(endpoint.posts).toHaveLength(1);
      });
  });

test.describe('The snippet of docs/platforms/html.md', () => {
  test('shows a link that sells where no script runs', async ({ page, site, endpoint }) => {
    await page.route(PLACEHOLDERS.link, (route) => route.fulfill({ body: 'Checkout' }));
    const headers = { 'content-security-policy': "script-src 'none'" };
    const snippet = await fill(snippetOf('html'), { page, site, endpoint });
    await page.goto(await site({ '/': snippet }, { headers }));
    await page.getByRole('link', { name: 'Buy now' }).click();
    await expect(page).toHaveURL(PLACEHOLDERS.link);
  });

  test('has, with the stylesheet, the button’s place in the page before the script runs', async ({
    page,
    site,
    endpoint,
  }) => {
    const snippets = snippetOf('theming', 'stylesheet') + snippetOf('html');
    const snippet = await fill(snippets, { page, site, endpoint });
    const late = snippet.replace('<script async src=', '<script type="text/plain" data-late=');
    await page.goto(await site({ '/': late }));
    const element = page.locator('solifyn-buy-button');
    const before = await element.boundingBox();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.src = document.querySelector<HTMLElement>('[data-late]')!.dataset.late!;
      document.head.append(script);
    });
    await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
    const after = await element.boundingBox();
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(after![side], side).toBeCloseTo(before![side], 0);
  });
});

/** What the frame of an embed may do, as far as is known. */
const FRAMES = {
  wix: ['frame', 'sandbox="allow-same-origin allow-forms allow-popups allow-scripts allow-pointer-lock"'],
  framer: ['snippet', ''],
} as const;

for (const [platform, [title, attributes]] of Object.entries(FRAMES))
  test(`The snippet of ${pageNamed(platform)} sells in a new tab from a frame of another origin`, async ({
    page,
    context,
    browserName,
    site,
    endpoint,
  }) => {
    // No click of the driver's reaches a frame that Firefox runs in a process of its own, as it does other sites' frames.
    const host = browserName === 'firefox' ? '127.0.0.1' : 'localhost';
    const embed = await site(
      { '/': await fill(snippetOf(platform, title), { page, site, endpoint }) },
      { host },
    );
    const shop = await site({
      '/': `<iframe title="Embed" src="${embed}" width="600" height="400" ${attributes}></iframe>`,
    });
    await page.goto(shop);
    const button = page.frameLocator('iframe').getByRole('button', { name: 'Buy now' });
    const [tab] = await Promise.all([context.waitForEvent('page'), button.click()]);
    expect((await endpoint.received()).body).toEqual(PRODUCT);
    await expect(tab).toHaveURL(endpoint.session.checkout_url);
    expect(page.url()).toBe(`${shop}/`);
  });

test.describe('An author of WordPress', () => {
  test('keeps a link of the snippet, and it sells', async ({ page, site }) => {
    await page.route(PLACEHOLDERS.link, (route) => route.fulfill({ body: 'Checkout' }));
    await page.goto(await site({ '/': as.wordpressAuthor(snippetOf('wordpress')) }));
    await expect(page.getByRole('button')).toHaveCount(0);
    await page.getByRole('link', { name: 'Buy now' }).click();
    await expect(page).toHaveURL(PLACEHOLDERS.link);
  });

  test('sells with a link and the script in the site’s head', async ({ page, site, endpoint }) => {
    const script = /<script.*?<\/script>/.exec(snippetOf('wordpress'))![0];
    const link = snippetOf('wordpress', 'author');
    await page.goto(await site({ '/': await fill(`${script}<p>${link}</p>`, { page, site, endpoint }) }));
    await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
    await page.getByRole('link', { name: 'Buy now' }).click();
    expect((await endpoint.received()).body).toEqual(PRODUCT);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });
});

test('The address of docs/platforms/notion.md is the product’s checkout link', () => {
  expect(snippetOf('notion')).toBe(PLACEHOLDERS.link);
});

/** How a seller's own module starts the guide's component. */
const COMPONENTS = {
  react: {
    'BuyButton.jsx': snippetOf('react'),
    'main.js': `import { createElement } from 'react';
      import { createRoot } from 'react-dom/client';
      import { BuyButton } from './BuyButton.jsx';
      createRoot(document.getElementById('app')).render(createElement(BuyButton));`,
  },
  vue: {
    'BuyButton.vue': snippetOf('vue'),
    'main.js': `import { createApp } from 'vue';
      import BuyButton from './BuyButton.vue';
      createApp(BuyButton).mount('#app');`,
  },
};

for (const [framework, modules] of Object.entries(COMPONENTS))
  test(`The component of ${pageNamed(framework)} sells, and its listener receives a failure`, async ({
    page,
    site,
    endpoint,
  }) => {
    const script = await fill(await bundle(modules), { page, site, endpoint });
    await page.goto(await site({ '/': APP, '/app.js': script }));
    const button = await approach(page);
    endpoint.respond(() => ({ status: 404, json: { error: { message: 'Sold out.' } } }));
    const warning = page.waitForEvent('console', (message) => message.type() === 'warning');
    await button.click();
    expect((await warning).text()).toContain('404');
    await expect(page.getByRole('alert')).toContainText('Sold out.');
    endpoint.respond(() => ({ json: endpoint.session }));
    await button.click();
    expect((await endpoint.received(2)).body).toEqual(PRODUCT);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

test.describe('The snippet of', () => {
  test('docs/guides/theming.md looks as described', async ({ page, site, endpoint }) => {
    await page.goto(
      await site({ '/': await fill(snippetOf('theming', 'snippet'), { page, site, endpoint }) }),
    );
    const button = page.getByRole('button', { name: 'Buy now' });
    await expect(button).toHaveCSS('background-color', 'rgb(75, 43, 214)');
    await expect(button).toHaveCSS('border-radius', '99px');
    await button.click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  test('docs/reference/configuration.md sells with its own texts', async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': await fill(snippetOf('configuration'), { page, site, endpoint }) }));
    await page.getByRole('button', { name: 'Order' }).click();
    expect((await endpoint.received()).body).toEqual(PRODUCT);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  test('docs/guides/forms.md sends the values of its controls', async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': await fill(snippetOf('forms'), { page, site, endpoint }) }));
    await approach(page);
    await page.getByLabel('Copies').press('ArrowUp');
    await page.getByLabel('E-mail').fill('grace@example.com');
    await page.getByLabel('Dedication').fill('To Grace');
    await page.getByRole('button', { name: 'Buy now' }).click();
    expect((await endpoint.received()).body).toEqual({
      ...PRODUCT,
      quantity: 2,
      customPrice: 15,
      customerEmail: 'grace@example.com',
      customFields: { dedication: 'To Grace' },
      checkoutData: { source: 'zine-page' },
    });
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  test('docs/guides/links-and-buttons.md sells a product by link and a collection by button', async ({
    page,
    context,
    site,
    endpoint,
  }) => {
    const snippet = await fill(snippetOf('links-and-buttons'), { page, site, endpoint });
    await page.goto(await site({ '/': snippet }));
    await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
    const tab = context.waitForEvent('page');
    await page.getByRole('button', { name: 'Get the bundle' }).click();
    expect((await endpoint.received()).body).toEqual({ collectionId: 'col_123' });
    await expect(await tab).toHaveURL(endpoint.session.checkout_url);
    await page.getByRole('link', { name: 'Get the presets' }).click();
    expect((await endpoint.received(2)).body).toEqual(PRODUCT);
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });

  test('docs/guides/attribution.md sends the affiliate and the discount of the address', async ({
    page,
    site,
    endpoint,
  }) => {
    const origin = await site({ '/': await fill(snippetOf('attribution'), { page, site, endpoint }) });
    await page.goto(`${origin}/?aff=anna&discount=LAUNCH20`);
    await (await approach(page)).click();
    expect((await endpoint.received()).body).toEqual({ ...PRODUCT, aff: 'anna', discountCode: 'LAUNCH20' });
  });
});
