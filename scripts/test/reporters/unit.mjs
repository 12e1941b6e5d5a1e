/**
 * A reporter for @web/test-runner. It prints the counts of each engine, and writes the report of `npm test`, see report.mjs.
 * The runner's own reporter prints the failures.
 *
 * @param {Record<string, { name: string, version: string }>} engines - by the runner's name of each browser
 * @returns {import('@web/test-runner').Reporter}
 */
import { firstLine, isSessionFailure, shortPath, writeEntry } from './report.mjs';

export function unitReporter(engines) {
  return {
    start() {
      for (const engine of Object.values(engines)) writeEntry({ type: 'engine', ...engine });
    },
    stop({ sessions }) {
      const entries = sessions.flatMap((session) => entriesOf(session, engines[session.browser.name].name));
      for (const entry of entries) writeEntry(entry);
      for (const { name, version } of Object.values(engines)) {
        const own = entries.filter(({ engine }) => engine === name);
        const count = (status) => own.filter((entry) => entry.status === status).length;
        console.log(`${name} ${version}: ${count('passed')} passed, ${count('failed')} failed`);
      }
      writeEntry({ type: 'end' });
    },
  };
}

/** The tests of one file in one engine. */
function entriesOf({ testFile, testResults, errors, passed }, engine) {
  const file = shortPath(testFile);
  const tests = testResults ? flatten(testResults, []) : [];
  const entries = tests.map((test) => entryOf(test, file, engine));
  if (passed || entries.some(({ status }) => status === 'failed')) return entries;
  // The file failed outside of its tests: it could not be loaded, or the engine hung.
  const message = firstLine(errors[0] ?? 'the file failed without a message');
  const isHang = isSessionFailure(message) || (errors.length === 0 && tests.length === 0);
  return [
    ...entries,
    {
      type: 'test',
      file,
      name: '(the file)',
      engine,
      status: 'failed',
      durationMs: 0,
      error: message,
      isSessionFailure: isHang,
    },
  ];
}

function entryOf({ path, skipped, passed, error, duration }, file, engine) {
  const status = skipped ? 'skipped' : passed ? 'passed' : 'failed';
  const entry = { type: 'test', file, name: path.join(' › '), engine, status, durationMs: duration ?? 0 };
  if (status !== 'failed') return entry;
  const message = firstLine(error ?? 'no message');
  return { ...entry, error: message, isSessionFailure: isSessionFailure(message) };
}

const flatten = ({ tests, suites }, path) => [
  ...tests.map((test) => ({ ...test, path: [...path, test.name] })),
  ...suites.flatMap((suite) => flatten(suite, [...path, suite.name])),
];
