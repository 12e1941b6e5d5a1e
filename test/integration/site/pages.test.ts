import { expect } from '@playwright/test';
import { findings } from '../../support/axe.ts';
import { pages as documents } from '../../support/guides.ts';
import { fileOf, files, open, read, test } from './fixtures.ts';

const htmlFiles = files.filter((file) => file.endsWith('.html') && file !== '404.html').sort();

const PHONE = { width: 360, height: 740 };

/** Where README.md and the documentation say that the site is. */
const PUBLISHED = 'https://solifyn.github.io/buy-button/';

/** The same on each page of the documentation. The start page is checked with them. */
const SAME_EVERYWHERE = ['.VPNav', '.VPSidebar', '.VPLocalNav'];

/** Code has the same few colours on each page, and is half of axe's work. These pages have the most languages. */
const CODE = 'div[class*=language-] code';
const CODE_PAGES = ['guides/links-and-buttons.html', 'guides/security.html', 'platforms/frameworks.html'];

/** Each page has a class with its name, and code has one with its language. */
const OWN_CLASS = / ?_buy-button_\S*|language-\S*/g;

const WHOLE_PAGES = ['index.html', ...CODE_PAGES];

const markupOf = (file: string): string[] =>
  [...read(file).matchAll(/<([a-z][\w-]*)([^>]*)>/g)].map(([, tag = '', attributes = '']) => {
    const [, classes = ''] = /\bclass="([^"]*)"/.exec(attributes) ?? [];
    const [, role = ''] = /\brole="([^"]*)"/.exec(attributes) ?? [];
    return `${tag}.${classes.replaceAll(OWN_CLASS, '')}[${role}]`;
  });

/**
 * The pages that axe checks. All have one theme, so those with an element, class or role that none before has are enough,
 * beside the pages with everything. The soak checks every page.
 */
const checkedByAxe = (() => {
  const seen = new Set<string>();
  return htmlFiles.filter((file) => {
    const added = markupOf(file).filter((kind) => !seen.has(kind));
    for (const kind of added) seen.add(kind);
    return added.length > 0 || WHOLE_PAGES.includes(file) || Boolean(process.env['SOAK']);
  });
})();

function uncheckedOn(file: string): string[] {
  if (file === 'index.html') return [];
  return CODE_PAGES.includes(file) ? SAME_EVERYWHERE : [...SAME_EVERYWHERE, CODE];
}

test.describe('Each page', () => {
  for (const file of htmlFiles)
    test(`${file} opens without an error, has no dead link, fits a phone${checkedByAxe.includes(file) ? ', and axe finds nothing' : ''}`, async ({
      page,
      site,
      faults,
    }) => {
      await open(page, `${site}${file}`);
      await expect(page.locator('h1')).toHaveCount(1);
      await expect(page).toHaveTitle(/Solifyn buy button/);
      expect(await page.locator('meta[name=description]').getAttribute('content')).toBeTruthy();

      const links = await page.evaluate(() =>
        [...document.querySelectorAll('a')].map((link) => ({ href: link.href, text: link.textContent })),
      );
      for (const { href, text } of links) {
        const { origin: target, pathname, hash, protocol } = new URL(href.replace(PUBLISHED, site));
        if (target !== new URL(site).origin) {
          expect.soft(protocol, href).toMatch(/^(https|mailto):$/);
          continue;
        }
        const linked = fileOf(pathname);
        expect.soft(files, `the link “${text}” to ${href}`).toContain(linked);
        if (!hash || !linked?.endsWith('.html')) continue;
        const id = `id="${decodeURIComponent(hash.slice(1))}"`;
        expect.soft(read(linked).includes(id), `the link “${text}” to ${href}`).toBe(true);
      }

      if (checkedByAxe.includes(file)) expect.soft(await findings(page, [], uncheckedOn(file))).toEqual([]);
      await page.setViewportSize(PHONE);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, 'nothing to scroll sideways').toBeLessThanOrEqual(PHONE.width);
      expect(faults).toEqual([]);
    });
});

for (const file of [
  'index.html',
  'guides/theming.html',
  'reference/attributes.html',
  'demo/form.html',
  'builder/index.html',
])
  test(`${file} passes axe in dark colours, on a phone`, async ({ page, site }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE);
    await open(page, `${site}${file}`);
    expect(await findings(page)).toEqual([]);
  });

test('The menu of a phone opens and leads on by keyboard', async ({ page, site, faults }) => {
  await page.setViewportSize(PHONE);
  await open(page, `${site}start/two-minutes.html`);
  await page.getByRole('button', { name: 'Menu' }).press('Enter');
  const link = page.getByRole('navigation', { name: 'Sidebar' }).getByRole('link', { name: 'Carrd' });
  await link.press('Enter');
  await expect(page).toHaveURL(`${site}platforms/carrd.html`);
  await expect(page.locator('h1')).toContainText('Carrd');
  expect(faults).toEqual([]);
});

test.describe('On a phone', () => {
  const startsTheTheme = () => '__vue_app__' in (document.querySelector('#app') ?? {});

  test.use({ viewport: PHONE, hasTouch: true });

  test('a page starts the theme at the first touch, and not before', async ({ page, site, faults }) => {
    await page.goto(`${site}reference/attributes.html`, { waitUntil: 'networkidle' });
    expect(await page.evaluate(startsTheTheme)).toBe(false);
    await page.locator('h1').tap();
    await page.waitForFunction(startsTheTheme);
    expect(faults).toEqual([]);
  });

  for (const { action, press, result } of [
    { action: 'a tap on Menu', press: 'Menu', result: '.VPSidebar.open' },
    { action: 'a tap on Search', press: 'Search', result: '.VPLocalSearchBox input' },
    { action: 'Ctrl+K', press: undefined, result: '.VPLocalSearchBox input' },
  ])
    test(`${action} before the theme has started is not lost`, async ({ page, site, faults }) => {
      let letPass = () => {};
      const isTapped = new Promise<void>((resolve) => (letPass = resolve));
      await page.route('**/*.lean.js', async (route) => {
        await isTapped;
        await route.continue();
      });
      await page.goto(`${site}reference/attributes.html`, { waitUntil: 'domcontentloaded' });
      // The listeners are there as soon as the app has begun, which is after its chunks have loaded.
      await page.waitForFunction(() => '__VITEPRESS__' in globalThis);
      if (press) await page.getByRole('button', { name: press }).first().tap();
      else await page.keyboard.press('Control+k');
      await expect(page.locator(result)).toHaveCount(0);
      letPass();
      await expect(page.locator(result)).toBeVisible();
      expect(faults).toEqual([]);
    });
});

test('Every document of docs/ is a page, and its Markdown is beside it', () => {
  for (const document of documents.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')) {
    const name = document.replace(/^docs\//, '').replace(/\.md$/, '');
    expect(files).toContain(`${name}.html`);
    expect(files).toContain(`${name}.md`);
  }
});

test('llms.txt names each document, and only pages that are there', () => {
  const text = read('llms.txt');
  const linked = [...text.matchAll(/\]\(https:\/\/solifyn\.github\.io\/buy-button\/(.+?)\)/g)].map(
    ([, file = '']) => file,
  );
  for (const file of linked) expect(files).toContain(file);
  for (const document of documents.filter((path) => /^docs\/.+\//.test(path)))
    expect(linked).toContain(document.replace(/^docs\//, ''));
});
