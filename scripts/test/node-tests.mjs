import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';

/**
 * Runs the tests of these folders in Node, and ends with their exit code. Node 20's `--test` takes files and no patterns,
 * so this finds them. In the soak (`SOAK=1`) also what takes longer than a minute, `*.soak.ts`. Arguments of the command
 * line are parts of paths: `npm run test:server -- command` runs the files that have "command" in theirs.
 *
 * @param {string[]} folders - one that is not there is passed over
 * @param {string[]} [flags] - Node's own
 */
export function runNodeTests(folders, flags = []) {
  const wanted = argv.slice(2);
  const isTest = env.SOAK ? /\.(test|soak)\.ts$/ : /\.test\.ts$/;
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
    .filter((file) => isTest.test(file) && (!wanted.length || wanted.some((part) => file.includes(part))))
    .sort();
  if (!files.length) {
    console.error(`No test file${wanted.length ? ` has ${wanted.join(' or ')} in its path` : 's'}.`);
    exit(1);
  }
  const runner = ['--import', 'tsx', '--test', '--test-reporter=spec', ...flags];
  const { status } = spawnSync(execPath, [...runner, ...files], { stdio: 'inherit' });
  exit(status ?? 1);
}
