import type { Locator, Page } from '@playwright/test';
import type { SolifynBuyButton } from '../../../src/button/buy-button.ts';
import { CHECKOUT, dialogOf, expect, focused, READY_MESSAGE, SCRIPT, test } from '../../support/embedded.ts';

const settings = (endpoint: string) => `endpoint="${endpoint}" mode="modal" gateway="frame"`;

/** A shop as long as three screens, with things around the button that a buyer could stray to. */
const shop = (endpoint: string, extra = '') => `${SCRIPT}${extra}
<main>
  <h1>A shop</h1>
  <p><a href="#above">Above</a></p>
  <solifyn-buy-button product-id="prod_z2o92kEl6cYYX" ${settings(endpoint)}>Northlight presets</solifyn-buy-button>
  <p style="margin-top: 250vh"><a href="#below">Below</a></p>
</main>`;

const buttonOf = (page: Page): Locator => page.locator('solifyn-buy-button').getByRole('button');
const closeOf = (page: Page): Locator => dialogOf(page).getByRole('button');
const linkOf = (page: Page): Locator => dialogOf(page).getByRole('link').first();
const payOf = (page: Page): Locator => page.frameLocator('iframe').getByRole('button', { name: 'Pay' });

/** Opens the dialog by a click and waits until its gateway is ready. */
async function openDialog(page: Page): Promise<void> {
  await buttonOf(page).click();
  await expect(dialogOf(page)).toBeVisible();
  await expect(page.getByRole('status')).toHaveCount(0);
  await expect(payOf(page)).toBeVisible();
}

test.describe('accessibility', () => {
  test('the dialog has the name of the button and its frame has a title', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await openDialog(page);
    await expect(dialogOf(page)).toHaveAccessibleName('Northlight presets');
    await expect(dialogOf(page).locator('iframe').or(page.locator('iframe'))).toHaveAttribute('title', /\S/);
    await expect(linkOf(page)).toHaveAttribute('href', hostedCheckout.checkoutUrl);
  });

  test('it opens at the click, before there is a session, and shows that it loads', async ({
    page,
    site,
    endpoint,
    hostedCheckout,
  }) => {
    endpoint.respond(() => new Promise(() => {}));
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    const opened = await buttonOf(page).evaluate((button) => {
      (button as HTMLButtonElement).click();
      return (
        document.querySelector('[data-solifyn-modal]')?.shadowRoot?.querySelector('dialog:modal') !== null
      );
    });
    expect(opened).toBe(true);
    await expect(dialogOf(page).getByRole('status')).toHaveText(/\S/);
    await expect(closeOf(page)).toBeFocused();
    await expect(linkOf(page)).toHaveCount(0);
  });

  test('the keyboard goes in, through and out of the dialog, and never into the page behind', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await buttonOf(page).focus();
    await page.keyboard.press('Enter');
    await expect(closeOf(page)).toBeFocused();
    await expect(payOf(page)).toBeVisible();
    await expect(linkOf(page)).toHaveAttribute('href', hostedCheckout.checkoutUrl);
    // Forward into the frame, backward out of it: behind the frame's last control comes the browser's own toolbar.
    const inFrame = () =>
      payOf(page).evaluate((pay) => {
        const { activeElement } = pay.ownerDocument;
        return document.hasFocus() && activeElement !== document.body ? activeElement!.textContent : '';
      });
    const atFrame = () => page.evaluate(() => document.activeElement?.localName === 'iframe');
    const visited: string[] = [];
    const step = async (key: string) => {
      const before = `${visited.at(-1)}`;
      await page.keyboard.press(key);
      // The focus takes its time between a page and a frame in another process.
      await expect
        .poll(async () => {
          const place = (await inFrame()) || ((await atFrame()) ? before : await focused(page));
          if (place !== before) visited.push(place);
          return place;
        })
        .not.toBe(before);
    };
    for (let steps = 0; steps < 5 && visited.at(-1) !== 'Pay'; steps++) await step('Tab');
    expect(visited.at(-1)).toBe('Pay');
    const name = await linkOf(page).textContent();
    for (let steps = 0; steps < 5 && visited.at(-1) !== name; steps++) await step('Shift+Tab');
    await expect(linkOf(page)).toBeFocused();
    for (const behind of ['Above', 'Below', 'body']) expect(visited).not.toContain(behind);
    await page.keyboard.press('Tab');
    await expect(closeOf(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(buttonOf(page)).toBeFocused();
  });

  const waysOut: Record<string, (page: Page) => Promise<void>> = {
    Esc: (page) => page.keyboard.press('Escape'),
    'the close button': (page) => closeOf(page).click(),
    'a press beside the panel': (page) => page.mouse.click(5, 5),
    'close() of the element': (page) =>
      page.locator('solifyn-buy-button').evaluate((element: SolifynBuyButton) => element.close()),
    'the gateway itself': (page) =>
      page.frameLocator('iframe').getByRole('button', { name: 'Back to the shop' }).click(),
  };
  for (const [way, leave] of Object.entries(waysOut))
    test(
      `${way} closes it, and the focus is on the button again`,
      { tag: way === 'Esc' || way === 'a press beside the panel' ? [] : '@one-engine' },
      async ({ page, site, hostedCheckout, events }) => {
        await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
        await openDialog(page);
        await leave(page);
        await expect(dialogOf(page)).toHaveCount(0);
        await expect(buttonOf(page)).toBeFocused();
        await expect.poll(() => events.at(-1)).toEqual({ event: 'close', completed: false });
      },
    );

  test('a press that begins in the panel and ends beside it does not close it', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await openDialog(page);
    await linkOf(page).hover();
    const { x, y } = (await closeOf(page).boundingBox())!;
    await page.mouse.move(x - 30, y + 10);
    await page.mouse.down();
    await page.mouse.move(5, 5);
    await page.mouse.up();
    await expect(linkOf(page)).toHaveAttribute('href', hostedCheckout.checkoutUrl);
    await expect(dialogOf(page)).toBeVisible();
  });

  test(
    'the texts are in the language of the page, and right-to-left if the page is',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout }) => {
      const arabic = shop(hostedCheckout.endpoint).replace('<main>', '<main lang="ar" dir="rtl">');
      await page.goto(await site({ '/': arabic }));
      await openDialog(page);
      await expect(linkOf(page)).toHaveAttribute('href', hostedCheckout.checkoutUrl);
      for (const control of [closeOf(page), linkOf(page)])
        await expect(control).toHaveAccessibleName(/^[\p{Script=Arabic}\s]+$/u);
      expect((await closeOf(page).boundingBox())!.x).toBeLessThan((await linkOf(page).boundingBox())!.x);
      await expect(linkOf(page)).toHaveCSS('direction', 'rtl');
    },
  );
});

