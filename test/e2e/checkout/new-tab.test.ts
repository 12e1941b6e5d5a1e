import type { Page } from '@playwright/test';
import type { Reply } from '../../support/endpoint.ts';
import { expect, test } from '../../support/fixtures.ts';
import { buyButton, recordEvents, shop } from '../../support/shop.ts';

const NEW_TAB = 'mode="new-tab"';
const button = (page: Page) => page.getByRole('button', { name: 'Buy now' });

/** Clicks, and sees the tab that the click opens. */
async function clickForTab(page: Page): Promise<Page> {
  const [tab] = await Promise.all([page.waitForEvent('popup'), button(page).click()]);
  return tab;
}

/** A reply that comes when the test says so. */
function held(): { reply: Promise<Reply>; send: (reply: Reply) => void } {
  let send!: (reply: Reply) => void;
  const reply = new Promise<Reply>((resolve) => (send = resolve));
  return { reply, send };
}

const tabs = (page: Page) => page.context().pages().length;

test('The tab opens in the click, shows that it waits, and goes to the checkout without an opener', async ({
  page,
  site,
  endpoint,
}) => {
  const { reply, send } = held();
  endpoint.respond(() => reply);
  const events = await recordEvents(page);
  const origin = await site({ '/': shop(endpoint.url, buyButton(NEW_TAB)) });
  await page.goto(origin);
  const tab = await clickForTab(page);
  const text = 'Opening checkout…';
  await expect(page.getByRole('status')).toHaveText(text);
  await expect(tab.locator('body')).toContainText(text);
  await expect(tab).toHaveTitle(text);
  await expect(button(page)).toHaveAttribute('aria-busy', 'true');

  send({ json: endpoint.session });
  await expect(tab).toHaveURL(endpoint.session.checkout_url);
  expect(await tab.evaluate(() => globalThis.opener)).toBe(null);
  await expect(button(page)).toHaveAttribute('aria-busy', 'false');
  expect(page.url()).toBe(`${origin}/`);
  expect((await events()).map(({ name }) => name)).toEqual(['start', 'session', 'open']);
  expect((await events())[2]!.detail).toEqual({ session: endpoint.session, mode: 'new-tab' });
});

test('A second purchase opens a second tab', { tag: '@one-engine' }, async ({ page, site, endpoint }) => {
  await page.goto(await site({ '/': shop(endpoint.url, buyButton(NEW_TAB)) }));
  for (const opened of [2, 3]) {
    await expect(await clickForTab(page)).toHaveURL(endpoint.session.checkout_url);
    expect(tabs(page)).toBe(opened);
  }
  expect(endpoint.posts).toHaveLength(2);
});

test('Two fast clicks open one tab', async ({ page, site, endpoint }) => {
  const { reply, send } = held();
  endpoint.respond(() => reply);
  await page.goto(await site({ '/': shop(endpoint.url, buyButton(NEW_TAB)) }));
  const [tab] = await Promise.all([page.waitForEvent('popup'), button(page).dblclick()]);
  send({ json: endpoint.session });
  await expect(tab).toHaveURL(endpoint.session.checkout_url);
  expect(tabs(page)).toBe(2);
  expect(endpoint.posts).toHaveLength(1);
});

test('A tab that the browser blocks becomes a redirect', async ({ page, browserName, site, endpoint }) => {
  const events = await recordEvents(page);
  // Chromium blocks a tab without a click. The Firefox that Playwright drives does not.
  const blocker = browserName === 'firefox' ? 'window.open = () => null;' : '';
  const byItself = `<script>${blocker} document.querySelector("solifyn-buy-button").checkout();</script>`;
  const origin = await site({
    '/': shop(endpoint.url, buyButton(NEW_TAB) + byItself),
    '/checkout': '<h1>Checkout</h1>',
  });
  endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: `${origin}/checkout` } }));
  // Nothing may be evaluated before that: it would count as a gesture.
  const arrived = page.waitForURL(`${origin}/checkout`);
  await page.goto(origin, { waitUntil: 'commit' });
  await arrived;
  expect(tabs(page)).toBe(1);
  expect((await events()).at(-1)!.detail['mode']).toBe('redirect');
});

