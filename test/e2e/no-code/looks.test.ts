import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { buyButton, shop, stylesheetLoaded } from '../../support/shop.ts';

const host = (page: Page) => page.locator('solifyn-buy-button');
const button = (page: Page) => host(page).getByRole('button');

/** An answer when the test says so. */
function held<Value>(): { promise: Promise<Value>; settle: (value: Value) => void } {
  let settle!: (value: Value) => void;
  const promise = new Promise<Value>((resolve) => (settle = resolve));
  return { promise, settle };
}

test('Each custom property reaches the button', async ({ page, site }) => {
  const style = `<style>solifyn-buy-button {
    --solifyn-button-background: rgb(1, 2, 3);
    --solifyn-button-color: rgb(250, 240, 230);
    --solifyn-button-border: 3px dashed rgb(4, 5, 6);
    --solifyn-button-radius: 7px;
    --solifyn-button-padding: 11px 22px;
    --solifyn-button-font: italic 700 21px / 30px monospace;
    --solifyn-button-shadow: rgb(7, 8, 9) 1px 2px 3px 4px;
    --solifyn-button-hover-background: rgb(10, 20, 30);
    --solifyn-button-focus-ring: 5px dotted rgb(40, 50, 60);
  }</style>`;
  await page.goto(await site({ '/': shop('/session', style + buyButton()) }));
  const LOOKS = {
    'background-color': 'rgb(1, 2, 3)',
    color: 'rgb(250, 240, 230)',
    'border-top': '3px dashed rgb(4, 5, 6)',
    'border-top-left-radius': '7px',
    padding: '11px 22px',
    'font-style': 'italic',
    'font-size': '21px',
    'line-height': '30px',
    'font-family': 'monospace',
    'box-shadow': 'rgb(7, 8, 9) 1px 2px 3px 4px',
  };
  for (const [property, value] of Object.entries(LOOKS))
    await expect(button(page)).toHaveCSS(property, value);
  await button(page).hover();
  await expect(button(page)).toHaveCSS('background-color', 'rgb(10, 20, 30)');
  await page.keyboard.press('Tab');
  await expect(button(page)).toHaveCSS(
    'outline',
    /rgb\(40, 50, 60\) dotted 5px|dotted 5px rgb\(40, 50, 60\)|rgb\(40, 50, 60\).*5px/,
  );
});

test('Parts and states can be styled from the page', async ({ page, site, endpoint }) => {
  const style = `<style>
    solifyn-buy-button::part(button) { text-transform: uppercase }
    solifyn-buy-button::part(label) { letter-spacing: 3px }
    solifyn-buy-button::part(spinner) { width: 33px }
    solifyn-buy-button::part(error) { color: rgb(9, 9, 9) }
    solifyn-buy-button { outline: 0 solid }
    solifyn-buy-button:state(loading) { outline-width: 1px }
    solifyn-buy-button:state(error) { outline-width: 2px }
  </style>`;
  const { promise, settle } = held<{ status: number; json: object }>();
  endpoint.respond(() => promise);
  await page.goto(await site({ '/': shop(endpoint.url, style + buyButton()) }));
  await expect(button(page)).toHaveCSS('text-transform', 'uppercase');
  await expect(host(page).locator('[part=label]')).toHaveCSS('letter-spacing', '3px');
  await expect(host(page)).toHaveCSS('outline-width', '0px');
  await button(page).click();
  await expect(host(page)).toHaveCSS('outline-width', '1px');
  await expect(host(page).locator('[part=spinner]')).toHaveCSS('width', '33px');
  settle({ status: 500, json: {} });
  await expect(host(page)).toHaveCSS('outline-width', '2px');
  await expect(host(page).getByRole('alert')).toHaveCSS('color', 'rgb(9, 9, 9)');
});

