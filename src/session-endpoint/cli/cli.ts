/**
 * `solifyn-session-endpoint`: the session endpoint as a command, for a seller whose site is static files.
 */
import process from 'node:process';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { version } from '../../version.ts';
import { forwarding } from './client-address.ts';
import { createEndpoint } from '../endpoint.ts';
import { SettingError } from './environment.ts';
import { gated } from '../gate.ts';
import { startHttpServer } from './http-server.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { toSettings } from '../options.ts';
import { createRateLimits } from './rate-limits.ts';
import { connectRedis } from './redis.ts';
import { HELP, readCommand } from './settings.ts';
import type { ServerSettings } from './settings.ts';
import { createSolifynApi } from '../solifyn-api.ts';

/** Calls to Solifyn at once. */
const MAX_CALLS = 100;

/** The sandbox of the Solifyn API, built beside this file. */
interface SandboxModule {
  startSandbox(): Promise<{ url: string; apiKey: string; close(): Promise<void> }>;
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.do === 'help') process.stdout.write(HELP);
  else if (command.do === 'version') process.stdout.write(`${version}\n`);
  else await serve(command.settings);
}

async function serve(settings: ServerSettings): Promise<void> {
  const { host, port, trustProxy, redisUrl } = settings;
  const sandbox = settings.sandbox ? await startSandbox() : undefined;
  const { apiKey, apiUrl, fetch, timeout, ...rules } = toSettings<[HttpBindings]>({
    ...settings.options,
    limit: undefined,
    ...(sandbox !== undefined && { apiKey: sandbox.apiKey, apiUrl: sandbox.url }),
  });
  // The reader of a pipe may go. A log that nobody reads is no reason to lose a sale.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const log = createLog({
    out: process.stdout,
    err: process.stderr,
    secrets: [apiKey, ...passwordsOf(redisUrl)],
  });
  const redis =
    redisUrl === undefined
      ? undefined
      : await connectRedis(redisUrl, (isUp, reason) => {
          if (isUp) log.info('Redis is back: the rate limits are shared again.');
          else
            log.warn(
              `Redis does not answer (${reason}): the rate limits are this instance's own until it does.`,
            );
        });
  const consume = createRateLimits(redis);
  const { clientOf, originOf } = forwarding(trustProxy, () =>
    log.warn(
      'X-Forwarded-* is ignored. Behind a proxy set TRUST_PROXY to the number of proxies, or all buyers share one limit.',
    ),
  );

  const endpoint = createEndpoint<[HttpBindings]>({
    ...rules,
    timeout,
    isCut: true,
    api: gated(createSolifynApi({ apiKey, apiUrl, fetch, timeout }), MAX_CALLS),
    onError: (error) => log.warn(error.message),
    limit: (request, { incoming }) => consume(clientOf(request, incoming.socket.remoteAddress)),
    ownOrigin: originOf,
  });

  let isStopping = false;
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/healthz', (context) => {
    context.header('Cache-Control', 'no-store');
    return isStopping ? context.json({ status: 'stopping' }, 503) : context.json({ status: 'ok' });
  });
  app.all('*', ({ req, env }) => endpoint(req.raw, env));

  const server = await startHttpServer({ host, port, handler: app.fetch, log, timeout });
  const stop = async (signal: string): Promise<void> => {
    isStopping = true;
    log.info(`${signal}: finishing open requests.`);
    await server.stop();
    await sandbox?.close();
    log.info('Stopped.');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // The second time someone is in a hurry.
      process.once(signal, () => process.exit(1));
      void stop(signal);
    });
  }
  // Last: who reads this may send a signal at once.
  announce(log, server.url, settings, sandbox?.url);
}

function announce(log: Log, url: string, { options, redisUrl }: ServerSettings, sandboxUrl?: string): void {
  log.info(`solifyn-session-endpoint ${version} listens on ${url}`);
  if (sandboxUrl !== undefined)
    log.info(`It sells through a sandbox at ${sandboxUrl}: nothing is ever charged.`);
  const { allowedOrigins } = options;
  const pages =
    allowedOrigins === '*' ? 'any origin' : (allowedOrigins?.join(', ') ?? 'its own origin alone');
  log.info(
    `Pages of ${pages} may ask; limits are counted in ${redisUrl === undefined ? 'memory' : 'Redis'}.`,
  );
}

async function startSandbox(): Promise<Awaited<ReturnType<SandboxModule['startSandbox']>>> {
  // A name that the compiler does not look up: the file is made by the build, and not part of this source tree.
  const beside = './sandbox.js';
  const { startSandbox: start } = (await import(beside)) as SandboxModule;
  return start();
}

/** As it stands in the address, and as it is sent. */
function passwordsOf(redisUrl: string | undefined): string[] {
  const password = redisUrl === undefined ? '' : new URL(redisUrl).password;
  return password === '' ? [] : [password, decodeURIComponent(password)];
}

/** Start-up errors in words: what to change, and no stack. */
function explain(error: unknown): string {
  if (error instanceof SettingError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'PORT is taken by another program. Set PORT to another one, or to 0 for any.';
  if (code === 'EACCES') return 'PORT needs rights that this user does not have. Set PORT to one from 1024.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return 'HOST is no address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for all.';
  }
  return `It could not start: ${error instanceof Error ? error.message : 'no reason given'}`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`solifyn-session-endpoint: ${explain(error)}\n`);
  process.exit(1);
}
