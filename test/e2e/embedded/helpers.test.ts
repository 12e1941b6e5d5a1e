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
  test(`${helper}, added while the dialog is open, is seen and usable above it`, async ({
    page,
    site,
    till,
    heard,
  }) => {
    await page.goto(await site({ '/': shop(till.endpoint) }));
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
    await expect.poll(() => heard.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
    await dialogOf(page).getByRole('button').focus();
    await page.keyboard.press('Escape');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(buttonOf(page)).toBeFocused();
    expect(await inert(page), 'only what was inert before').toEqual(['still']);
    await page.getByRole('link', { name: 'Site header' }).click();
    await expect(page).toHaveURL(/#top$/);
  });

test('beside a helper the page behind stays out of reach, and a press beside the panel closes', async ({
  page,
  site,
  till,
}) => {
  await page.goto(await site({ '/': shop(till.endpoint) }));
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

test('what shows nothing (a script, a style, a link) leaves the dialog as it is', async ({
  page,
  site,
  till,
}) => {
  await page.goto(await site({ '/': shop(till.endpoint) }));
  await openDialog(page);
  await page.evaluate(() => {
    for (const tag of ['script', 'style', 'link']) document.body.append(document.createElement(tag));
    document.body.append('text');
  });
  expect(await dialogOf(page).evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
  expect(await inert(page)).toEqual(['still']);
});