test('The page can set its size and hide it as any other element', async ({ page, site }) => {
  const wide = `<div style="width: 500px">${buyButton('style="width: 100%"', 'Wide')}</div>`;
  const tall = buyButton('style="height: 90px"', 'Tall');
  await page.goto(await site({ '/': shop('/session', wide + tall + buyButton('hidden', 'Hidden')) }));
  expect((await page.getByRole('button', { name: 'Wide' }).boundingBox())!.width).toBe(500);
  await expect(page.getByRole('button')).toHaveCount(2);
  await page.locator('[hidden]').evaluate((element) => element.removeAttribute('hidden'));
  await expect(page.getByRole('button', { name: 'Hidden' })).toBeVisible();
});

test('A host’s aria-label names the button', async ({ page, site }) => {
  await page.goto(
    await site({ '/': shop('/session', buyButton('aria-label="Buy the preset pack"', '€49')) }),
  );
  await expect(page.getByRole('button', { name: 'Buy the preset pack', exact: true })).toBeVisible();
  await expect(host(page)).toHaveText('€49');
});

/** Pages that a button stands in; `BUTTON` is where. */
const PLACES = {
  'in a paragraph': '<p>Before BUTTON after</p>',
  'in large type of its own font': '<div style="font: 22px/1.6 Georgia, serif">BUTTON</div>',
  'in a narrow column, where it breaks': '<div style="width: 130px">BUTTON</div>',
  'as a flex item': '<div style="display: flex; gap: 9px"><b>Before</b>BUTTON<b>After</b></div>',
  'as wide as its column':
    '<style>.wide solifyn-buy-button { width: 100% }</style><div class="wide" style="width: 320px">BUTTON</div>',
  'with custom properties':
    '<div style="--solifyn-button-padding: 1em 3em; --solifyn-button-border: 4px solid red">BUTTON</div>',
  'on a dark page': '<div style="color-scheme: dark">BUTTON</div>',
};
const CONTENTS = {
  text: 'Buy the preset pack',
  link: '<a href="/plain-checkout">Buy the preset pack</a>',
  'a link on lines of its own': '\n  <a href="/plain-checkout">Buy the preset pack</a>\n',
};

/** Where everything stands, to a tenth of a pixel. */
const layoutOf = (page: Page) =>
  page.evaluate(() => {
    const box = (rect: DOMRect) =>
      [rect.x, rect.y, rect.width, rect.height].map((length) => Math.round(length * 10) / 10);
    return [...document.querySelectorAll('main, main *')].flatMap((element) => {
      // Within the button what counts is the button.
      if (element.matches('style, solifyn-buy-button *')) return [];
      return [{ name: element.localName, box: box(element.getBoundingClientRect()) }];
    });
  });

test('With the stylesheet nothing moves when the script loads late', async ({ page, site, browserName }) => {
  const sections = Object.values(PLACES).flatMap((place) =>
    Object.values(CONTENTS).map(
      (content) => `<section>${place.replace('BUTTON', buyButton('', content))}</section>`,
    ),
  );
  const { promise: scriptMayCome, settle: letScriptCome } = held<true>();
  await page.route('**/solifyn-buy-button.umd.js', async (route) => {
    await scriptMayCome;
    await route.continue();
  });
  const script = '<script async src="/dist/solifyn-buy-button.umd.js"></script>';
  const origin = await site({
    '/': `<link rel="stylesheet" href="/dist/solifyn-buy-button.css">${script}<main>${sections.join('')}</main>`,
  });
  await page.addInitScript(() => {
    Object.assign(globalThis, { shift: 0 });
    if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          Reflect.set(globalThis, 'shift', Reflect.get(globalThis, 'shift') + Reflect.get(entry, 'value'));
      }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(origin, { waitUntil: 'commit' });
  await expect(page.locator('section')).toHaveCount(sections.length);
  await stylesheetLoaded(page);
  const before = await layoutOf(page);
  letScriptCome(true);
  await expect(button(page)).toHaveCount(sections.length);
  expect(await layoutOf(page)).toEqual(before);
  // Chromium counts by itself, also what is smaller than a box: a frame later it has counted.
  const shift = await page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(Reflect.get(globalThis, 'shift')))),
      ),
  );
  if (browserName === 'chromium') expect(shift).toBe(0);
});
