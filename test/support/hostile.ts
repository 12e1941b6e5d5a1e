import type { Locator, Page } from '@playwright/test';
import { dialogOf, expect, test as base } from './embedded.ts';
import type { EndpointStub } from './endpoint.ts';
import { buyButton, shop } from './shop.ts';

export { dialogOf, expect, frameOf } from './embedded.ts';

interface HostileFixtures {
  /**
   * Errors and policy violations on the pages of this test. It must be empty at the end, so a test removes what it
   * expects.
   */
  problems: string[];
}

/** `test` that fails if a page throws or violates its own Content-Security-Policy. */
export const test = base.extend<HostileFixtures>({
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on('pageerror', (error) => {
        // An error of Playwright itself on pages that give arrays a toJSON method.
        if (!String(error).includes('serializedArgs')) problems.push(String(error));
      });
      page.on('console', (message) => {
        if (message.text().startsWith('A violation:')) problems.push(message.text());
      });
      await page.addInitScript(() => {
        const { error } = console;
        addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
          error(`A violation: ${effectiveDirective} ${blockedURI}`);
        });
      });
      await use(problems);
      expect(problems, 'thrown, or refused by a policy').toEqual([]);
    },
    { auto: true },
  ],
});

export const PRODUCT: Record<string, unknown> = { productId: 'prod_z2o92kEl6cYYX' };

/** The button in the element. */
export const buttonOf = (page: Page): Locator =>
  page.locator('solifyn-buy-button').getByRole('button').first();

/** A click sends one POST with the product and opens the checkout page. */
export async function sells(
  page: Page,
  endpoint: EndpointStub,
  { button = buttonOf(page), url = endpoint.session.checkout_url, body = PRODUCT } = {},
): Promise<void> {
  const before = endpoint.posts.length;
  await button.click();
  await expect(page).toHaveURL(url);
  expect(endpoint.posts.slice(before).map((post) => post.body)).toEqual([body]);
}

/** The properties that make a control usable. */
interface Look {
  width: number;
  height: number;
  /** The WCAG contrast between the text and its background. */
  contrast: number;
  /** The text's size in px. */
  fontSize: number;
  /** Whether all of the text is inside the control, and the control inside the window. */
  fits: boolean;
  /** Whether a click in its middle hits it. */
  hit: boolean;
  /** The element that a click in its middle hits. */
  found: string;
}

const lookOf = (control: Locator): Promise<Look> =>
  control.evaluate((element) => {
    const parse = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: number[]) => {
      const [red = 0, green = 0, blue = 0] = color.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const above = (node: Element): Element | null =>
      node.assignedSlot ?? node.parentElement ?? (node.getRootNode() as Partial<ShadowRoot>).host ?? null;
    // The nearest opaque background. The last one is the canvas, in the page's color scheme.
    const canvas = document.createElement('i');
    canvas.style.setProperty('color', 'Canvas', 'important');
    document.documentElement.append(canvas);
    let behind = parse(getComputedStyle(canvas).color);
    canvas.remove();
    for (let node: Element | null = element; node; node = above(node)) {
      const ground = parse(getComputedStyle(node).backgroundColor);
      if ((ground[3] ?? 1) < 0.5) continue;
      behind = ground;
      break;
    }
    const text = document.createRange();
    text.selectNodeContents(element);
    const style = getComputedStyle(element);
    const tones = [luminance(parse(style.color)), luminance(behind)].sort((one, other) => other - one);
    const box = element.getBoundingClientRect();
    const words = text.getBoundingClientRect();
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const root = element.getRootNode() as Document | ShadowRoot;
    const { host } = root as Partial<ShadowRoot>;
    // A click on slotted text hits the host first.
    const found = root.elementsFromPoint(at.x, at.y).find((node) => node !== host);
    const outer = document.elementFromPoint(at.x, at.y);
    let hit = false;
    if (!host || outer === host)
      for (let node = found; node && !hit; node = above(node) ?? undefined) hit = node === element;
    return {
      width: box.width,
      height: box.height,
      contrast: (tones[0]! + 0.05) / (tones[1]! + 0.05),
      fontSize: parseFloat(style.fontSize),
      fits:
        words.left >= box.left - 1 &&
        words.right <= box.right + 1 &&
        words.top >= box.top - 1 &&
        words.bottom <= box.bottom + 1 &&
        box.left >= -1 &&
        box.right <= innerWidth + 1,
      hit,
      found: String((host ? outer : found)?.outerHTML).slice(0, 80),
    };
  });

/** Expects that the control can be seen, read and clicked. */
export async function expectUsable(control: Locator, what: string): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  const style = await lookOf(control);
  const wrong = Object.entries({
    'not wide enough': style.width < 24,
    'not high enough': style.height < 24,
    'not readable': style.contrast < 4.5,
    'too small to read': style.fontSize < 9,
    'cut off': !style.fits,
    covered: !style.hit,
  }).flatMap(([name, isWrong]) => (isWrong ? [name] : []));
  expect(wrong, `${what}: ${JSON.stringify(style)}`).toEqual([]);
}

/** Shows a failure, a dialog and an inline checkout, and expects that each can be seen, read and clicked. */
export async function expectAllUsable(page: Page, name: string): Promise<void> {
  const failing = page.locator('solifyn-buy-button').first();
  await expectUsable(buttonOf(page), `${name}: the button`);
  await buttonOf(page).click();
  await expect(failing.getByRole('alert')).toContainText('did not work');
  await expectUsable(failing.getByRole('button'), `${name}: the button after a failure`);

  const pay = page.frameLocator('iframe').getByRole('button', { name: 'Pay' });
  await page.getByRole('button', { name: 'Buy here' }).click();
  // By key, because Playwright misses elements in a frame of a zoomed page.
  await pay.press('Enter');
  await expectUsable(dialogOf(page).getByRole('button'), `${name}: the close button`);
  await expectUsable(dialogOf(page).getByRole('link'), `${name}: the quiet link`);
  const frame = (await page.locator('iframe').boundingBox())!;
  expect(frame.width, `${name}: the frame’s width`).toBeGreaterThanOrEqual(300);
  expect(frame.height, `${name}: the frame’s height`).toBeGreaterThanOrEqual(400);
  await dialogOf(page).getByRole('button').click();
  await expect(dialogOf(page)).toHaveCount(0);
}

/** A button that fails, one with a dialog and one that redirects, under the given style. */
export const looks = (endpoint: string, style: string) =>
  shop(
    endpoint,
    `<style>${style}</style>${buyButton('endpoint="/nothing"', 'Fails')} ${buyButton('mode="modal" gateway="frame"', 'Buy here')} ${buyButton()}`,
  );
