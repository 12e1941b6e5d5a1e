/**
 * Each guide, followed to the first sale by a person: with the page of the guide open, in the real builder, with its snippet
 * unchanged. What the person counts is what docs/README.md promises. Clicks in the editor of a platform that does not run here are
 * counted from the guide. WordPress is walked by test/integration/wordpress/walk.check.ts.
 */
import { readFile } from 'node:fs/promises';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { Miniflare } from 'miniflare';
import { startSandbox } from '../../../src/sandbox/index.ts';
import * as as from '../../e2e/guides/treatments.ts';
import { bundle as bundleTemplate } from '../../node/templates/template.ts';
import { APP, bundle } from '../../support/bundle.ts';
import { framerScript } from '../../support/framer.ts';
import { countedRows, stepsOf } from '../../support/counted.ts';
import { Person } from '../../support/person.ts';
import { startSite } from '../../support/site.ts';
import { open, test } from './fixtures.ts';

const ID = 'prod_a1B2c3D4e5';
const LINK = `https://solifyn.com/checkout/${ID}`;
const PUBLISHED = 'https://solifyn.github.io/buy-button/';

/** The template's own limit. */
const LIMIT: { limit: number; period: 10 | 60 } = { limit: 30, period: 60 };

interface Walk {
  page: Page;
  context: BrowserContext;
  site: string;
  person: Person;
}

/** The CDN, the published site and the checkout page have the files of this build. */
async function serveTheWeb({ context, site }: Pick<Walk, 'context' | 'site'>): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const headers = { 'access-control-allow-origin': '*' };
  await context.route('https://cdn.jsdelivr.net/npm/@solifyn/buy-button@*/dist/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1)!;
    const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    await route.fulfill({ body: await readFile(`dist/${name}`), contentType, headers });
  });
  await context.route(`${PUBLISHED}**`, (route) => {
    const address = route.request().url().replace(PUBLISHED, site);
    return route.fulfill({ status: 302, headers: { location: address } });
  });
  await context.route('https://solifyn.com/checkout/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Checkout</h1>' }),
  );
}

/** Opens a guide and reads it up to its second heading, or the section with this heading. */
async function readGuide({ page, site, person }: Walk, path: string, heading?: string): Promise<void> {
  await open(page, `${site}${path}.html`);
  await person.readGuide(page, heading);
}

const builderForm = (page: Page) => page.locator('form fieldset, #readiness, .snippet > p');

/** From the guide to the builder, whose address has the platform already. The person enters the product id and reads the rest. */
async function useBuilder(walk: Walk): Promise<void> {
  const { context, person } = walk;
  const opened = context.waitForEvent('page');
  await person.click(walk.page.locator('[data-section] a', { hasText: 'snippet builder' }));
  const page = (walk.page = await opened);
  await page.locator('[data-ready]').waitFor({ state: 'attached' });
  await person.read(builderForm(page));
  person.count('values');
  await person.paste(page.getByLabel('Its id'), ID);
  await expect(page.locator('#readiness')).toContainText('Ready');
}

/** Copies each block and returns the texts. */
async function copyAll({ page, person }: Walk, first: number): Promise<string[]> {
  const texts: string[] = [];
  for (const button of (await page.getByRole('button', { name: /^Copy: / }).all()).slice(0, first)) {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await person.click(button);
    const read = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(read, 'copied').not.toBe('');
    texts.push(await read());
  }
  return texts;
}

/** The clicks that the steps name and that are not in our builder: each part in bold, and each “Paste”. */
async function clickAsTheStepsSay({ page, person }: Walk): Promise<void> {
  person.clickElsewhere(
    await page.locator('ol[data-section]').evaluateAll((lists) => {
      const names = lists.flatMap((list) =>
        [...list.querySelectorAll('strong')].map(({ textContent }) => textContent),
      );
      const pasted = lists.flatMap((list) => list.textContent.match(/\bpaste\b/gi) ?? []);
      return (
        names.filter((name) => name !== 'Copy').flatMap((name) => name.split('→')).length + pasted.length
      );
    }),
  );
}

/** A page of the seller's that has the pasted markup. */
async function publish(
  { page, context }: Walk,
  html: string,
  files: Record<string, string> = {},
): Promise<void> {
  await context.route('https://shop.test/**', (route) => {
    const path = new URL(route.request().url()).pathname;
    const contentType = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
    return route.fulfill({ contentType, body: files[path] ?? `<!doctype html><title>A shop</title>${html}` });
  });
  await page.goto('https://shop.test/');
}

/** Clicks the button, or what it is without an endpoint: a link. */
async function buy({ page, person }: Walk, tab?: Promise<Page>): Promise<void> {
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  await person.click(page.locator('solifyn-buy-button'));
  await expect((await tab) ?? page).toHaveURL(LINK);
}

