import type { Page } from '@playwright/test';
import type { SolifynBuyButton } from '../../../src/button/buy-button.ts';
import { dialogOf, expect, names, SCRIPT, test } from '../../support/embedded.ts';

const settings = (endpoint: string) => `endpoint="${endpoint}" gateway="frame"`;

/** A buy button in a place that a framework could render. */
const shop = (endpoint: string, attributes = 'mode="modal"') => `${SCRIPT}
<h1>A shop</h1>
<div id="place"><solifyn-buy-button product-id="prod_z2o92kEl6cYYX" ${settings(endpoint)} ${attributes}>Buy now</solifyn-buy-button></div>
<div id="elsewhere"></div>`;

const elementOf = (page: Page) => page.locator('solifyn-buy-button');
const buttonOf = (page: Page) => elementOf(page).getByRole('button');
const payOf = (page: Page) => page.frameLocator('iframe').getByRole('button', { name: 'Pay' });
const close = (element: SolifynBuyButton) => element.close();

const opened = ['start', 'session', 'open'];

test.describe('closing', () => {
  test(
    'before the session arrives aborts the request and opens nothing later',
    { tag: '@one-engine' },
    async ({ page, site, endpoint, events }) => {
      endpoint.respond(() => new Promise(() => {}));
      await page.goto(await site({ '/': shop(endpoint.url) }));
      await buttonOf(page).click();
      const post = await endpoint.received();
      await page.keyboard.press('Escape');
      await expect(dialogOf(page)).toHaveCount(0);
      await post.abandoned;
      await expect(buttonOf(page)).toBeEnabled();
      await expect(buttonOf(page)).toHaveAttribute('aria-busy', 'false');
      expect(names(events)).toEqual(['start']);
      await expect(page.locator('iframe')).toHaveCount(0);
    },
  );

  test(
    'makes a late createSession open nothing, and checkout() reject with canceled',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
      const code = await elementOf(page).evaluate(async (element: SolifynBuyButton, checkout_url) => {
        const api = Reflect.get(globalThis, 'SolifynCheckout');
        let respond: (session: object) => void = () => {};
        api.configure({ createSession: () => new Promise<object>((resolve) => (respond = resolve)) });
        const outcome = element.checkout().then(
          () => 'opened',
          (error: unknown) => (error as { code: string }).code,
        );
        element.close();
        respond({ id: '1', session_id: 'ch_1', checkout_url });
        return outcome;
      }, hostedCheckout.checkoutUrl);
      expect(code).toBe('canceled');
      await expect(dialogOf(page)).toHaveCount(0);
      await expect(page.locator('iframe')).toHaveCount(0);
      await expect(elementOf(page).getByRole('alert')).toHaveCount(0);
      expect(names(events)).toEqual(['start']);
    },
  );
});

