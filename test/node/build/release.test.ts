/** The checks of `npm run release:check`, on this repository and on faulty texts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hashesOf } from '../../../scripts/release/reproducible-build.mjs';
import { GROUPS } from '../../../scripts/test/steps.mjs';
import { findChangelogErrors } from '../../../scripts/release/changelog.mjs';
import { findVersionErrors } from '../../../scripts/release/versions.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const CHANGELOG = `# Changelog

What changed for users.

## [Unreleased]

## [1.1.0] - 2026-12-01

### Fixed

- A fault.

## [1.0.0] - 2026-11-22

### Added

- All of it.

[Unreleased]: https://example.com/compare/v1.1.0...HEAD
[1.1.0]: https://example.com/compare/v1.0.0...v1.1.0
[1.0.0]: https://example.com/releases/tag/v1.0.0
`;

describe('The changelog', () => {
  test('follows Keep a Changelog and describes this version', () => {
    assert.deepEqual(findChangelogErrors(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version), []);
  });

  test('in the right form is ready for a release', () => {
    assert.deepEqual(findChangelogErrors(CHANGELOG, '1.1.0', true), []);
    const withoutUnreleased = CHANGELOG.replace('## [Unreleased]\n\n', '').replace(
      /^\[Unreleased\].*\n/m,
      '',
    );
    assert.deepEqual(findChangelogErrors(withoutUnreleased, '1.1.0', true), []);
  });

  test('with a mistake fails with an error that names it', () => {
    const mistakes: [text: string, replacement: string, error: string][] = [
      ['# Changelog', '# History', 'the title is "History" instead of "Changelog"'],
      ['## [1.1.0] - 2026-12-01', '## 1.1.0', 'Syntax error in the release title'],
      [' - 2026-12-01', '', 'Syntax error in the release title'],
      [
        '2026-12-01',
        '2026-02-31',
        'line 7 is "## [1.1.0] - 2026-02-31" instead of "## [1.1.0] - 2026-03-03"',
      ],
      ['2026-12-01', '2026-11-01', '1.1.0 has an earlier date than 1.0.0'],
      ['### Fixed', '### Bugs', 'Invalid change type'],
      ['### Fixed\n\n- A fault.\n\n', '', '1.1.0 has no entry'],
      ['- A fault.', 'A fault.', 'Unexpected content'],
      ['- A fault.\n', '', 'line 9 is "### Fixed"'],
      ['- A fault.', '- A fault.\n\n### Fixed\n\n- Another.', 'line 12 is "" instead of "- Another."'],
      [
        '## [1.1.0]',
        '## [0.9.0]',
        'line 7 is "## [0.9.0] - 2026-12-01" instead of "## [1.0.0] - 2026-11-22"',
      ],
      ['[1.0.0]: https://example.com/releases/tag/v1.0.0\n', '', 'instead of "[1.0.0]: https://example.com'],
      ['compare/v1.0.0...v1.1.0', 'compare/v1.0.0...v1.2.0', 'instead of "[1.1.0]: https://example.com'],
    ];
    for (const [text, replacement, error] of mistakes) {
      const [found, ...others] = findChangelogErrors(CHANGELOG.replace(text, replacement), '1.1.0');
      assert.ok(found?.includes(error), `${text} → ${replacement}: ${found}`);
      assert.deepEqual(others, []);
    }
  });

  test('of another version, or with unreleased entries, is not ready for a release', () => {
    const wrongVersion = ['the newest version is 1.1.0, package.json has 1.2.0'];
    assert.deepEqual(findChangelogErrors(CHANGELOG, '1.2.0'), wrongVersion);
    assert.deepEqual(findChangelogErrors(CHANGELOG, '1.2.0', true), wrongVersion);
    const more = CHANGELOG.replace('[Unreleased]\n', '[Unreleased]\n\n### Added\n\n- More.\n');
    assert.deepEqual(findChangelogErrors(more, '1.2.0'), []);
    assert.deepEqual(findChangelogErrors(more, '1.1.0', true), ['there are entries under "[Unreleased]"']);
  });
});

test('Every file that contains the version has the one of package.json', () => {
  assert.deepEqual(findVersionErrors(root), []);
});

test('The release workflow publishes the tested and checked package with provenance', () => {
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
  // npm compares it with the repository that ran the workflow.
  assert.match(repository.url, /^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
});

// `npm run release:check` and reproducible-build.soak.ts compare a second build.
test('No built file contains the path of this folder', () => {
  const built = Object.keys(hashesOf(root));
  assert.ok(built.includes(join('dist', 'solifyn-buy-button.umd.js')));
  assert.deepEqual(
    built.filter((file) => readFileSync(join(root, file), 'utf8').includes(root)),
    [],
  );
});
