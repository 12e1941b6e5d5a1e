import { parser } from 'keep-a-changelog';

/**
 * Checks that the changelog follows https://keepachangelog.com/en/1.1.0/ and describes the version.
 *
 * @param {string} text - CHANGELOG.md
 * @param {string} version - of package.json
 * @param {boolean} isRelease - whether that version is about to be published
 * @returns {string[]} errors
 */
export function findChangelogErrors(text, version, isRelease = false) {
  let changelog;
  try {
    changelog = parser(text);
  } catch (error) {
    return [error.message];
  }
  changelog.format = 'markdownlint';
  const formError = findFormError(text, changelog.toString());
  return formError ? [formError] : findContentErrors(changelog, version, isRelease);
}

/**
 * The library merges repeated headings, sorts versions, corrects dates and writes the links. So a changelog in the right
 * form is exactly what the library writes.
 */
function findFormError(text, expected) {
  const lines = text.split('\n');
  const expectedLines = expected.split('\n');
  const index = [...lines, ''].findIndex((line, at) => line !== (expectedLines[at] ?? ''));
  if (index < 0) return undefined;
  return `line ${index + 1} is "${lines[index] ?? ''}" instead of "${expectedLines[index] ?? ''}"`;
}

function findContentErrors({ title, releases }, version, isRelease) {
  const errors = [];
  const unreleased = releases.find((release) => !release.version);
  const [newest] = releases.filter((release) => release.version);
  const hasUnreleased = unreleased !== undefined && !unreleased.isEmpty();
  if (title !== 'Changelog') errors.push(`the title is "${title}" instead of "Changelog"`);
  for (const [index, release] of releases.entries()) {
    const older = releases[index + 1];
    if (release.date < older?.date)
      errors.push(`${release.version} has an earlier date than ${older.version}`);
    if (release.version && release.isEmpty()) errors.push(`${release.version} has no entry`);
  }
  if (newest?.version !== version && (isRelease || !hasUnreleased))
    errors.push(`the newest version is ${newest?.version}, package.json has ${version}`);
  if (isRelease && hasUnreleased) errors.push('there are entries under "[Unreleased]"');
  return errors;
}