test.describe('two buttons', () => {
  const two = (endpoint: string, mode: string) => `${SCRIPT}
    <solifyn-buy-button id="first" product-id="prod_a" mode="${mode}" ${settings(endpoint)}>First</solifyn-buy-button>
    <button id="second" data-solifyn-product-id="prod_b" data-solifyn-mode="${mode}" data-solifyn-endpoint="${endpoint}" data-solifyn-gateway="frame">Second</button>`;

  test(
    'while a dialog is open another button opens nothing, and sells after it',
    { tag: '@one-engine' },
    async ({ page, site, endpoint, hostedCheckout, events }) => {
      await page.goto(await site({ '/': two(hostedCheckout.endpoint, 'modal') }));
      await page.getByRole('button', { name: 'First' }).click();
      await expect(payOf(page)).toBeVisible();
      await page.locator('#second').dispatchEvent('click');
      await page.locator('#first').dispatchEvent('click');
      await expect(dialogOf(page)).toHaveCount(1);
      await expect.poll(() => names(events)).toEqual(opened);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Second' }).click();
      await expect(dialogOf(page)).toHaveAccessibleName('Second');
      await expect(payOf(page)).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'Second' })).toBeFocused();
      expect(endpoint.posts.map(({ body }) => body)).toEqual([
        { productId: 'prod_a' },
        { productId: 'prod_b' },
      ]);
    },
  );

  test(
    'two clicks on one button in the same moment are one dialog and one POST',
    { tag: '@one-engine' },
    async ({ page, site, endpoint, hostedCheckout }) => {
      await page.goto(await site({ '/': two(hostedCheckout.endpoint, 'modal') }));
      await page.evaluate(() => {
        for (const id of ['first', 'first']) document.getElementById(id)!.click();
      });
      await expect(payOf(page)).toBeVisible();
      await expect(page.locator('[data-solifyn-modal]')).toHaveCount(1);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([{ productId: 'prod_a' }]);
    },
  );

  test(
    'of two buttons clicked in the same moment the last one opens its dialog',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      await page.goto(await site({ '/': two(hostedCheckout.endpoint, 'modal') }));
      await page.evaluate(() => {
        for (const id of ['first', 'second']) document.getElementById(id)!.click();
      });
      await expect(dialogOf(page)).toHaveAccessibleName('Second');
      await expect(payOf(page)).toBeVisible();
      await expect(page.locator('[data-solifyn-modal]')).toHaveCount(1);
      await expect.poll(() => names(events)).toEqual(['start', 'start', 'session', 'open']);
    },
  );

  test(
    'an open inline checkout leaves the other button usable, and each ends by itself',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      await page.goto(await site({ '/': two(hostedCheckout.endpoint, 'inline') }));
      await page.getByRole('button', { name: 'First' }).click();
      await expect.poll(() => names(events)).toEqual(opened);
      await page.getByRole('button', { name: 'Second' }).click();
      await expect.poll(() => names(events)).toEqual([...opened, ...opened]);
      await expect(page.locator('iframe')).toHaveCount(2);
      await page.locator('#first').evaluate(close);
      await expect(page.locator('iframe')).toHaveCount(1);
      await page.frameLocator('iframe').getByRole('button', { name: 'Back to the shop' }).click();
      await expect(page.locator('iframe')).toHaveCount(0);
    },
  );
});

