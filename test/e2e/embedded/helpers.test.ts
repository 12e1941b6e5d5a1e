import type { Locator, Page } from '@playwright/test';
import { dialogOf, expect, SCRIPT, test } from '../../support/embedded.ts';

/** A page with things of its own that stand high, and a gap that was inert before. */
const shop = (endpoint: string) => `${SCRIPT}
<header style="position: sticky; top: 0; z-index: 99999; background: silver"><a href="#top">Site header</a></header>
<p inert id="still">Still</p>
<main>
  <h1>A shop</h1>
  <solifyn-buy-button product-id="prod_z2o92kEl6cYYX" endpoint="${endpoint}" mode="modal" gateway="frame">Buy now</solifyn-buy-button>
</main>`;

const LOGIN = `<title>Bank</title><button onclick="this.textContent = 'Signed in'">Sign in</button>`;
const COVERING = 'position: fixed; inset: 0; width: 100%; height: 100%; border: 0; background: white;';

/** What payment scripts are seen to add to the body of the page. Each shows the bank's page with its one button. */
const helpers: Record<string, (srcdoc: string, style: string) => void> = {
  'a fixed iframe, as a bank login is': (srcdoc, style) => {
    const iframe = document.createElement('iframe');
    Object.assign(iframe, { srcdoc, title: 'Bank', style: `${style} z-index: 1000` });
    document.body.append(iframe);
  },
  'a fixed iframe in a wrapper without a position of its own': (srcdoc, style) => {
    const iframe = document.createElement('iframe');
    Object.assign(iframe, { srcdoc, title: 'Bank', style: `${style} z-index: 1000` });
    document.body.appendChild(document.createElement('div')).append(iframe);
  },
  'a modal dialog, as a 3-D Secure window is': (srcdoc, style) => {
    const dialog = document.createElement('dialog');
    dialog.append(Object.assign(document.createElement('iframe'), { srcdoc, title: 'Bank', style }));
    document.body.append(dialog);
    dialog.showModal();
  },
  'a dialog that becomes modal a moment later': (srcdoc, style) => {
    const dialog = document.createElement('dialog');
    dialog.append(Object.assign(document.createElement('iframe'), { srcdoc, title: 'Bank', style }));
    document.body.append(dialog);
    requestAnimationFrame(() => dialog.showModal());
  },
};

const buttonOf = (page: Page): Locator => page.locator('solifyn-buy-button').getByRole('button');
const bankOf = (page: Page): Locator => page.frameLocator('[title=Bank]').getByRole('button');

async function openDialog(page: Page): Promise<void> {
  await buttonOf(page).click();
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Pay' })).toBeVisible();
}

/** The title or text of what a press in the middle of the screen would hit, through shadow roots. */
const hit = (page: Page) =>
  page.evaluate(() => {
    const [x, y] = [innerWidth / 2, innerHeight / 2] as const;
    let element = document.elementFromPoint(x, y);
    while (element?.shadowRoot) element = element.shadowRoot.elementFromPoint(x, y);
    return element?.getAttribute('title') ?? element?.localName;
  });

/** Which children of the body are inert, by id or tag. */
const inert = (page: Page) =>
  page.evaluate(() =>
    [...document.body.children].filter((child) => child.matches('[inert]')).map((child) => child.id),
  );

for (const [helper, add] of Object.entries(helpers))
  test(`${helper}, added while the dialog is open, is visible and usable above it`, async ({
    page,
    site,
    hostedCheckout,
    events,
  }) => {
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await openDialog(page);
    await page.evaluate(`(${add.toString()})(${JSON.stringify(LOGIN)}, ${JSON.stringify(COVERING)})`);
    await expect(bankOf(page)).toBeVisible();
    await expect.poll(() => hit(page)).toBe('Bank');
    await bankOf(page).click();
    await expect(bankOf(page)).toHaveText('Signed in');
    await expect(bankOf(page)).toBeFocused();

    // The checkout underneath has kept its page, and takes over again when the helper goes.
    await page.evaluate(() => document.querySelector('[title=Bank]')!.closest('body > *')!.remove());
    await page.frameLocator('iframe').getByRole('button', { name: 'Pay' }).click();
    await expect.poll(() => events.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
    await dialogOf(page).getByRole('button').focus();
    await page.keyboard.press('Escape');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(buttonOf(page)).toBeFocused();
    expect(await inert(page), 'only what was inert before').toEqual(['still']);
    await page.getByRole('link', { name: 'Site header' }).click();
    await expect(page).toHaveURL(/#top$/);
  });

test('beside a helper the page behind stays inert, and a press beside the panel closes the dialog', async ({
  page,
  site,
  hostedCheckout,
}) => {
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
  await openDialog(page);
  await page.evaluate(() => {
    const corner = document.body.appendChild(document.createElement('div'));
    corner.style.cssText = 'position: fixed; right: 0; bottom: 0; background: white';
    corner.innerHTML = '<button>Helper</button>';
  });
  await page.getByRole('button', { name: 'Helper' }).click();
  await expect(page.getByRole('button', { name: 'Helper' })).toBeFocused();
  expect(
    await page.evaluate(() => document.querySelector('header')!.contains(document.elementFromPoint(20, 10))),
  ).toBe(false);
  for (let steps = 0; steps < 6; steps++) {
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('header, main'))).toBeNull();
  }
  await page.mouse.click(5, 300);
  await expect(dialogOf(page)).toHaveCount(0);
  expect(await inert(page)).toEqual(['still']);
});

