import { expect, test } from '../../support/fixtures.ts';
import { shop } from '../../support/shop.ts';

const german = (endpoint: string, body: string) =>
  `<!doctype html><html lang="de"><meta charset="utf-8"><title>Laden</title>${shop(endpoint, body)}`;

const form = (controls: string, attributes = '') =>
  `<form action="/sent" ${attributes}>${controls}<solifyn-buy-button product-id="prod_1">Kaufen</solifyn-buy-button></form>`;

test('An invalid value is reported at its control in the page’s language, until it is changed', async ({
  page,
  site,
  endpoint,
}) => {
  const controls = '<input aria-label="Preis" name="customPrice">';
  for (const attributes of ['', 'novalidate']) {
    const before = endpoint.posts.length;
    await page.goto(await site({ '/': german(endpoint.url, form(controls, attributes)) }));
    const price = page.getByLabel('Preis');
    await price.fill('viel');
    await page.getByRole('button', { name: 'Kaufen' }).click();
    await expect(price).toBeFocused();
    const messageOf = () => price.evaluate((input: HTMLInputElement) => input.validationMessage);
    expect(await messageOf()).toBe('Bitte einen gültigen Wert eingeben.');
    await expect(page.getByRole('alert')).toHaveCount(0);
    expect(endpoint.posts).toHaveLength(before);
    await price.fill('1.234,50 €');
    expect(await messageOf()).toBe('');
    await page.getByRole('button', { name: 'Kaufen' }).click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts.slice(before).map(({ body }) => body)).toEqual([
      { productId: 'prod_1', customPrice: 1234.5 },
    ]);
  }
});

const HIDDEN: Record<string, string> = {
  'in a closed <details>': '<details><summary>Mehr</summary>CONTROL</details>',
  'in a hidden step': '<div style="display: none">CONTROL</div>',
  'in an invisible step': '<div style="visibility: hidden">CONTROL</div>',
};
for (const [name, place] of Object.entries(HIDDEN))
  test(`A required control ${name} is named at the button`, async ({ page, site, endpoint }) => {
    const control = '<label>Ihre E-Mail: <input name="customerEmail" type="email" required></label>';
    await page.goto(await site({ '/': german(endpoint.url, form(place.replace('CONTROL', control))) }));
    await page.getByRole('button', { name: 'Kaufen' }).click();
    await expect(page.getByRole('alert')).toContainText('Ihre E-Mail: Bitte einen gültigen Wert eingeben.');
    expect(endpoint.posts).toHaveLength(0);
  });

test('A sold-out option is reported, and another one is sold', async ({ page, site, endpoint }) => {
  const controls = `<select aria-label="Variante" name="productId"><option value="prod_m">Monat<option value="prod_y" disabled selected>Jahr (ausverkauft)</select>
    <label><input type="checkbox" name="collectionId" value="col_1"> Paket</label>`;
  await page.goto(await site({ '/': german(endpoint.url, form(controls)) }));
  await page.getByRole('button', { name: 'Kaufen' }).click();
  await expect(page.getByLabel('Variante')).toBeFocused();
  expect(endpoint.posts).toHaveLength(0);
  await page.getByLabel('Variante').selectOption('prod_m');
  endpoint.respond(() => ({ status: 500, json: {} }));
  await page.getByRole('button', { name: 'Kaufen' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Paket').check();
  endpoint.respond(() => ({ json: endpoint.session }));
  await page.getByRole('button', { name: 'Kaufen' }).click();
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([
    { productId: 'prod_m' },
    { collectionId: 'col_1' },
  ]);
});