test.describe('inline', () => {
  test(
    'it is placed in the element, below the button, and close() removes it',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      await page.goto(await site({ '/': shop(hostedCheckout.endpoint, 'mode="inline"') }));
      await buttonOf(page).click();
      await expect(payOf(page)).toBeVisible();
      const iframe = elementOf(page).locator('> div > iframe');
      const button = (await buttonOf(page).boundingBox())!;
      expect((await iframe.boundingBox())!.y).toBeGreaterThanOrEqual(button.y + button.height);
      await expect(iframe).toHaveAttribute('title', /\S/);
      await expect(buttonOf(page)).toHaveAccessibleName('Buy now');
      await elementOf(page).evaluate(close);
      await expect(page.locator('iframe')).toHaveCount(0);
      await expect(elementOf(page)).toHaveText('Buy now');
      await expect
        .poll(() => events.slice(2))
        .toEqual([
          { event: 'open', mode: 'inline' },
          { event: 'close', completed: false },
        ]);
    },
  );

  test(
    'content of the gateway becomes neither the label nor the fallback link',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout }) => {
      const gateway = `<script>SolifynCheckout.registerGateway('wordy', {
      mount(container, session, { ready }) {
        container.innerHTML = '<p>Pay here. <a href="/terms">Terms</a> <svg width="9" height="9"></svg></p>';
        ready();
      },
    })</script>`;
      const bare = shop(hostedCheckout.endpoint, 'mode="inline"')
        .replace('Buy now', '')
        .replace('"frame"', '"wordy"');
      await page.goto(await site({ '/': bare.replace(SCRIPT, SCRIPT + gateway) }));
      const label = await buttonOf(page).textContent();
      await buttonOf(page).click();
      await expect(page.getByText('Pay here.')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Terms' })).toBeVisible();
      await expect(buttonOf(page)).toHaveText(label!.trim());
      await expect(buttonOf(page)).toHaveAccessibleName(label!.trim());
    },
  );

  test(
    'for another element it is placed right after that element',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout }) => {
      const link = `<a id="buy" href="/other" data-solifyn-product-id="prod_a" data-solifyn-mode="inline" data-solifyn-gateway="frame" data-solifyn-endpoint="${hostedCheckout.endpoint}">Buy</a>`;
      await page.goto(await site({ '/': `${SCRIPT}<p>${link}</p>` }));
      await page.getByRole('link', { name: 'Buy' }).click();
      await expect(payOf(page)).toBeVisible();
      await expect(page.locator('#buy + div > iframe')).toHaveCount(1);
    },
  );

  test('on a phone it scrolls into view when it is ready, as wide as its place', async ({
    page,
    site,
    hostedCheckout,
  }) => {
    const button = (id: string) =>
      `<solifyn-buy-button id="${id}" product-id="prod_a" mode="inline" ${settings(hostedCheckout.endpoint)}>Buy ${id}</solifyn-buy-button>`;
    await page.setViewportSize({ width: 390, height: 700 });
    const head = '<!doctype html><meta name="viewport" content="width=device-width"><title>A shop</title>';
    const places = `<div style="height: 600px"></div>
      <section>${button('alone')}</section>
      <section style="display: flex; gap: 10px">${button('row')}</section>
      <section style="display: flex; gap: 10px"><b style="flex: none; width: 60px">$49</b>${button('priced')}</section>
      <section style="display: grid; grid-template-columns: 100px 1fr"><b>$49</b><div>${button('cell')}</div></section>
      <section style="display: flex; flex-direction: column; align-items: center">${button('column')}</section>
      <section><a href="#" data-solifyn-product-id="prod_a" data-solifyn-mode="inline" data-solifyn-gateway="frame" data-solifyn-endpoint="${hostedCheckout.endpoint}">Buy link</a></section>`;
    await page.goto(await site({ '/': `${head}${SCRIPT}${places}` }));
    // In a row and in a grid cell the price takes a part of the place.
    const taken = { alone: 0, row: 0, priced: 70, cell: 100, column: 0, link: 0 };
    for (const [id, width] of Object.entries(taken)) {
      await page.getByText(`Buy ${id}`).click();
      const frame = page.locator('iframe');
      await expect(frame.contentFrame().getByRole('button', { name: 'Pay' })).toBeVisible();
      await expect(frame, id).toBeInViewport({ ratio: 1 });
      const place = (await page
        .locator('section')
        .filter({ hasText: `Buy ${id}` })
        .boundingBox())!.width;
      expect((await frame.boundingBox())!.width, id).toBeCloseTo(place - width, 0);
      await page.evaluate((id) => {
        const trigger = document.getElementById(id);
        if (trigger?.matches('solifyn-buy-button')) (trigger as SolifynBuyButton).close();
        scrollTo(0, 0);
      }, id);
    }
  });

  test(
    'in nested shadow roots it acts as modal with a warning',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      await page.goto(await site({ '/': `${SCRIPT}<div id="outer"></div>` }));
      await page.evaluate((attributes) => {
        const outer = document.getElementById('outer')!.attachShadow({ mode: 'open' });
        const inner = outer.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
        inner.innerHTML = `<solifyn-buy-button product-id="prod_a" mode="inline" ${attributes}>Buy</solifyn-buy-button>`;
      }, settings(hostedCheckout.endpoint));
      await buttonOf(page).click();
      await expect(payOf(page)).toBeVisible();
      await expect(dialogOf(page)).toHaveAccessibleName('Buy');
      expect(await page.evaluate(() => document.querySelector('iframe')?.getRootNode() === document)).toBe(
        true,
      );
      await expect.poll(() => events[2]).toEqual({ event: 'open', mode: 'modal' });
      await page.keyboard.press('Escape');
      await expect(buttonOf(page)).toBeFocused();
    },
  );
});

test("in the page's own modal dialog the button's dialog opens above it and returns the focus into it", async ({
  page,
  site,
  hostedCheckout,
}) => {
  const own = `<dialog id="own" aria-label="Own"><p>Sale</p>${shop(hostedCheckout.endpoint).replace(SCRIPT, '')}</dialog>`;
  await page.goto(await site({ '/': `${SCRIPT}${own}<script>own.showModal()</script>` }));
  await buttonOf(page).click();
  await payOf(page).click();
  await page.getByRole('dialog', { name: 'Buy now' }).getByRole('button').click();
  await expect(buttonOf(page)).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveAccessibleName('Own');
});

