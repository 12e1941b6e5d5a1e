/** Runs the steps of `npm test`, whatever fails, and counts the results in their reports. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { env, exit, kill, stdout } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

/** More sessions than this that hang or die in one run are a failure by themselves. */
const MAX_RERUNS = 3;

/** A step that takes longer is ended. The longest takes a quarter of that on a busy machine. */
const STEP_LIMIT_MS = 60 * 60_000;

/**
 * @typedef {import('./reporters/report.mjs').TestEntry} TestEntry
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command
 * @property {boolean} [hasReport] - the command writes a report
 * @property {string} [needs] - the name of a step that must have passed. In another lane, this step waits for it
 * @property {(tests: TestEntry[]) => { command: string[], env?: Record<string, string> }} [again] - runs only these tests
 * @property {number} [limitMs]
 *
 * @typedef {object} Lanes - they run at the same time, and the steps of each one after the other
 * @property {Step[][]} lanes
 *
 * @typedef {(text: string | Uint8Array) => void} Write
 *
 * @typedef {object} Result
 * @property {number} passed
 * @property {TestEntry[]} failures
 * @property {{ test: TestEntry, isPassed: boolean }[]} reruns
 * @property {TestEntry[]} tests
 * @property {{ name: string, ms: number }[]} times
 * @property {number} ms - less than the sum of the times, because some steps run at the same time
 * @property {string[]} engines
 */

/** How long to wait for the rest of the output. A program that a command left behind may keep it open. */
const OUTPUT_LIMIT_MS = 5_000;

/** The commands that are running. They have groups of their own, which a Ctrl+C in the terminal does not reach. */
const running = new Set();

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const { pid } of running) kill(-pid, 'SIGKILL');
    exit(1);
  });

/** Starts a command and passes its output on. @returns {Promise<{ code: number | null, signal: string | null, isLate: boolean }>} */
async function run([program, ...args], variables, limitMs, write) {
  const child = spawn(program, args, {
    env: { ...env, FORCE_COLOR: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that a late step ends with its browsers
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', write);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill(-child.pid, 'SIGKILL');
  }, limitMs);
  const closed = once(child, 'close');
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  running.delete(child);
  await Promise.race([closed, pause(OUTPUT_LIMIT_MS, undefined, { ref: false })]);
  return { code, signal, isLate };
}

/** @returns {{ entries: import('./reporters/report.mjs').Entry[], isComplete: boolean }} */
function readReport(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const entries = lines.flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return []; // the runner died in the middle of a line
    }
  });
  return { entries, isComplete: entries.some(({ type }) => type === 'end') };
}

/** A failure of the step itself, in the form of a test. */
const stepFailure = (name, error) => ({
  type: 'test',
  file: name,
  name: '(the step)',
  engine: 'npm',
  status: 'failed',
  durationMs: 0,
  error,
});

