/** The licences of bundled packages, checked against the modules that a bundler puts into each bundle. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build as bundleWithEsbuild } from 'esbuild';
import { rollup } from 'rollup';
import type { OutputOptions, Plugin, RollupOptions } from 'rollup';
import builds from '../../../rollup.config.mjs';
import { ALLOWED_LICENCES, checkLicence, formatNotices } from '../../../scripts/build/notices.mjs';
import { pluginFiles } from '../../../scripts/build/wordpress-plugin.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
const fileOf = ({ output }: RollupOptions) => (output as OutputOptions).file;
const bundles = (builds as RollupOptions[]).filter((build) => fileOf(build) !== undefined);

interface Package {
  name: string;
  version: string;
  license: string;
}

function packageOf(id: string): Package {
  const [folder = ''] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\0', '')) ?? [];
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
}

/** The modules with code in the bundle of esbuild, which needs a twentieth of Rollup's time. */
async function modulesByEsbuild({ input, external }: RollupOptions): Promise<string[]> {
  const isExternal = external as ((id: string, importer?: string) => boolean) | undefined;
  const { metafile } = await bundleWithEsbuild({
    entryPoints: [String(input)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: /^src\/(button|diagnostics)\//.test(String(input)) ? 'browser' : 'node',
    conditions: ['production'],
    plugins: [
      {
        name: 'external',
        setup({ onResolve }) {
          onResolve({ filter: /./ }, ({ path, importer }) =>
            importer && isExternal?.(path, importer) ? { path, external: true } : undefined,
          );
        },
      },
    ],
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([id, { bytesInOutput }]) => (bytesInOutput ? [join(root, id)] : [])),
  );
}

/** The modules with code in the bundle. Minification changes no module, and the notices must not be written again. */
async function modulesByRollup(build: RollupOptions): Promise<string[]> {
  const plugins = (build.plugins as Plugin[]).filter(
    ({ name }) => !/terser|literals|license|executable|integrity|stylesheet/.test(name),
  );
  const bundle = await rollup({ ...build, plugins });
  const { output } = await bundle.generate({ ...(build.output as OutputOptions), sourcemap: false });
  return output.flatMap((chunk) =>
    chunk.type === 'chunk'
      ? Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) => (renderedLength ? [id] : []))
      : [],
  );
}

/** The build bundles with Rollup, and so does the soak. */
const modulesIn = process.env['SOAK'] ? modulesByRollup : modulesByEsbuild;

async function packagesIn(build: RollupOptions): Promise<Package[]> {
  return (await modulesIn(build)).filter((id) => id.includes('/node_modules/')).map(packageOf);
}

describe('The third-party notices', () => {
  for (const build of bundles)
    test(`name every package in ${fileOf(build)}, and its licence is allowed`, async () => {
      const packages = await packagesIn(build);
      if (fileOf(build) === 'dist/cli.js') assert.ok(packages.length > 8, 'the check finds packages');
      for (const { name, version, license } of packages) {
        assert.ok(ALLOWED_LICENCES.includes(license), `${name} has the licence ${license}`);
        assert.ok(notices.includes(`\n${name} ${version} (${license})\n`), `${name} ${version} is missing`);
      }
    });

  test('are named at the top of every bundle', () => {
    for (const build of bundles) {
      const file = join(root, fileOf(build) ?? '');
      const [head = ''] = readFileSync(file, 'utf8').split('*/');
      assert.ok(head.includes('THIRD-PARTY-NOTICES.txt'), file);
    }
  });

  test('have the text of each licence', () => {
    const [, ...sections] = notices.split(`${'-'.repeat(80)}\n`);
    assert.ok(sections.length >= 5);
    for (const section of sections)
      assert.match(section, /Copyright|Permission to use|released into the public domain/, section);
  });

  // `npm run check:package` looks for them in the npm package.
  test('are in the WordPress plugin', () => {
    assert.ok(pluginFiles().some(({ name }) => dirname(name) === 'assets' && name.includes('NOTICES')));
  });
});

describe('A package that is bundled', () => {
  const lit = { name: 'lit', version: '3.3.0', license: 'BSD-3-Clause', licenseText: 'Copyright' };

  test('has a licence of the list, and its text', () => {
    checkLicence(lit);
    assert.throws(() => checkLicence({ ...lit, license: 'GPL-3.0' }), /lit 3\.3\.0 has the licence GPL-3\.0/);
    assert.throws(() => checkLicence({ ...lit, license: null }), /lit 3\.3\.0 has the licence \(none\)/);
    assert.throws(() => checkLicence({ ...lit, licenseText: null }), /no file with the text/);
  });

  test('has the same place in the notices, whichever bundle is built first', () => {
    const hono = { name: 'hono', version: '4.0.0', license: 'MIT', licenseText: 'Copyright\r\n' };
    assert.equal(formatNotices([lit, hono]), formatNotices([hono, lit]));
    assert.ok(!formatNotices([hono]).includes('\r'));
  });
});
