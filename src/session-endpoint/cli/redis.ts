import type { Redis } from 'ioredis';
import { SettingError } from './environment.ts';

/**
 * ms that a sale waits for Redis. A sale asks twice at most; the first silence takes the connection down, and
 * from then on nothing waits until Redis answers again.
 */
const PATIENCE = 200;
/** ms between tries to connect. */
const MAX_PAUSE = 2000;

/** ms that a start waits for the first connection, so that with Redis up no sale is counted in memory. */
const START_PATIENCE = 1000;

/**
 * Connects, and goes on without where that fails, so that a server starts and sells with Redis down. The defaults
 * of ioredis would keep commands in a queue until it is back, and sales with them.
 *
 * @param onChange told once when Redis goes and once when it comes back, with the reason.
 * @throws {SettingError} where the optional package ioredis is not installed.
 */
export async function connectRedis(
  url: string,
  onChange: (isUp: boolean, reason: string) => void,
): Promise<Redis> {
  const { Redis: Client } = await import('ioredis').catch(() => {
    throw new SettingError('REDIS_URL is set, but the package ioredis is not there: npm install ioredis');
  });
  const redis = new Client(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    connectTimeout: START_PATIENCE,
    retryStrategy: (tries) => Math.min(tries * 100, MAX_PAUSE),
  });

  let isUp: boolean | undefined;
  let reason = 'connection closed';
  // Without a listener an error of the connection would end the process.
  redis.on('error', (error: Error) => (reason = error.message || error.name));
  redis.on('ready', () => {
    if (isUp === false) onChange(true, 'connected again');
    isUp = true;
  });
  redis.on('close', () => {
    if (isUp !== false) onChange(false, reason);
    isUp = false;
  });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, START_PATIENCE);
    const go = (): void => {
      clearTimeout(timer);
      resolve();
    };
    redis.once('ready', go);
    redis.once('close', go);
  });
  return redis;
}
