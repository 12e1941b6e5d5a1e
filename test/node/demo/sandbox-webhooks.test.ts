import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';

import { listen } from '../../../src/sandbox/listen.ts';
import { SANDBOX_WEBHOOK_SECRET } from '../../../src/sandbox/index.ts';
import { createWebhookEndpoint } from '../../../src/webhooks/index.ts';
import type { WebhookEvent } from '../../../src/webhooks/index.ts';
import { openSandbox } from './sandbox.ts';

const PRODUCT = 'prod_z2o92kEl6cYYX';

/** A sandbox whose webhooks arrive at an endpoint. `received(n)` resolves when n requests were answered. */
async function openShop({ answers = [] as number[], retryDelaysMs = [1, 1] } = {}) {
  const events: WebhookEvent[] = [];
  const statuses: number[] = [];
  const arrivals = new EventTarget();
  const endpoint = createWebhookEndpoint({
    secret: SANDBOX_WEBHOOK_SECRET,
    onEvent: (event) => events.push(event),
  });
  const server = await listen(async (request) => {
    const forced = answers.shift();
    const response = forced === undefined ? await endpoint(request) : new Response(null, { status: forced });
    statuses.push(response.status);
    arrivals.dispatchEvent(new Event('arrival'));
    return response;
  });
  const sandbox = openSandbox({ webhookUrl: `${server.url}/webhooks`, webhookRetryDelaysMs: retryDelaysMs });
  return {
    ...sandbox,
    events,
    statuses,
    async received(count: number): Promise<void> {
      while (statuses.length < count) await once(arrivals, 'arrival');
    },
    redeliver: async (send: string) =>
      await sandbox.send('/__sandbox/webhooks', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ send }),
      }),
    close: () => server.close(),
  };
}

describe("the sandbox's webhooks", () => {
  it('report a payment in order, signed, with what was bought', async () => {
    const shop = await openShop();
    try {
      const { checkout_url, id } = await shop.create({
        productId: PRODUCT,
        quantity: 2,
        discountCode: 'LAUNCH20',
        checkoutData: { order: 7 },
        aff: 'anna',
      });
      await shop.pay(checkout_url, 'ada@example.com');
      await shop.received(2);
      assert.deepEqual(
        shop.events.map(({ type }) => type),
        ['payment.created', 'payment.succeeded'],
      );
      const { id: receipt, ...payment } = shop.events[1]?.data as Record<string, unknown>;
      assert.match(String(receipt), /^rcpt_/);
      assert.deepEqual(payment, {
        checkoutId: id,
        productId: PRODUCT,
        quantity: 2,
        amount: 7840,
        currency: 'USD',
        customerEmail: 'ada@example.com',
        discountCode: 'LAUNCH20',
        aff: 'anna',
        checkoutData: { order: 7 },
        customFields: null,
      });
    } finally {
      await shop.close();
    }
  });

  it('report a payment once, even if it is paid twice, and a declined card as failed', async () => {
    const shop = await openShop();
    try {
      const { checkout_url, session_id } = await shop.create({ productId: PRODUCT });
      const card = { email: 'ada@example.com', card: 'declined' };
      await shop.post(`/embedded/checkout/${session_id}/pay`, card);
      await shop.pay(checkout_url);
      await shop.pay(checkout_url);
      await shop.received(3);
      assert.deepEqual(
        shop.events.map(({ type }) => type),
        ['payment.failed', 'payment.created', 'payment.succeeded'],
      );
      assert.equal(new Set(shop.events.map(({ id }) => id)).size, 3);
    } finally {
      await shop.close();
    }
  });

  it('are sent again with the same id until they are accepted', async () => {
    const shop = await openShop({ answers: [500, 204] });
    try {
      const { checkout_url } = await shop.create({ productId: PRODUCT });
      await shop.pay(checkout_url);
      await shop.received(3);
      const deliveries = (await (await shop.send('/__sandbox/webhooks')).json()) as {
        id: string;
        result: number;
      }[];
      assert.deepEqual(
        deliveries.slice(0, 2).map(({ result }) => result),
        [500, 204],
      );
      assert.deepEqual(
        shop.events.map(({ type, id }) => [type, id]),
        [['payment.created', deliveries[0]?.id]],
      );
    } finally {
      await shop.close();
    }
  });

  it('are sent on demand: repeated, out of order, or with a wrong signature', async () => {
    const shop = await openShop();
    try {
      const { checkout_url } = await shop.create({ productId: PRODUCT });
      await shop.pay(checkout_url);
      await shop.received(2);
      const [created, succeeded] = shop.events.map(({ id }) => id);

      assert.equal((await shop.redeliver('repeated')).status, 200);
      assert.equal(shop.events.at(-1)?.id, succeeded);

      await shop.redeliver('out-of-order');
      assert.deepEqual(
        shop.events.slice(-2).map(({ id }) => id),
        [succeeded, created],
      );

      const before = shop.events.length;
      const forged = (await (await shop.redeliver('wrong-signature')).json()) as unknown[];
      assert.deepEqual(forged, [
        { id: succeeded, type: 'payment.succeeded', signature: 'wrong', result: 400 },
      ]);
      assert.equal(shop.events.length, before);
      assert.equal((await shop.redeliver('sometimes')).status, 400);
    } finally {
      await shop.close();
    }
  });

  it('are not sent without an address, and an address must be http or https', async () => {
    const { send } = openSandbox();
    const body = { method: 'POST', body: JSON.stringify({ send: 'repeated' }) };
    assert.equal((await send('/__sandbox/webhooks', body)).status, 409);
    assert.deepEqual(await (await send('/__sandbox/webhooks')).json(), []);
    assert.throws(() => openSandbox({ webhookUrl: 'ftp://shop.example' }), /must begin with http/);
  });
});
