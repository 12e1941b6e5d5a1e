/** The built site, as GitHub Pages serves it: files in the folder of the project, and no server behind them. */
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test as base } from '../../support/lent-page.ts';

const root = fileURLToPath(new URL('../../../dist-site/', import.meta.url));

/** Every file of the site, by its path. */
export const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) =>
  file.replaceAll('\\', '/'),
);

export const read = (file: string): string => readFileSync(root + file, 'utf8');

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The folder on the host. */
const BASE = '/buy-button/';

/** The file behind a path. A folder is its index.html. Outside of the site there is none. */
export const fileOf = (path: string): string | undefined =>
  path.startsWith(BASE) ? decodeURI(path.slice(BASE.length)).replace(/(^|\/)$/, '$1index.html') : undefined;

interface WorkerFixtures {
  /** The address of the site, with a slash at its end. */
  site: string;
}

interface Fixtures {
  /** Everything that goes wrong on the page: errors in the console, failed requests, requests to other hosts. */
  faults: string[];
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  site: [
    async ({}, use) => {
      const server = createServer(({ url = '/' }, response) => {
        const file = fileOf(new URL(url, 'http://site').pathname);
        if (!file || !files.includes(file)) return void response.writeHead(404).end();
        response.writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'cache-control': 'max-age=600',
        });
        response.end(readFileSync(root + file));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`);
      server.closeAllConnections();
      server.close();
    },
    { scope: 'worker' },
  ],
  faults: [
    async ({ page, pageLender, site }, use) => {
      pageLender.clearStorageAfterTest(`${site}icon.svg`);
      const faults: string[] = [];
      const { origin } = new URL(site);
      const isForeign = (url: string) => /^https?:/.test(url) && new URL(url).origin !== origin;
      page.on('pageerror', ({ message }) => faults.push(message));
      page.on('console', (message) => {
        // The browser also logs that the picture of another host could not be loaded.
        if (message.type() === 'error' && !isForeign(message.location().url)) faults.push(message.text());
      });
      page.on('response', (response) => {
        if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
      });
      page.on('request', (request) => {
        if (isForeign(request.url()) && !isForeignPicture(request.url()))
          faults.push(`request to ${request.url()}`);
      });
      await use(faults);
    },
    { auto: true },
  ],
});

/** Pictures that the deploy buttons load from their own hosts. */
const isForeignPicture = (address: string) =>
  /^https:\/\/(img\.shields\.io|github\.com|deploy\.workers\.cloudflare\.com|vercel\.com|www\.netlify\.com)\//.test(
    address,
  );

/** Opens a page and waits until it is ready for use: VitePress has taken over what it rendered, the builder has its lists. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  // On a phone the theme starts at the reader's first action.
  if (await page.locator('#app').count()) await page.keyboard.press('Shift');
  await page.waitForFunction(() => {
    const app = document.querySelector('#app');
    if (app) return '__vue_app__' in app;
    return !document.querySelector('.builder') || document.body.dataset['ready'] !== undefined;
  });
}
