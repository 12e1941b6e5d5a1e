/**
 * `npm run check:wordpress`: publishes the snippets of docs/platforms/wordpress.md in a real WordPress, as an administrator
 * and as an author, in both editors. The result must equal the one of test/e2e/guides for the same snippets, and must sell
 * in Chromium. Not part of `npm test`, because it needs PHP and a large download.
 */
import { deepEqual, equal, match } from 'node:assert/strict';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { chromiumArgs, need } from '../../../scripts/test/browsers.mjs';
import * as as from '../../e2e/guides/treatments.ts';
import { startEndpoint } from '../../support/endpoint.ts';
import { PLACEHOLDERS, snippetOf } from '../../support/guides.ts';
import { startSite } from '../../support/site.ts';
import { startWordPress } from './wordpress.ts';
import type { Published } from './wordpress.ts';

const PRODUCT = { productId: 'prod_z2o92kEl6cYYX' };

const wordpress = await startWordPress();
const endpoint = await startEndpoint();
const cdn = await startSite({}, { host: 'localhost' });
const browser = await chromium.launch({ executablePath: need('chromium').path, args: chromiumArgs });
const page = await browser.newPage();

const fill = (code: string) =>
  code.replaceAll(PLACEHOLDERS.cdn, cdn.origin).replaceAll(PLACEHOLDERS.endpoint, endpoint.url);
const snippet = fill(snippetOf('wordpress'));
const link = snippetOf('wordpress', 'author');
const block = (html: string) => `<!-- wp:html -->\n${html}\n<!-- /wp:html -->`;
const classic = (html: string) => `Hello\n\n${html}\n\nBye`;
const lines = snippet.replace('</style>', '</style>\n').replace('</script>', '</script>\n');
const blankLines = snippet
  .replace(/(<solifyn-buy-button[^>]*>)/, '$1\n\n')
  .replace('</solifyn-buy-button>', '\n\n</solifyn-buy-button>');

/** Expects that a click leads to the checkout page of the product. */
async function sells(role: 'button' | 'link'): Promise<void> {
  const before = endpoint.posts.length;
  await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
  await page.getByRole(role, { name: 'Buy now' }).first().click();
  deepEqual((await endpoint.received(before + 1)).body, PRODUCT);
  await page.waitForURL(endpoint.session.checkout_url);
}

const withoutBreaks = (html: string) => html.replaceAll('\n', '').trim();

interface Case {
  what: string;
  role: 'administrator' | 'author';
  content: string;
  /** The published HTML that the test without WordPress expects. */
  expected: string;
  verify: (page: Page, post: Published) => Promise<void>;
}

const sold = () => sells('button');

const CASES: Case[] = [
  {
    what: 'an administrator’s Custom HTML block is left as it is, and sells',
    role: 'administrator',
    content: block(snippet),
    expected: snippet,
    verify: sold,
  },
  {
    what: 'one line in the classic editor becomes a paragraph, and sells',
    role: 'administrator',
    content: classic(snippet),
    expected: as.wordpressClassic(snippet),
    verify: sold,
  },
  {
    what: 'several lines in the classic editor get a <br />, and sell',
    role: 'administrator',
    content: classic(lines),
    expected: as.wordpressClassicLines(snippet),
    verify: sold,
  },
  {
    what: 'blank lines in the classic editor close the element early; it sells, and so does the link',
    role: 'administrator',
    content: classic(blankLines),
    expected: as.wordpressClassicBlankLines(snippet),
    async verify() {
      equal(await page.getByRole('link', { name: 'Buy now' }).getAttribute('href'), PLACEHOLDERS.link);
      await sells('button');
    },
  },
  {
    what: 'an author’s Custom HTML block loses script and element, and keeps the link',
    role: 'author',
    content: block(snippet),
    expected: as.wordpressAuthor(snippet),
    async verify() {
      equal(await page.locator('solifyn-buy-button').count(), 0);
      equal(await page.getByRole('link', { name: 'Buy now' }).getAttribute('href'), PLACEHOLDERS.link);
    },
  },
  {
    what: 'an author’s link keeps its data-…, and sells with the guide’s plugin',
    role: 'author',
    content: block(link),
    expected: link,
    verify: () => sells('link'),
  },
  {
    what: 'the same in the classic editor',
    role: 'author',
    content: classic(link),
    expected: `<p>Hello</p><p>${link}</p><p>Bye</p>`,
    verify: () => sells('link'),
  },
];

let failed = 0;
try {
  const posts = await wordpress.publish(CASES);
  for (const [index, { what, expected, verify }] of CASES.entries()) {
    const post = posts[index]!;
    // From here on the site has the script, installed as in the guide.
    if (what.includes('plugin')) {
      const plugin = fill(snippetOf('wordpress', 'plugin'));
      match(plugin, /^<\?php/);
      await wordpress.plugIn('solifyn-buy-button.php', plugin);
    }
    try {
      equal(withoutBreaks(post.rendered), withoutBreaks(expected));
      await page.goto(post.url);
      await verify(page, post);
      console.log(`✓ ${what}`);
    } catch (error) {
      failed += 1;
      console.error(`✗ ${what}\n`, error);
    }
  }
} finally {
  await browser.close();
  await Promise.all([wordpress.close(), endpoint.close(), cdn.close()]);
}
console.log(`${CASES.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
