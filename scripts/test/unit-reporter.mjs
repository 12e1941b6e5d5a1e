/**
 * Closes a run of the unit tests with what a reader (and `npm test`) wants to know: each engine by name and version
 * with its counts, then one line with the sum. The runner's own reporter prints the failures.
 *
 * @param {Record<string, string>} engines - the runner's name of each browser → name and version to print
 * @returns {import('@web/test-runner').Reporter}
 */
export function unitReporter(engines) {
  return {
    start() {
      console.log(`Engines: ${Object.values(engines).join(', ')}`);
    },
    stop({ sessions }) {
      const total = { passed: 0, failed: 0, skipped: 0 };
      for (const [name, label] of Object.entries(engines)) {
        const counts = count(sessions.filter(({ browser }) => browser.name === name));
        for (const kind of Object.keys(total)) total[kind] += counts[kind];
        console.log(`${label}: ${sentence(counts)}`);
      }
      console.log(sentence(total));
    },
  };
}

/** A file that did not get as far as its tests (a syntax error, a failed import) is one failure. */
function count(sessions) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { testResults, passed } of sessions) {
    const tests = testResults ? flatten(testResults) : [];
    for (const test of tests) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
    if (!passed && tests.every((test) => test.passed || test.skipped)) counts.failed += 1;
  }
  return counts;
}

const flatten = (suite) => [...suite.tests, ...suite.suites.flatMap(flatten)];

const sentence = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
