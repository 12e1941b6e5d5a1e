import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { openSandbox } from './sandbox.ts';

const PRODUCT = 'prod_z2o92kEl6cYYX';

describe('the hosted checkout page', () => {
  it('shows the item, quantity, discount, total and the fields of the request', async () => {
    const { create, page } = openSandbox();
    const { checkout_url } = await create({
      productId: 'prod_payWhatYouWant',
      quantity: 3,
      customPrice: 12.5,
      discountCode: 'launch20',
      customerEmail: 'ada@example.com',
      customFields: { dedication: 'To Grace' },
      checkoutData: { campaign: { name: 'spring' } },
      aff: 'anna-7',
    });
    const markup = await (await page(checkout_url)).text();
    for (const shown of [
      'Field notes, the zine',
      '× 3',
      '$12.50',
      '$37.50',
      'LAUNCH20',
      '−$7.50',
      'Pay $30.00',
    ]) {
      assert.ok(markup.includes(shown), `${shown} is not on the page`);
    }
    for (const sent of [
      'value="ada@example.com"',
      'Dedication',
      'To Grace',
      'anna-7',
      'campaign',
      'spring',
    ]) {
      assert.ok(markup.includes(sent), `${sent} is not on the page`);
    }
  });

  const prices: [what: string, order: object, total: string][] = [
    ['the suggested price if the buyer chose none', { productId: 'prod_payWhatYouWant' }, '$15.00'],
    ['the minimum itself', { productId: 'prod_payWhatYouWant', customPrice: 5 }, '$5.00'],
    [
      'an amount off once, not per piece',
      { productId: PRODUCT, quantity: 2, discountCode: 'friend5' },
      '$93.00',
    ],
    [
      'never less than zero',
      { productId: 'prod_payWhatYouWant', customPrice: 5, discountCode: 'FRIEND5' },
      '$0.00',
    ],
    [
      'a percentage rounded to the cent',
      { productId: 'prod_payWhatYouWant', customPrice: 5.03, discountCode: 'LAUNCH20' },
      '$4.02',
    ],
  ];
  for (const [what, order, total] of prices) {
    it(`has a pay button with ${what}`, async () => {
      const { create, page } = openSandbox();
      const { checkout_url } = await create(order);
      assert.ok((await (await page(checkout_url)).text()).includes(`Pay ${total}`));
    });
  }

  it('ends on one receipt, even if it is paid twice', async () => {
    const { create, page, pay } = openSandbox();
    const { checkout_url } = await create({ productId: PRODUCT });
    const first = await pay(checkout_url, 'grace@example.com');
    const receipt = first.headers.get('location') ?? '';
    assert.equal(first.status, 303);
    assert.match(receipt, /^\/receipt\/rcpt_[0-9a-f]+$/);
    const markup = await (await page(receipt)).text();
    assert.ok(markup.includes('grace@example.com'));
    assert.ok(markup.includes('$49.00'));
    assert.equal((await pay(checkout_url)).headers.get('location'), receipt);
    assert.equal((await page(checkout_url)).headers.get('location'), receipt);
  });

  it('shows an error for an invalid e-mail address and sells nothing', async () => {
    const { create, page, pay } = openSandbox();
    const { checkout_url } = await create({ productId: PRODUCT });
    const response = await pay(checkout_url, 'nobody');
    assert.equal(response.status, 400);
    assert.match(await response.text(), /role="alert">Please enter your e-mail address/);
    assert.equal((await page(checkout_url)).status, 200);
  });

  it('reduces the stock, and shows an error to the buyer who came too late', async () => {
    const { create, pay, post } = openSandbox();
    const order = { productId: 'prod_limitedStock', quantity: 2 };
    const [early, late] = [await create(order), await create(order)];
    assert.equal((await pay(early.checkout_url)).status, 303);
    const tooLate = await pay(late.checkout_url);
    assert.equal(tooLate.status, 409);
    assert.match(await tooLate.text(), /role="alert">Only 1 left in stock/);
    assert.equal((await post('/checkout/create', order)).status, 409);
    await create({ ...order, quantity: 1 });
  });

  it('uses up a limited discount code when it is paid, not before', async () => {
    const { create, pay, post } = openSandbox();
    const order = { productId: PRODUCT, discountCode: 'LastOne' };
    const [early, late] = [await create(order), await create(order)];
    assert.equal((await pay(early.checkout_url)).status, 303);
    assert.equal((await pay(late.checkout_url)).status, 400);
    assert.equal((await post('/checkout/create', order)).status, 400);
  });

  it('opens from a plain link, with or without /test', async () => {
    const { page } = openSandbox();
    for (const link of [`/checkout/${PRODUCT}`, `/checkout/test/${PRODUCT}`, '/checkout/col_123']) {
      const response = await page(link);
      assert.equal(response.status, 303);
      assert.equal((await page(response.headers.get('location') ?? '')).status, 200);
    }
    const soldOut = await page('/checkout/prod_soldOut');
    assert.equal(soldOut.status, 409);
    assert.match(await soldOut.text(), /This product is sold out/);
  });

  it('is not found for an unknown checkout or for one of another product', async () => {
    const { create, page } = openSandbox();
    const { id } = await create({ productId: PRODUCT });
    for (const path of [
      `/checkout/test/${PRODUCT}?checkout_id=nobody`,
      `/checkout/test/col_123?checkout_id=${id}`,
    ]) {
      assert.equal((await page(path)).status, 404);
    }
    assert.equal((await page('/receipt/rcpt_nobody')).status, 404);
  });

  it('keeps the latest checkouts and drops the oldest, receipts too', async () => {
    const { create, page, pay } = openSandbox({ maxCheckouts: 2 });
    const oldest = await create({ productId: PRODUCT });
    const receipt = (await pay(oldest.checkout_url)).headers.get('location') ?? '';
    const middle = await create({ productId: PRODUCT });
    assert.equal((await page(receipt)).status, 200);
    const latest = await create({ productId: PRODUCT });
    for (const gone of [oldest.checkout_url, receipt, `/embedded/checkout/${oldest.session_id}/`]) {
      assert.equal((await page(gone)).status, 404, gone);
    }
    assert.equal((await page(middle.checkout_url)).status, 200);
    assert.equal((await page(latest.checkout_url)).status, 200);
  });
});

