import type { Page } from '@playwright/test';
import { CHECKOUT, dialogOf, expect, test } from '../../support/embedded.ts';
import { shop } from '../../support/shop.ts';

const MODES = ['redirect', 'new-tab', 'modal', 'inline'] as const;

/** Four elements and four links, one of each for each mode, each named by its mode. */
const buttons = MODES.map(
  (mode) =>
    `<p><solifyn-buy-button product-id="prod_1" mode="${mode}">Element ${mode}</solifyn-buy-button>
    <a href="#" data-solifyn-product-id="prod_1" data-solifyn-mode="${mode}">Link ${mode}</a></p>`,
).join('');

const framed = (address: string, sandbox?: string) =>
  `<h1>The page around it</h1>
  <iframe src="${address}" title="Shop" width="600" height="400" ${sandbox ? `sandbox="${sandbox}"` : ''}></iframe>`;

const inFrame = (page: Page, name: string) =>
  page.frameLocator('[title=Shop]').getByText(name, { exact: true });

// No click of the driver's reaches a frame that Firefox runs in a process of its own, as it does other sites' frames;
// another port is another origin as well.
const hostFor = (browserName: string) => (browserName === 'firefox' ? '127.0.0.1' : 'localhost');

/** Clicks, and sees the tab that the click opens. */
async function clickForTab(page: Page, name: string): Promise<Page> {
  const [tab] = await Promise.all([page.context().waitForEvent('page'), inFrame(page, name).click()]);
  return tab;
}

test('In a frame of another origin every mode is a new tab, with a warning', async ({
  page,
  site,
  endpoint,
  events,
  browserName,
}) => {
  test.slow(); // eight tabs
  const inner = await site({ '/': shop(endpoint.url, buttons) }, { host: hostFor(browserName) });
  const outer = await site({ '/': framed(inner) });
  await page.goto(outer);
  const names = MODES.flatMap((mode) => [`Element ${mode}`, `Link ${mode}`]);
  for (const [index, name] of names.entries()) {
    const tab = await clickForTab(page, name);
    await expect(tab, name).toHaveURL(endpoint.session.checkout_url);
    expect(await tab.evaluate(() => globalThis.opener), name).toBe(null);
    await tab.close();
    await expect.poll(() => events.filter(({ event }) => event === 'open')).toHaveLength(index + 1);
  }
  expect(events.filter(({ event }) => event === 'open')).toEqual(
    names.map(() => ({ event: 'open', mode: 'new-tab' })),
  );
  await expect(dialogOf(page)).toHaveCount(0);
  expect(page.url()).toBe(`${outer}/`);
});

test('In a frame of another origin without an endpoint the fallback opens in a tab and the outer page stays', async ({
  page,
  site,
  browserName,
}) => {
  const content = '<a href="/fallback">Element</a>';
  const inner = await site(
    {
      '/': `<script src="/dist/solifyn-buy-button.umd.js"></script><solifyn-buy-button product-id="prod_1">${content}</solifyn-buy-button>`,
      '/fallback': '<h1>Fallback</h1>',
    },
    { host: hostFor(browserName) },
  );
  const outer = await site({ '/': framed(inner) });
  await page.goto(outer);
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.frameLocator('[title=Shop]').getByRole('button').click(),
  ]);
  await expect(tab).toHaveURL(`${inner}/fallback`);
  expect(page.url()).toBe(`${outer}/`);
});

test('In a frame of the page’s own origin the modes are unchanged, and a redirect navigates the whole page', async ({
  page,
  site,
  endpoint,
  events,
}) => {
  const origin = await site({
    '/': framed('/shop'),
    '/shop': shop(endpoint.url, buttons, 'data-gateway="frame"'),
    '/pay': CHECKOUT,
  });
  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: `${origin}/pay` } }));
  await page.goto(origin);
  await inFrame(page, 'Element modal').click();
  await expect(page.frameLocator('[title=Shop]').getByRole('dialog')).toBeVisible();
  await expect.poll(() => events.at(-1)).toEqual({ event: 'open', mode: 'modal' });
  await page.keyboard.press('Escape');
  await inFrame(page, 'Link redirect').click();
  await expect(page).toHaveURL(`${origin}/pay`);
  await expect.poll(() => events.at(-1)).toEqual({ event: 'open', mode: 'redirect' });
});

/** What a page around us allows by its `sandbox`, and what becomes of a sale there. */
const SANDBOXES: Record<string, 'tab' | 'top' | 'link'> = {
  // Wix, by an old sample
  'allow-same-origin allow-forms allow-popups allow-scripts allow-pointer-lock': 'tab',
  'allow-scripts allow-popups': 'tab',
  'allow-scripts allow-same-origin allow-top-navigation': 'top',
  'allow-scripts allow-top-navigation-by-user-activation': 'top',
  'allow-scripts allow-same-origin': 'link',
  'allow-scripts': 'link',
};
const OUTCOMES = {
  tab: 'opens a tab',
  top: 'sends the whole page, where no tab opens',
  link: 'is offered as a link, where neither a tab opens nor the page may be left',
};

for (const [sandbox, usual] of Object.entries(SANDBOXES))
  test(`Sandboxed with "${sandbox}" the checkout ${OUTCOMES[usual]}`, async ({
    page,
    site,
    endpoint,
    events,
    browserName,
  }) => {
    // Firefox no longer counts the click once the session has come: the buyer is left with the link.
    const isLate = browserName === 'firefox' && sandbox.includes('by-user-activation');
    const outcome = isLate ? 'link' : usual;
    const inner = await site({ '/': shop(endpoint.url, buttons) }, { host: hostFor(browserName) });
    const outer = await site({ '/': framed(inner, sandbox) });
    const { checkout_url } = endpoint.session;
    // The element and the link have a way each to show what is left; to the tab and the top they have one.
    for (const name of outcome === 'link' ? ['Element modal', 'Link redirect'] : ['Element redirect']) {
      await page.goto(outer);
      if (outcome === 'tab') {
        const tab = await clickForTab(page, name);
        await expect(tab).toHaveURL(checkout_url);
        expect(page.url()).toBe(`${outer}/`);
      } else {
        await inFrame(page, name).click();
        if (outcome === 'top') await expect(page).toHaveURL(checkout_url);
        else {
          const link = page.frameLocator('[title=Shop]').getByRole('alert').getByRole('link');
          await expect(link).toHaveAttribute('href', checkout_url);
          await expect(link).toHaveAttribute('target', '_blank');
          await expect(page.frameLocator('[title=Shop]').locator('[aria-busy=true]')).toHaveCount(0);
          expect(page.url()).toBe(`${outer}/`);
        }
      }
      expect(page.context().pages()).toHaveLength(outcome === 'tab' ? 2 : 1);
      await expect
        .poll(() => events.at(-1))
        .toEqual({ event: 'open', mode: outcome === 'tab' ? 'new-tab' : 'redirect' });
    }
    expect(events.filter(({ event }) => event === 'error')).toEqual([]);
  });

test('In a sandboxed frame of the same origin without top navigation the checkout is offered as a link', async ({
  page,
  site,
  endpoint,
}) => {
  const origin = await site({
    '/': framed('/shop', 'allow-scripts allow-same-origin'),
    '/shop': shop(endpoint.url, buttons),
  });
  await page.goto(origin);
  await inFrame(page, 'Element redirect').click();
  const link = page.frameLocator('[title=Shop]').getByRole('alert').getByRole('link');
  await expect(link).toHaveAttribute('href', endpoint.session.checkout_url);
  await expect(link).toHaveAttribute('target', '_blank');
  expect(page.url()).toBe(`${origin}/`);
});
