import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const guide = new URL('../../../docs/guides/accessibility.md', import.meta.url);

test('Each claim of docs/guides/accessibility.md names an existing test', async () => {
  const text = await readFile(guide, 'utf8');
  const claims = [...text.matchAll(/\[([^\]]+)\]\((\.\.\/\.\.\/test\/[^)]+)\)/g)];
  assert.ok(claims.length > 10);
  for (const [, title = '', path = ''] of claims) {
    const source = await readFile(new URL(path, guide), 'utf8');
    assert.ok(source.includes(title), `${path} has no test “${title}”`);
  }
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (What|---) /.test(line));
  for (const row of rows) assert.match(row, /\]\(\.\.\/\.\.\/test\//, 'a claim without a test');
});

test('docs/guides/accessibility.md names the version of axe that runs', async () => {
  const text = await readFile(guide, 'utf8');
  const { version } = JSON.parse(
    await readFile(new URL('../../../node_modules/axe-core/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  assert.match(text, new RegExp(`axe-core ${version.split('.').slice(0, 2).join('\\.')}\\b`));
});