test(
  'Without an endpoint the fallback link opens in a tab, and without a fallback link no tab opens',
  { tag: '@one-engine' },
  async ({ page, site }) => {
    const markup = (content: string) =>
      `<script src="/dist/solifyn-buy-button.umd.js"></script>${buyButton(NEW_TAB, content)}`;
    const origin = await site({
      '/': markup('<a href="/fallback">Buy now</a>'),
      '/none': markup('Buy now'),
      '/fallback': '<h1>Fallback</h1>',
    });
    await page.goto(origin);
    const tab = await clickForTab(page);
    await expect(tab).toHaveURL(`${origin}/fallback`);
    await expect(button(page)).toHaveAttribute('aria-busy', 'false');
    expect(page.url()).toBe(`${origin}/`);
    await tab.close();
    await page.goto(`${origin}/none`);
    await button(page).click();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(tabs(page)).toBe(1);
  },
);

const CHECKOUT_PAGE = { '/checkout': '<h1>Checkout</h1>' };

/** What in-app browsers and popup blockers return instead of a tab. */
const notTabs = {
  'this very window': 'window',
  'the top window': 'top',
  'an iframe of the page': 'document.body.appendChild(document.createElement("iframe")).contentWindow',
  'an object that looks like a window': '({ closed: false, location: {}, document, close() {} })',
  nothing: 'undefined',
};
for (const [name, result] of Object.entries(notTabs))
  test(
    `If window.open returns ${name}, the page stays intact and is redirected`,
    { tag: name === 'nothing' ? [] : '@one-engine' },
    async ({ page, site, endpoint }) => {
      const { reply, send } = held();
      endpoint.respond(() => reply);
      const events = await recordEvents(page);
      const script = `<h1>A shop</h1><script>window.open = () => ${result};</script>`;
      const origin = await site({ '/': shop(endpoint.url, script + buyButton(NEW_TAB)), ...CHECKOUT_PAGE });
      await page.goto(origin);
      await button(page).click();
      await expect(button(page)).toHaveAttribute('aria-busy', 'true');
      await expect(page.getByRole('heading', { name: 'A shop' })).toBeVisible();
      send({ json: { ...endpoint.session, checkout_url: `${origin}/checkout` } });
      await expect(page).toHaveURL(`${origin}/checkout`);
      expect((await events()).at(-1)!.detail['mode']).toBe('redirect');
    },
  );

for (const moment of ['before the response', 'after an immediate response'])
  test(`A tab that a blocker closes at once becomes a redirect ${moment}`, async ({
    page,
    site,
    endpoint,
  }) => {
    const { reply, send } = held();
    const events = await recordEvents(page);
    const blocker = `<script>
      const openTab = window.open;
      window.open = (...args) => { const tab = openTab(...args); tab.close(); return tab; };
    </script>`;
    const origin = await site({ '/': shop(endpoint.url, blocker + buyButton(NEW_TAB)), ...CHECKOUT_PAGE });
    const instantReply = { json: { ...endpoint.session, checkout_url: `${origin}/checkout` } };
    if (moment === 'before the response') endpoint.respond(() => reply);
    else endpoint.respond(() => instantReply);
    await page.goto(origin);
    await button(page).click();
    send(instantReply);
    await expect(page).toHaveURL(`${origin}/checkout`);
    expect((await events()).at(-1)!.detail['mode']).toBe('redirect');
    expect((await events()).map(({ name }) => name)).toEqual(['start', 'session', 'open']);
  });