const TREATMENTS = {
  html: as.asPasted,
  webflow: as.asPasted,
  squarespace: as.byRouter,
  ghost: as.asPasted,
  carrd: as.scriptFirst,
};

/** The way through each guide. */
const WALKS: Record<string, (walk: Walk) => Promise<void>> = {
  ...Object.fromEntries(
    Object.entries(TREATMENTS).map(([platform, treat]) => [
      platform,
      async (walk: Walk) => {
        await readGuide(walk, `platforms/${platform}`);
        await clickAsTheStepsSay(walk);
        if (platform === 'html') {
          walk.person.count('files');
          walk.person.clickElsewhere(5); // open the file, save it, choose it for the upload, upload it, open the page
        }
        await useBuilder(walk);
        const pasted = await copyAll(walk, Infinity);
        await publish(walk, treat(pasted.join('\n')));
        await buy(walk);
      },
    ]),
  ),

  async wix(walk) {
    const { person } = walk;
    await readGuide(walk, 'platforms/wix');
    await clickAsTheStepsSay(walk);
    person.count('decisions'); // the premium plan, or a frame
    await useBuilder(walk);
    const [script = '', tag = '', attributes = ''] = await copyAll(walk, 3);
    const pairs = attributes
      .split('\n')
      .map((line) => /^([^:]+): (.*)$/.exec(line)!.slice(1) as [string, string]);
    for (const [name] of pairs) {
      person.typeElsewhere(name);
      person.clickElsewhere(2);
    }
    await publish(
      walk,
      `<main></main><script>
        const element = document.createElement(${JSON.stringify(tag)});
        for (const [name, value] of ${JSON.stringify(pairs)}) element.setAttribute(name, value);
        document.querySelector('main').append(element);
        document.head.append(Object.assign(document.createElement('script'), { src: ${JSON.stringify(script)} }));
      </script>`,
    );
    await buy(walk);
  },

  async framer(walk) {
    const { person } = walk;
    await readGuide(walk, 'platforms/framer', 'As a code component');
    await clickAsTheStepsSay(walk);
    person.count('decisions'); // the code component, or an embed
    person.count('values');
    person.typeElsewhere('BuyButton');
    person.clickElsewhere(4); // copy the file, and the two fields
    const cdn = 'https://cdn.jsdelivr.net/npm/@solifyn/buy-button@0.1.0';
    const script = await framerScript({ productId: ID, link: LINK, mode: 'redirect', theme: 'auto' }, cdn);
    await publish(walk, APP, { '/app.js': script });
    await buy(walk);
  },

  async notion(walk) {
    const { page, person } = walk;
    await readGuide(walk, 'platforms/notion');
    await clickAsTheStepsSay(walk);
    const address = await page.locator('[data-section] pre code').textContent();
    const own = address!.trim().replace('prod_z2o92kEl6cYYX', ID);
    person.count('values');
    person.clickElsewhere(3); // copy the address, copy the id, paste it
    await publish(walk, `<a href="${own}">Buy now</a>`);
    await person.click(page.getByRole('link', { name: 'Buy now' }));
    await expect(page).toHaveURL(LINK);
  },

  async react(walk) {
    const [install = '', component = ''] = await useFramework(walk, 'react');
    expect(install).toMatch(/^npm install/);
    const main = `import { createElement } from 'react'; import { createRoot } from 'react-dom/client'; import { BuyButton } from './BuyButton.jsx';
      createRoot(document.getElementById('app')).render(createElement(BuyButton));`;
    await publish(walk, APP, { '/app.js': await bundle({ 'BuyButton.jsx': component, 'main.js': main }) });
    await buy(walk);
  },

  async vue(walk) {
    const [install = '', component = ''] = await useFramework(walk, 'vue');
    expect(install).toMatch(/^npm install/);
    walk.person.count('files'); // vite.config.js
    const main = `import { createApp } from 'vue'; import BuyButton from './BuyButton.vue'; createApp(BuyButton).mount('#app');`;
    await publish(walk, APP, { '/app.js': await bundle({ 'BuyButton.vue': component, 'main.js': main }) });
    await buy(walk);
  },

  /** The session endpoint: the files of the template on workerd, with a sandbox in place of Solifyn. */
  async cloudflare(walk) {
    const { page, person } = walk;
    await readGuide(walk, 'start/ten-minutes', 'Five terms');
    await readGuide(walk, 'start/ten-minutes', 'What you need');
    person.count('decisions'); // WordPress, or everything else
    await readGuide(walk, 'start/ten-minutes', 'Everything else');
    await clickAsTheStepsSay(walk);
    person.count('accounts', 2); // Cloudflare, and GitHub or GitLab
    person.clickElsewhere(10); // two accounts: sign up, name, password, code from an e-mail, agree
    const pages: Record<string, string> = {};
    const shop = await startSite(pages);
    const sandbox = await startSandbox({ port: 0, apiKey: 'sk_test_4f9Qm2Lx7Zr8Vt1' });
    const worker = new Miniflare({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      modules: true,
      script: await bundleTemplate('cloudflare-workers/src/index.ts', {
        platform: 'browser',
        conditions: ['workerd'],
        external: ['cloudflare:*'],
      }),
      compatibilityDate: '2026-04-01',
      bindings: {
        SOLIFYN_API_KEY: sandbox.apiKey,
        SOLIFYN_API_URL: sandbox.url,
        SOLIFYN_ALLOWED_ORIGINS: shop.origin,
      },
      ratelimits: Object.fromEntries([['PER_ADDRESS', { simple: LIMIT }]]),
    });
    try {
      const address = (await worker.ready).href;
      person.count('values', 2); // the key and the origin
      person.clickElsewhere(4);
      await page.goto(address);
      await person.read(page.locator('body'));
      await expect(page.locator('body')).toContainText('This is a working session endpoint');
      person.count('values'); // the address
      person.count('files');
      person.typeElsewhere(' data-endpoint=""');
      person.clickElsewhere(4); // open the file, paste, save, publish
      await readGuide(walk, 'start/ten-minutes', 'Make a test purchase');
      pages['/'] = sampleShop(address);
      await tryThePurchase(walk, shop.origin);
    } finally {
      await Promise.all([worker.dispose(), sandbox.close(), shop.close()]);
    }
  },
};

