/**
 * A process to be measured: `server.ts upstream <delay>`, `server.ts bare <apiUrl>`, `server.ts endpoint <apiUrl> <timeout>`,
 * `server.ts limiter <addresses>`. Sends `{ url }` to its parent, and its memory when it receives a message.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryCounters } from '../../../src/session-endpoint/cli/counters.ts';
import { startHttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import { createRateLimits } from '../../../src/session-endpoint/cli/rate-limits.ts';
import { SessionServer } from '../../../src/session-endpoint/cli/server.ts';
import { readCommand } from '../../../src/session-endpoint/cli/settings.ts';
import type { Question, Usage } from './process.ts';
import { API_KEY, SESSION, SHOP, subject } from './subject.ts';

/** Milliseconds of Solifyn's response. */
const DEFAULT_DELAY = 20;

const [role = '', target = '', timeout = '10000'] = process.argv.slice(2);

const ROLES: Record<string, () => Promise<string>> = {
  upstream: startUpstream,
  bare: startBare,
  endpoint: startEndpoint,
  limiter: fillLimiter,
};

/** Objects that must not be collected while memory is measured. */
const retained: unknown[] = [];

async function startUpstream(): Promise<string> {
  const delay = target === '' ? DEFAULT_DELAY : Number(target);
  const server = createServer((incoming, outgoing) => {
    const respond = (): void => {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(SESSION);
    };
    incoming.resume();
    incoming.on('end', () => {
      if (delay === 0) respond();
      else setTimeout(respond, delay);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startBare(): Promise<string> {
  const handler = subject('bare', { apiUrl: target });
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, timeout: Number(timeout), handler });
  return server.url;
}

/** The command with everything turned on, and limits that the load does not reach. */
async function startEndpoint(): Promise<string> {
  const command = readCommand([], {
    SOLIFYN_API_KEY: API_KEY,
    SOLIFYN_API_URL: target,
    SOLIFYN_ALLOWED_ORIGINS: SHOP,
    PORT: '0',
    LOG_FORMAT: 'json',
    METRICS_PORT: '0',
    RATE_LIMIT_PER_ADDRESS: '1000000',
    RATE_LIMIT_TOTAL: '1000000',
    MAX_CONCURRENT_CALLS: '10000',
  });
  if (command.action !== 'serve') throw new Error('It should serve.');
  const options = { ...command.settings.options, timeout: Number(timeout) };
  const server = new SessionServer({ ...command.settings, options }, undefined);
  await server.start();
  return server.url;
}

/** The rate limiter after so many addresses. */
async function fillLimiter(): Promise<string> {
  const check = createRateLimits({ perAddress: 30, total: 600, counters: new MemoryCounters() });
  retained.push(check);
  for (let index = 0; index < Number(target); index += 1) {
    await check(`10.${Math.floor(index / 65_536)}.${Math.floor(index / 256) % 256}.${index % 256}`);
  }
  return '';
}

process.send?.({ url: await ROLES[role]?.() });

const sendUsage = (): void => {
  const usage: Usage = { memory: process.memoryUsage(), cpu: process.cpuUsage() };
  process.send?.(usage);
};

process.on('message', (question: Question) => {
  if (question === 'without collection') {
    sendUsage();
    return;
  }
  // Twice, because the second collection frees what the first one finalizes.
  globalThis.gc?.();
  setImmediate(() => {
    globalThis.gc?.();
    sendUsage();
  });
});