test.describe('layout', () => {
  /** A checkout page taller than any screen. */
  const tall = CHECKOUT.replace('<main', '<main style="height: 3000px"');

  const screens = {
    'a desktop': { width: 1280, height: 720 },
    'a phone': { width: 320, height: 568 },
    'a phone on its side': { width: 640, height: 300 },
    '400 % zoom': { width: 256, height: 320 },
  };
  for (const [screen, size] of Object.entries(screens))
    test(
      `on ${screen} the close button and the link are visible without scrolling`,
      { tag: screen === 'a phone' ? [] : '@one-engine' },
      async ({ page, site, hostedCheckout }) => {
        hostedCheckout.show(tall);
        await page.setViewportSize(size);
        await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
        await openDialog(page);
        for (const control of [closeOf(page), linkOf(page)]) {
          await expect(control).toBeInViewport({ ratio: 1 });
          // `trial` finds out whether a click would reach it, with nothing over it.
          await control.click({ trial: true });
          expect((await control.boundingBox())!.height).toBeGreaterThanOrEqual(24);
        }
        const isWide = await page.evaluate(() => {
          const dialog = document.querySelector('[data-solifyn-modal]')!.shadowRoot!.querySelector('dialog')!;
          return [dialog, ...dialog.querySelectorAll('*')].some(
            (element) =>
              element.scrollWidth > element.clientWidth + 1 &&
              getComputedStyle(element).overflowX !== 'visible',
          );
        });
        expect(isWide, 'nothing scrolls sideways').toBe(false);
        const panel = (await dialogOf(page).locator('section').boundingBox())!;
        // A classic scrollbar's room stays free, or the page behind would jump.
        const width = await page.evaluate(() => document.documentElement.clientWidth);
        if (size.width < 560) expect(panel).toEqual({ x: 0, y: 0, width, height: size.height });
        else expect(panel.y + panel.height).toBeLessThanOrEqual(size.height);
      },
    );

  test('the page behind does not scroll or jump, and gets its own scroll styles back', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    const styled = shop(hostedCheckout.endpoint).replace('<main>', '<main style="padding-top: 900px">');
    await page.goto(
      await site({
        '/': `<!doctype html><html lang="en" style="overflow-y: scroll"><title>A shop</title><body style="overflow-x: clip">${styled}`,
      }),
    );
    await page.evaluate(() => scrollTo(0, 700));
    const place = () =>
      page.evaluate(() => [
        scrollY,
        document.querySelector('solifyn-buy-button')!.getBoundingClientRect().x,
        document.querySelector('solifyn-buy-button')!.getBoundingClientRect().y,
      ]);
    const styles = () =>
      page.evaluate(() =>
        [document.documentElement, document.body].map((element) => [
          element.getAttribute('style'),
          getComputedStyle(element).overflow,
        ]),
      );
    // Hovered before it is measured: Playwright scrolls to what it points at.
    await buttonOf(page).hover();
    const before = [await place(), await styles()];
    await openDialog(page);
    const during = await place();
    const wheeled = page.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('wheel', () => requestAnimationFrame(resolve), { once: true, capture: true }),
        ),
    );
    await page.mouse.move(10, 300);
    await page.mouse.wheel(0, 600);
    await wheeled;
    for (const key of ['End', 'PageDown', 'Home']) await page.keyboard.press(key);
    expect(await place()).toEqual(during);
    await closeOf(page).click();
    await expect(dialogOf(page)).toHaveCount(0);
    expect([await place(), await styles()]).toEqual(before);
    expect(during).toEqual(before[0]);
    await page.mouse.move(10, 300);
    await page.mouse.wheel(0, 100);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(Number(during[0]));
  });

  test('opened by a program, it does not scroll the page when it closes', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await page.evaluate(() => scrollTo(0, 1000));
    await page.locator('solifyn-buy-button').evaluate((element: SolifynBuyButton) => element.checkout());
    await expect(linkOf(page)).toHaveAttribute('href', hostedCheckout.checkoutUrl);
    await closeOf(page).click();
    await expect(dialogOf(page)).toHaveCount(0);
    expect(await page.evaluate(() => scrollY)).toBe(1000);
  });

  test('on a dark page it is dark from its first frame, and the embed shows only when it is ready', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    const silent = `<style>html { background: white }</style>${CHECKOUT.replace(`${READY_MESSAGE};`, '0;')}<button onclick="${READY_MESSAGE}">Be ready</button>`;
    hostedCheckout.show(silent);
    await page.goto(
      await site({ '/': shop(hostedCheckout.endpoint, '<style>:root { color-scheme: dark }</style>') }),
    );
    const first = await buttonOf(page).evaluate((button) => {
      (button as HTMLButtonElement).click();
      const panel = document.querySelector('[data-solifyn-modal]')!.shadowRoot!.querySelector('section')!;
      const { backgroundColor, color, colorScheme } = getComputedStyle(panel);
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.cssText = 'color-scheme: dark; background: Canvas; color: CanvasText';
      const dark = getComputedStyle(probe);
      const expected = [dark.backgroundColor, dark.color];
      probe.remove();
      return { got: [backgroundColor, color], expected, colorScheme };
    });
    expect(first.got).toEqual(first.expected);
    expect(first.colorScheme).toBe('dark');
    const shown = () =>
      page.locator('iframe').evaluate((iframe) => iframe.checkVisibility({ opacityProperty: true }));
    await expect(page.frameLocator('iframe').getByRole('button', { name: 'Be ready' })).toBeAttached();
    expect(await shown()).toBe(false);
    await page.frameLocator('iframe').getByRole('button', { name: 'Be ready' }).dispatchEvent('click');
    await expect.poll(shown).toBe(true);
  });

  for (const theme of ['light', 'dark'] as const)
    test(
      `theme="${theme}" wins over the page's own scheme, in the frame as well`,
      { tag: '@one-engine' },
      async ({ page, site, hostedCheckout }) => {
        const other = theme === 'light' ? 'dark' : 'light';
        const themed = shop(
          hostedCheckout.endpoint,
          `<style>:root { color-scheme: ${other} }</style>`,
        ).replace('mode=', `theme="${theme}" mode=`);
        await page.goto(await site({ '/': themed }));
        await openDialog(page);
        await expect(dialogOf(page).locator('section')).toHaveCSS('color-scheme', theme);
        await expect(page.locator('iframe')).toHaveCSS('color-scheme', theme);
      },
    );
});
