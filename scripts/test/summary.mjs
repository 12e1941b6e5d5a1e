/** What `npm test` prints at its end. */

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`.padStart(9);

const SLOWEST = 12;

function slowestFiles(tests) {
  const files = new Map();
  for (const { file, engine, durationMs } of tests) {
    const name = `${file} (${engine})`;
    files.set(name, (files.get(name) ?? 0) + durationMs);
  }
  return [...files].sort(([, a], [, b]) => b - a).slice(0, SLOWEST);
}

/** Prints the end of a run. The last line is `N passed, N failed`. @param {import('./run-steps.mjs').Result} result */
export function printSummary({ passed, failures, reruns, tests, times, ms, engines }) {
  const print = (...lines) => console.log(lines.join('\n'));
  print('', 'Where the time went:', ...times.map((step) => `${seconds(step.ms)}  ${step.name}`));
  print(`${seconds(ms)}  in all`);
  if (tests.length) print('', 'Slowest files, the sum of their tests:');
  for (const [name, ms] of slowestFiles(tests)) print(`${seconds(ms)}  ${name}`);
  if (engines.length) print('', `Engines: ${[...new Set(engines)].join(', ')}`);
  const skipped = tests.filter(({ status }) => status === 'skipped');
  if (skipped.length)
    print('', `Skipped: ${skipped.map(({ file, name }) => `${file} › ${name}`).join(', ')}`);
  if (reruns.length) print('', 'Run again, because the session hung or died:');
  for (const { test, isPassed } of reruns)
    print(`  ${test.file} › ${test.name} (${test.engine}), ${isPassed ? 'passed' : 'FAILED'}: ${test.error}`);
  if (failures.length) print('', 'Failed:');
  for (const { file, name, engine, error } of failures) print(`  ${file} › ${name} (${engine}): ${error}`);
  print('', `${passed} passed, ${failures.length} failed`);
}
