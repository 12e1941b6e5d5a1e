/** Every documented response to a webhook, and many webhooks in random order, in every runtime that has a template. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { Command } from '../session-endpoint/command.ts';
import { findBun, findDeno } from '../templates/runtimes.ts';
import { temporaryFolder } from '../templates/template.ts';
import type { Outcome } from './many-webhooks.ts';
import { EXPECTED_ANSWERS } from './webhook-rows.ts';

const COUNT = process.env['SOAK'] ? 1000 : 100;
const TOGETHER = 20;

const folder = temporaryFolder();
after(() => folder.remove());

/** Bundles a module that begins with `sendMany` and `answerRows` in scope. */
async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { sendMany } from './many-webhooks.ts';\nimport { answerRows } from './webhook-rows.ts';\n${code}`,
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

/** Runs both in one program, because starting a runtime is slow. */
const RESULTS = `{ rows: await answerRows(), many: await sendMany(${COUNT}, ${TOGETHER}) }`;

interface Results {
  readonly rows: Record<string, string>;
  readonly many: Outcome;
}

async function runProcess(program: (script: string) => string[]): Promise<Results> {
  const code = await bundle(`console.log('OUTCOME ' + JSON.stringify(${RESULTS}));`);
  const command = new Command({ program: program(folder.write('webhooks.mjs', code)) });
  assert.equal(await command.ended(), 0, command.output);
  const [, json = ''] = /^OUTCOME (.*)$/m.exec(command.output) ?? [];
  return JSON.parse(json) as Results;
}

async function runWorker(): Promise<Results> {
  const worker = new Miniflare({
    cf: false,
    modules: true,
    compatibilityDate: '2026-01-01',
    script: await bundle(`export default { fetch: async () => Response.json(${RESULTS}) };`),
  });
  try {
    return (await (await worker.dispatchFetch('http://worker.example/')).json()) as Results;
  } finally {
    await worker.dispose();
  }
}

const runtimes: [name: string, run: () => Promise<Results>][] = [
  ['Node', () => runProcess((script) => [process.execPath, script])],
  ['workerd', runWorker],
  ['Deno', () => runProcess((script) => [findDeno(), 'run', '--no-prompt', script])],
  ['Bun', () => runProcess((script) => [findBun(), script])],
];

for (const [name, run] of runtimes) {
  describe(`webhooks in ${name}`, () => {
    let results: Results;
    before(async () => {
      results = await run();
    });

    test('get the documented responses, and reach the handler unchanged', () => {
      assert.deepEqual(results.rows, EXPECTED_ANSWERS);
    });

    test(`call the handler once for each good one of ${COUNT} good, repeated and wrong ones`, () => {
      const { statuses, handled } = results.many;
      assert.deepEqual(statuses, { 200: COUNT, 204: COUNT, 400: COUNT });
      const ids = Array.from({ length: COUNT }, (_, index) => `msg_${index}`);
      assert.deepEqual([...handled].sort(), ids.sort());
    });
  });
}
