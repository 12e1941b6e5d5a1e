import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { LimitVerdict } from '../options.ts';

/** Tries a minute. */
const PER_ADDRESS = 30;
const FOR_ALL = 600;
/** Seconds. */
const WINDOW = 60;

/**
 * The limits of the command: per address, and for all addresses together. With Redis, instances share them; where
 * Redis does not answer, each counts for itself until it does.
 *
 * An address is judged first: what it is refused does not count for all, or one flooder could stop every sale.
 *
 * @returns a function from the key of an address (see `limitKey`) to a verdict. It rejects only where both
 * Redis and memory fail.
 */
export function createRateLimits(redis?: Redis): (key: string) => Promise<LimitVerdict> {
  const perAddress = limiter('address', PER_ADDRESS, redis);
  const forAll = limiter('all', FOR_ALL, redis);
  return async (key) => {
    const own = await consume(perAddress, key);
    return own.allowed ? consume(forAll, 'all') : own;
  };
}

function limiter(name: string, points: number, redis: Redis | undefined): RateLimiterAbstract {
  const settings = { keyPrefix: `solifyn-session-endpoint:${name}`, points, duration: WINDOW };
  const memory = new RateLimiterMemory(settings);
  if (redis === undefined) return memory;
  return new RateLimiterRedis({
    ...settings,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    // Who is over it is refused from memory until the window ends: a flood does not reach Redis.
    inMemoryBlockOnConsumed: points,
    insuranceLimiter: memory,
  });
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<LimitVerdict> {
  try {
    await limiter.consume(key);
    return { allowed: true };
  } catch (error) {
    if (error instanceof RateLimiterRes) return { allowed: false, retryAfter: error.msBeforeNext / 1000 };
    throw error;
  }
}
