import { blocksFor, nameOf } from '../../support/snippets.ts';
import { expect, sourceOf, test } from './shop.ts';

/** The component of docs/platforms/frameworks.md, as a file of the app. */
const FILES: Record<string, { app: string; file: string }> = {
  'docs/platforms/frameworks.md svelte BuyButton.svelte': { app: 'svelte', file: 'src/BuyButton.svelte' },
  'docs/platforms/frameworks.md tsx Solid': { app: 'solid', file: 'src/BuyButton.tsx' },
  'docs/platforms/frameworks.md tsx Preact': { app: 'preact', file: 'src/BuyButton.tsx' },
  'docs/platforms/frameworks.md ts Angular': { app: 'angular', file: 'src/buy-button.ts' },
};

for (const block of blocksFor('test/integration/frameworks/docs.test.ts'))
  test(`The component "${block.title}" of docs/platforms/frameworks.md sells`, async ({
    page,
    serve,
    endpoint,
  }) => {
    const { app, file } = FILES[nameOf(block)]!;
    expect(sourceOf(app, file).trim()).toBe(block.code.trim());
    await page.goto(`${await serve(app, { endpoint: endpoint.url })}/?documented`);
    await page.getByRole('button', { name: 'Buy now' }).click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts.at(-1)?.body).toEqual({
      productId: 'prod_z2o92kEl6cYYX',
      checkoutData: { plan: 'pro' },
    });
  });
