/** What must be true of the repository's own texts before a version of it is published. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

const HEADING = /^\[(?:Unreleased|(\d+\.\d+\.\d+(?:-[\w.]+)?))\](?: - (\d{4}-\d{2}-\d{2}))?(?: \[YANKED\])?$/;

/** Its sections by their headings, newest first. */
function sectionsOf(changelog) {
  const [, ...parts] = changelog.split(/^## /m);
  return parts.map((part) => {
    const [heading, ...lines] = part.split('\n');
    const [, version, date] = HEADING.exec(heading) ?? [];
    const [, ...groups] = lines.join('\n').split(/^### /m);
    const kinds = groups.map((group) => /^(.*)\n\n(- )?/.exec(group)).map((match) => match ?? ['', '?']);
    return { heading, version, date, kinds };
  });
}

/**
 * Whether the changelog has the form of https://keepachangelog.com/en/1.1.0/ and tells of this version.
 *
 * @param {string} changelog
 * @param {string} version - of package.json
 * @param {boolean} isRelease - whether that version is to be published now
 * @returns {string[]} errors
 */
export function findChangelogErrors(changelog, version, isRelease = false) {
  const errors = [];
  const sections = sectionsOf(changelog);
  if (!changelog.startsWith('# Changelog\n')) errors.push('it does not begin with "# Changelog"');
  for (const [index, { heading, version: number, date, kinds }] of sections.entries()) {
    const say = (what) => errors.push(`"${heading}" ${what}`);
    if (!HEADING.test(heading)) say('is neither "[Unreleased]" nor "[1.2.3] - 2026-11-22"');
    else if (!number && index > 0) say('does not come first');
    else if (number && !(date && new Date(date).toJSON()?.startsWith(date))) say('has no date that exists');
    if (number && kinds.length === 0) say('says nothing');
    const names = kinds.map(([, name]) => name);
    for (const name of names)
      if (!KINDS.includes(name)) say(`has "${name}", but only these are allowed: ${KINDS.join(', ')}`);
    if (new Set(names).size < names.length) say('has a heading twice');
    for (const [, name, hasList] of kinds) if (!hasList) say(`has no list under "${name}"`);
    const [, label] = /^\[([^\]]+)\]/.exec(heading) ?? [];
    if (label && !changelog.includes(`\n[${label}]: https://`)) say('has no link at the end of the file');
    const older = sections[index + 1];
    if (date && older?.date && older.date > date) say(`is older than "${older.heading}" below it`);
  }
  const [first] = sections;
  const newest = sections.find((section) => section.version);
  if (isRelease && newest?.version !== version) errors.push(`it has no section for ${version} on top`);
  if (isRelease && !first?.version && first?.kinds.length) errors.push('something is still "[Unreleased]"');
  if (newest?.version !== version && !first?.kinds.length) errors.push(`it says nothing of ${version}`);
  return errors;
}

/** Where the version stands outside of what names the package with it, as `@solifyn/buy-button@1.2.3`. */
const VERSIONS = {
  'package.json': /^ {2}"version": "(.+)",$/m,
  'package-lock.json': /^ {2}"version": "(.+)",$/m,
  'src/version.ts': /^export const version = '(.+)';$/m,
  'wordpress/solifyn-buy-button/solifyn-buy-button.php': /^const VERSION = '(.+)';$/m,
  'wordpress/solifyn-buy-button/readme.txt': /^Stable tag: (.+)$/m,
};

/** `@solifyn/buy-button@1.2.3`, `"@solifyn/buy-button": "^1.2.3"`. */
const MENTION = /@solifyn\/buy-button(?:@|": ")\^?(\d+\.\d+\.\d+[-\w.]*\w)/g;

/** What names another version by intent: what was, and what other versions do. */
const OTHERS = /^(CHANGELOG\.md|package-lock\.json|test\/)/;

/** @returns {string[]} errors: where another version stands than in package.json */
export function findVersionErrors(root) {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const { version } = JSON.parse(read('package.json'));
  const own = Object.entries(VERSIONS).map(([file, place]) => [file, place.exec(read(file))?.[1] ?? 'none']);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const texts = tracked.filter((file) => /\.(md|html|json|js|ts|mjs|php|txt)$|Dockerfile$/.test(file));
  const mentions = texts
    .filter((file) => !OTHERS.test(file))
    .flatMap((file) => [...read(file).matchAll(MENTION)].map(([, mentioned]) => [file, mentioned]));
  return [...own, ...mentions]
    .filter(([, found]) => found !== version)
    .map(([file, found]) => `${file} says ${found}, package.json ${version}`);
}
