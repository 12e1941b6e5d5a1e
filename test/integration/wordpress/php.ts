/** Runs PHP programs and PHP's built-in server. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { need } from '../../../scripts/test/browsers.mjs';
import { freePort } from '../../../scripts/test/free-port.mjs';

const run = promisify(execFile);

/** The output of a PHP program. @throws Error with its error output */
export async function php(args: readonly string[], input = ''): Promise<string> {
  const running = run(need('php').path, args, { maxBuffer: 1e7 });
  // A program may end before it has read its input. Whether it failed is told by its exit code.
  running.child.stdin!.on('error', () => {}).end(input);
  return (await running).stdout;
}

export interface PhpServer {
  readonly origin: string;
  /** Its log: requests, warnings and what programs wrote by `error_log`. */
  log(): string;
  close(): Promise<void>;
}

/**
 * Starts PHP's built-in server.
 *
 * @param args arguments after `php -S address`: a folder (`-t`) or a router
 * @param port if the address must be known in advance
 */
export async function servePhp(
  args: readonly string[],
  { port, variables = {} }: { port?: number; variables?: Record<string, string> } = {},
): Promise<PhpServer> {
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const server = spawn(need('php').path, ['-d', 'opcache.enable=0', '-S', address, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, ...variables },
    detached: true, // so that its workers can be ended together, as one process group
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
