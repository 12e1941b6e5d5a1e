import { createHash } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import literals from '@lit-labs/rollup-plugin-minify-html-literals';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';
import { notices } from './scripts/build/notices.mjs';
import { standalone } from './scripts/build/standalone.mjs';
import { stylesheet } from './scripts/build/stylesheet.mjs';
import { typescript } from './scripts/build/typescript.mjs';

const pkg = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));

/** Without a date: two builds of one version are the same bytes, so the integrity hash of a script is the same too. */
const banner = `/*! ${pkg.name} ${pkg.version} | ${pkg.license} | Licences of bundled packages: THIRD-PARTY-NOTICES.txt */`;

const resolveForBrowser = () => nodeResolve({ browser: true, exportConditions: ['production'] });

/** Removes white space from Lit's templates and styles. `failOnError`: a literal that it cannot parse ends the build. */
const minifyLiterals = () => literals({ include: 'src/**/*.ts', failOnError: true });

/**
 * The browser reads a classic script in the page's encoding when the server names none. The byte order mark says UTF-8 on
 * a page in windows-1252 as well. A module is always UTF-8.
 */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Chrome 136+ compiles all functions on a background thread while the script downloads. The comment must be the first line.
 * https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE_HINT = '//# allFunctionsCalledOnLoad\n';

const minify = ({ isModule }) =>
  terser({
    module: isModule,
    ecma: 2022,
    compress: { ecma: 2022, passes: 3, unsafe_arrows: true, hoist_funs: true },
    format: {
      ecma: 2022,
      comments: false,
      preamble: (isModule ? '' : BYTE_ORDER_MARK) + COMPILE_HINT + banner,
    },
    // Never `mangle.properties`: attributes, events and options are public names.
  });

/** A script that a page loads: all packages are bundled, and it is minified. */
const pageScript = (input, file, output, plugins = []) => ({
  input,
  output: { file, sourcemap: true, generatedCode: 'es2015', ...output },
  plugins: [
    typescript(),
    minifyLiterals(),
    ...plugins,
    resolveForBrowser(),
    minify({ isModule: !file.includes('.umd.') }),
    notices(),
  ],
});

const isNpmEntry = (id) => /\/npm(\.ts)?$/.test(id);

/**
 * An npm entry: not minified, for the seller's own bundler. Lit and React stay imports. Each entry is a build of its own
 * without shared chunks, so that `sideEffects` in package.json can name every file that defines the element.
 */
const npmEntry = (input, file) => ({
  input,
  output: {
    file,
    format: 'es',
    banner,
    generatedCode: 'es2015',
    paths: (id) => (isNpmEntry(id) ? './index.js' : id),
  },
  external: (id, importer) => /^(lit|react)(\/|$)/.test(id) || (importer !== undefined && isNpmEntry(id)),
  plugins: [typescript(), resolveForBrowser(), notices()],
});

/** A server-side entry: all packages are bundled, except Node's own modules and the optional Redis client. */
const serverEntry = (input, file, { conditions = [], isCommand = false } = {}) => ({
  input,
  output: {
    file,
    format: 'es',
    banner: isCommand ? `#!/usr/bin/env node\n${banner}` : banner,
    generatedCode: 'es2015',
    inlineDynamicImports: true,
  },
  external: (id) => isBuiltin(id) || id === 'ioredis',
  plugins: [
    typescript(),
    nodeResolve({ preferBuiltins: true, exportConditions: ['production', ...conditions] }),
    commonjs(),
    json(),
    ...(isCommand ? [executable()] : []),
    notices(),
  ],
});

/** npm makes a `bin` executable when it installs the package. This does the same in a clone. */
function executable() {
  return { name: 'executable', writeBundle: ({ file }) => chmod(file, 0o755) };
}

/** Type declarations. Each entry stands alone, and the types of Lit and of the frameworks stay imports. */
const declarations = (input, { tsconfig, external = [], includeExternal = [] }) => ({
  input,
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].d.ts',
    chunkFileNames: '[name].d.ts',
    // `lit` exports their types again. A strict package manager gives a seller no path to the packages themselves.
    paths: { 'lit-html': 'lit', 'lit-element': 'lit', '@lit/reactive-element': 'lit' },
  },
  external,
  plugins: [dts({ tsconfig, includeExternal }), notices()],
});

const DIAGNOSTICS = 'dist/solifyn-buy-button.debug.js';

/** Rollup plugin: writes the hash of the diagnosis into a standalone script. The diagnosis must be built first. */
const diagnosticsIntegrity = () => ({
  name: 'diagnostics-integrity',
  async renderChunk(code) {
    const hash = createHash('sha256')
      .update(await readFile(DIAGNOSTICS))
      .digest('base64');
    return { code: code.replaceAll('__DEBUG_INTEGRITY__', `'sha256-${hash}'`), map: null };
  },
});

/** The attributes of the tag in the templates of each framework: types only. */
const frameworkTypes = Object.fromEntries(
  ['attributes', 'preact', 'react', 'solid', 'svelte', 'vue'].map((name) => [
    `types/${name}`,
    `src/button/framework-types/${name}.ts`,
  ]),
);

const builds = [
  pageScript('src/diagnostics/index.ts', DIAGNOSTICS, { format: 'es' }),
  pageScript('src/button/index.ts', 'dist/solifyn-buy-button.js', standalone('esm', pkg), [
    diagnosticsIntegrity(),
  ]),
  pageScript('src/button/index.ts', 'dist/solifyn-buy-button.umd.js', standalone('umd', pkg), [
    diagnosticsIntegrity(),
    stylesheet('src/button/solifyn-buy-button.css', 'dist/solifyn-buy-button.css', banner),
  ]),
  npmEntry('src/button/npm.ts', 'dist/index.js'),
  npmEntry('src/button/react.ts', 'dist/react.js'),
  declarations(
    { index: 'src/button/npm.ts', react: 'src/button/react.ts', ...frameworkTypes },
    {
      tsconfig: 'tsconfig.json',
      external: /^(lit|react|@lit\/reactive-element|preact|solid-js|svelte|vue)(\/|$)/,
      includeExternal: ['@lit/react'],
    },
  ),
  serverEntry('src/session-endpoint/index.ts', 'dist/session-endpoint.js'),
  declarations(
    { 'session-endpoint': 'src/session-endpoint/index.ts' },
    { tsconfig: 'src/session-endpoint/tsconfig.json' },
  ),
  serverEntry('src/webhooks/index.ts', 'dist/webhooks.js'),
  declarations({ webhooks: 'src/webhooks/index.ts' }, { tsconfig: 'src/webhooks/tsconfig.json' }),
  serverEntry('src/session-endpoint/cli/cli.ts', 'dist/cli.js', { conditions: ['node'], isCommand: true }),
  serverEntry('src/sandbox/index.ts', 'dist/sandbox.js', { conditions: ['node'] }),
];

export default builds.map((build) => ({ ...build, onLog: failOnWarning }));

/** A warning about our own code ends the build. Circular imports and `this` in packages are not ours to change. */
function failOnWarning(level, log, next) {
  if (level !== 'warn') return next(level, log);
  if (log.code === 'CIRCULAR_DEPENDENCY' && log.ids?.every((id) => id.includes('node_modules'))) return;
  if (log.code === 'THIS_IS_UNDEFINED' && log.id?.includes('node_modules')) return;
  throw new Error(`${log.message}${log.loc ? ` (${log.loc.file}:${log.loc.line})` : ''}`);
}
