import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { SANDBOX_API_KEY, startSandbox } from '../../../src/sandbox/index.ts';
import { openSandbox, ORIGIN } from './sandbox.ts';

const PRODUCT = 'prod_z2o92kEl6cYYX';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the sandbox answers as the Solifyn API does', () => {
  for (const prefix of ['', '/v1']) {
    it(`with exactly three fields, shaped like the real ones, under "${prefix}/"`, async () => {
      const { create } = openSandbox();
      const session = await create({ productId: PRODUCT }, `${prefix}/checkout/create`);
      assert.deepEqual(Object.keys(session).sort(), ['checkout_url', 'id', 'session_id']);
      assert.match(session.id, UUID);
      assert.match(session.session_id, /^ch_[0-9a-z]+$/);
      assert.equal(session.checkout_url, `${ORIGIN}/checkout/test/${PRODUCT}?checkout_id=${session.id}`);
    });
  }

  it('for a collection too', async () => {
    const { create } = openSandbox();
    const order = { collectionId: 'col_123', quantity: 2, discountCode: 'LAUNCH20', aff: 'anna' };
    const { checkout_url } = await create(order, '/checkout/collection/create');
    assert.match(checkout_url, /\/checkout\/test\/col_123\?checkout_id=/);
  });

  it('with 201', async () => {
    const { post } = openSandbox();
    assert.equal((await post('/checkout/create', { productId: PRODUCT })).status, 201);
  });

  it('with a new session for every call', async () => {
    const { create } = openSandbox();
    const [one, two] = [await create({ productId: PRODUCT }), await create({ productId: PRODUCT })];
    assert.notEqual(one.id, two.id);
    assert.notEqual(one.session_id, two.session_id);
  });

  it('over a socket', async () => {
    const sandbox = await startSandbox();
    try {
      const response = await fetch(`${sandbox.url}/v1/checkout/create`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ productId: PRODUCT }),
      });
      const { checkout_url } = (await response.json()) as { checkout_url: string };
      assert.ok(checkout_url.startsWith(`${sandbox.url}/checkout/test/`));
      assert.equal((await fetch(checkout_url)).status, 200);
    } finally {
      await sandbox.close();
    }
    await assert.rejects(fetch(sandbox.url), 'it still answers after close()');
  });
});

