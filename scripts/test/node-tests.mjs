import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, execPath, exit, versions } from 'node:process';

/** A file that takes longer hangs. It is a limit for a busy machine, not a target. */
const FILE_TIMEOUT_MS = 10 * 60_000;

const escape = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The names of the only tests to run, as a JSON array in the variable TEST_NAMES. */
const namePatterns = () =>
  JSON.parse(env.TEST_NAMES ?? '[]').map((name) => `--test-name-pattern=/^${escape(name)}$/`);

/**
 * Runs the tests of these folders in Node, and exits with their exit code. Node 20's `--test` takes files but no patterns. In
 * the soak (`SOAK=1`) it also runs what takes longer than a minute, `*.soak.ts`. Arguments on the command line are parts of
 * paths: `npm run test:node -- command` runs the files with "command" in their path.
 *
 * @param {string[]} folders
 * @param {{ engine?: { name: string, version: string }, concurrency?: number }} [options]
 */
export function runNodeTests(
  folders,
  { engine = { name: 'node', version: versions.node }, concurrency = 2 } = {},
) {
  const parts = argv.slice(2);
  const isTest = env.SOAK ? /\.(test|soak)\.ts$/ : /\.test\.ts$/;
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
    .filter((file) => isTest.test(file) && (!parts.length || parts.some((part) => file.includes(part))))
    .sort();
  if (!files.length) {
    console.error(`No test file${parts.length ? ` has ${parts.join(' or ')} in its path` : 's'}.`);
    exit(1);
  }
  const args = [
    '--import=tsx',
    '--test',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${FILE_TIMEOUT_MS}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    ...(env.TEST_REPORT
      ? [
          '--test-reporter=./scripts/test/reporters/node.mjs',
          `--test-reporter-destination=${env.TEST_REPORT}`,
        ]
      : []),
    ...namePatterns(),
    ...files,
  ];
  const { status } = spawnSync(execPath, args, {
    stdio: 'inherit',
    env: { ...env, TEST_ENGINE: JSON.stringify(engine) },
  });
  exit(status ?? 1);
}
