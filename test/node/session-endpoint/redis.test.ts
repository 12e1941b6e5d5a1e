/** Rate limits shared through a real Redis, and sales that go on without it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { median } from '../../bench/report.ts';
import { startCommand } from './command.ts';
import type { Answer } from './endpoint-cases.ts';
import { redisServer } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';
import { sendOverSocket } from './send-over-socket.ts';
import { stubServer } from './stub-upstream.ts';

/** ms within which a sale must go on, whatever Redis does. */
const PATIENCE = 500;

type Shop = Awaited<ReturnType<typeof startCommand>>;

/** Runs so many instances of the command on one Redis. */
async function withShops(
  count: number,
  redis: RedisServer,
  act: (...shops: Shop[]) => Promise<void>,
): Promise<void> {
  const upstream = await stubServer();
  upstream.behave({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/1' }),
    gzip: false,
    fails: false,
    hangs: undefined,
  });
  const env = {
    SOLIFYN_API_KEY: 'sk_test_4f9Qm2Lx7Zr8Vt1',
    SOLIFYN_API_URL: upstream.url,
    SOLIFYN_ALLOWED_ORIGINS: 'https://shop.example',
    REDIS_URL: redis.url,
  };
  const shops = await Promise.all(Array.from({ length: count }, () => startCommand({ env })));
  try {
    await act(...shops);
  } finally {
    await Promise.all(shops.map((shop) => shop.ended('SIGTERM')));
    await upstream.close();
    await redis.stop();
  }
}

function buy({ url }: Shop): Promise<Answer> {
  return sendOverSocket(url, {
    method: 'POST',
    path: '/',
    headers: { origin: 'https://shop.example', 'content-type': 'application/json' },
    body: Buffer.from('{"productId":"prod_a"}'),
    stalls: false,
  });
}

/**
 * Buys so many times. One sale in a row may meet a moment in which this machine is busy with something else; a
 * client that waits for Redis makes every sale wait, and for seconds.
 */
async function sells(shop: Shop, count: number): Promise<void> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    const { status, body } = await buy(shop);
    times.push(Math.round(performance.now() - started));
    assert.equal(status, 200, body);
  }
  assert.ok(median(times) < PATIENCE && Math.max(...times) < 4 * PATIENCE, `took ${times.join(', ')} ms`);
}

describe('two instances with one Redis', () => {
  test('share the limit', async () => {
    const redis = await redisServer();
    await redis.start();
    await withShops(2, redis, async (one, two) => {
      const answers: Answer[] = [];
      for (let index = 0; index < 20; index += 1) answers.push(await buy(one), await buy(two));
      const sold = answers.filter(({ status }) => status === 200).length;
      const refused = answers.filter(({ status }) => status === 429);
      assert.deepEqual([sold, refused.length], [30, 10]);
      assert.ok(refused.every(({ headers }) => /^[1-9]\d?$/.test(headers['retry-after'] ?? '')));
    });
  });
});

describe('sales go on', () => {
  test('with Redis absent from the start, and its limit is shared once it comes', async () => {
    const redis = await redisServer();
    await withShops(2, redis, async (one, two) => {
      await one.saying(/warning: Redis does not answer/);
      await buy(one); // the first sale of a process compiles
      await sells(one, 5);
      await redis.start();
      await Promise.all([one.saying(/Redis is back/), two.saying(/Redis is back/)]);
      await Promise.all([sells(one, 15), sells(two, 15)]);
      assert.equal((await buy(one)).status, 429);
      assert.equal((await buy(two)).status, 429);
    });
  });

  test('with Redis stopped on the way, each instance counting for itself', async () => {
    const redis = await redisServer();
    await redis.start();
    await withShops(1, redis, async (shop) => {
      assert.equal((await buy(shop)).status, 200);
      await redis.stop();
      await sells(shop, 5);
      await shop.saying(/warning: Redis does not answer/);
      let sold = 5;
      while (sold < 31 && (await buy(shop)).status === 200) sold += 1;
      // Fewer than 30 where this machine was so busy that Redis was given up before it was stopped.
      assert.ok(sold > 25 && sold <= 30, `${sold} sold`);
      assert.equal(shop.output.match(/Redis does not answer/g)?.length, 1, 'told once');
    });
  });

  test('with Redis hung on the way, and waits for it once, not at every sale', async () => {
    const redis = await redisServer();
    await redis.start();
    await withShops(1, redis, async (shop) => {
      assert.equal((await buy(shop)).status, 200);
      redis.hang();
      await sells(shop, 10);
      await shop.saying(/warning: Redis does not answer/);
      redis.resume();
      await shop.saying(/Redis is back/);
      await sells(shop, 1);
    });
  });

  test('with Redis hung from the start', async () => {
    const redis = await redisServer();
    await redis.start();
    redis.hang();
    await withShops(1, redis, async (shop) => {
      assert.equal((await buy(shop)).status, 200);
      await sells(shop, 5);
    });
  });
});
