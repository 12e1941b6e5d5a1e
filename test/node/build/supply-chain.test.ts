/** The release: pinned actions, minimal rights, no install scripts, and one ZIP file for each template. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { templateFiles, templateNames, writeTemplateZip } from '../../../scripts/release/template-zips.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);

/** The jobs of a workflow by name, as text. */
function jobsOf(file: string): Record<string, string> {
  const [, jobs = ''] = read(file).split(/^jobs:\n/m);
  const parts = jobs.split(/^ {2}(?=[\w-]+:\n)/m).filter((part) => part !== '');
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf(':')), part]));
}

describe('the workflows', () => {
  for (const file of workflows) {
    test(`${file} pins every action by commit, with its version beside it`, () => {
      const uses = [...read(file).matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action);
      for (const action of uses) {
        assert.match(action, /^(\.\/\S+|[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
      }
    });

    test(`${file} grants no right to all of its jobs but reading`, () => {
      assert.match(read(file), /^permissions:( \{\}|\n {2}contents: read\n)/m);
    });
  }
});

describe('the job that publishes', () => {
  const jobs = jobsOf('.github/workflows/release.yml');
  const publish = jobs['publish'] ?? '';

  test('has one right and runs one command, without scripts', () => {
    assert.match(publish, /permissions:\n {6}id-token: write[^\n]*\n {4}steps:/);
    const commands = [...publish.matchAll(/- run: (.+)/g)].map(([, command]) => command);
    assert.deepEqual(commands, ['npm publish ./packed/*.tgz --provenance --access public --ignore-scripts']);
    assert.doesNotMatch(publish, /checkout|npm (ci|install)|npx/);
  });

  test('is the only one that sees the npm token or may sign', () => {
    for (const [name, job] of Object.entries(jobs)) {
      if (name === 'publish') continue;
      assert.doesNotMatch(job, /NPM_TOKEN|id-token/, name);
    }
  });

  test('publishes what the job before it checked, and that job installs without scripts', () => {
    const pack = jobs['pack'] ?? '';
    assert.match(publish, /needs: pack\n/);
    assert.match(pack, /needs: test\n/);
    assert.match(pack, /npm ci --ignore-scripts/);
    assert.match(pack, /npm run release:check -- --tag "\$GITHUB_REF_NAME" --out packed/);
    assert.match(read('scripts/release/release-check.mjs'), /'npm', 'ci', '--ignore-scripts'/);
  });
});

describe("the templates' ZIP files", () => {
  test('are in the release, one for each template', () => {
    assert.match(
      jobsOf('.github/workflows/release.yml')['pack'] ?? '',
      /npm run template-zips -- --out packed\/zips/,
    );
    assert.ok(templateNames().includes('cloudflare-workers'));
  });

  test('contain every file of the template in one folder, the same bytes each time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'solifyn-zips-'));
    try {
      for (const template of templateNames()) {
        const first = readFileSync(await writeTemplateZip(template, join(folder, '1')));
        const second = readFileSync(await writeTemplateZip(template, join(folder, '2')));
        assert.ok(first.equals(second), template);
        const names = namesIn(first);
        const expected = [...templateFiles(template), 'LICENSE'].map((file) => `solifyn-${template}/${file}`);
        assert.deepEqual(names.sort(), expected.sort());
        assert.ok(names.includes(`solifyn-${template}/README.md`), template);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The names in a ZIP file's central directory. */
function namesIn(zip: Buffer): string[] {
  const names: string[] = [];
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  let offset = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const length = zip.readUInt16LE(offset + 28);
    names.push(zip.toString('utf8', offset + 46, offset + 46 + length));
    offset += 46 + length + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  return names;
}
