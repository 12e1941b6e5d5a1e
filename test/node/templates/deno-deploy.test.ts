/** The template for Deno Deploy, in Deno with the permissions of its own task. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findDeno, runTemplateProcess } from './runtimes.ts';
import { templates } from './template.ts';

interface DenoJson {
  imports: Record<string, string>;
  tasks: { start: string };
}

const { imports, tasks } = JSON.parse(
  readFileSync(join(templates, 'deno-deploy/deno.json'), 'utf8'),
) as DenoJson;
const [, ...flags] = tasks.start.split(' ').slice(0, -1);

runTemplateProcess({
  name: 'Deno',
  file: 'deno-deploy/main.ts',
  program: (script) => [findDeno(), ...flags, '--no-prompt', script],
  variables: { DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0', NO_COLOR: '1' },
  ready: /Listening on (\S+)/,
  resends: true,
});

describe('deno.json', () => {
  test('names where every import of the template comes from', () => {
    const text = readFileSync(join(templates, 'deno-deploy/main.ts'), 'utf8');
    const used = [...text.matchAll(/ from '([^.].*)'/g)].map(([, name]) => name!);
    assert.deepEqual(used.sort(), Object.keys(imports).sort());
  });
});
