import type { Page } from '@playwright/test';
import { buyButton } from '../../support/shop.ts';
import type { Stage } from '../../support/states.ts';
import { dialogOf, expect, LINK, say, STATES, test } from '../../support/states.ts';

/**
 * Keeps what comes into live regions of the page and of its open shadow roots, as a screen reader hears it: nothing of
 * what is inert, a polite region only what comes into it, an alert also what it comes with.
 */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const announced: string[] = [];
    Reflect.set(globalThis, 'announced', announced);
    const known = new WeakSet<Element>();
    const above = (node: Node): Node | null =>
      (node as Element).assignedSlot ?? node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;
    const isInert = (node: Node) => {
      const modal = document.querySelector('[data-solifyn-modal]')?.shadowRoot?.querySelector('dialog:modal');
      let isInside = !modal;
      for (let at: Node | null = node; at; at = above(at)) {
        if (at === modal) isInside = true;
        if (at instanceof Element && at.hasAttribute('inert')) return true;
      }
      return !isInside;
    };
    const announce = (region: Element) => {
      const text = region.textContent.replace(/\s+/g, ' ').trim();
      if (text && !isInert(region)) announced.push(`${region.role}: ${text}`);
    };
    const handleChanges = (changes: MutationRecord[]) => {
      const touched = new Set<Element>();
      const isNew = new Set<Element>();
      for (const { target, addedNodes, removedNodes } of changes) {
        // What is gone and comes again is a new one.
        for (const node of removedNodes) if (node instanceof Element) known.delete(node);
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          for (const found of [node, ...node.querySelectorAll('*')]) {
            if (found.matches('[role=status], [role=alert]') && !known.has(found)) isNew.add(found);
          }
        }
        const at = target instanceof Element ? target : target.parentElement;
        const region = at?.closest('[role=status], [role=alert]');
        if (region) touched.add(region);
      }
      for (const region of isNew) {
        known.add(region);
        if (region.role === 'alert') announce(region);
      }
      for (const region of touched) if (!isNew.has(region)) announce(region);
    };
    const watch = (root: Node) =>
      new MutationObserver(handleChanges).observe(root, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    watch(document);
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      const root = attachShadow.call(this, options);
      watch(root);
      return root;
    };
  });
  return () => page.evaluate(() => Reflect.get(globalThis, 'announced') as string[]);
}

const LOADING = 'status: Opening checkout…';
const FAILED = 'alert: That did not work. Please try again.';
const FAILED_WITH_LINK = `${FAILED} Open the checkout page`;

/** The announcements in each state, from the page load on. */
const ANNOUNCEMENTS: Record<string, string[]> = {
  'at rest': [],
  loading: [LOADING],
  'a link of the page loading': [],
  'the dialog opening': [],
  'the dialog ready': [],
  'the dialog failed': [FAILED_WITH_LINK],
  'inline loading': [LOADING],
  'inline ready': [LOADING],
  'inline failed': [LOADING, FAILED_WITH_LINK],
};

test(
  'Loading is announced politely, a failure assertively, and each only once',
  { tag: '@one-engine' },
  async ({ stage }) => {
    const announced = await listen(stage.page);
    for (const [state, expected] of Object.entries(ANNOUNCEMENTS)) {
      await STATES[state]!(stage);
      if (expected[0] === LOADING) await expect.poll(async () => (await announced())[0]).toBe(LOADING);
      expect.soft(await announced(), state).toEqual(expected);
    }
  },
);

test('Each failure is announced, also a repeated one, at the element and at a link of the page', async ({
  stage,
}) => {
  const { page, endpoint } = stage;
  const announced = await listen(page);
  const soldOut = `endpoint="${endpoint.url}?sold-out"`;
  await stage.open(
    `${buyButton(soldOut, LINK)}<a href="/elsewhere" data-solifyn-product-id="prod_1" data-solifyn-${soldOut}>A link</a>`,
  );
  const failures = async () => (await announced()).filter((text) => text.startsWith('alert'));
  const expected: string[] = [];
  for (const name of ['Buy now', 'Buy now', 'A link', 'A link']) {
    await page.getByRole(name === 'A link' ? 'link' : 'button', { name }).click();
    expected.push('alert: This product is sold out. Open the checkout page');
    await expect.poll(failures).toEqual(expected);
  }
});

