import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ConfigError, describeError } from '../errors.ts';
import { MemoryCounters, WINDOW_SECONDS } from './counters.ts';
import type { Counters, CountVerdict, Limit } from './counters.ts';

export interface RedisCountersOptions {
  readonly url: string;
  /** Called once when Redis stops working and once when it works again. */
  readonly onChange: (isShared: boolean, reason: string) => void;
  /**
   * ms that a sale waits for a command. The first command without a reply takes the connection down, and after that nothing
   * waits until Redis is connected again.
   */
  readonly commandTimeout?: number;
  /** ms that the start waits for the first connection, so that no sale is counted in memory if Redis is up. */
  readonly connectTimeout?: number;
}

const COMMAND_TIMEOUT_MS = 200;
const CONNECT_TIMEOUT_MS = 1000;
const RECONNECT_STEP_MS = 100;
const MAX_RECONNECT_DELAY_MS = 2000;
const KEY_PREFIX = 'solifyn-session-endpoint';
/** A write of the same kind as a count, to find out whether Redis accepts it. */
const PROBE: Limit = { name: 'probe', maxPerWindow: 1_000_000 };

/**
 * Counts in Redis, so that several instances share their limits, and in memory while Redis fails in any way: it does not
 * answer, is full, is a read-only replica, or its user may not write.
 */
export class RedisCounters implements Counters {
  readonly #redis: Redis;
  readonly #onChange: RedisCountersOptions['onChange'];
  readonly #memory = new MemoryCounters();
  readonly #limiters = new Map<string, RateLimiterRedis>();
  #isShared: boolean | undefined;
  #connectionError = 'it does not answer';
  #resolveFirstState: () => void = () => {};
  readonly #firstState = new Promise<void>((resolve) => (this.#resolveFirstState = resolve));

  private constructor(redis: Redis, onChange: RedisCountersOptions['onChange']) {
    this.#redis = redis;
    this.#onChange = onChange;
    // Without a listener an error of the connection would end the process.
    redis.on('error', (error: Error) => (this.#connectionError = error.message || error.name));
    redis.on('close', () => this.#setShared(false, this.#connectionError));
    redis.on('ready', () => void this.consume(PROBE, 'probe'));
  }

  /**
   * Connects, and returns even if that fails, so that a server starts and sells while Redis is down. By default ioredis would
   * queue commands until it is connected, and sales with them.
   *
   * @throws {ConfigError} if the optional package ioredis is not installed.
   */
  static async connect({
    url,
    onChange,
    commandTimeout = COMMAND_TIMEOUT_MS,
    connectTimeout = CONNECT_TIMEOUT_MS,
  }: RedisCountersOptions): Promise<RedisCounters> {
    const { Redis: Client } = await import('ioredis').catch(() => {
      throw new ConfigError('REDIS_URL', 'is set, but the package ioredis is missing: npm install ioredis');
    });
    const redis = new Client(url, {
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout,
      socketTimeout: commandTimeout,
      connectTimeout,
      retryStrategy: (tries) => Math.min(tries * RECONNECT_STEP_MS, MAX_RECONNECT_DELAY_MS),
    });
    const counters = new RedisCounters(redis, onChange);
    const timer = setTimeout(counters.#resolveFirstState, connectTimeout);
    await counters.#firstState;
    clearTimeout(timer);
    return counters;
  }

  /** Whether the last command was counted in Redis. */
  get isShared(): boolean {
    return this.#isShared ?? false;
  }

  async consume(limit: Limit, key: string): Promise<CountVerdict> {
    try {
      return await this.#consumeShared(limit, key);
    } catch (error) {
      const isConnected = this.#redis.status === 'ready';
      this.#setShared(false, isConnected ? describeError(error) : this.#connectionError);
      return this.#memory.consume(limit, key);
    }
  }

  close(): void {
    this.#redis.removeAllListeners('close');
    this.#redis.disconnect();
  }

  async #consumeShared(limit: Limit, key: string): Promise<CountVerdict> {
    try {
      await this.#limiterOf(limit).consume(key);
      this.#setShared(true, 'it accepts commands');
      return { allowed: true };
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      // The limiter may have refused it from memory, so this is no result of Redis.
      return { allowed: false, retryAfter: error.msBeforeNext / 1000 };
    }
  }

  #limiterOf({ name, maxPerWindow }: Limit): RateLimiterRedis {
    const existing = this.#limiters.get(name);
    if (existing !== undefined) return existing;
    const limiter = new RateLimiterRedis({
      storeClient: this.#redis,
      keyPrefix: `${KEY_PREFIX}:${name}`,
      points: maxPerWindow,
      duration: WINDOW_SECONDS,
      rejectIfRedisNotReady: true,
      // A key over its limit is refused from memory until its window ends, so a flood does not reach Redis.
      inMemoryBlockOnConsumed: maxPerWindow,
    });
    this.#limiters.set(name, limiter);
    return limiter;
  }

  #setShared(isShared: boolean, reason: string): void {
    const wasShared = this.#isShared;
    this.#isShared = isShared;
    this.#resolveFirstState();
    // The first connection needs no message.
    if (wasShared === isShared || (wasShared === undefined && isShared)) return;
    this.#onChange(isShared, reason);
  }
}
