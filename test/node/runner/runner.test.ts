/** `npm test` itself: after any failure it exits with 1 and names it. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath, kill } from 'node:process';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = 'test/node/runner/fixtures';

interface Run {
  code: number;
  /** The lines below "Failed:", without the indent. */
  failed: string[];
  /** The lines below "Run again". */
  again: string[];
  last: string;
  output: string;
}

/** Runs these steps of fixtures/steps.mjs as `npm test` would. */
function run(steps: string[], variables: Record<string, string> = {}): Promise<Run> {
  // Without the variables of the run that this test is a part of.
  const { NODE_TEST_CONTEXT: _, TEST_REPORT: __, TEST_NAMES: ___, ...own } = env;
  return new Promise((resolve) => {
    const args = ['scripts/test/test.mjs', '--steps', `${fixtures}/steps.mjs`, ...steps];
    execFile(execPath, args, { cwd: root, env: { ...own, ...variables } }, (error, output) => {
      const lines = output.trimEnd().split('\n');
      const below = (heading: string) => {
        const start = lines.findIndex((line) => line.startsWith(heading));
        const rest = start === -1 ? [] : lines.slice(start + 1);
        const end = rest.indexOf('');
        return rest.slice(0, end).map((line) => line.trim());
      };
      resolve({
        code: error ? Number(error.code) : 0,
        failed: below('Failed:'),
        again: below('Run again, because'),
        last: lines.at(-1) ?? '',
        output,
      });
    });
  });
}

describe('npm test', () => {
  test('exits with 0 when everything passes', async () => {
    const { code, failed, again, last } = await run(['passes']);
    assert.equal(code, 0);
    assert.deepEqual([...failed, ...again], []);
    assert.equal(last, '0 passed, 0 failed');
  });

  test('runs lanes at the same time, and prints the output of each step in one piece', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'solifyn-runner-'));
    try {
      const { code, output } = await run(['lanes'], { MEETING_PLACE: folder });
      assert.equal(code, 0);
      for (const name of ['left', 'right'])
        assert.match(output, new RegExp(`━━ ${name}\n${name} begins\n${name} ends\n━━ ${name}: passed in `));
      assert.match(output, /━━ left: passed[^]*━━ below left: passed/);
      // A step waits for the one in another lane that it needs.
      assert.match(output, /━━ below left: passed[^]*━━ below right: started[^]*━━ beside: started/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('names a step that fails, and continues with the next one', async () => {
    const { code, failed, last } = await run(['fails', 'dependent', 'throws']);
    assert.equal(code, 1);
    assert.deepEqual(failed, [
      'fails › (the step) (npm): it ended with exit code 2; its output is above',
      'dependent › (the step) (npm): it did not run, because "fails" failed',
      `${fixtures}/throws.fixture.ts › a suite › a test that throws (node): the first line`,
    ]);
    assert.equal(last, '1 passed, 3 failed');
  });

  test('names a test that times out, and runs it again once', async () => {
    const { code, failed, again, last } = await run(['hangs']);
    const name = `${fixtures}/hangs.fixture.ts › a test that waits for ever (node)`;
    assert.equal(code, 1);
    assert.deepEqual(failed, [`${name}: test timed out after 200ms`]);
    assert.deepEqual(again, [`${name}, FAILED: test timed out after 200ms`]);
    assert.equal(last, '1 passed, 1 failed');
  });

  test('names a file whose process ends', async () => {
    const { code, failed, last } = await run(['exits']);
    assert.equal(code, 1);
    assert.match(failed.join(), /^test\/node\/runner\/fixtures\/exits\.fixture\.ts › /);
    assert.equal(last, '0 passed, 1 failed');
  });

  test('names a runner that dies, takes too long, or runs no test', async () => {
    const { code, failed, last } = await run(['dies', 'late', 'empty']);
    assert.equal(code, 1);
    assert.deepEqual(failed, [
      'dies › (the step) (npm): the runner died before its summary: it was ended by SIGKILL',
      'late › (the step) (npm): the runner died before its summary: it was ended after 300 ms',
      'empty › (the step) (npm): no test ran',
    ]);
    assert.equal(last, '0 passed, 3 failed');
  });

  test('ends its steps when it is ended', async () => {
    const args = ['scripts/test/test.mjs', '--steps', `${fixtures}/steps.mjs`, 'endless'];
    const runner = spawn(execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let pid = 0;
    for await (const line of createInterface(runner.stdout)) {
      pid ||= Number(/^process (\d+)$/.exec(line)?.[1]);
      if (pid) runner.kill('SIGTERM');
    }
    assert.equal(runner.exitCode ?? (await once(runner, 'exit'))[0], 1);
    const isRunning = () => {
      try {
        return kill(pid, 0);
      } catch {
        return false;
      }
    };
    assert.ok(pid > 0);
    while (isRunning()) await setImmediate();
  });

  test('fails when more than three sessions hang or die', async () => {
    const { code, failed, again } = await run(['hangsFourTimes']);
    assert.equal(code, 1);
    assert.equal(failed.length, 5);
    assert.equal(
      failed.at(-1),
      'Run again › (the step) (npm): more than 3 sessions hung or died in this run',
    );
    assert.deepEqual(again, []);
  });

  test('names unit tests that throw, time out or cannot be loaded', async () => {
    const { code, failed, again, last } = await run(['unit']);
    assert.equal(code, 1);
    assert.deepEqual(failed.map((line) => line.slice(fixtures.length + 1).split('. ')[0]).sort(), [
      'broken.fixture.ts › (the file) (chromium): Could not import your test module',
      'unit.fixture.ts › a suite › a test that throws (chromium): the first line',
      'unit.fixture.ts › a suite › a test that waits for ever (chromium): Timeout of 100ms exceeded',
    ]);
    assert.equal(again.length, 1);
    assert.equal(last, '1 passed, 3 failed');
  });

  test('replaces a browser that dies, and names the end-to-end tests that fail', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'solifyn-runner-'));
    try {
      const { code, failed, again, last } = await run(['e2e'], { DIED_BEFORE: join(folder, 'died') });
      assert.equal(code, 1);
      assert.deepEqual(
        failed.map((line) => line.slice(fixtures.length + 1)),
        [
          'e2e.fixture.ts › a test that throws (chromium): Error: expect(received).toBe(expected) // Object.is equality',
          'e2e.fixture.ts › a test that waits for ever (chromium): Test timeout of 500ms exceeded.',
        ],
      );
      assert.deepEqual(
        again.map((line) => line.slice(fixtures.length + 1).split(': ')[0]),
        [
          'e2e.fixture.ts › a test whose browser dies (chromium), passed',
          'e2e.fixture.ts › a test that waits for ever (chromium), FAILED',
        ],
      );
      assert.equal(last, '2 passed, 2 failed');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
