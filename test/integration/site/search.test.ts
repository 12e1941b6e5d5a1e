import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { SETTINGS, attributeName } from '../../../src/button/config/settings.ts';
import { open, test } from './fixtures.ts';

interface Manifest {
  modules: { declarations: { tagName?: string; attributes: { name: string }[] }[] }[];
}

/** Every attribute of the element and every setting. */
function settingNames(): Set<string> {
  const path = new URL('../../../custom-elements.json', import.meta.url);
  const { modules } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const element = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === 'solifyn-buy-button');
  const attributes = element?.attributes.map(({ name }) => name) ?? [];
  expect(attributes.length).toBeGreaterThan(15);
  return new Set([...attributes, ...Object.keys(SETTINGS).map(attributeName)]);
}

test('The search finds each setting by its name, by keyboard and without a network', async ({
  page,
  site,
  context,
}) => {
  await open(page, `${site}index.html`);
  await page.keyboard.press('Control+k');
  const field = page.getByRole('searchbox').or(page.locator('.VPLocalSearchBox input'));
  await expect(field).toBeFocused();
  await field.fill('button');
  const results = page.locator('.VPLocalSearchBox .result');
  await expect(results.first()).toBeVisible();
  await context.setOffline(true);
  for (const name of settingNames()) {
    await field.fill(name);
    const found = results.filter({ hasText: /Attributes|Settings/ });
    await expect(found.first(), name).toBeVisible();
  }
  await context.setOffline(false);
  await field.fill('aff-param');
  await expect(results.first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.VPLocalSearchBox')).toHaveCount(0);
  await expect(page).toHaveURL(/\.html#/);
});
