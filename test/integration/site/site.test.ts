/** The built site, as GitHub Pages serves it: files in a folder, and no server behind them. */
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { EXAMPLES } from '../../../demo/site/examples.ts';
import { SETTINGS, attributeName } from '../../../src/button/config/settings.ts';
import { findings } from '../../support/axe.ts';
import { pages as documents } from '../../support/guides.ts';

const root = fileURLToPath(new URL('../../../dist-site/', import.meta.url));

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) =>
  file.replaceAll('\\', '/'),
);
const htmlFiles = files.filter((file) => file.endsWith('.html') && file !== '404.html').sort();

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The file behind a path. A folder is its index.html. */
const fileOf = (path: string) =>
  decodeURI(path)
    .replace(/^\//, '')
    .replace(/(^|\/)$/, '$1index.html');

const test = base.extend<object, { origin: string }>({
  origin: [
    async ({}, use) => {
      const server = createServer(({ url = '/' }, response) => {
        const file = fileOf(new URL(url, 'http://site').pathname);
        if (!files.includes(file)) return void response.writeHead(404).end();
        response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
        response.end(readFileSync(root + file));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      server.close();
    },
    { scope: 'worker' },
  ],
});

/** Everything that goes wrong on the page: errors in the console, failed requests, requests to other hosts. */
async function watch(page: Page, origin: string): Promise<string[]> {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on(
    'response',
    (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`),
  );
  await page.route(
    (url) => url.origin !== origin,
    (route) => {
      faults.push(`request to ${route.request().url()}`);
      return route.abort();
    },
  );
  return faults;
}

/** The page is ready for use: VitePress has taken over what it rendered. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'networkidle' });
}

/** Pictures that the start page and the deploy buttons load from their own hosts. */
const FOREIGN_PICTURES =
  /^request to https:\/\/(img\.shields\.io|github\.com|deploy\.workers\.cloudflare\.com|vercel\.com|www\.netlify\.com)\//;

test.describe('Each page of the site', () => {
  for (const file of htmlFiles)
    test(`${file} opens without an error, has no dead link, and axe finds nothing`, async ({
      page,
      origin,
    }) => {
      const faults = await watch(page, origin);
      await open(page, `${origin}/${file}`);
      await expect(page.locator('h1')).toHaveCount(1);
      await expect(page).toHaveTitle(/Solifyn buy button/);
      expect(await page.locator('meta[name=description]').getAttribute('content')).toBeTruthy();
      const isAborted = (fault: string) => FOREIGN_PICTURES.test(fault) || fault.includes('ERR_FAILED');
      expect(faults.filter((fault) => !isAborted(fault))).toEqual([]);

      const links = await page.evaluate(() =>
        [...document.querySelectorAll('a')].map((link) => ({ href: link.href, text: link.textContent })),
      );
      for (const { href, text } of links) {
        const { origin: target, pathname, hash, protocol } = new URL(href);
        if (target !== origin) {
          expect.soft(protocol, href).toMatch(/^(https|mailto):$/);
          continue;
        }
        const linked = fileOf(pathname);
        expect.soft(files, `the link “${text}” to ${href}`).toContain(linked);
        if (!hash || !linked.endsWith('.html')) continue;
        const html = readFileSync(root + linked, 'utf8');
        expect
          .soft(html.includes(`id="${decodeURIComponent(hash.slice(1))}"`), `the link “${text}” to ${href}`)
          .toBe(true);
      }
      expect(await findings(page)).toEqual([]);
    });

  test('fits a phone without scrolling sideways', async ({ page, origin }) => {
    await watch(page, origin);
    await page.setViewportSize({ width: 360, height: 740 });
    for (const file of htmlFiles) {
      await page.goto(`${origin}/${file}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, file).toBeLessThanOrEqual(360);
    }
  });

  test('that is dark passes axe as well', async ({ page, origin }) => {
    await watch(page, origin);
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const file of [
      'index.html',
      'guides/theming.html',
      'reference/attributes.html',
      'demo/form.html',
      'builder/index.html',
    ]) {
      await open(page, `${origin}/${file}`);
      expect.soft(await findings(page), file).toEqual([]);
    }
  });
});

