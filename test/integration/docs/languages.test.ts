/** The languages of the button, wherever the documentation and the demo list or count them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES } from '../../../src/button/messages/index.ts';
import { read } from '../../support/guides.ts';

const tags = Object.keys(LANGUAGES);
const names = new Intl.DisplayNames('en', { type: 'language' });

test('The settings page names each language', () => {
  const page = read('docs/reference/configuration.md');
  for (const tag of tags)
    assert.match(page, new RegExp(`\\b${names.of(new Intl.Locale(tag).language) ?? tag}\\b`));
});

test('README and the page about the size have the number of languages', () => {
  for (const page of ['README.md', 'docs/reference/size.md'])
    assert.match(read(page), new RegExp(`\\b${tags.length} languages\\b`), page);
});

test('The demo shows a button in each language', () => {
  const page = read('demo/pages/languages.html');
  assert.deepEqual(
    [...page.matchAll(/<li class="tile" lang="([^"]+)"/g)].map(([, tag]) => tag).sort(),
    [...tags].sort(),
  );
});