/** One command, one component. */
async function useFramework(walk: Walk, platform: 'react' | 'vue'): Promise<string[]> {
  await readGuide(walk, `platforms/${platform}`);
  await useBuilder(walk);
  const texts = await copyAll(walk, Infinity);
  walk.person.count('installs');
  walk.person.count('commands');
  walk.person.count('files', 2); // the component, and the page that shows it
  walk.person.clickElsewhere(4); // paste the command, make the file, paste, open the page
  walk.person.typeElsewhere('<BuyButton />');
  return texts;
}

/** Sells a product of the sandbox. */
const sampleShop = (endpoint: string) =>
  `<script async src="/dist/solifyn-buy-button.umd.js" data-endpoint="${endpoint}"></script>
  <solifyn-buy-button product-id="prod_yearly"><a href="${LINK}">Buy now</a></solifyn-buy-button>`;

/** A test purchase with the diagnosis open, as the guide says. */
async function tryThePurchase({ page, person }: Walk, origin: string): Promise<void> {
  person.typeElsewhere('?solifyn-debug');
  await page.goto(`${origin}/?solifyn-debug`);
  const panel = page.getByRole('complementary', { name: 'Solifyn self-diagnosis' });
  await person.click(panel.getByRole('button', { name: 'Test', exact: true }));
  await expect(panel.getByText('Tested.', { exact: true })).toBeVisible();
  await expect(panel.locator('.problems li')).toHaveText([]);
  const status = panel.getByRole('status').first();
  await expect(status).toContainText('All good');
  await person.read(status);
  await person.click(page.locator('solifyn-buy-button').getByRole('button'));
  await person.type(page.getByLabel('E-mail'), 'me@shop.example');
  await person.click(page.getByRole('button', { name: 'Pay $99.00' }));
  await expect(page.getByRole('heading', { name: 'Thank you, it is paid' })).toBeVisible();
  person.clickElsewhere(3); // the live key in place of the test key
}

const rows = countedRows();

test.describe('Followed to the first sale, it takes the steps and minutes in docs/README.md:', () => {
  for (const [name, walk] of Object.entries(WALKS))
    test(name, async ({ page, context, site }) => {
      const person = new Person();
      await serveTheWeb({ context, site });
      await walk({ page, context, site, person });
      const { words, characters, clicks, minutes } = person;
      console.log(
        `${name}: ${words} words, ${characters} characters, ${clicks} clicks, ${minutes.toFixed(1)} minutes`,
      );
      expect({ ...person.counts, minutes: Math.ceil(minutes) }).toEqual(rows[name]?.counts);
    });

  test('each row of the table has its walk, and the number of steps in its guide', () => {
    expect(Object.keys(rows).sort()).toEqual([...Object.keys(WALKS), 'wordpress'].sort());
    for (const [name, row] of Object.entries(rows)) expect.soft(stepsOf(row), name).toBe(row.steps);
  });
});