describe('the sandbox refuses', () => {
  const product = (fields: object) => ['/checkout/create', { productId: PRODUCT, ...fields }] as const;
  const collection = (fields: object) =>
    ['/checkout/collection/create', { collectionId: 'col_123', ...fields }] as const;

  const refusals: [
    what: string,
    call: readonly [path: string, body: unknown],
    status: number,
    message: RegExp,
  ][] = [
    ['a body that is not JSON', ['/checkout/create', '{"productId":'], 400, /not valid JSON/],
    ['an array', ['/checkout/create', []], 400, /must be a JSON object/],
    ['null', ['/checkout/create', 'null'], 400, /must be a JSON object/],
    ['a body without a product', ['/checkout/create', { quantity: 1 }], 400, /productId is required/],
    ['a blank product', product({ productId: '  ' }), 400, /productId must be/],
    ['a product id that is a number', product({ productId: 7 }), 400, /productId must be/],
    ['an unknown product', product({ productId: 'prod_nobody' }), 404, /does not exist/],
    ['a collection sold as a product', product({ productId: 'col_123' }), 404, /does not exist/],
    ['an unknown collection', collection({ collectionId: 'col_9' }), 404, /does not exist/],
    ['a quantity of 0', product({ quantity: 0 }), 400, /quantity must be/],
    ['half a piece', product({ quantity: 1.5 }), 400, /quantity must be/],
    ['a quantity as text', product({ quantity: '2' }), 400, /quantity must be/],
    ['a broken e-mail address', product({ customerEmail: 'ada@' }), 400, /customerEmail must be/],
    ['metadata that is a list', product({ checkoutData: [1] }), 400, /checkoutData must be/],
    ['answers that are a text', product({ customFields: 'a' }), 400, /customFields must be/],
    ['an unknown field', product({ colour: 'red' }), 400, /takes no field colour/],
    ['a product field for a collection', collection({ customerEmail: 'a@b.co' }), 400, /takes no field/],
    ['a custom price for a fixed one', product({ customPrice: 1 }), 400, /fixed price/],
    [
      'a negative price',
      product({ productId: 'prod_payWhatYouWant', customPrice: -1 }),
      400,
      /customPrice must/,
    ],
    [
      'a price under the minimum',
      product({ productId: 'prod_payWhatYouWant', customPrice: 4.99 }),
      400,
      /\$5\.00/,
    ],
    ['an unknown discount code', product({ discountCode: 'NOPE' }), 400, /does not exist/],
    ['an expired discount code', product({ discountCode: 'summer24' }), 400, /has expired/],
    ['a used-up discount code', product({ discountCode: 'FIRST100' }), 400, /used up/],
    ['a sold-out product', product({ productId: 'prod_soldOut' }), 409, /sold out/],
    ['more than the stock', product({ productId: 'prod_limitedStock', quantity: 4 }), 409, /Only 3 left/],
    ['a missing answer', product({ productId: 'prod_customFields' }), 400, /Address of your portfolio/],
    [
      'a blank answer',
      product({
        productId: 'prod_customFields',
        customFields: { portfolio: 'https://a.example', goal: ' ' },
      }),
      400,
      /What you want/,
    ],
    [
      'an answer that is not a text',
      product({
        productId: 'prod_customFields',
        customFields: { portfolio: { toString: 1 }, goal: 'x' },
      }),
      400,
      /must be a text: Address of your portfolio/,
    ],
  ];

  for (const [what, [path, body], status, message] of refusals) {
    it(`${what}: ${status}`, async () => {
      const { post } = openSandbox();
      const response = await post(path, body);
      const error = (await response.json()) as { message: string };
      assert.equal(response.status, status);
      assert.deepEqual(Object.keys(error), ['message']);
      assert.match(error.message, message);
    });
  }

  for (const authorization of ['', 'Bearer', 'Bearer wrong', SANDBOX_API_KEY, `Basic ${SANDBOX_API_KEY}`]) {
    it(`the key "${authorization}": 401`, async () => {
      const { post } = openSandbox();
      const response = await post('/checkout/create', { productId: PRODUCT }, { authorization });
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), { message: 'Invalid API key' });
    });
  }

  it('a form instead of JSON: 400', async () => {
    const { post } = openSandbox();
    const response = await post('/checkout/create', 'productId=x', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    assert.equal(response.status, 400);
  });

  it('a body over 64 KiB: 413', async () => {
    const { post } = openSandbox();
    const response = await post('/checkout/create', { productId: 'x'.repeat(65 * 1024) });
    assert.equal(response.status, 413);
  });

  it('any other call, in JSON: 404', async () => {
    const { post } = openSandbox();
    const response = await post('/v1/checkout/refund', {});
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { message: 'Cannot POST /v1/checkout/refund' });
  });
});

describe('the sandbox lists the calls that it received', () => {
  it('with body and status, oldest first, without the key', async () => {
    const { post, send } = openSandbox();
    const body = { productId: PRODUCT, quantity: 2, checkoutData: { a: [1, null] } };
    await post('/v1/checkout/create', body);
    await post('/checkout/create', 'not json', { authorization: 'Bearer some-other-key' });
    const text = await (await send('/__sandbox/requests')).text();
    const requests = JSON.parse(text) as { method: string; path: string; body: unknown; status: number }[];
    assert.deepEqual(
      requests.map(({ method, path, body, status }) => ({ method, path, body, status })),
      [
        { method: 'POST', path: '/v1/checkout/create', body, status: 201 },
        { method: 'POST', path: '/checkout/create', body: 'not json', status: 401 },
      ],
    );
    assert.doesNotMatch(text, new RegExp(`${SANDBOX_API_KEY}|some-other-key`));
  });

  it('up to a limit, and clears the list on DELETE', async () => {
    const { post, send } = openSandbox({ maxRequests: 2 });
    for (const quantity of [1, 2, 3]) await post('/checkout/create', { productId: PRODUCT, quantity });
    const requests = (await (await send('/__sandbox/requests')).json()) as { body: { quantity: number } }[];
    assert.deepEqual(
      requests.map(({ body }) => body.quantity),
      [2, 3],
    );
    assert.equal((await send('/__sandbox/requests', { method: 'DELETE' })).status, 204);
    assert.deepEqual(await (await send('/__sandbox/requests')).json(), []);
  });
});
