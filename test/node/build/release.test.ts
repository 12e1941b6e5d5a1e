/** What `npm run release:check` looks for, in this repository and in texts that are wrong. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  borrowPackages,
  buildWithBorrowed,
  copySources,
  hashesOf,
} from '../../../scripts/release/reproducible-build.mjs';
import { GROUPS } from '../../../scripts/test/steps.mjs';
import { findChangelogErrors, findVersionErrors } from '../../../scripts/release/release.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.1.0] - 2026-12-01

### Fixed

- A fault.

## [1.0.0] - 2026-11-22

### Added

- All of it.

[Unreleased]: https://example.com/compare/v1.1.0...HEAD
[1.1.0]: https://example.com/v1.1.0
[1.0.0]: https://example.com/v1.0.0
`;

describe('The changelog', () => {
  test('has the form of Keep a Changelog, and tells of this version', () => {
    assert.deepEqual(findChangelogErrors(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version), []);
  });

  test('in that form is ready for its release', () => {
    assert.deepEqual(findChangelogErrors(CHANGELOG, '1.1.0', true), []);
    assert.deepEqual(findChangelogErrors(CHANGELOG.replace('## [Unreleased]\n', ''), '1.1.0', true), []);
  });

  test('with a mistake is refused by its name', () => {
    const wrong: [text: string, replacement: string, error: RegExp][] = [
      ['# Changelog', '# History', /does not begin/],
      ['## [1.1.0] - 2026-12-01', '## 1.1.0', /is neither/],
      ['2026-12-01', '2026-02-31', /no date that exists/],
      [' - 2026-12-01', '', /no date that exists/],
      ['2026-12-01', '2026-11-01', /is older than/],
      ['### Fixed', '### Bugs', /only these are allowed: Added, Changed/],
      ['### Fixed\n\n- A fault.\n', '', /says nothing/],
      ['- A fault.', 'A fault.', /no list under "Fixed"/],
      ['- A fault.', '- A fault.\n\n### Fixed\n\n- Another.', /a heading twice/],
      ['\n[1.0.0]: https://example.com/v1.0.0', '', /"\[1\.0\.0\] - 2026-11-22" has no link/],
    ];
    for (const [text, replacement, error] of wrong) {
      const errors = findChangelogErrors(CHANGELOG.replace(text, replacement), '1.1.0');
      assert.match(errors.join(), error, `${text} → ${replacement}`);
    }
  });

  test('of another version, or with something unreleased, is not ready for a release', () => {
    assert.deepEqual(findChangelogErrors(CHANGELOG, '1.2.0'), ['it says nothing of 1.2.0']);
    assert.match(findChangelogErrors(CHANGELOG, '1.2.0', true).join(), /no section for 1\.2\.0 on top/);
    const more = CHANGELOG.replace('[Unreleased]\n', '[Unreleased]\n\n### Added\n\n- More.\n');
    assert.deepEqual(findChangelogErrors(more, '1.2.0'), []);
    assert.match(findChangelogErrors(more, '1.1.0', true).join(), /something is still "\[Unreleased\]"/);
  });
});

test('Whatever names the version names that of package.json', () => {
  assert.deepEqual(findVersionErrors(root), []);
});

test('The workflow of a release publishes with provenance what was tested and checked', () => {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const [ci, release] = ['ci', 'release'].map((name) => read(`.github/workflows/${name}.yml`)) as [
    string,
    string,
  ];
  const { scripts, repository } = JSON.parse(read('package.json')) as {
    scripts: Record<string, string>;
    repository: { url: string };
  };
  assert.match(ci, /^ {6}- run: npm ci\n {6}- run: npm test -- \$\{\{ matrix\.group \}\}$/m);
  const [, groups = ''] = /^ {8}group: \[(.+)\]$/m.exec(ci) ?? [];
  assert.deepEqual(groups.split(', '), GROUPS);
  assert.match(release, /uses: \.\/\.github\/workflows\/ci\.yml\n[^]*needs: test\n[^]*id-token: write/);
  const [, script, out] =
    /- run: npm run (\S+) -- --tag "\$GITHUB_REF_NAME" --out (\w+)\n/.exec(release) ?? [];
  assert.ok(scripts[script!], script);
  assert.ok(release.includes(`- run: npm publish ./${out}/*.tgz --provenance --access public`));
  // npm compares it with where the workflow ran.
  assert.match(repository.url, /^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
});

test('Built again elsewhere, every file is the same, byte for byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-again-'));
  const place = join(folder, 'at', 'another', 'depth');
  try {
    mkdirSync(place, { recursive: true });
    copySources(root, place);
    borrowPackages(root, place);
    buildWithBorrowed(place);
    const [here, there] = [hashesOf(root), hashesOf(place)];
    assert.deepEqual(Object.keys(there), Object.keys(here));
    const others = Object.keys(here).filter((file) => here[file] !== there[file]);
    assert.deepEqual(others, [], 'or dist/ is not of these sources: npm run build');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
