import { createHash } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import literals from '@lit-labs/rollup-plugin-minify-html-literals';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';
import { dropIn } from './scripts/build/standalone.mjs';
import { typescript } from './scripts/build/typescript.mjs';

const pkg = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));

/** Name and version only: two builds of one version are the same bytes, so their integrity hash is too. */
const banner = `/*! ${pkg.name} ${pkg.version} */`;

const inBrowser = () => nodeResolve({ browser: true, exportConditions: ['production'] });

/** White space in Lit's templates and styles. A literal that it cannot read ends the build: it would stop being minified unseen. */
const minifyLiterals = () => literals({ include: 'src/**/*.ts', failOnError: true });

/**
 * A classic script is read in the page's encoding where the server names none, and a page in windows-1252 would find no
 * JavaScript in our languages and quotes. The mark says UTF-8 above all else; a module is UTF-8 anyway.
 */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Has V8 (Chrome 136) compile all functions while the script arrives, on a thread of their own, instead of one by one in the
 * visitor's first click. Only the first line counts: https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE_HINT = '//# allFunctionsCalledOnLoad\n';

const minify = (module) =>
  terser({
    module,
    ecma: 2022,
    compress: { ecma: 2022, passes: 3, unsafe_arrows: true, hoist_funs: true },
    format: {
      ecma: 2022,
      comments: false,
      preamble: (module ? '' : BYTE_ORDER_MARK) + COMPILE_HINT + banner,
    },
    // Never `mangle.properties`: names reach the page as attributes, events and options.
  });

/** A script for a page: everything inside, minified. */
const forPage = (input, file, output, plugins = []) => ({
  input,
  output: { file, sourcemap: true, generatedCode: 'es2015', ...output },
  plugins: [typescript(), minifyLiterals(), ...plugins, inBrowser(), minify(!file.includes('.umd.'))],
});

const isNpmEntry = (id) => /\/npm(\.ts)?$/.test(id);

/**
 * The npm entries: readable, for the seller's own bundler, which brings Lit and React. One build each and no chunk between
 * them, so that `sideEffects` of package.json names every file that defines something.
 */
const forBundlers = (input, file) => ({
  input,
  output: {
    file,
    format: 'es',
    banner,
    generatedCode: 'es2015',
    paths: (id) => (isNpmEntry(id) ? './index.js' : id),
  },
  external: (id, importer) => /^(lit|react|@lit\/react)(\/|$)/.test(id) || (!!importer && isNpmEntry(id)),
  plugins: [typescript(), inBrowser()],
});

/** Server side: everything inside but Node's own modules and the optional Redis client, loaded only when asked for. */
const forServer = (input, file, { conditions = [], shebang = false } = {}) => ({
  input,
  output: {
    file,
    format: 'es',
    banner: shebang ? `#!/usr/bin/env node\n${banner}` : banner,
    generatedCode: 'es2015',
    inlineDynamicImports: true,
  },
  external: (id) => isBuiltin(id) || id === 'ioredis',
  plugins: [
    typescript(),
    nodeResolve({ preferBuiltins: true, exportConditions: ['production', ...conditions] }),
    commonjs(),
    json(),
    ...(shebang ? [executable()] : []),
  ],
});

/** Type declarations, each entry self-contained; Lit's and React's types stay imports. */
const declarations = (input, external) => ({
  input,
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].d.ts',
    chunkFileNames: '[name].d.ts',
    // `lit` re-exports these, and a strict package manager gives a seller no path to them.
    paths: { 'lit-html': 'lit', 'lit-element': 'lit', '@lit/reactive-element': 'lit' },
  },
  external,
  plugins: [
    dts({ tsconfig: input['session-endpoint'] ? 'src/session-endpoint/tsconfig.json' : 'tsconfig.json' }),
  ],
});

/** npm marks a `bin` executable when it installs; a clone that was only built should run it as well. */
function executable() {
  return { name: 'executable', writeBundle: ({ file }) => chmod(file, 0o755) };
}

const DEBUG = 'dist/solifyn-buy-button.debug.js';

/** Tells a drop-in the hash of the second file, which must have been written. */
const knowsDebug = () => ({
  name: 'knows-debug',
  async renderChunk(code) {
    const hash = createHash('sha256')
      .update(await readFile(DEBUG))
      .digest('base64');
    return { code: code.replaceAll('__DEBUG_INTEGRITY__', `'sha256-${hash}'`), map: null };
  },
});

const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));
const npmEntries = present({ index: 'src/button/npm.ts', react: 'src/button/react.ts' });

/** Types only: what the tag takes in the templates of each framework. */
const templateTypes = Object.fromEntries(
  ['attributes', 'preact', 'react', 'solid', 'svelte', 'vue'].map((name) => [
    `types/${name}`,
    `src/button/framework-types/${name}.ts`,
  ]),
);

const builds = [
  forPage('src/diagnostics/index.ts', DEBUG, { format: 'es' }),
  forPage('src/button/index.ts', 'dist/solifyn-buy-button.js', dropIn('esm', pkg), [knowsDebug()]),
  forPage('src/button/index.ts', 'dist/solifyn-buy-button.umd.js', dropIn('umd', pkg), [knowsDebug()]),
  forBundlers('src/button/npm.ts', 'dist/index.js'),
  forBundlers('src/button/react.ts', 'dist/react.js'),
  declarations({ ...npmEntries, ...templateTypes }, /^(lit|react|@lit\/|preact|solid-js|svelte|vue)/),
  forServer('src/session-endpoint/index.ts', 'dist/session-endpoint.js'),
  declarations(present({ 'session-endpoint': 'src/session-endpoint/index.ts' }), []),
  forServer('src/session-endpoint/cli/cli.ts', 'dist/cli.js', { conditions: ['node'], shebang: true }),
  forServer('src/sandbox/index.ts', 'dist/sandbox.js', { conditions: ['node'] }),
];

const written = ({ input }) =>
  typeof input === 'string' ? existsSync(input) : Object.keys(input).length > 0;

export default builds.filter(written).map((build) => ({ ...build, onLog: failOnWarning }));

/** A warning of ours is a fault of the build. Dependencies' circular imports are theirs. */
function failOnWarning(level, log, next) {
  if (level !== 'warn') return next(level, log);
  if (log.code === 'CIRCULAR_DEPENDENCY' && log.ids?.every((id) => id.includes('node_modules'))) return;
  if (log.code === 'THIS_IS_UNDEFINED' && log.id?.includes('node_modules')) return;
  throw new Error(`${log.message}${log.loc ? ` (${log.loc.file}:${log.loc.line})` : ''}`);
}
