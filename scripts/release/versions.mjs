/** The version of package.json is also written in other files, which must agree with it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files with a line for the version alone. */
const VERSION_LINES = {
  'package.json': /^ {2}"version": "(.+)",$/m,
  'package-lock.json': /^ {2}"version": "(.+)",$/m,
  'src/version.ts': /^export const version = '(.+)';$/m,
  'wordpress/solifyn-buy-button/solifyn-buy-button.php': /^const VERSION = '(.+)';$/m,
  'wordpress/solifyn-buy-button/readme.txt': /^Stable tag: (.+)$/m,
};

/** `@solifyn/buy-button@1.2.3`, `"@solifyn/buy-button": "^1.2.3"`. */
const PACKAGE_VERSION = /@solifyn\/buy-button(?:@|": ")\^?(\d+\.\d+\.\d+[-\w.]*\w)/g;

const TEXT_FILE = /\.(md|html|json|js|ts|mjs|php|txt)$|Dockerfile$/;

/** Files that mention other versions on purpose. */
const MENTIONS_OTHERS = /^(CHANGELOG\.md|package-lock\.json|test\/)/;

/** @returns {string[]} an error for each place that has another version than package.json */
export function findVersionErrors(root) {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const { version } = JSON.parse(read('package.json'));
  const lines = Object.entries(VERSION_LINES).map(([file, line]) => [
    file,
    line.exec(read(file))?.[1] ?? 'no version',
  ]);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const mentions = tracked
    .filter((file) => TEXT_FILE.test(file) && !MENTIONS_OTHERS.test(file))
    .flatMap((file) => [...read(file).matchAll(PACKAGE_VERSION)].map(([, mentioned]) => [file, mentioned]));
  return [...lines, ...mentions]
    .filter(([, found]) => found !== version)
    .map(([file, found]) => `${file} has ${found}, package.json has ${version}`);
}
