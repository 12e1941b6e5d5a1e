/** The paths of the other runtimes, and templates that run in one of them as a process. */
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { describe, after, test } from 'node:test';
import { Command, startCommand } from '../session-endpoint/command.ts';
import { runEndpointCases } from '../session-endpoint/endpoint-cases.ts';
import type { CaseOptions } from '../session-endpoint/endpoint-cases.ts';
import { sendOverSocket } from '../session-endpoint/send-over-socket.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import {
  bundle,
  checkBotCheck,
  checkLimitPerAddress,
  checkWebhooks,
  checkWebhooksWithoutSecret,
  oncePerOptions,
  replacementsFor,
  sale,
  temporaryFolder,
  toVariables,
  TURNSTILE,
  WEBHOOK_SECRET,
  withToken,
} from './template.ts';
import type { Replacements, SendWebhook } from './template.ts';

const require = createRequire(import.meta.url);

/** A smaller file is the stub of a package whose install script did not run. */
const LEAST_BYTES = 1_000_000;

/** @throws if npm has not installed it for this machine and it is not on the PATH. */
function find(name: string, ...places: (string | undefined)[]): string {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = [...places, ...onPath].find(
    (file) => file !== undefined && existsSync(file) && statSync(file).size > LEAST_BYTES,
  );
  if (found === undefined) throw new Error(`${name} is not installed: npm ci, or put it on the PATH`);
  return found;
}

function inPackage(name: string, file: string): string | undefined {
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), file);
  } catch {
    return undefined; // an optional package for another kind of machine
  }
}

/** An install script moves the program from the package of the platform into the main one. */
export function findBun(): string {
  const { platform, arch } = process;
  const cpu = arch === 'arm64' ? 'aarch64' : arch;
  return find(
    'bun',
    inPackage(`@oven/bun-${platform}-${cpu}`, 'bin/bun'),
    inPackage(`@oven/bun-${platform}-${cpu}-musl`, 'bin/bun'),
    inPackage('bun', 'bin/bun.exe'),
  );
}

export function findDeno(): string {
  const { platform, arch } = process;
  const libc = platform === 'linux' ? '-glibc' : '';
  return find('deno', inPackage(`@deno/${platform}-${arch}${libc}`, 'deno'), inPackage('deno', 'deno'));
}

export interface Runtime {
  name: string;
  /** The entry of the template. */
  file: string;
  /** The command line that runs the bundle. */
  program(script: string): string[];
  /** Variables that make it listen on any free port. */
  variables: Record<string, string>;
  /** Matches the line that it logs when it listens. The first group is its address. */
  ready: RegExp;
  /** See `Platform`. */
  resends?: boolean;
}

/** Starts a template from a bundle, without npm and the runtime's own resolution. */
export function templateProcess({ file, program, variables, ready }: Runtime): {
  start(options: CaseOptions, more?: Record<string, string>): Promise<Command & { url: string }>;
  run(env: Record<string, string>): Promise<Command>;
  remove(): void;
} {
  const folder = temporaryFolder();
  let scripts = 0;
  const script = async (replacements: Replacements = {}): Promise<string> => {
    scripts += 1;
    return folder.write(
      `template-${scripts}.mjs`,
      await bundle(file, { platform: 'node', external: ['bun', 'node:*'] }, replacements),
    );
  };
  return {
    start: async (options, more) =>
      startCommand({
        ready,
        program: program(await script(replacementsFor(options))),
        env: { ...variables, ...toVariables(options), ...more },
      }),
    run: async (env) => new Command({ program: program(await script()), env: { ...variables, ...env } }),
    remove: () => folder.remove(),
  };
}

/** The table of cases, and the other tests of every template that is a process. */
export function runTemplateProcess(runtime: Runtime): void {
  const template = templateProcess(runtime);
  const instances = oncePerOptions(template.start);
  after(async () => {
    for (const instance of await instances.all()) {
      instance.child.kill('SIGKILL');
      await instance.ended();
    }
    template.remove();
  });

  let visitor = 0;

  runEndpointCases({
    name: runtime.name,
    runsPackage: true,
    can: ['stalled-request', 'verify', 'hanging-verify'],
    resends: runtime.resends ?? false,
    upstream: stubServer,
    async start(options) {
      const instance = await instances.get(options);
      const begin = instance.output.length;
      return {
        origin: new URL(instance.url).origin,
        send(request) {
          visitor += 1;
          const origin = instance.url.replace(/\/$/, '');
          return sendOverSocket(origin, withToken(request, options), `127.0.1.${visitor % 250}`);
        },
        traces: () => instance.output.slice(begin),
        close: async () => {},
      };
    },
  });

  describe(`the template for ${runtime.name}`, () => {
    test('lets an address try 30 times a minute', async () => {
      const upstream = await stubServer();
      upstream.behave(sale.behaviour);
      const instance = await template.start(sale.options(upstream.url));
      try {
        const origin = instance.url.replace(/\/$/, '');
        await checkLimitPerAddress((number) => sendOverSocket(origin, sale.request, `127.0.2.${number}`));
      } finally {
        instance.child.kill('SIGKILL');
        await instance.ended();
        await upstream.close();
      }
    });

    test('sells only with a token if the bot check is on', async () => {
      const instance = await template.start(sale.options('https://api.solifyn.example'), TURNSTILE);
      try {
        const origin = instance.url.replace(/\/$/, '');
        await checkBotCheck(
          (request) => sendOverSocket(origin, request),
          () => instance.output,
        );
      } finally {
        instance.child.kill('SIGKILL');
        await instance.ended();
      }
    });

    test('receives webhooks at /webhooks', async () => {
      const options = sale.options('https://api.solifyn.example');
      const send =
        (origin: string): SendWebhook =>
        (request) =>
          sendOverSocket(origin.replace(/\/$/, ''), { ...request, path: '/webhooks', stalls: false });
      const instance = await template.start(options, { SOLIFYN_WEBHOOK_SECRET: WEBHOOK_SECRET });
      const without = await template.start(options);
      try {
        await checkWebhooks(send(instance.url), () => instance.output);
        await checkWebhooksWithoutSecret(send(without.url));
      } finally {
        for (const command of [instance, without]) {
          command.child.kill('SIGKILL');
          await command.ended();
        }
      }
    });

    test('does not start without a key, and names the missing variable', async () => {
      const instance = await template.run({});
      assert.notEqual(await instance.ended(), 0);
      assert.match(instance.output, /SOLIFYN_API_KEY is not set/);
    });
  });
}
