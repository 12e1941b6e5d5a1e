import { expect, test } from './shop.ts';

/** The request of a button with all its properties and listeners. */
const ALL = {
  productId: 'prod_apple',
  quantity: 1,
  checkoutData: { basket: { apples: 1 } },
  customFields: { renders: 0 },
  discountCode: 'FROM-APP',
};

/** The attributes of the server are always there. React 19 and Preact set nothing else until they render again. */
const SHOPS = [
  { name: 'React 18', app: 'react-18', first: ALL },
  { name: 'React 19 by the wrapper', app: 'react-19', file: 'wrapper', first: ALL },
  { name: 'React 19', app: 'react-19', first: { ...ALL, customFields: undefined, discountCode: undefined } },
  { name: 'Vue', app: 'vue', first: ALL },
  { name: 'Svelte', app: 'svelte', first: ALL },
  { name: 'Solid', app: 'solid', first: ALL },
  { name: 'Preact', app: 'preact', first: { ...ALL, customFields: undefined } },
] as const;

for (const { name, app, first, ...more } of SHOPS)
  test(`${name} hydrates the server's markup, with the element defined before or after, and sells`, async ({
    open,
    endpoint,
    hostedCheckout,
  }) => {
    for (const define of ['before', 'after'] as const) {
      const options = { build: 'development', isRendered: true, define, ...more } as const;
      const posts = endpoint.posts.length;
      const { buy, page } = await open(app, options);
      await buy.click();
      await expect(page).toHaveURL(hostedCheckout.checkoutUrl);
      expect(endpoint.posts[posts]?.body, define).toEqual(first);

      const shop = await open(app, options);
      await shop.press('Dialog', 'Rename', 'More');
      await expect(shop.buy).toHaveAccessibleName('Buy this apple');
      await shop.buy.click();
      const { body } = await endpoint.received(posts + 2);
      expect(body, define).toEqual({ ...ALL, quantity: 2, checkoutData: { basket: { apples: 2 } } });
      await shop.checkoutButton('Back to the shop').click();
      await expect(shop.log.last()).toHaveText('close false');
    }
  });
