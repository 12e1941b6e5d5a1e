import { expect } from '@playwright/test';
import { EXAMPLES } from '../../../demo/site/examples.ts';
import { test } from './fixtures.ts';

test.describe('The live example', () => {
  /** Presses the button of the example, and pays on the simulated checkout. */
  for (const { name, title } of EXAMPLES)
    test(`“${title}” sells without a server`, async ({ page, site, context, faults }) => {
      await page.goto(`${site}demo/${name}.html`);
      await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
      const stage = page.getByRole('region', { name: 'The example' });
      if (name === 'form') await stage.getByLabel('Discount code').fill('LAUNCH20');
      if (name === 'variants') await stage.getByLabel('Edition').selectOption({ index: 1 });
      if (name === 'bundle') await stage.getByRole('checkbox').check();
      const button = stage.getByRole('button').or(stage.getByRole('link')).first();
      if (name === 'sold-out') {
        await button.click();
        await expect(stage.getByRole('alert')).toContainText('sold out');
        return;
      }
      const tab = name === 'new-tab' ? context.waitForEvent('page') : undefined;
      await button.click();
      const place = tab ? await tab : page;
      const isEmbedded = ['dialog', 'inline', 'discount'].includes(name);
      const checkout = isEmbedded ? page.frameLocator('iframe') : place;
      if (['form', 'discount'].includes(name)) await expect(checkout.getByText('LAUNCH20')).toBeVisible();
      if (name === 'variants') await expect(checkout.getByText('A year of presets')).toBeVisible();
      if (name === 'bundle') await expect(checkout.getByText('The whole studio')).toBeVisible();
      await checkout.getByLabel('E-mail').fill('grace@example.com');
      await checkout.getByRole('button', { name: 'Pay (pretend)' }).click();
      await expect(checkout.getByText('Thank you.')).toBeVisible();
      if (isEmbedded) await expect(page.getByText('solifyn-checkout-complete')).toBeVisible();
      else await expect(place).toHaveURL(/\/demo\/checkout\.html\?/);
      expect(faults).toEqual([]);
    });
});
