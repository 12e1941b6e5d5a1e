/** PHP as a program and as a server of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { need } from '../../../scripts/test/browsers.mjs';

const run = promisify(execFile);

/** What a PHP program prints. @throws Error with what it complained of */
export async function php(args: readonly string[], input = ''): Promise<string> {
  const running = run(need('php').path, args, { maxBuffer: 1e7 });
  running.child.stdin!.end(input);
  return (await running).stdout;
}

export interface PhpServer {
  readonly origin: string;
  /** What it wrote: its log, warnings, what a program told `error_log`. */
  log(): string;
  close(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts PHP's own server.
 *
 * @param args behind `php -S address`: a folder (`-t`), a router
 * @param port where the address had to be known before
 */
export async function servePhp(
  args: readonly string[],
  { port, variables = {} }: { port?: number; variables?: Record<string, string> } = {},
): Promise<PhpServer> {
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const server = spawn(need('php').path, ['-S', address, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, ...variables },
    detached: true, // its workers end with it, as one group
  });
  const ended = once(server, 'exit');
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('started')) resolve();
    });
    void ended.then(() => reject(new Error(`PHP ended:\n${log}`)));
  });
  return {
    origin: `http://${address}`,
    log: () => log,
    async close() {
      process.kill(-server.pid!);
      await ended;
    },
  };
}
