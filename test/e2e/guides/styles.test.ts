/** The CSS of the documentation, rule by rule: each changes how something looks, in a page with buttons in every state. */
import type { Page } from '@playwright/test';
import { SLOW, SOLD_OUT } from '../../integration/docs/gallery.ts';
import { galleryEndpoint } from '../../integration/docs/gallery-endpoint.ts';
import { expect, test } from '../../support/fixtures.ts';
import { blocksFor, placeOf } from '../../support/snippets.ts';

const PRODUCTS = ['prod_z2o92kEl6cYYX', SLOW, SOLD_OUT];

/** How the two kinds of button name what they sell. */
const KINDS = ['product-id', 'data-solifyn-product-id'];

/** An element and a button of one's own for each state. */
const CONTENT = PRODUCTS.map(
  (product) =>
    `<p><solifyn-buy-button product-id="${product}"><a href="https://solifyn.com/checkout/${product}">Element</a></solifyn-buy-button></p>
     <p><button type="button" data-solifyn-product-id="${product}">Own</button></p>`,
).join('');

/** What the rule of this text changes: elements by name, also in shadow roots, whose computed style is another one with it. */
function changedBy(page: Page, rule: string): Promise<string[]> {
  return page.evaluate((text) => {
    const all = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot ? all(element.shadowRoot) : []),
      ]);
    const looks = () =>
      all(document.body).map((element) => [element.localName, JSON.stringify(getStyle(element))] as const);
    const getStyle = (element: Element) => {
      const style = getComputedStyle(element);
      return [...style].map((name) => style.getPropertyValue(name));
    };
    const before = looks();
    const style = document.createElement('style');
    style.textContent = text;
    document.head.append(style);
    const after = looks();
    style.remove();
    return before.flatMap(([name, original], index) => (after[index]![1] === original ? [] : [name]));
  }, rule);
}

/** The rules of a sheet, each as text. A rule that the browser cannot read is not among them. */
const rulesOf = (page: Page, code: string): Promise<string[]> =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return [...sheet.cssRules].map(({ cssText }) => cssText);
  }, code);

test('Each CSS rule of the documentation changes a style', async ({ page, site }) => {
  const endpoint = await galleryEndpoint();
  const script = `<script src="/dist/solifyn-buy-button.umd.js" data-endpoint="${endpoint.url}" data-retries="0"></script>`;
  const origin = await site({ '/': script + CONTENT, '/early': CONTENT });

  const blocks = blocksFor('test/e2e/guides/styles.test.ts');
  await page.goto(`${origin}/early`);
  const rules = await Promise.all(
    blocks.map(async (block) => ({ block, rules: await rulesOf(page, block.code) })),
  );
  for (const { block, rules: own } of rules)
    expect(own, placeOf(block)).toHaveLength(block.code.match(/\{/g)!.length);

  // Those that a page needs before the script is there, and all others.
  const work = new Set(rules.flatMap(({ rules: own }) => own));
  const seen = new Map<string, string[]>();
  for (const rule of work) seen.set(rule, await changedBy(page, rule));
  await page.goto(origin);
  const start = async (product: string, kind: string) => page.locator(`[${kind}=${product}]`).click();
  for (const [index, kind] of KINDS.entries()) {
    await start(SOLD_OUT, kind);
    await expect(page.getByRole('alert')).toHaveCount(index + 1);
  }
  for (const kind of KINDS) {
    // A page has one checkout under way.
    if (kind !== KINDS[0]) await page.goto(origin);
    await start(SLOW, kind);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(1);
    for (const rule of work) seen.set(rule, [...seen.get(rule)!, ...(await changedBy(page, rule))]);
  }
  for (const [rule, changed] of seen) expect.soft(changed.length, `changed by ${rule}`).toBeGreaterThan(0);

  // A rule for something that is not there is found.
  expect(await changedBy(page, 'solifyn-buy-button::part(nothing) { color: red }')).toEqual([]);
  await endpoint.close();
});
