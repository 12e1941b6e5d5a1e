/**
 * `npm test`: every step, also after a failure. It ends with the names of the failing tests, and the last line is
 * `N passed, N failed`.
 *
 * `npm test -- node chromium`: only these groups. `npm run test:soak`: also everything that takes longer than a minute.
 * `--steps <module>`: other steps, for the tests of this program.
 */
import { resolve } from 'node:path';
import { env, exit } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runSteps } from './run-steps.mjs';
import { printSummary } from './summary.mjs';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    soak: { type: 'boolean', default: false },
    steps: { type: 'string', default: 'scripts/test/steps.mjs' },
  },
});
const { GROUPS, stepsOf } = await import(pathToFileURL(resolve(options.steps)).href);
const unknown = wanted.filter((group) => !GROUPS.includes(group));
if (unknown.length) {
  console.error(`Unknown group: ${unknown.join(', ')}. There are ${GROUPS.join(', ')}.`);
  exit(1);
}
if (options.soak) env.SOAK = '1';

const result = await runSteps(stepsOf(wanted.length ? wanted : GROUPS));
printSummary(result);
exit(result.failures.length ? 1 : 0);
