/**
 * What each test runner writes for `npm test`: one JSON object a line, into the file that the variable TEST_REPORT names. The
 * last line is `{ "type": "end" }`. A report without it comes from a runner that died.
 *
 * @typedef {object} TestEntry
 * @property {'test'} type
 * @property {string} file - relative to the repository
 * @property {string} name - with the names of its suites, joined by ' › '
 * @property {string} engine - e.g. `webkit`, or `node`
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {number} durationMs
 * @property {string} [error] - the first line
 * @property {boolean} [isSessionFailure] - the engine hung or died, so that the test may be run again
 *
 * @typedef {TestEntry | { type: 'engine', name: string, version: string } | { type: 'end' }} Entry
 */
import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { cwd, env } from 'node:process';

/** @param {Entry} entry */
export const formatEntry = (entry) => `${JSON.stringify(entry)}\n`;

/** @param {Entry} entry */
export function writeEntry(entry) {
  if (env.TEST_REPORT) appendFileSync(env.TEST_REPORT, formatEntry(entry));
}

/** @param {string} file @returns {string} relative to the repository, with slashes */
export const shortPath = (file) => relative(cwd(), resolve(file)).replaceAll('\\', '/');

// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[\d;]*m/g;

/** @param {unknown} error @returns {string} */
export function firstLine(error) {
  const text = error instanceof Error ? error.message || error.name : (error?.message ?? String(error));
  const lines = String(text).replaceAll(COLOURS, '').split('\n');
  return lines.find((line) => line.trim())?.trim() ?? 'no message';
}

/** The drivers' error messages for a browser, or a connection to it, that is gone or does not respond. */
const SESSION_FAILURE =
  /(browser|page|context|session|target).*(closed|crashed|disconnected|deleted)|disconnected|invalid session id|session not created|ECONNREFUSED|ECONNRESET|socket hang up|WebDriverError.*(timeout|aborted)|did not (start|finish)|Timeout of \d+ms exceeded|test timed out/i;

/** @param {string} message @returns {boolean} */
export const isSessionFailure = (message) => SESSION_FAILURE.test(message);