test('The waiting tab has a spinner, a text and the shop’s name, and after 5 s the fallback link', async ({
  page,
  site,
  endpoint,
}) => {
  endpoint.respond(() => new Promise(() => {}));
  await page.clock.install();
  const head = '<meta property="og:site_name" content="Ada’s shop">';
  const link = '<a href="/fallback">Buy now</a>';
  const origin = await site({ '/': head + shop(endpoint.url, buyButton(NEW_TAB, link)) });
  await page.goto(origin);
  const tab = await clickForTab(page);
  await expect(tab.locator('body')).toContainText('Opening checkout…');
  await expect(tab.locator('body')).toContainText('Ada’s shop');
  expect(await tab.evaluate(() => document.getAnimations().length)).toBe(1);
  await page.clock.fastForward(5_000);
  await expect(tab.getByRole('link')).toHaveAttribute('href', `${origin}/fallback`);
  await expect(page.locator('solifyn-buy-button').getByRole('link')).toHaveAttribute(
    'href',
    `${origin}/fallback`,
  );
  await expect(button(page)).toHaveAttribute('aria-busy', 'true');
});

test('A tab that the buyer closes just before the response is canceled, whatever the response', async ({
  page,
  site,
  endpoint,
}) => {
  const events = await recordEvents(page);
  await page.goto(await site({ '/': shop(endpoint.url, buyButton(NEW_TAB)) }));
  for (const reply of [{ json: endpoint.session }, { status: 500, json: {} }]) {
    const { reply: pendingReply, send } = held();
    endpoint.respond(() => pendingReply);
    // The tab was seen open for some seconds, and then the page's timers stand still.
    await page.evaluate(() => {
      globalThis.setInterval = ((poll: () => void) => {
        queueMicrotask(() => {
          for (let polls = 0; polls < 8; polls++) poll();
        });
        return 0;
      }) as typeof setInterval;
      const { open } = globalThis;
      globalThis.open = (...args) => {
        const tab = open(...args);
        Reflect.set(globalThis, 'tab', tab);
        return tab;
      };
    });
    const tab = await clickForTab(page);
    const closed = tab.waitForEvent('close');
    await page.evaluate(() => (Reflect.get(globalThis, 'tab') as Window).close());
    await closed;
    send(reply);
    await expect(button(page)).toHaveAttribute('aria-busy', 'false');
  }
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect((await events()).map(({ name }) => name)).toEqual(['start', 'start']);
});

test.describe('The tab is closed', () => {
  const FAILURES: Record<string, Reply> = {
    unavailable: { status: 500, json: {} },
    rejected: { status: 409, json: { error: { message: 'Sold out.' } } },
    'invalid-session': { json: { id: '1', session_id: 'ch_1', checkout_url: 'javascript:alert(1)' } },
    network: 'drop',
  };
  for (const [code, reply] of Object.entries(FAILURES))
    test(
      `after ${code}, and the page shows the error`,
      { tag: code === 'network' ? [] : '@one-engine' },
      async ({ page, site, endpoint }) => {
        endpoint.respond(() => reply);
        const events = await recordEvents(page);
        const origin = await site({ '/': shop(endpoint.url, buyButton(NEW_TAB)) });
        await page.goto(origin);
        await button(page).click();
        await expect(page.getByRole('alert')).toBeVisible();
        await expect.poll(() => tabs(page)).toBe(1);
        expect((await events()).at(-1)!.detail).toMatchObject({ error: { code } });
        expect(page.url()).toBe(`${origin}/`);
      },
    );

  test('when a router removes the button with its page', async ({ page, site, endpoint }) => {
    endpoint.respond(() => held().reply);
    await page.goto(await site({ '/': shop(endpoint.url, buyButton(NEW_TAB)) }));
    const tab = await clickForTab(page);
    const closed = tab.waitForEvent('close');
    await page.locator('solifyn-buy-button').evaluate((element) => {
      history.pushState(null, '', '/next');
      element.remove();
    });
    await closed;
  });
});

