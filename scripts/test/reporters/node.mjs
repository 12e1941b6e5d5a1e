/** A reporter for node:test: `--test-reporter=./scripts/test/reporters/node.mjs --test-reporter-destination=<file>`. */
import { env, versions } from 'node:process';
import { firstLine, formatEntry, isSessionFailure, shortPath } from './report.mjs';

const ENGINE = JSON.parse(env.TEST_ENGINE ?? JSON.stringify({ name: 'node', version: versions.node }));

/** A parent fails with its children, and the children are counted. */
const isOnlyParent = ({ type, data }) =>
  data.details.type === 'suite'
    ? type === 'test:pass' || data.details.error?.failureType === 'subtestsFailed'
    : data.details.error?.failureType === 'subtestsFailed';

function statusOf({ type, data }) {
  if (data.skip !== undefined) return 'skipped';
  return type === 'test:pass' || data.todo !== undefined ? 'passed' : 'failed';
}

function entryOf(event, path) {
  const { data } = event;
  const status = statusOf(event);
  const entry = {
    type: 'test',
    file: shortPath(testFileOf(data)),
    name: path.map(shortName).join(' › '),
    engine: ENGINE.name,
    status,
    durationMs: Math.round(data.details.duration_ms),
  };
  if (status !== 'failed') return entry;
  const { error } = data.details;
  const message = firstLine(error.cause ?? error);
  const isTimeout = error.failureType === 'testTimeoutFailure';
  return { ...entry, error: message, isSessionFailure: isTimeout || isSessionFailure(message) };
}

/** A test that a helper declares has the helper's file. The stack of its error names the test's own file. */
function testFileOf({ file, name, details }) {
  const stack = details.error?.cause?.stack ?? '';
  const [, path] = /\(?(?:file:\/\/)?(\/[^\s():]+\.(?:test|soak)\.ts):\d+/.exec(stack) ?? [];
  return path ?? file ?? name;
}

/** The test of a file that could not run has the file's absolute path as its name. */
const shortName = (name) => (name.startsWith('/') ? `${shortPath(name)} (the file)` : name);

export default async function* reporter(source) {
  yield formatEntry({ type: 'engine', ...ENGINE });
  const path = [];
  for await (const event of source) {
    const { type, data } = event;
    if (type === 'test:start') path.splice(data.nesting, path.length, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (isOnlyParent(event)) continue;
    path.splice(data.nesting, path.length, data.name);
    yield formatEntry(entryOf(event, path));
  }
  yield formatEntry({ type: 'end' });
}
