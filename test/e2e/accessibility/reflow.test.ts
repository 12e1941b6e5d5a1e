import type { Page } from '@playwright/test';
import { boxOf } from '../../support/pixels.ts';
import { dialogOf, expect, STATES, test } from '../../support/states.ts';

/** What of the page or its open shadow roots is cut off, or makes the window scroll sideways. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const traverse = (root: ParentNode) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) traverse(element.shadowRoot);
        const { overflowX, overflowY, clipPath } = getComputedStyle(element);
        const { left, right, width } = element.getBoundingClientRect();
        // What only a screen reader meets has no size.
        if (width <= 1 || clipPath !== 'none' || element.matches('head *, body > script')) continue;
        const hides = overflowX !== 'visible' || overflowY !== 'visible' || element.matches('button');
        const isWide = element.scrollWidth > element.clientWidth + 1;
        const isHigh = overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1;
        if (left < -1 || right > innerWidth + 1 || (hides && element.clientWidth && (isWide || isHigh)))
          found.push(element.outerHTML.slice(0, 100));
      }
    };
    traverse(document.body);
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    return found;
  });

const LOOKED_AT = [
  'at rest',
  'loading',
  'failed',
  'the dialog opening',
  'the dialog ready',
  'the dialog failed',
  'inline ready',
];

/** The spacing that a reader may set (WCAG 1.4.12), also where the page is against it. */
const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`;

const SETTINGS: Record<string, string> = {
  'at 400 % zoom': '',
  'at 400 % zoom, with a reader’s spacing of the text': SPACED,
  'with text of 200 % in a window as narrow': ':root { font-size: 200% }',
};
for (const [name, css] of Object.entries(SETTINGS))
  test(
    `Nothing is cut off and nothing scrolls sideways ${name}`,
    { tag: css === SPACED ? [] : '@soak' },
    async ({ stage }) => {
      test.slow(); // many states
      const { page } = stage;
      // 1280 x 1024 px at 400 %.
      await page.setViewportSize({ width: 320, height: 256 });
      for (const root of ['lang="de"', 'lang="ar" dir="rtl"']) {
        stage.set({ root, css });
        for (const state of LOOKED_AT) {
          await STATES[state]!(stage);
          expect.soft(await cutOff(page), `${state}, ${root}`).toEqual([]);
        }
        // The way out is always there.
        for (const control of [dialogOf(page).getByRole('button'), dialogOf(page).getByRole('link').first()])
          if (await control.count()) await expect(control).toBeInViewport({ ratio: 1 });
      }
    },
  );

test('Each pointer target is at least 24 by 24 px, also on a page with small text', async ({ stage }) => {
  const { page } = stage;
  for (const css of ['', ':root { font-size: 50% } body { font-size: 1rem }']) {
    stage.set({ css });
    for (const state of ['at rest', 'loading', 'the dialog ready', 'the dialog failed']) {
      await STATES[state]!(stage);
      const controls = [
        ...(await page.locator('solifyn-buy-button button').all()),
        ...(await dialogOf(page).locator('header > *').all()),
      ];
      for (const control of controls) {
        const { width, height } = await boxOf(control);
        expect.soft(Math.min(width, height), `${state} ${css}`).toBeGreaterThanOrEqual(24);
      }
    }
  }
});
