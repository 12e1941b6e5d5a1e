/** The pages of the templates. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { sale, templates, toVariables } from './template.ts';

const read = (file: string): string => readFileSync(join(templates, file), 'utf8');

const overview = read('README.md');
const folders = readdirSync(templates, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  // A component for pages. The others are session endpoints.
  .filter((name) => name !== 'framer');
const ours = folders.filter((name) => name !== 'wordpress');

describe('the pages of the templates', () => {
  test('are listed in one overview, every template once', () => {
    const listed = [...overview.matchAll(/^\| \[([\w-]+)\]\(\1\) \|/gm)].map(([, name]) => name);
    assert.deepEqual(listed.sort(), folders.sort());
  });

  test('name in the overview every variable that a template reads', () => {
    const listed = [...overview.matchAll(/^\| `([A-Z]+_\w+)` \|/gm)].map(([, name]) => name);
    const everything = {
      ...sale.options('https://api.solifyn.example'),
      products: ['prod_a'],
      collections: ['col_a'],
      customPrices: { prod_a: { min: 1 } },
    };
    const names = [...Object.keys(toVariables(everything)), 'SOLIFYN_WEBHOOK_SECRET', 'TURNSTILE_SECRET_KEY'];
    assert.deepEqual(listed.sort(), names.sort());
  });

  test('have no dead link', () => {
    for (const file of ['README.md', ...ours.map((name) => `${name}/README.md`)]) {
      for (const [, link] of read(file).matchAll(/\]\((?!https:)([^)#]+)/g)) {
        assert.ok(existsSync(join(templates, dirname(file), link!)), `${file}: ${link}`);
      }
    }
  });

  test('name for each template the address for the button and the rate limit, and have no key on a command line', () => {
    for (const name of ours) {
      const page = read(`${name}/README.md`);
      assert.match(page, /`data-endpoint`/, name);
      assert.match(page, /^## The limit$/m, name);
      assert.doesNotMatch(page, /sk_\w/, name);
    }
  });

  test('pin no dependency to an older package than this one', () => {
    const { version } = JSON.parse(readFileSync(join(templates, '../package.json'), 'utf8')) as {
      version: string;
    };
    for (const name of ours.filter((folder) => existsSync(join(templates, folder, 'package.json')))) {
      const { dependencies } = JSON.parse(read(`${name}/package.json`)) as {
        dependencies: Record<string, string>;
      };
      assert.equal(dependencies['@solifyn/buy-button'], `^${version}`, name);
    }
    assert.ok(read('deno-deploy/deno.json').includes(`npm:@solifyn/buy-button@^${version}/`));
  });
});