test.describe('success-url', () => {
  test(
    'is where the buyer goes after the payment',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      const shopOrigin = await site({
        '/shop/': shop(hostedCheckout.endpoint, 'mode="modal" success-url="../thanks"'),
        '/thanks': 'Thanks',
      });
      await page.goto(`${shopOrigin}/shop/`);
      await buttonOf(page).click();
      await payOf(page).click();
      await page.waitForURL(`${shopOrigin}/thanks`);
      await expect.poll(() => names(events).slice(0, 4)).toEqual([...opened, 'complete']);
    },
  );

  test(
    'does not go to success-url if a listener prevents solifyn-checkout-complete',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      const prevent = `<script>addEventListener('solifyn-checkout-complete', (event) => event.preventDefault())</script>`;
      const origin = await site({
        '/': prevent + shop(hostedCheckout.endpoint, 'mode="modal" success-url="/thanks"'),
      });
      const left: string[] = [];
      await page.goto(origin);
      page.on('request', (request) => left.push(request.url()));
      await buttonOf(page).click();
      await payOf(page).click();
      await expect.poll(() => events.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
      await page.keyboard.press('Shift+Tab');
      await dialogOf(page).getByRole('button').click();
      await expect.poll(() => events.at(-1)).toEqual({ event: 'close', completed: true });
      expect(left.filter((address) => address.includes('thanks'))).toEqual([]);
      expect(page.url()).toBe(`${origin}/`);
    },
  );
});

test.describe('under a framework that rerenders', () => {
  const changes: Record<string, (page: Page) => Promise<unknown>> = {
    'the element is moved': (page) =>
      elementOf(page).evaluate((element) => document.getElementById('elsewhere')!.append(element)),
    'its attributes and label change': (page) =>
      elementOf(page).evaluate((element) => {
        element.setAttribute('product-id', 'prod_other');
        element.setAttribute('mode', 'inline');
        element.setAttribute('gateway', 'unknown');
        element.textContent = 'Buy again';
      }),
  };
  for (const [change, applyChange] of Object.entries(changes))
    test(
      `the open dialog stays when ${change}`,
      { tag: change === 'the element is moved' ? [] : '@one-engine' },
      async ({ page, site, hostedCheckout, events }) => {
        await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
        await buttonOf(page).click();
        await expect.poll(() => names(events)).toEqual(opened);
        await applyChange(page);
        await payOf(page).click();
        await dialogOf(page).getByRole('button').click();
        await expect(buttonOf(page)).toBeFocused();
        await expect.poll(() => names(events)).toEqual([...opened, 'complete', 'close']);
      },
    );

  test(
    'the dialog outlives the element, and closes when a router has changed the address as well',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      await page.goto(await site({ '/': shop(hostedCheckout.endpoint) }));
      await buttonOf(page).click();
      await expect(payOf(page)).toBeVisible();
      await elementOf(page).evaluate((element) => element.remove());
      await payOf(page).click();
      await expect.poll(() => events.at(-1)?.event).toBe('complete');
      await page.evaluate(() => {
        history.pushState(null, '', '/next');
        document.getElementById('place')!.append('The next page');
      });
      await expect(dialogOf(page)).toHaveCount(0);
      await expect(page.locator('html')).toHaveCSS('overflow', 'visible');
    },
  );

  for (const [how, wipe] of Object.entries({
    wiped: () => document.body.replaceChildren(),
    replaced: () => document.body.replaceWith(document.createElement('body')),
  }))
    test(
      `when the whole body is ${how} under a link's dialog, the page scrolls and sells again`,
      { tag: how === 'wiped' ? [] : '@one-engine' },
      async ({ page, site, hostedCheckout, events }) => {
        const link = (name: string) =>
          `<a href="/other" data-solifyn-product-id="prod_a" data-solifyn-mode="modal" data-solifyn-gateway="frame" data-solifyn-endpoint="${hostedCheckout.endpoint}">${name}</a>`;
        await page.goto(await site({ '/': `${SCRIPT}<p>${link('Buy')}</p>` }));
        await page.getByRole('link', { name: 'Buy' }).click();
        await expect.poll(() => names(events)).toEqual(opened);
        await page.evaluate(wipe);
        await expect(page.locator('html')).toHaveCSS('overflow', 'visible');
        await page.evaluate((html) => void (document.body.innerHTML = html), link('Another'));
        await page.getByRole('link', { name: 'Another' }).click();
        await expect(dialogOf(page)).toHaveAccessibleName('Another');
        await expect(payOf(page)).toBeVisible();
      },
    );

  test(
    'an inline checkout that a framework removes ends with a close event',
    { tag: '@one-engine' },
    async ({ page, site, hostedCheckout, events }) => {
      await page.goto(await site({ '/': shop(hostedCheckout.endpoint, 'mode="inline"') }));
      await buttonOf(page).click();
      await expect.poll(() => names(events)).toEqual(opened);
      await elementOf(page).evaluate((element) => (element.textContent = 'Buy now'));
      await expect.poll(() => events.at(-1)).toEqual({ event: 'close', completed: false });
      await expect(page.locator('iframe')).toHaveCount(0);
    },
  );

  test(
    'an inline checkout that was wiped opens again at the next click',
    { tag: '@one-engine' },
    async ({ page, site, endpoint, hostedCheckout, events }) => {
      await page.goto(await site({ '/': shop(hostedCheckout.endpoint, 'mode="inline"') }));
      await buttonOf(page).click();
      await expect.poll(() => names(events)).toEqual(opened);
      await elementOf(page).evaluate((element) => (element.textContent = 'Buy now'));
      await expect(page.locator('iframe')).toHaveCount(0);
      await buttonOf(page).click();
      await payOf(page).click();
      await expect.poll(() => events.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
      expect(endpoint.posts).toHaveLength(2);
    },
  );

  test('an inline embed that was moved, and so reloaded, still completes or opens again', async ({
    page,
    site,
    endpoint,
    whop,
    events,
  }) => {
    const moving = shop(endpoint.url, 'mode="inline"').replace('gateway="frame"', '');
    await page.goto(await site({ '/': moving }));
    await buttonOf(page).click();
    await expect.poll(() => names(events)).toEqual(opened);
    await elementOf(page).evaluate((element) => document.getElementById('elsewhere')!.append(element));
    await expect(async () => {
      if ((await page.locator('iframe').count()) === 0) await buttonOf(page).click();
      // The dead embed may be removed only now.
      await payOf(page).click({ timeout: 5_000 });
      await whop.post({ event: 'complete', plan_id: 'plan_1', receipt_id: 'rcpt_1' });
      await expect
        .poll(() => events.at(-1), { timeout: 5_000 })
        .toEqual({ event: 'complete', receiptId: 'rcpt_1' });
    }).toPass({ timeout: 60_000 });
  });
});

