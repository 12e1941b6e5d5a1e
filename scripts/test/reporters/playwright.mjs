/** A reporter for Playwright. It writes the report of `npm test`, see report.mjs. */
import { need, versionOf } from '../browsers.mjs';
import { firstLine, isSessionFailure, shortPath, writeEntry } from './report.mjs';

/** Titles of a test's suites, without the project and the file. */
const nameOf = (test) => test.titlePath().slice(3).join(' › ');

const engineOf = (test) => test.parent.project()?.name ?? '';

function entryOf(test, result) {
  const isGood = result.status === test.expectedStatus;
  return {
    type: 'test',
    file: shortPath(test.location.file),
    name: nameOf(test),
    engine: engineOf(test),
    status: result.status === 'skipped' ? 'skipped' : isGood ? 'passed' : 'failed',
    durationMs: result.duration,
    ...(!isGood && failure(result)),
  };
}

function failure({ status, errors }) {
  const message = firstLine(errors[0] ?? `it ended with the status ${status}`);
  const isHang = status === 'timedOut' || status === 'interrupted';
  return {
    error: message,
    isSessionFailure: isHang || errors.some((error) => isSessionFailure(error.message ?? '')),
  };
}

/** @implements {import('@playwright/test/reporter').Reporter} */
export default class PlaywrightReport {
  #suite;

  onBegin(config, suite) {
    this.#suite = suite;
    const used = new Set(suite.suites.map(({ title }) => title));
    for (const { name } of config.projects)
      if (used.has(name)) writeEntry({ type: 'engine', name, version: versionOf(name, need(name)) });
  }

  onTestEnd(test, result) {
    if (result.retry === test.retries || result.status === test.expectedStatus)
      writeEntry(entryOf(test, result));
  }

  /** An error outside of a test, e.g. a file that cannot be loaded. */
  onError(error) {
    const file = error.location ? shortPath(error.location.file) : 'playwright';
    const entry = {
      type: 'test',
      file,
      name: '(the file)',
      engine: 'playwright',
      status: 'failed',
      durationMs: 0,
    };
    writeEntry({ ...entry, error: firstLine(error) });
  }

  onEnd() {
    for (const test of this.#suite?.allTests() ?? [])
      if (test.results.length === 0 && test.expectedStatus !== 'skipped')
        writeEntry(
          entryOf(test, { status: 'interrupted', duration: 0, errors: [{ message: 'it did not run' }] }),
        );
    writeEntry({ type: 'end' });
  }

  printsToStdio() {
    return false;
  }
}
