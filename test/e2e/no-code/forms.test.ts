import { expect, test } from '../../support/fixtures.ts';
import { shop } from '../../support/shop.ts';

/** What submits a form for us, in it or beside it. */
const SUBMITTERS: Record<string, [inside: string, beside?: string]> = {
  'the element': ['<solifyn-buy-button product-id="prod_1" quantity="5">Buy</solifyn-buy-button>'],
  'the element by form="id"': [
    '',
    '<solifyn-buy-button product-id="prod_1" quantity="5" form="order">Buy</solifyn-buy-button>',
  ],
  'a button of the page': ['<button data-solifyn-product-id="prod_1" data-solifyn-quantity="5">Buy</button>'],
  'a button of the page by form="id"': [
    '',
    '<button data-solifyn-product-id="prod_1" data-solifyn-quantity="5" form="order">Buy</button>',
  ],
  'a link of the page': ['<a href="#" data-solifyn-product-id="prod_1" data-solifyn-quantity="5">Buy</a>'],
};

/** Controls as a site builder's form has them, some named for a field of ours. */
const CONTROLS = `
  <label>Mail <input name="customerEmail" type="email" required></label>
  <label>How many <input name="quantity"></label>
  <label>Code <input name="discountCode"></label>
  <label>Size <select name="customFields.Size"><option>S<option selected>L</select></label>
  <label>Note <textarea name="customFields.Note"></textarea></label>
  <label><input type="checkbox" name="checkoutData.gift" value="yes" checked> A gift</label>
  <label>Name <input name="name" value="Ada"></label>
  <input type="hidden" name="reportValidity"><input type="hidden" name="elements"><input type="hidden" name="submit">
  <input type="hidden" name="matches"><input type="hidden" name="id"><input type="hidden" name="form">`;

/** Notes every `submit`, as a site builder that sends on it would see it. */
const WATCH = `<script>
  globalThis.submits = 0;
  addEventListener('submit', (event) => { submits += 1; event.preventDefault(); }, true);
</script>`;

for (const [name, [inside, beside = '']] of Object.entries(SUBMITTERS))
  test(`${name} lets the browser validate the form, buys with its values, and never submits it`, async ({
    page,
    site,
    endpoint,
  }) => {
    const form = `<form id="order" action="/sent" method="get">${CONTROLS}${inside}</form>${beside}`;
    const origin = await site({ '/': shop(endpoint.url, WATCH + form) });
    endpoint.respond(() => ({ status: 500, json: {} }));
    await page.goto(origin);
    const buy = page.getByRole('button', { name: 'Buy' }).or(page.getByRole('link', { name: 'Buy' }));
    const mail = page.getByLabel('Mail');
    // `fill` appends to what is in an e-mail field in the stock Firefox.
    const write = (address: string) =>
      mail.evaluate((input: HTMLInputElement, value) => void (input.value = value), address);

    // The browser puts its bubble at the control that it has moved the focus to.
    for (const wrong of ['', 'ada']) {
      await write(wrong);
      await mail.blur();
      await buy.click();
      await expect(mail).toBeFocused();
    }
    await expect(page.getByRole('alert')).toHaveCount(0);
    expect(endpoint.posts).toHaveLength(0);

    await write('ada@example.com');
    await buy.click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByLabel('How many').fill('2');
    await page.getByLabel('Code').fill(' LAUNCH20 ');
    await page.getByLabel('Note').fill('For Ben');
    await page.getByLabel('A gift').uncheck();
    endpoint.respond(() => ({ json: endpoint.session }));
    expect(await page.evaluate(() => Reflect.get(globalThis, 'submits'))).toBe(0);
    await buy.click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts.map(({ body }) => body)).toEqual([
      {
        productId: 'prod_1',
        quantity: 5, // the control is empty
        customerEmail: 'ada@example.com',
        customFields: { Size: 'L' },
        checkoutData: { gift: 'yes' },
      },
      {
        productId: 'prod_1',
        quantity: 2,
        discountCode: 'LAUNCH20',
        customerEmail: 'ada@example.com',
        customFields: { Size: 'L', Note: 'For Ben' },
      },
    ]);
  });

test('In a disabled fieldset neither the element nor a button of the page buys', async ({
  page,
  site,
  endpoint,
}) => {
  const [element] = SUBMITTERS['the element']!;
  const [button] = SUBMITTERS['a button of the page']!;
  const form = `<form><input aria-label="Name"><fieldset disabled>${element}${button}</fieldset></form>`;
  await page.goto(await site({ '/': shop(endpoint.url, WATCH + form) }));
  for (const buy of await page.getByRole('button', { name: 'Buy' }).all()) {
    await expect(buy).toBeDisabled();
    await buy.click({ force: true });
  }
  await page.getByLabel('Name').press('Enter');
  await page.locator('fieldset').evaluate((fieldset: HTMLFieldSetElement) => (fieldset.disabled = false));
  await page.getByRole('button', { name: 'Buy' }).first().click();
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts).toHaveLength(1);
});

test('Enter in a field of the form buys, and nothing is submitted', async ({ page, site, endpoint }) => {
  const [element] = SUBMITTERS['the element']!;
  const form = `<form action="/sent"><input aria-label="Mail" name="customerEmail" type="email" required>${element}</form>`;
  await page.goto(await site({ '/': shop(endpoint.url, WATCH + form) }));
  await page.getByLabel('Mail').press('Enter');
  await expect(page.getByLabel('Mail')).toBeFocused();
  await page.getByLabel('Mail').fill('ada@example.com');
  await page.getByLabel('Mail').press('Enter');
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts.map(({ body }) => body)).toEqual([
    { productId: 'prod_1', quantity: 5, customerEmail: 'ada@example.com' },
  ]);
});
