/** Names that markup of the page takes away from scripts: of globals, of the document, of a form. */
import type { Page } from '@playwright/test';
import { dialogOf, expect, names, test } from '../../support/embedded.ts';
import { buyButton, shop } from '../../support/shop.ts';

const button = (page: Page) => page.getByRole('button', { name: 'Buy now' });

/** What the page throws. */
function collectErrors(page: Page): string[] {
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(String(error)));
  return thrown;
}

/**
 * Globals that the script and Lit use, or that a script may look for. Not here: Lit's own hooks and lists of versions
 * (`litHtmlPolyfillSupport`, `litHtmlVersions` and the like), which it calls as it finds them.
 */
const GLOBALS = [
  'fetch crypto trustedTypes customElements location top open event name history URL Response Request',
  'AbortController sessionStorage configure checkout session script exports module define amd',
  'SolifynBuyButton SolifynCheckout solifyn wco JSCompiler_renameProperty ShadyDOM',
]
  .join(' ')
  .split(' ');

test('The button sells beside forms, images and frames that are named like globals', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
  events,
}) => {
  const named = GLOBALS.map(
    (name) =>
      `<form name="${name}"></form><img name="${name}" alt=""><a id="${name}"></a><iframe name="${name}" title="" hidden></iframe>`,
  ).join('');
  const thrown = collectErrors(page);
  const content = buyButton('mode="modal" gateway="frame"');
  const scripts = {
    classic: shop(hostedCheckout.endpoint, content),
    module: shop(hostedCheckout.endpoint, content)
      .replace('<script src', '<script type="module" src')
      .replace('.umd', ''),
  };
  const origin = await site({ '/classic': named + scripts.classic, '/module': named + scripts.module });
  for (const format of Object.keys(scripts)) {
    const before = events.length;
    await page.goto(`${origin}/${format}`);
    await button(page).click();
    await expect.poll(() => names(events.slice(before))).toEqual(['start', 'session', 'open']);
    await page.frameLocator('[data-solifyn-modal] iframe').getByRole('button', { name: 'Pay' }).click();
    await expect.poll(() => events.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
    await dialogOf(page).getByRole('button').click();
  }
  expect(endpoint.posts).toHaveLength(2);
  expect(thrown).toEqual([]);
});

test('The gateway loads on a page with an element that has the id of its script', async ({
  page,
  site,
  endpoint,
  whop,
  events,
}) => {
  await page.goto(
    await site({ '/': shop(endpoint.url, `<div id="wco"></div>${buyButton('mode="modal"')}`) }),
  );
  await button(page).click();
  await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);
  await whop.post({ event: 'complete', plan_id: 'plan_1', receipt_id: 'rcpt_1' });
  await expect.poll(() => events.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
});

/** The middle of an element: Playwright's own ways to it go through the form, and break. */
const middleOf = (page: Page, selector: string) =>
  page.evaluate((selector) => {
    const element = document.querySelector(selector)!;
    element.scrollIntoView();
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2] as const;
  }, selector);

/** What a script might ask of a form, each of which a control's name takes away. */
const OF_A_FORM = [
  'attributes querySelector querySelectorAll elements length name id lang dir method action target submit reset',
  'requestSubmit checkValidity reportValidity matches closest contains parentNode parentElement children childNodes',
  'firstChild nodeType nodeName tagName localName ownerDocument isConnected getRootNode getAttribute hasAttribute',
  'addEventListener dispatchEvent toString constructor __proto__ hasOwnProperty form append after before remove',
]
  .join(' ')
  .split(' ');

test('A form whose controls are named like its properties sells by element, link, button and Enter', async ({
  page,
  site,
  endpoint,
}) => {
  const controls = OF_A_FORM.map((name) => `<input name="${name}" value="taken" aria-label="${name}">`).join(
    '',
  );
  const product = 'class="button" data-solifyn-product-id="prod_z2o92kEl6cYYX"';
  const buttons: Record<string, string> = {
    element: buyButton('class="button"'),
    link: `<a href="/x" ${product}>Buy now</a>`,
    button: `<button type="button" ${product}>Buy now</button>`,
  };
  const field = '<input name="discountCode" value="LAUNCH20" aria-label="Code">';
  const pages = Object.entries(buttons).map(([name, button]) => [
    `/${name}`,
    shop(endpoint.url, `<form>${field}${controls}${button}</form>`),
  ]);
  const origin = await site(Object.fromEntries(pages) as Record<string, string>);
  const thrown = collectErrors(page);
  for (const name of Object.keys(buttons))
    for (const way of ['click', 'Enter']) {
      await page.goto(`${origin}/${name}`);
      // A click beside the button is the form's own affair.
      await page.mouse.click(...(await middleOf(page, '[name=matches]')));
      await page.mouse.click(...(await middleOf(page, way === 'click' ? '.button' : '[name=discountCode]')));
      if (way === 'Enter') await page.keyboard.press('Enter');
      await expect(page, `${name}, ${way}`).toHaveURL(endpoint.session.checkout_url);
    }
  expect(endpoint.posts.map(({ body }) => body)).toEqual(
    Array.from({ length: 6 }, () => ({ productId: 'prod_z2o92kEl6cYYX', discountCode: 'LAUNCH20' })),
  );
  expect(thrown).toEqual([]);
});