describe('text from a request stays text', () => {
  const attack = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`;

  it('on the checkout page, the receipt and the gateway page', async () => {
    const { create, page, pay } = openSandbox();
    const { checkout_url, session_id } = await create({
      productId: 'prod_payWhatYouWant',
      customFields: { dedication: attack, [attack]: attack },
      checkoutData: { [attack]: attack, deep: { a: [attack] } },
      aff: attack,
    });
    const checkout = await (await page(checkout_url)).text();
    const receipt = await (await page((await pay(checkout_url)).headers.get('location') ?? '')).text();
    const query = new URLSearchParams({
      email: attack,
      theme: attack,
      payment_redirect_url: `http://a.example/${attack}`,
    });
    const gateway = await (await page(`/embedded/checkout/${session_id}/?${query}`)).text();
    assert.ok(
      checkout.includes('&lt;script&gt;alert(1)'),
      'the attack is not on the page, so nothing was tried',
    );
    for (const markup of [checkout, receipt, gateway]) assert.doesNotMatch(markup, /<script>alert|<img/);
  });

  it('and the pages allow no inline script and no inline style', async () => {
    const { create, page, send } = openSandbox();
    const { checkout_url, session_id } = await create({ productId: PRODUCT });
    for (const address of [checkout_url, `/embedded/checkout/${session_id}/`, '/', '/nowhere']) {
      const response = await page(address);
      const policy = response.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe/);
      const markup = await response.text();
      assert.doesNotMatch(markup, /<style|style="|<script(?![^>]*src=)|\son[a-z]+=/);
      for (const [, asset = ''] of markup.matchAll(/(?:src|href)="(\/__sandbox[^"]+)"/g)) {
        assert.equal((await send(asset)).status, 200, asset);
      }
    }
  });
});

