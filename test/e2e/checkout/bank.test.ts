import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';

const THANKS = /\/thanks\.html\?checkout=[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const atBank = (page: Page) => page.getByRole('heading', { name: 'Your bank' });

/** Leaves the embedded checkout for the buyer's bank. */
async function payAtBank(page: Page): Promise<void> {
  await page
    .frameLocator('iframe')
    .getByRole('button', { name: /at my bank/ })
    .click();
  await expect(atBank(page)).toBeVisible();
}

for (const [mode, name] of [
  ['modal', 'Buy in a dialog'],
  ['inline', 'Buy below'],
] as const)
  test(
    `A payment at the bank comes back in ${mode} mode: declined it opens again, approved it completes`,
    { tag: mode === 'modal' ? [] : '@one-engine' },
    async ({ page, demo }) => {
      const address = `${demo.url}/bank.html`;
      const gateway = page.frameLocator('iframe');
      const place = mode === 'modal' ? page.getByRole('dialog') : page.locator('solifyn-buy-button').nth(1);
      await page.goto(address);
      await page.getByRole('button', { name }).click();
      await gateway.getByLabel('E-mail for the receipt').fill('ada@example.com');
      const returnUrl = await gateway.locator('body').getAttribute('data-return-url');
      await payAtBank(page);

      // Without an outcome the page is as it was.
      await page.goto(returnUrl ?? '');
      await expect(page).toHaveURL(address);
      await expect(page.getByRole('button', { name })).toBeVisible();
      await expect(page.locator('iframe')).toHaveCount(0);
      await page.goto(address);
      await page.getByRole('button', { name }).click();
      await gateway.getByLabel('E-mail for the receipt').fill('grace@example.com');
      await payAtBank(page);

      await page.getByRole('button', { name: 'Decline the payment' }).click();
      await expect(page).toHaveURL(address);
      await expect(place.getByRole('alert')).toContainText('The payment did not go through.');
      // The gateway has its own state again.
      await expect(gateway.getByRole('alert')).toContainText('Your bank declined the payment.');
      await expect(gateway.getByLabel('E-mail for the receipt')).toHaveValue('grace@example.com');

      await payAtBank(page);
      await page.getByRole('button', { name: 'Approve the payment' }).click();
      if (mode === 'modal') await expect(page).toHaveURL(THANKS);
      else {
        await expect(page.locator('#log')).toContainText('solifyn-checkout-complete');
        await expect(page).toHaveURL(address);
        await page.reload();
        await expect(page.getByRole('button', { name })).toBeVisible();
        await expect(page.locator('#log')).toBeEmpty();
      }
      await expect(page.locator('iframe')).toHaveCount(0);
      expect(await demo.received(), 'the declined payment goes on in its session').toHaveLength(2);
    },
  );
