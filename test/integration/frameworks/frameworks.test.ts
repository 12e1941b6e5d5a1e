import { dialogOf } from '../../support/embedded.ts';
import type { Reply } from '../../support/endpoint.ts';
import { LINK } from './shared/shop.ts';
import { expect, test } from './shop.ts';

/**
 * Each app as a production build. React's StrictMode mounts everything twice in a development build only. Both versions do that
 * alike, and the older one is in the soak.
 */
const SHOPS = [
  { name: 'React 18', app: 'react-18' },
  { name: 'React 18, mounted twice', app: 'react-18', build: 'development' },
  { name: 'React 19', app: 'react-19' },
  { name: 'React 19, mounted twice', app: 'react-19', build: 'development' },
  { name: 'React 19 by the wrapper', app: 'react-19', file: 'wrapper' },
  { name: 'Vue', app: 'vue' },
  { name: 'Svelte', app: 'svelte' },
  { name: 'Solid', app: 'solid' },
  { name: 'Angular', app: 'angular' },
  { name: 'Preact', app: 'preact' },
] as const;

/** The request of the first product. */
const order = (quantity: number, renders = 0) => ({
  productId: 'prod_apple',
  quantity,
  checkoutData: { basket: { apples: quantity } },
  customFields: { renders },
  discountCode: 'FROM-APP',
});

