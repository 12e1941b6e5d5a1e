/** The shop of the tests, the same in every framework. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect, test as base } from '../../support/embedded.ts';
import { PLACEHOLDERS } from '../../support/guides.ts';
import { LINK } from './shared/shop.ts';

export { expect } from '../../support/embedded.ts';

/** The shop's own buttons. */
type Control =
  | 'Dialog'
  | 'Inline'
  | 'More'
  | 'Rename'
  | 'Sold out'
  | 'Refuse'
  | 'Remove'
  | 'Reverse'
  | 'Render often'
  | 'By method'
  | 'By function';

interface OpenOptions {
  /** A build of the app, made by `npm run build` in its folder. */
  build?: 'production' | 'development';
  /** The folder of the build. React 19 has a second one for the wrapper. */
  file?: 'index' | 'wrapper';
  /** Whether the app's server renders the page. */
  isRendered?: boolean;
  /** Whether the element is defined before the framework shows its tags, or after. */
  define?: 'before' | 'after';
}

export class Shop {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The button of the first product. */
  get buy(): Locator {
    return this.page.locator('.apple').getByRole('button');
  }

  /** The lines that the shop's listeners have logged. */
  get log(): Locator {
    return this.page.getByRole('list', { name: 'Log' }).getByRole('listitem');
  }

  /** A button of the checkout page in the gateway's frame. */
  checkoutButton(name: 'Pay' | 'Back to the shop'): Locator {
    return this.page.frameLocator('iframe').getByRole('button', { name });
  }

  async press(...controls: Control[]): Promise<void> {
    for (const name of controls) await this.page.getByRole('button', { name, exact: true }).click();
  }
}

/**
 * Expected lines of the console: a rejection by the endpoint, and Lit's note about a development build. Firefox passes on an
 * error object as "Error".
 */
const EXPECTED = /^(Failed to load resource|CheckoutError: |Error$|Lit is in dev mode)/;

interface Build extends Pick<OpenOptions, 'build' | 'file' | 'isRendered'> {
  /** Replaces the address of the documentation in the scripts. */
  endpoint?: string;
}

interface ShopFixtures {
  /** Starts the site of one app and resolves with its origin. A warning in the page's console fails the test. */
  serve: (app: string, build?: Build) => Promise<string>;
  /** Opens the shop of one app. Its endpoint is the test's. */
  open: (app: string, options?: OpenOptions) => Promise<Shop>;
}

export const test = base.extend<ShopFixtures>({
  async serve({ page, site }, use) {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      const isExpected = EXPECTED.test(message.text());
      if (/warning|error/.test(message.type()) && !isExpected) complaints.push(message.text());
    });
    await use((app, { build = 'production', file = 'index', isRendered = false, endpoint } = {}) => {
      const html = `${file}${isRendered ? '.rendered' : ''}.html`;
      return site({ ...pagesOf(app, build, html, endpoint), [LINK]: '<h1>The fallback link</h1>' });
    });
    expect(complaints).toEqual([]);
  },

  async open({ page, serve, hostedCheckout }, use) {
    await use(async (app, { define = 'before', ...build } = {}) => {
      const origin = await serve(app, build);
      await page.goto(`${origin}/?define=${define}&endpoint=${encodeURIComponent(hostedCheckout.endpoint)}`);
      await page.locator('html[data-shop=open]').waitFor();
      return new Shop(page);
    });
  },
});

/** A file of an app. */
export const sourceOf = (app: string, file: string): string =>
  readFileSync(new URL(`${app}/${file}`, import.meta.url), 'utf8');

/** The files of an app's build by path. */
function pagesOf(
  app: string,
  build: string,
  file: string,
  endpoint: string = PLACEHOLDERS.endpoint,
): Record<string, string> {
  const folder = fileURLToPath(new URL(`${app}/dist/${build}/`, import.meta.url));
  const read = (name: string) =>
    readFileSync(join(folder, name), 'utf8').replaceAll(PLACEHOLDERS.endpoint, endpoint);
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => [`/${name.replaceAll('\\', '/')}`, read(name)] as const);
  return { ...Object.fromEntries(scripts), '/': read(file) };
}