test(
  'openCheckout shows a dialog, also for inline, and its signal closes it',
  { tag: '@one-engine' },
  async ({ page, site, hostedCheckout, events }) => {
    await page.goto(await site({ '/': `${SCRIPT}<button>Anything</button>` }));
    await page.getByRole('button', { name: 'Anything' }).focus();
    await page.evaluate((endpoint) => {
      const controller = new AbortController();
      Reflect.set(globalThis, 'stop', () => controller.abort());
      const { openCheckout } = Reflect.get(globalThis, 'SolifynCheckout');
      return openCheckout(
        { productId: 'prod_a' },
        { endpoint, mode: 'inline', gateway: 'frame', signal: controller.signal },
      );
    }, hostedCheckout.endpoint);
    await payOf(page).click();
    await expect.poll(() => events[2]).toEqual({ event: 'open', mode: 'modal' });
    await expect.poll(() => events.at(-1)?.event).toBe('complete');
    await page.evaluate('stop()');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect.poll(() => events.at(-1)).toEqual({ event: 'close', completed: true });
    await expect(page.getByRole('button', { name: 'Anything' })).toBeFocused();
  },
);

test('openCheckout before <body> exists opens its dialog, and the page scrolls again after it', async ({
  page,
  site,
  hostedCheckout,
  events,
}) => {
  const early = `<script>
    const options = { endpoint: ${JSON.stringify(hostedCheckout.endpoint)}, mode: 'modal', gateway: 'frame' };
    SolifynCheckout.openCheckout({ productId: 'prod_a' }, options);
    globalThis.hadBody = Boolean(document.body);
  </script>`;
  await page.goto(await site({ '/': `${SCRIPT}${early}<body><div style="height: 3000px">A shop</div>` }));
  await payOf(page).click();
  expect(await page.evaluate('hadBody')).toBe(false);
  await expect.poll(() => events.at(-1)?.event).toBe('complete');
  const wheel = async () => {
    await page.mouse.move(5, 5);
    await page.mouse.wheel(0, 300);
  };
  await wheel();
  expect(await page.evaluate('scrollY'), 'behind the dialog').toBe(0);
  await dialogOf(page).getByRole('button').click();
  await expect(dialogOf(page)).toHaveCount(0);
  await wheel();
  await page.waitForFunction('scrollY > 0');
});