test('Every document of docs/ is a page, and its Markdown is beside it', () => {
  for (const document of documents.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')) {
    const name = document.replace(/^docs\//, '').replace(/\.md$/, '');
    expect(files).toContain(`${name}.html`);
    expect(files).toContain(`${name}.md`);
  }
});

test('llms.txt names pages that are there', () => {
  const links = [
    ...readFileSync(`${root}llms.txt`, 'utf8').matchAll(
      /\]\(https:\/\/solifyn\.github\.io\/buy-button\/(.+?)\)/g,
    ),
  ];
  expect(links.length).toBeGreaterThan(20);
  for (const [, file] of links) expect(files).toContain(file);
});

test('The search finds each setting by its name, by keyboard and without a network', async ({
  page,
  origin,
  context,
}) => {
  await watch(page, origin);
  await open(page, `${origin}/index.html`);
  await page.keyboard.press('Control+k');
  const field = page.getByRole('searchbox').or(page.locator('.VPLocalSearchBox input'));
  await expect(field).toBeFocused();
  await field.fill('button');
  const results = page.locator('.VPLocalSearchBox .result');
  await expect(results.first()).toBeVisible();
  await context.setOffline(true);
  const { attributes } = (
    JSON.parse(readFileSync(new URL('../../../custom-elements.json', import.meta.url), 'utf8')) as {
      modules: { declarations: { tagName?: string; attributes: { name: string }[] }[] }[];
    }
  ).modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === 'solifyn-buy-button')!;
  const names = new Set([...attributes.map(({ name }) => name), ...Object.keys(SETTINGS).map(attributeName)]);
  for (const name of names) {
    await field.fill(name);
    const found = results.filter({ has: page.locator(':scope', { hasText: /Attributes|Settings/ }) });
    await expect(found.first(), name).toBeVisible();
  }
  await context.setOffline(false);
  await field.fill('aff-param');
  await expect(results.first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.VPLocalSearchBox')).toHaveCount(0);
});

test.describe('The live example', () => {
  /** Presses the button of the example, and pays on the pretended checkout. */
  for (const { name, title } of EXAMPLES)
    test(`“${title}” sells without a server`, async ({ page, origin, context }) => {
      const faults = await watch(page, origin);
      await page.goto(`${origin}/demo/${name}.html`);
      await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
      const stage = page.getByRole('region', { name: 'The example' });
      if (name === 'form') await stage.getByLabel('Discount code').fill('LAUNCH20');
      if (name === 'variants') await stage.getByLabel('Edition').selectOption({ index: 1 });
      if (name === 'bundle') await stage.getByRole('checkbox').check();
      const button = stage.getByRole('button').or(stage.getByRole('link')).first();
      if (name === 'sold-out') {
        await button.click();
        await expect(stage.getByRole('alert')).toContainText('sold out');
        return;
      }
      const tab = name === 'new-tab' ? context.waitForEvent('page') : undefined;
      await button.click();
      const place = tab ? await tab : page;
      const isEmbedded = ['dialog', 'inline', 'discount'].includes(name);
      const checkout = isEmbedded ? page.frameLocator('iframe') : place;
      if (['form', 'discount'].includes(name)) await expect(checkout.getByText('LAUNCH20')).toBeVisible();
      if (name === 'variants') await expect(checkout.getByText('A year of presets')).toBeVisible();
      if (name === 'bundle') await expect(checkout.getByText('The whole studio')).toBeVisible();
      await checkout.getByLabel('E-mail').fill('grace@example.com');
      await checkout.getByRole('button', { name: 'Pay (pretend)' }).click();
      await expect(checkout.getByText('Thank you.')).toBeVisible();
      if (isEmbedded) await expect(page.getByText('solifyn-checkout-complete')).toBeVisible();
      else await expect(place).toHaveURL(/\/demo\/checkout\.html\?/);
      expect(faults).toEqual([]);
    });
});

test('The builder shows a snippet, and its live button sells', async ({ page, origin }) => {
  const faults = await watch(page, origin);
  await page.goto(`${origin}/builder/`);
  await expect(page.locator('body[data-ready]')).toBeVisible();
  await expect(
    page.locator('pre code, code').filter({ hasText: '<solifyn-buy-button' }).first(),
  ).toBeVisible();
  await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
  await page.locator('solifyn-buy-button').getByRole('button').click();
  await expect(page).toHaveURL(/\/demo\/checkout\.html\?/);
  expect(faults).toEqual([]);
});