function describeEnd({ code, signal, isLate }, limitMs) {
  if (isLate) return `it was ended after ${limitMs} ms`;
  return signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`;
}

/** Runs a command with a report. @returns {Promise<{ tests: TestEntry[], engines: string[] }>} */
async function runReported(name, command, variables, limitMs, { folder, write }) {
  const report = join(folder, `${crypto.randomUUID()}.jsonl`);
  const end = await run(command, { ...variables, TEST_REPORT: report }, limitMs, write);
  const { entries, isComplete } = readReport(report);
  const tests = entries.filter(({ type }) => type === 'test');
  const engines = entries
    .filter(({ type }) => type === 'engine')
    .map((engine) => `${engine.name} ${engine.version}`);
  const isFailed = tests.some(({ status }) => status === 'failed');
  if (!isComplete)
    tests.push(stepFailure(name, `the runner died before its summary: ${describeEnd(end, limitMs)}`));
  else if (!tests.some(({ status }) => status !== 'skipped')) tests.push(stepFailure(name, 'no test ran'));
  else if (end.code !== 0 && !isFailed)
    tests.push(stepFailure(name, `no test failed, but ${describeEnd(end, limitMs)}`));
  return { tests, engines };
}

const isSame = (one, other) =>
  one.file === other.file && one.name === other.name && one.engine === other.engine;

/** A session that dies takes all later files of its engine with it, which is one case. */
const countSessions = (tests) =>
  new Set(
    tests.map(({ file, name, engine }) => (name === '(the file)' ? engine : `${engine} ${file} ${name}`)),
  ).size;

/** Runs the tests whose session hung or died once more. @returns {Promise<TestEntry[]>} the tests with their last results */
async function rerun(step, tests, result, io) {
  const hung = tests.filter((test) => test.status === 'failed' && test.isSessionFailure);
  if (
    !step.again ||
    hung.length === 0 ||
    countSessions([...result.reruns.map(({ test }) => test), ...hung]) > MAX_RERUNS
  )
    return tests;
  for (const { file, name, engine, error } of hung)
    io.write(`\n━━ run again: ${file} › ${name} (${engine}): ${error}\n`);
  const { command, env: variables } = step.again(hung);
  const second = await runReported(step.name, command, variables, step.limitMs ?? STEP_LIMIT_MS, io);
  const isPassed = (test) =>
    !second.tests.some(
      (other) => other.status === 'failed' && (isSame(other, test) || other.engine === 'npm'),
    ) &&
    // A file that could not run before has other tests now.
    second.tests.some(
      (other) => isSame(other, test) || (other.file === test.file && test.name === '(the file)'),
    );
  for (const test of hung) result.reruns.push({ test, isPassed: isPassed(test) });
  const first = tests.filter((test) => !hung.includes(test));
  const known = second.tests.filter((test) => !first.some((other) => isSame(other, test)));
  const unproven = hung.filter((test) => !isPassed(test) && !known.some((other) => isSame(other, test)));
  return [...first, ...known, ...unproven];
}

/** @param {Step} step @param {Result} result @param {{ folder: string, write: Write }} io */
async function runCommand(step, result, io) {
  const limitMs = step.limitMs ?? STEP_LIMIT_MS;
  if (!step.hasReport) {
    const end = await run(step.command, {}, limitMs, io.write);
    if (end.code === 0) return [];
    return [stepFailure(step.name, `${describeEnd(end, limitMs)}; its output is above`)];
  }
  const { tests, engines } = await runReported(step.name, step.command, {}, limitMs, io);
  result.engines.push(...engines);
  return rerun(step, tests, result, io);
}

/** @param {Step} step @param {Result} result @param {Set<string>} failedSteps */
async function runStep(step, result, failedSteps, folder, write) {
  write(`\n━━ ${step.name}\n`);
  const start = performance.now();
  const tests =
    step.needs && failedSteps.has(step.needs)
      ? [stepFailure(step.name, `it did not run, because "${step.needs}" failed`)]
      : await runCommand(step, result, { folder, write });
  const ms = performance.now() - start;
  const failures = tests.filter(({ status }) => status === 'failed');
  if (failures.length) failedSteps.add(step.name);
  result.tests.push(...tests);
  result.failures.push(...failures);
  result.passed += tests.filter(({ status }) => status === 'passed').length;
  result.times.push({ name: step.name, ms });
  write(`━━ ${step.name}: ${failures.length ? 'FAILED' : 'passed'} in ${(ms / 1000).toFixed(1)} s\n`);
}

/** The output of a lane comes at the end of each step, so that a line in between shows what is running. */
const PROGRESS_INTERVAL_MS = 60_000;

/** @param {Step[][]} lanes @param {Result} result @param {Set<string>} failedSteps */
async function runLanes(lanes, result, failedSteps, folder) {
  const start = performance.now();
  const active = new Set();
  const progress = setInterval(() => {
    const minutes = Math.round((performance.now() - start) / 60_000);
    console.log(`\n━━ running after ${minutes} min: ${[...active].join(', ')}`);
  }, PROGRESS_INTERVAL_MS);
  const pending = new Set(lanes.flat().map(({ name }) => name));
  const ends = new EventEmitter().setMaxListeners(0);
  const runLane = async (lane) => {
    for (const step of lane) {
      if (pending.has(step.needs)) await once(ends, step.needs);
      console.log(`\n━━ ${step.name}: started`);
      active.add(step.name);
      const output = [];
      await runStep(step, result, failedSteps, folder, (chunk) => output.push(Buffer.from(chunk)));
      stdout.write(Buffer.concat(output)); // in one piece, and not mixed with another lane's
      active.delete(step.name);
      pending.delete(step.name);
      ends.emit(step.name);
    }
  };
  await Promise.all(lanes.map(runLane));
  clearInterval(progress);
}

/** @param {(Step | Lanes)[]} steps @returns {Promise<Result>} */
export async function runSteps(steps) {
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-reports-'));
  /** @type {Result} */
  const result = { passed: 0, failures: [], reruns: [], tests: [], times: [], ms: 0, engines: [] };
  const failedSteps = new Set();
  const start = performance.now();
  for (const step of steps) {
    if ('lanes' in step) await runLanes(step.lanes, result, failedSteps, folder);
    else await runStep(step, result, failedSteps, folder, (chunk) => stdout.write(chunk));
  }
  result.ms = performance.now() - start;
  rmSync(folder, { recursive: true });
  if (hasTooManyHangs(result))
    result.failures.push(
      stepFailure('Run again', `more than ${MAX_RERUNS} sessions hung or died in this run`),
    );
  return result;
}

/** Hung tests beyond the limit were not run again. They stay failures, and the reason is added. */
const hasTooManyHangs = ({ failures, reruns }) => {
  const hung = failures.filter((test) => test.isSessionFailure);
  return countSessions([...reruns.map(({ test }) => test), ...hung]) > MAX_RERUNS;
};
