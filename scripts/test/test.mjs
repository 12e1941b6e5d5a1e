/**
 * `npm test`: everything, in order, up to the first step that fails. Whatever happens, the last line is
 * `N passed, N failed`, the sum over the test runners; a step that fails without a failing test counts as one.
 *
 * `npm run test:soak` is the same with everything that takes longer than a minute.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { argv, env, exit, stdout } from 'node:process';

/** What each runner says at its end, one counter per expression. */
const NODE_TEST = { passed: /^ℹ pass (\d+)$/m, failed: /^ℹ fail (\d+)$/m };
const WEB_TEST_RUNNER = { passed: /^(\d+) passed, \d+ failed/m, failed: /^\d+ passed, (\d+) failed/m };
const PLAYWRIGHT = { passed: /^ +(\d+) passed/m, failed: /^ +(\d+) failed/m };

const steps = [
  { name: 'Browsers', command: ['npm', 'run', 'browsers'] },
  { name: 'Build', command: ['npm', 'run', 'build'] },
  { name: 'Tables of the documentation', command: ['npm', 'run', 'tables', '--', '--check'] },
  { name: 'Lint', command: ['npm', 'run', 'lint'] },
  { name: 'Types', command: ['npm', 'run', 'types'] },
  { name: 'Package', command: ['npm', 'run', 'check:package'] },
  { name: 'Unit tests', command: ['npm', 'run', 'test:unit'], counts: WEB_TEST_RUNNER },
  { name: 'Server tests', command: ['npm', 'run', 'test:server'], counts: NODE_TEST },
  { name: 'WebKit end-to-end tests', command: ['npm', 'run', 'test:webkit'], counts: NODE_TEST },
  { name: 'End-to-end tests', command: ['npm', 'run', 'test:e2e'], counts: PLAYWRIGHT },
  { name: 'Apps in each framework', command: ['npm', 'run', 'test:frameworks'], counts: PLAYWRIGHT },
  { name: 'Size', command: ['npm', 'run', 'size'] },
];

/** Shows the output as it comes, and keeps it for its counts. @returns {Promise<{ code: number, output: string }>} */
async function run([program, ...args]) {
  // A reporter that sees no terminal prints plain lines: what a log wants, and what the counts are read from.
  const child = spawn(program, [...args.slice(0, 1), '--silent', ...args.slice(1)], {
    env: { ...env, FORCE_COLOR: '0', ...(argv.includes('--soak') && { SOAK: '1' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
      stdout.write(text);
    });
  }
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output };
}

/** The last match, since a test may print what looks like one. */
function read(expression, output) {
  const all = [...output.matchAll(new RegExp(expression.source, 'gm'))];
  return all.length ? Number(all.at(-1)[1]) : undefined;
}

/** The engines that a runner says it ran. */
function enginesOf(output) {
  const [, engines] = /^Engines?: (.+)$/m.exec(output) ?? [];
  return engines ? ` (${engines})` : '';
}

const total = { passed: 0, failed: 0 };
const summary = [];
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const begin = performance.now();
let failure;

for (const { name, command, counts } of steps) {
  console.log(`\n━━ ${name}`);
  const start = performance.now();
  const { code, output } = await run(command);
  const passed = counts ? read(counts.passed, output) : 0;
  const failed = counts ? (read(counts.failed, output) ?? 0) : 0;
  total.passed += passed ?? 0;
  total.failed += failed;
  if (counts)
    summary.push(`${name}: ${passed ?? 0} passed, ${failed} failed${enginesOf(output)}, ${seconds(start)}`);
  // A runner that found no tests, or died before its summary, has proven nothing.
  const proved = !counts || passed || failed;
  const good = code === 0 && !failed && proved;
  console.log(`━━ ${name}: ${good ? 'good' : 'FAILED'} in ${seconds(start)}`);
  if (good) continue;
  failure = name;
  total.failed += failed ? 0 : 1;
  break;
}

console.log(`\n${summary.join('\n')}`);
console.log(`${failure ? `Stopped at: ${failure}` : 'All good'}, after ${seconds(begin)}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
exit(failure ? 1 : 0);
