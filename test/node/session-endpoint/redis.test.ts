/**
 * Rate limits counted in a real Redis, and in memory while Redis fails. Time limits are long unless Redis is meant to
 * fail.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, mock, test } from 'node:test';
import { Redis } from 'ioredis';
import { RedisCounters } from '../../../src/session-endpoint/cli/redis.ts';
import { redisServer } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';

const LIMIT = { name: 'address', maxPerWindow: 30 };
const PATIENT = { commandTimeout: 60_000, connectTimeout: 60_000 };

/** Counters and the changes that they reported. */
interface Instance {
  readonly counters: RedisCounters;
  readonly changes: [isShared: boolean, reason: string][];
  /** Waits for the next change. */
  change(): Promise<void>;
}

const open: RedisCounters[] = [];
const servers: RedisServer[] = [];

/** A Redis for one test, which ends with it. */
async function redisForTest(): Promise<RedisServer> {
  const server = await redisServer();
  servers.push(server);
  return server;
}

async function connect(
  redis: RedisServer,
  times: { commandTimeout: number; connectTimeout: number } = PATIENT,
): Promise<Instance> {
  const changes: Instance['changes'] = [];
  let notify: () => void = () => {};
  const counters = await RedisCounters.connect({
    url: redis.url,
    ...times,
    onChange: (...change) => {
      changes.push(change);
      notify();
    },
  });
  open.push(counters);
  return { counters, changes, change: () => new Promise((resolve) => (notify = resolve)) };
}

async function isAllowed({ counters }: Instance, key = 'visitor'): Promise<boolean> {
  return (await counters.consume(LIMIT, key)).allowed;
}

/** How many of so many attempts in a row are allowed. */
async function allowedOf(count: number, instance: Instance, key?: string): Promise<number> {
  let allowed = 0;
  for (let attempt = 0; attempt < count; attempt += 1) {
    if (await isAllowed(instance, key)) allowed += 1;
  }
  return allowed;
}

afterEach(async () => {
  for (const counters of open.splice(0)) counters.close();
  for (const server of servers.splice(0)) await server.stop();
});

describe('a Redis that works', () => {
  let redis: RedisServer;
  before(async () => {
    redis = await redisServer();
    await redis.start();
  });
  after(() => redis.stop());

  test('shares the limits between two instances', async () => {
    const one = await connect(redis);
    const two = await connect(redis);
    assert.equal(one.counters.isShared, true);
    assert.equal((await allowedOf(20, one)) + (await allowedOf(20, two)), 30);
    const { allowed, retryAfter = 0 } = await two.counters.consume(LIMIT, 'visitor');
    assert.equal(allowed, false);
    assert.ok(retryAfter > 0 && retryAfter <= 60, `${retryAfter} s`);
    assert.deepEqual([one.changes, two.changes], [[], []], 'nothing to report');
  });
});

describe('a Redis that refuses commands', () => {
  const REFUSALS: [what: string, refuse: string[], allow: string[], reason: RegExp][] = [
    ['is full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0'], /OOM/],
    [
      'is a read-only replica',
      ['REPLICAOF', '127.0.0.1', '1'],
      ['REPLICAOF', 'NO', 'ONE'],
      /READONLY|read only/,
    ],
    [
      'may not write by its ACL',
      ['ACL', 'SETUSER', 'default', '-@write', '-@scripting'],
      ['ACL', 'SETUSER', 'default', '+@all'],
      /NOPERM|no permissions/i,
    ],
  ];
  for (const [what, setUp, allow, reason] of REFUSALS) {
    test(`because it ${what}: each instance counts in memory and logs that, until it works again`, async () => {
      const redis = await redisForTest();
      await redis.start();
      const admin = new Redis(redis.url);
      const command = ([name = '', ...args]: string[]): Promise<unknown> => admin.call(name, ...args);
      try {
        const instance = await connect(redis);
        assert.equal(await isAllowed(instance), true);

        await command(setUp);
        assert.equal(await allowedOf(31, instance, 'other'), 30);
        assert.equal(instance.counters.isShared, false);
        assert.equal(instance.changes.length, 1, 'reported once');
        assert.equal(instance.changes[0]?.[0], false);
        assert.match(instance.changes[0][1], reason);

        const late = await connect(redis);
        assert.equal(late.counters.isShared, false, 'found at the start');
        assert.equal(late.changes.length, 1);

        await command(allow);
        assert.equal(await isAllowed(instance, 'third'), true);
        assert.equal(instance.counters.isShared, true);
        assert.deepEqual(instance.changes.at(-1)?.[0], true);
      } finally {
        admin.disconnect();
      }
    });
  }
});

describe('sales continue', () => {
  test('with Redis absent from the start, and limits are shared once it starts', async () => {
    const redis = await redisForTest();
    const instance = await connect(redis);
    assert.equal(instance.counters.isShared, false);
    assert.equal(instance.changes.length, 1);
    assert.equal(await allowedOf(31, instance), 30);
    const back = instance.change();
    await redis.start();
    await back;
    assert.deepEqual(instance.changes.at(-1)?.[0], true);
    const other = await connect(redis);
    assert.equal((await allowedOf(20, instance)) + (await allowedOf(20, other)), 30);
  });

  test('with Redis stopped on the way', async () => {
    const redis = await redisForTest();
    await redis.start();
    const instance = await connect(redis);
    assert.equal(await isAllowed(instance), true);
    const gone = instance.change();
    await redis.stop();
    await gone;
    assert.equal(await allowedOf(31, instance), 30, 'counted in memory');
    assert.equal(instance.changes.length, 1, 'reported once');
  });

  test('with Redis hung on the way, after one wait and not one for each sale', async () => {
    const redis = await redisForTest();
    await redis.start();
    const commandTimeout = 2000;
    const instance = await connect(redis, { commandTimeout, connectTimeout: 60_000 });
    redis.hang();
    const timers = mock.method(globalThis, 'setTimeout');
    assert.equal(await allowedOf(20, instance), 20);
    const waits = timers.mock.calls.filter(({ arguments: [, delay] }) => delay === commandTimeout).length;
    timers.mock.restore();
    // One sale sets a few, one for each command.
    assert.ok(waits > 0 && waits < 20, `${waits} waits`);
    assert.equal(instance.counters.isShared, false);
    const back = instance.change();
    redis.resume();
    await back;
    assert.equal(instance.counters.isShared, true);
  });

  test('with Redis hung from the start', async () => {
    const redis = await redisForTest();
    await redis.start();
    redis.hang();
    const instance = await connect(redis, { commandTimeout: 100, connectTimeout: 100 });
    assert.equal(await allowedOf(31, instance), 30);
    assert.equal(instance.counters.isShared, false);
  });
});