describe('the embeddable page', () => {
  it('is the compact form, with ?embed=1 and in any frame', async () => {
    const { create, page } = openSandbox();
    const { checkout_url } = await create({ productId: PRODUCT });
    const asked = [page(`${checkout_url}&embed=1`), page(checkout_url, { 'sec-fetch-dest': 'iframe' })];
    for (const response of await Promise.all(asked))
      assert.match(await response.text(), /<body class="embedded"/);
    assert.match(await (await page(checkout_url)).text(), /<body class="full"/);
  });

  it('may be framed by any page', async () => {
    const { create, page } = openSandbox();
    const { headers } = await page((await create({ productId: PRODUCT })).checkout_url);
    assert.equal(headers.get('x-frame-options'), null);
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /frame-ancestors/);
  });

  it('passes its receipt to the script that posts it', async () => {
    const { create, page, pay } = openSandbox();
    const { checkout_url } = await create({ productId: PRODUCT });
    const address = (await pay(`${checkout_url}&embed=1`)).headers.get('location') ?? '';
    assert.match(address, /\?embed=1$/);
    const [, receipt] = /rcpt_(\w+)/.exec(address) ?? [];
    assert.ok((await (await page(address)).text()).includes(`data-receipt="rcpt_${receipt}"`));
  });
});

describe("the gateway's page", () => {
  const payFor = (session: string, fields: object) =>
    [`/embedded/checkout/${session}/pay`, { email: 'ada@example.com', card: 'accepted', ...fields }] as const;

  it('shows the session of its address, with the e-mail and theme of the query', async () => {
    const { create, page } = openSandbox();
    const { session_id } = await create({
      productId: PRODUCT,
      discountCode: 'LAUNCH20',
      customerEmail: 'a@b.co',
    });
    const plain = await (await page(`/embedded/checkout/${session_id}/?session=${session_id}`)).text();
    assert.ok(plain.includes('Pay $39.20'));
    assert.ok(plain.includes('value="a@b.co"'));
    const html = await (await page(`/embedded/checkout/${session_id}/?theme=dark&email=c%40d.co`)).text();
    assert.ok(html.includes('data-theme="dark"'));
    assert.ok(html.includes('value="c@d.co"'));
  });

  it('posts nothing for an unknown session', async () => {
    const { page } = openSandbox();
    const response = await page('/embedded/checkout/ch_nobody/');
    assert.equal(response.status, 404);
    assert.doesNotMatch(await response.text(), /<script/);
  });

  it('returns only to web addresses', async () => {
    const { create, page } = openSandbox();
    const { session_id } = await create({ productId: PRODUCT });
    const offer = async (address: string) =>
      (
        await (
          await page(
            `/embedded/checkout/${session_id}/?${new URLSearchParams({ payment_redirect_url: address })}`,
          )
        ).text()
      ).includes('data-bank');
    assert.equal(await offer('https://shop.example/thanks'), true);
    assert.equal(await offer('javascript:alert(1)'), false);
    assert.equal(await offer('/thanks'), false);
  });

  it('completes the payment and returns plan and receipt', async () => {
    const { create, post, page } = openSandbox();
    const { session_id } = await create({ productId: PRODUCT });
    const paid = (await (await post(...payFor(session_id, {}))).json()) as {
      plan_id: string;
      receipt_id: string;
    };
    assert.equal(paid.plan_id, 'plan_z2o92kEl6cYYX');
    assert.equal((await page(`/receipt/${paid.receipt_id}`)).status, 200);
  });

  const declines: [what: string, fields: object, status: number, code: string][] = [
    ['a declined card', { card: 'declined' }, 402, 'card_declined'],
    ['a broken e-mail address', { email: 'nobody' }, 400, 'invalid_email'],
  ];
  for (const [what, fields, status, code] of declines) {
    it(`reports ${what} with code and message`, async () => {
      const { create, post } = openSandbox();
      const { session_id } = await create({ productId: PRODUCT });
      const response = await post(...payFor(session_id, fields));
      const body = (await response.json()) as { code: string; message: string };
      assert.equal(response.status, status);
      assert.equal(body.code, code);
      assert.ok(body.message.length > 0);
    });
  }
});

