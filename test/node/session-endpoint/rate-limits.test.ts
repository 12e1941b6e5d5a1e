import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemoryCounters } from '../../../src/session-endpoint/cli/counters.ts';
import { createRateLimits } from '../../../src/session-endpoint/cli/rate-limits.ts';
import type { RateLimitVerdict } from '../../../src/session-endpoint/cli/rate-limits.ts';

/** Limits with a clock that stands still until it is moved. */
function limits({ perAddress = 30, total = 600, maxKeys = 100_000 } = {}) {
  let now = 0;
  const counters = new MemoryCounters({ maxKeys, now: () => now });
  const check = createRateLimits({ perAddress, total, counters });
  return { counters, check, pass: (seconds: number) => (now += seconds * 1000) };
}

/** What so many attempts from these addresses in turn get. */
async function attempts(
  check: (address: string) => Promise<RateLimitVerdict>,
  count: number,
  addressOf: (index: number) => string,
): Promise<Record<string, number>> {
  const verdicts: Record<string, number> = {};
  for (let index = 0; index < count; index += 1) {
    const { limitedBy = 'allowed' } = await check(addressOf(index));
    verdicts[limitedBy] = (verdicts[limitedBy] ?? 0) + 1;
  }
  return verdicts;
}

describe('the rate limits', () => {
  test('allow each address its attempts per minute, and return how long to wait', async () => {
    const { check, pass } = limits({ perAddress: 2 });
    assert.deepEqual(await attempts(check, 3, () => '198.51.100.7'), { allowed: 2, address: 1 });
    pass(20);
    const { allowed, retryAfter } = await check('198.51.100.7');
    assert.deepEqual([allowed, retryAfter], [false, 40]);
    assert.equal((await check('198.51.100.8')).allowed, true, 'another address');
    pass(40);
    assert.equal((await check('198.51.100.7')).allowed, true, 'the next minute');
  });

  test('count an IPv6 address for its /64', async () => {
    const { check } = limits({ perAddress: 5 });
    const verdicts = await attempts(check, 20, (index) => `2001:db8::${(index + 1).toString(16)}`);
    assert.deepEqual(verdicts, { allowed: 5, address: 15 });
  });

  test('allow a household with a whole /56 four times the attempts of one address, not all sales', async () => {
    const { check } = limits();
    // 20 networks of /64 with 30 attempts each: as many as the limit of all addresses.
    const verdicts = await attempts(check, 600, (index) => `2001:db8:0:${(index % 20).toString(16)}::1`);
    assert.deepEqual(verdicts, { allowed: 120, network: 480 });
    assert.equal((await check('2001:db8:0:100::1')).allowed, true, 'the next /56');
    assert.deepEqual(await attempts(check, 479, (index) => `198.51.${index % 256}.${index}`), {
      allowed: 479,
    });
  });

  test('stop at the limit of all addresses together', async () => {
    const { check } = limits({ total: 50 });
    const verdicts = await attempts(check, 80, (index) => `198.51.100.${index}`);
    assert.deepEqual(verdicts, { allowed: 50, total: 30 });
  });

  test('do not count an attempt for the total if its address is over its own limit', async () => {
    const { check } = limits({ perAddress: 10, total: 20 });
    assert.deepEqual(await attempts(check, 1000, () => '198.51.100.7'), { allowed: 10, address: 990 });
    assert.deepEqual(await attempts(check, 10, (index) => `203.0.113.${index}`), { allowed: 10 });
  });

  test('still stop at the limit of all addresses when the addresses are more than can be remembered', async () => {
    const { check } = limits({ maxKeys: 100 });
    const verdicts = await attempts(check, 2000, (index) => `10.0.${Math.floor(index / 256)}.${index % 256}`);
    assert.deepEqual(verdicts, { allowed: 600, total: 1400 });
  });
});

describe('the counters in memory', () => {
  test('keep a bounded number of keys under 500,000 addresses, and drop ended windows', () => {
    let now = 0;
    const counters = new MemoryCounters({ now: () => now });
    const limit = { name: 'address', maxPerWindow: 30 };
    let most = 0;
    for (let index = 0; index < 500_000; index += 1) {
      counters.consume(limit, `address-${index}`);
      most = Math.max(most, counters.size);
    }
    assert.ok(most <= 100_000, `${most} keys`);
    for (let minute = 0; minute < 2; minute += 1) {
      now += 60_000;
      counters.consume(limit, 'visitor');
    }
    assert.ok(counters.size <= 2, `${counters.size} keys`);
  });

  test('do not forget a key in use while many others come', () => {
    const counters = new MemoryCounters({ maxKeys: 100, now: () => 0 });
    const limit = { name: 'address', maxPerWindow: 30 };
    let allowed = 0;
    for (let index = 0; index < 1000; index += 1) {
      counters.consume(limit, `address-${index}`);
      if (counters.consume(limit, 'flooder').allowed) allowed += 1;
    }
    assert.equal(allowed, 30);
  });
});