test('If the buyer closes the tab, the request is aborted and the button is idle without a message', async ({
  page,
  site,
  endpoint,
}) => {
  endpoint.respond(() => held().reply);
  const events = await recordEvents(page);
  await page.clock.install();
  await page.goto(await site({ '/': shop(endpoint.url, buyButton(NEW_TAB)) }));
  const tab = await clickForTab(page);
  // A person takes longer than a blocker.
  await page.clock.runFor(2_000);
  await page.evaluate(() => {
    // A further call gets the promise of the checkout under way.
    const checkout = document.querySelector('solifyn-buy-button')!.checkout();
    checkout.catch((error: unknown) => Reflect.set(globalThis, 'outcome', (error as { code: string }).code));
  });
  const { abandoned } = await endpoint.received();
  await tab.close();
  await expect
    .poll(async () => {
      await page.clock.runFor(1_000);
      return page.evaluate(() => Reflect.get(globalThis, 'outcome'));
    })
    .toBe('canceled');
  await abandoned;
  await expect(button(page)).toHaveAttribute('aria-busy', 'false');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect((await events()).map(({ name }) => name)).toEqual(['start']);
});

test.describe('No tab is opened', () => {
  test('for an invalid attribute', { tag: '@one-engine' }, async ({ page, site, endpoint }) => {
    await page.goto(await site({ '/': shop(endpoint.url, buyButton(`${NEW_TAB} quantity="two"`)) }));
    await button(page).click();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(tabs(page)).toBe(1);
    expect(endpoint.posts).toHaveLength(0);
  });

  test('if a listener prevents the start event', { tag: '@one-engine' }, async ({ page, site, endpoint }) => {
    const prevent = `<script>addEventListener('solifyn-checkout-start', (event) => event.preventDefault());</script>`;
    const events = await recordEvents(page);
    await page.goto(await site({ '/': shop(endpoint.url, buyButton(NEW_TAB) + prevent) }));
    await button(page).click();
    expect((await events()).map(({ name }) => name)).toEqual(['start']);
    expect(tabs(page)).toBe(1);
    expect(endpoint.posts).toHaveLength(0);
  });
});

test.describe('With a fallback link in the element', () => {
  const content = '<a href="/plain-checkout">Buy now</a>';

  test(
    'the tab goes there if the session request fails',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      endpoint.respond(() => ({ status: 500, json: {} }));
      const origin = await site({
        '/': shop(endpoint.url, buyButton(NEW_TAB, content)),
        '/plain-checkout': '<h1>Plain checkout</h1>',
      });
      await page.goto(origin);
      const tab = await clickForTab(page);
      await expect(tab).toHaveURL(`${origin}/plain-checkout`);
      expect(await tab.evaluate(() => globalThis.opener)).toBe(null);
      expect(page.url()).toBe(`${origin}/`);
      await expect(button(page)).toHaveAttribute('aria-busy', 'false');
    },
  );

  test(
    'a refusal is shown in the page with the link',
    { tag: '@one-engine' },
    async ({ page, site, endpoint }) => {
      endpoint.respond(() => ({ status: 409, json: { error: { message: 'Sold out.' } } }));
      const origin = await site({ '/': shop(endpoint.url, buyButton(NEW_TAB, content)) });
      await page.goto(origin);
      await button(page).click();
      await expect(page.getByRole('alert')).toContainText('Sold out.');
      await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute(
        'href',
        `${origin}/plain-checkout`,
      );
      await expect.poll(() => tabs(page)).toBe(1);
    },
  );
});

test('In a frame of another origin a redirect becomes a new tab', async ({ page, site, endpoint }) => {
  const framed = await site({ '/': shop(endpoint.url, buyButton()) }, { host: 'localhost' });
  const origin = await site({ '/': `<iframe src="${framed}" title="Shop"></iframe>` });
  await page.goto(origin);
  // Playwright's mouse and keyboard do not reach such a frame in Firefox.
  await page
    .frameLocator('iframe')
    .getByRole('button', { name: 'Buy now' })
    .evaluate((element: HTMLButtonElement) => element.click());
  await expect
    .poll(() =>
      page
        .context()
        .pages()
        .map((shown) => shown.url()),
    )
    .toEqual([`${origin}/`, endpoint.session.checkout_url]);
});
