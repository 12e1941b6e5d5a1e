/** Good, repeated and wrong webhooks in random order, in every runtime that has a template. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { Command } from '../session-endpoint/command.ts';
import { findBun, findDeno } from '../templates/runtimes.ts';
import { temporaryFolder } from '../templates/template.ts';
import type { Outcome } from './many-webhooks.ts';

const COUNT = 1000;
const TOGETHER = 20;

const folder = temporaryFolder();
after(() => folder.remove());

/** Bundles a module that begins with `sendMany` in scope. */
async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { sendMany } from './many-webhooks.ts';\n${code}`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  return outputFiles[0]!.text;
}

async function runProcess(program: (script: string) => string[]): Promise<Outcome> {
  const code = await bundle(
    `console.log('OUTCOME ' + JSON.stringify(await sendMany(${COUNT}, ${TOGETHER})));`,
  );
  const command = new Command({ program: program(folder.write('many.mjs', code)) });
  assert.equal(await command.ended(), 0, command.output);
  const [, json = ''] = /^OUTCOME (.*)$/m.exec(command.output) ?? [];
  return JSON.parse(json) as Outcome;
}

async function runWorker(): Promise<Outcome> {
  const worker = new Miniflare({
    cf: false,
    modules: true,
    compatibilityDate: '2026-01-01',
    script: await bundle(
      `export default { fetch: async () => Response.json(await sendMany(${COUNT}, ${TOGETHER})) };`,
    ),
  });
  try {
    return (await (await worker.dispatchFetch('http://worker.example/')).json()) as Outcome;
  } finally {
    await worker.dispose();
  }
}

describe(`${COUNT} good, repeated and wrong webhooks each call the handler once for each good one`, () => {
  const runtimes: [name: string, run: () => Promise<Outcome>][] = [
    ['Node', () => runProcess((script) => [process.execPath, script])],
    ['workerd', runWorker],
    ['Deno', () => runProcess((script) => [findDeno(), 'run', '--no-prompt', script])],
    ['Bun', () => runProcess((script) => [findBun(), script])],
  ];
  for (const [name, run] of runtimes) {
    test(`in ${name}`, async () => {
      const { statuses, handled } = await run();
      assert.deepEqual(statuses, { 200: COUNT, 204: COUNT, 400: COUNT });
      const ids = Array.from({ length: COUNT }, (_, index) => `msg_${index}`);
      assert.deepEqual([...handled].sort(), ids.sort());
    });
  }
});