for (const { name, app, ...options } of SHOPS)
  test.describe(name, { tag: app === 'react-18' && 'build' in options ? '@soak' : [] }, () => {
    test('bound values reach the endpoint, follow a change, and lead to the checkout', async ({
      open,
      endpoint,
      hostedCheckout,
    }) => {
      const shop = await open(app, options);
      await shop.press('Dialog');
      await shop.buy.click();
      expect((await endpoint.received()).body).toEqual(order(1));
      await shop.checkoutButton('Back to the shop').click();
      await expect(dialogOf(shop.page)).toHaveCount(0);

      await shop.press('More', 'More', 'Sold out');
      await expect(shop.buy).toBeDisabled();
      await shop.press('Sold out');
      await shop.buy.click();
      expect((await endpoint.received(2)).body).toEqual(order(3));
      await shop.checkoutButton('Back to the shop').click();
      await expect(dialogOf(shop.page)).toHaveCount(0);

      await shop.page.getByRole('button', { name: 'Buy a fig' }).click();
      await expect(shop.page).toHaveURL(hostedCheckout.checkoutUrl);
      expect(endpoint.posts[2]?.body).toEqual({ productId: 'prod_fig' });
      expect(endpoint.posts).toHaveLength(3);
    });

    test('a listener receives each event with its detail, and can prevent it', async ({ open, endpoint }) => {
      const shop = await open(app, options);
      await shop.press('Refuse', 'Dialog');
      await shop.buy.click();
      await expect(shop.log).toHaveText(['start 1']);
      await shop.press('Refuse', 'More');
      await shop.buy.click();
      await shop.checkoutButton('Pay').click();
      await shop.checkoutButton('Back to the shop').click();
      const sold = [
        'start 2',
        `session ${endpoint.session.session_id}`,
        'open modal',
        'complete rcpt_1',
        'close true',
      ];
      await expect(shop.log).toHaveText(['start 1', ...sold]);
      endpoint.respond(() => ({ status: 409, json: { error: { code: 'rejected', message: 'Eaten' } } }));
      await shop.buy.click();
      await expect(shop.page.getByRole('alert')).toContainText('Eaten');
      await expect(shop.log).toHaveText(['start 1', ...sold, 'start 2', 'error rejected']);
      expect(endpoint.posts).toHaveLength(2);
    });

    test('checkout() and openCheckout() open a checkout and return its result', async ({
      open,
      endpoint,
    }) => {
      const shop = await open(app, options);
      const { session_id } = endpoint.session;
      await shop.press('Dialog', 'By method');
      await shop.checkoutButton('Back to the shop').click();
      await expect(shop.log.filter({ hasText: /^method/ })).toHaveText(`method ${session_id}`);
      await shop.press('Refuse', 'By method');
      await expect(shop.log.filter({ hasText: /^method/ })).toHaveText([/./, /^method CheckoutError: /]);
      await shop.press('By function');
      expect((await endpoint.received(2)).body).toEqual({ productId: 'prod_kiwi', quantity: 1 });
      await shop.checkoutButton('Back to the shop').click();
      await expect(shop.log.filter({ hasText: /^function/ })).toHaveText(`function ${session_id}`);
    });

    test('a button that is rendered a hundred times while loading stays the same and sells', async ({
      open,
      endpoint,
    }) => {
      const shop = await open(app, options);
      let sendReply!: (reply: Reply) => void;
      endpoint.respond(() => new Promise((resolve) => (sendReply = resolve)));
      const button = await shop.buy.elementHandle();
      await shop.buy.click();
      await endpoint.received();
      await shop.press('Render often', 'Rename', 'More');
      await expect(shop.page.getByText('Rendered 100 times')).toBeVisible();
      await expect(shop.buy).toHaveAccessibleName('Buy this apple');
      await expect(shop.buy).toHaveAttribute('aria-busy', 'true');
      expect(await shop.buy.evaluate((now, before) => now === before, button)).toBe(true);
      await expect(shop.page.locator('.apple a')).toHaveText('Buy this apple');
      sendReply({ json: endpoint.session });
      await expect(shop.page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts).toHaveLength(1);
    });

    test('a label can change, and after a failure its link is followed, or a text is shown without a link', async ({
      open,
      endpoint,
    }) => {
      const shop = await open(app, options);
      await expect(shop.buy).toHaveAccessibleName('Buy an apple');
      await shop.press('Rename');
      await expect(shop.buy).toHaveAccessibleName('Buy this apple');
      endpoint.respond(() => ({ status: 500, body: 'oops' }));
      await shop.page.getByRole('button', { name: 'Buy a plum' }).click();
      await expect(shop.page.getByRole('alert')).toHaveText(/\S/);
      await shop.buy.click();
      await expect(shop.page).toHaveURL(new RegExp(`${LINK}$`));
    });

    test('a button that is removed while loading opens its checkout once', async ({ open, endpoint }) => {
      const shop = await open(app, options);
      let release = () => {};
      const isRemoved = new Promise<void>((resolve) => (release = resolve));
      endpoint.respond(async () => {
        await isRemoved;
        return { json: endpoint.session };
      });
      await shop.buy.click();
      await endpoint.received();
      await shop.press('Remove');
      await expect(shop.buy).toHaveCount(0);
      release();
      await expect(shop.page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts.map(({ body }) => body)).toEqual([order(1)]);
    });

    test('an inline checkout survives rendering around it, and a button that is moved while loading continues', async ({
      open,
      endpoint,
    }) => {
      const shop = await open(app, options);
      await shop.press('Inline');
      await shop.buy.click();
      await expect(shop.checkoutButton('Pay')).toBeVisible();
      const frame = shop.page.locator('.apple iframe');
      const before = await frame.elementHandle();
      await shop.press('Rename', 'More', 'Render often');
      await expect(shop.buy).toHaveAccessibleName('Buy this apple');
      expect(await frame.evaluate((now, then) => now === then, before)).toBe(true);
      await shop.checkoutButton('Pay').click();
      await shop.checkoutButton('Back to the shop').click();
      await expect(frame).toHaveCount(0);
      await expect(shop.log.last()).toHaveText('close true');

      let sendReply!: (reply: Reply) => void;
      endpoint.respond(() => new Promise((resolve) => (sendReply = resolve)));
      const pear = shop.page.getByRole('button', { name: 'Buy a pear' });
      await pear.click();
      await endpoint.received(2);
      await shop.press('Reverse');
      await expect(shop.page.locator('ul li')).toContainText(['plum', 'fig', 'pear']);
      await expect(pear).toHaveAttribute('aria-busy', 'true');
      sendReply({ json: endpoint.session });
      await expect(shop.page).toHaveURL(endpoint.session.checkout_url);
      expect(endpoint.posts).toHaveLength(2);
    });
  });