test('an invisible element (a script, a style, a link) leaves the dialog unchanged', async ({
  page,
  site,
  hostedCheckout,
}) => {
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
  await openDialog(page);
  await page.evaluate(() => {
    for (const tag of ['script', 'style', 'link']) document.body.append(document.createElement(tag));
    document.body.append('text');
  });
  expect(await dialogOf(page).evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
  expect(await inert(page)).toEqual(['still']);
});

const FIELD = `<title>Checkout</title><input aria-label="Card" autofocus>
<script>parent.postMessage({ type: 'solifyn:ready' }, '*');</script>`;

test('A field in the gateway’s frame keeps its caret, whatever the page adds', async ({
  page,
  site,
  hostedCheckout,
}) => {
  hostedCheckout.show(FIELD);
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
  await buttonOf(page).click();
  const field = page.frameLocator('iframe').getByLabel('Card');
  await field.click();
  await expect(page.locator('iframe')).toBeFocused();
  await page.keyboard.type('4242');
  await page.evaluate(() => {
    const corner = document.body.appendChild(document.createElement('div'));
    corner.style.cssText =
      'position: fixed; right: 0; bottom: 0; width: 200px; height: 200px; background: white';
  });
  await expect.poll(() => dialogOf(page).evaluate((dialog) => dialog.matches(':modal'))).toBe(false);
  await page.keyboard.type('4242');
  await expect(field).toHaveValue('42424242');
});

/** What other scripts add to the body of a page, at any time. */
const invisible: Record<string, () => void> = {
  'a tracking pixel': () => {
    const image = document.body.appendChild(document.createElement('img'));
    Object.assign(image, { width: 1, height: 1, src: 'data:,' });
  },
  'a hidden tracking iframe': () => {
    document.body.appendChild(document.createElement('iframe')).style.cssText = 'display: none';
  },
  'an iframe outside the window': () => {
    document.body.appendChild(document.createElement('iframe')).style.cssText =
      'position: absolute; left: -9999px';
  },
  'the host of a browser extension': () => {
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
    root.append(document.createElement('button'));
  },
  'an extension’s layer that lets clicks through': () => {
    document.body.appendChild(document.createElement('div')).style.cssText =
      'position: fixed; inset: 0; pointer-events: none';
  },
  'a live region with a toast': () => {
    const toast = document.body.appendChild(document.createElement('div'));
    toast.setAttribute('role', 'status');
    toast.style.cssText = 'position: fixed; bottom: 0; width: 300px; height: 200px; background: white';
    toast.innerHTML = 'Somebody in Paris bought this <button>×</button>';
  },
};
for (const [name, add] of Object.entries(invisible))
  test(`${name} leaves the dialog modal`, async ({ page, site, hostedCheckout }) => {
    await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
    await openDialog(page);
    await page.evaluate(add);
    // Mutations are reported before the next frame.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await dialogOf(page).evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
    expect(await inert(page)).toEqual(['still']);
  });

test('A helper that is added hidden is usable when it becomes visible', async ({
  page,
  site,
  hostedCheckout,
}) => {
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
  await openDialog(page);
  await page.evaluate(
    ([srcdoc, style]) => {
      const iframe = document.createElement('iframe');
      Object.assign(iframe, { srcdoc, title: 'Bank', style: `${style} z-index: 1000; display: none` });
      document.body.append(iframe);
      requestAnimationFrame(() => iframe.style.removeProperty('display'));
    },
    [LOGIN, COVERING],
  );
  await bankOf(page).click();
  await expect(bankOf(page)).toHaveText('Signed in');
});

test('Behind the dialog the page does not scroll, also with a smooth-scroll library', async ({
  page,
  site,
  hostedCheckout,
}) => {
  const library = `<div style="height: 5000px"></div><script>
    addEventListener('wheel', (event) => { event.preventDefault(); scrollBy(0, event.deltaY); }, { passive: false });
  </script>`;
  await page.goto(await site({ '/': shop(hostedCheckout.endpoint) + library }));
  await openDialog(page);
  await page.mouse.move(5, 300);
  await page.mouse.wheel(0, 400);
  await page.evaluate(() => scrollBy(0, 100));
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
});