describe('the bank', () => {
  const SHOP = 'https://shop.example/page?solifyn-return=1';

  /** Leaves for the bank from the gateway's page. Returns the address of the bank's page. */
  const leave = async (sandbox: ReturnType<typeof openSandbox>, session: string): Promise<string> => {
    const fields = { email: 'ada@example.com', returnUrl: SHOP };
    const response = await sandbox.post(`/embedded/checkout/${session}/bank`, fields);
    assert.equal(response.status, 200);
    return ((await response.json()) as { url: string }).url;
  };

  it('returns an approved payment to the shop, paid', async () => {
    const sandbox = openSandbox();
    const { session_id, checkout_url } = await sandbox.create({ productId: PRODUCT });
    const bankPage = await leave(sandbox, session_id);
    assert.match(await (await sandbox.page(bankPage)).text(), /\$49\.00.*Approve the payment/s);
    const address = await sandbox.decide(bankPage, 'approve');
    assert.equal(
      address.href,
      `${SHOP}&status=success&state_id=${/state_\w+/.exec(bankPage)?.[0] ?? 'missing'}`,
    );
    assert.match((await sandbox.page(checkout_url)).headers.get('location') ?? '', /^\/receipt\/rcpt_/);
  });

  it('returns a declined payment to the shop, which shows the same session again with its state', async () => {
    const sandbox = openSandbox();
    const { session_id, checkout_url } = await sandbox.create({ productId: PRODUCT });
    const address = await sandbox.decide(await leave(sandbox, session_id), 'decline');
    assert.equal(address.searchParams.get('status'), 'error');
    const state = address.searchParams.get('state_id') ?? '';
    const again = await (
      await sandbox.page(`/embedded/checkout/${session_id}/?state_id=${state}&email=b%40c.de`)
    ).text();
    assert.match(again, /role="alert" >Your bank declined the payment/);
    assert.ok(again.includes('value="ada@example.com"'));
    assert.equal((await sandbox.page(checkout_url)).status, 200);
  });

  it('shows no error for the state of another checkout, an approved one or an unknown one', async () => {
    const sandbox = openSandbox();
    const { session_id } = await sandbox.create({ productId: PRODUCT });
    const other = await sandbox.create({ productId: PRODUCT });
    const declined = await sandbox.decide(await leave(sandbox, other.session_id), 'decline');
    const approved = await sandbox.decide(await leave(sandbox, session_id), 'approve');
    for (const state of ['state_1', ...[declined, approved].map((url) => url.searchParams.get('state_id'))]) {
      const markup = await (await sandbox.page(`/embedded/checkout/${session_id}/?state_id=${state}`)).text();
      assert.doesNotMatch(markup, /Your bank declined/);
    }
  });

  it('keeps the first decision', async () => {
    const sandbox = openSandbox();
    const { session_id } = await sandbox.create({ productId: PRODUCT });
    const bankPage = await leave(sandbox, session_id);
    const first = await sandbox.decide(bankPage, 'decline');
    assert.equal((await sandbox.decide(bankPage, 'approve')).href, first.href);
  });

  it('declines for the buyer when the last piece was sold meanwhile', async () => {
    const sandbox = openSandbox();
    const order = { productId: 'prod_limitedStock', quantity: 3 };
    const [early, late] = [await sandbox.create(order), await sandbox.create(order)];
    const bankPage = await leave(sandbox, late.session_id);
    assert.equal((await sandbox.pay(early.checkout_url)).status, 303);
    assert.equal((await sandbox.decide(bankPage, 'approve')).searchParams.get('status'), 'error');
  });

  it('returns to the hosted page too, which shows the error or the receipt', async () => {
    const sandbox = openSandbox();
    const { checkout_url } = await sandbox.create({ productId: PRODUCT });
    const leaveHosted = async (): Promise<string> =>
      (await sandbox.pay(checkout_url, 'ada@example.com', 'bank')).headers.get('location') ?? '';
    const declined = await sandbox.decide(await leaveHosted(), 'decline');
    assert.match(await (await sandbox.page(declined.href)).text(), /role="alert">Your bank declined/);
    const approved = await sandbox.decide(await leaveHosted(), 'approve');
    assert.match((await sandbox.page(approved.href)).headers.get('location') ?? '', /^\/receipt\/rcpt_/);
  });

  it('allows its form to redirect to the shop and to no other page', async () => {
    const sandbox = openSandbox();
    const { session_id } = await sandbox.create({ productId: PRODUCT });
    const { headers } = await sandbox.page(await leave(sandbox, session_id));
    assert.match(headers.get('content-security-policy') ?? '', /form-action 'self' https:\/\/shop\.example;/);
    assert.equal((await sandbox.page('/bank/state_unknown')).status, 404);
  });

  it('takes no payment that would return to another address than http or https', async () => {
    const sandbox = openSandbox();
    const { session_id } = await sandbox.create({ productId: PRODUCT });
    for (const returnUrl of ['javascript:alert(1)', '/thanks', undefined]) {
      const fields = { email: 'ada@example.com', returnUrl };
      assert.equal((await sandbox.post(`/embedded/checkout/${session_id}/bank`, fields)).status, 400);
    }
  });
});