test(
  'Closing the dialog of a failed checkout announces nothing a second time',
  { tag: '@one-engine' },
  async ({ stage }) => {
    const announced = await listen(stage.page);
    const page = await STATES['the dialog failed']!(stage);
    await page.keyboard.press('Escape');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(page.getByRole('alert')).toHaveCount(0);
    expect(await announced()).toEqual([FAILED_WITH_LINK]);
  },
);

test.describe('Language:', () => {
  // Of the page's, Swedish, there are no texts; the buyer reads English.
  const SWEDISH = 'lang="sv"';

  /** The language of the text, as a screen reader finds it: by the nearest `lang`, through shadow roots. */
  const langOf = (page: Page, text: string | RegExp) =>
    page
      .getByText(text)
      .first()
      .evaluate((element) => {
        for (let at: Element | null = element; at;) {
          const found: Element | null = at.closest('[lang]');
          if (found) return found.getAttribute('lang');
          at = (at.getRootNode() as Partial<ShadowRoot>).host ?? null;
        }
        return null;
      });

  const inSwedish = (stage: Stage) => stage.set({ root: SWEDISH });

  test(
    'the button’s own texts have a lang attribute on a page in another language, and the seller’s do not',
    { tag: '@one-engine' },
    async ({ stage }) => {
      const { page } = stage;
      inSwedish(stage);
      await stage.open(
        `<p>${buyButton('endpoint="/nothing"', '')}</p><p>${buyButton('', 'Köp nu')}</p>
      <p><button data-solifyn-product-id="prod_1" data-solifyn-endpoint="/nothing">Köp</button></p>`,
      );
      expect(await langOf(page, 'Buy now')).toBe('en-US');
      expect(await langOf(page, 'Köp nu')).toBe('sv');
      for (const button of ['solifyn-buy-button', '[data-solifyn-product-id]']) {
        await page.locator(button).first().click();
        const alert = page.getByRole('alert').last();
        await expect(alert).toContainText('did not work');
        await expect(alert).toHaveAttribute('lang', 'en-US');
      }
      for (const state of ['loading', 'the dialog opening', 'inline failed', 'the waiting tab']) {
        const shown = await STATES[state]!(stage);
        expect.soft(await langOf(shown, /Opening checkout|did not work/), state).toBe('en-US');
        if (shown !== page) await shown.close();
      }
    },
  );

  test('the seller’s texts have the language of the page', { tag: '@one-engine' }, async ({ stage }) => {
    const { page } = stage;
    inSwedish(stage);
    await stage.open(
      `${buyButton('endpoint="/nothing"', '')}
      <script>SolifynCheckout.configure({ messages: { label: 'Köp nu', error: 'Försök igen.' } })</script>`,
    );
    expect(await langOf(page, 'Köp nu')).toBe('sv');
    await page.locator('solifyn-buy-button').click();
    await expect(page.getByRole('alert')).toHaveText('Försök igen.');
    await expect(page.getByRole('alert')).toHaveAttribute('lang', 'sv');
  });

  test('a regional language tag is kept', { tag: '@one-engine' }, async ({ stage }) => {
    stage.set({ root: 'lang="pt-BR"' });
    await stage.open(buyButton('', ''));
    expect(await langOf(stage.page, 'Comprar agora')).toBe('pt-BR');
  });
});

test('The gateway’s frame has a title and is hidden from screen readers until it is ready', async ({
  stage,
}) => {
  const page = await STATES['the dialog loading']!(stage);
  const frame = page.locator('iframe');
  await expect(frame).toHaveAttribute('title', 'Buy now');
  const isReached = () =>
    frame.evaluate(
      (element) =>
        !element.assignedSlot && !element.closest('[inert]') && !element.parentElement!.assignedSlot!.inert,
    );
  expect(await isReached()).toBe(false);
  await say(page, 'ready');
  await expect.poll(isReached).toBe(true);
});
