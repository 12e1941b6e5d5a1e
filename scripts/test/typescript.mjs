/**
 * `node --import ./scripts/test/typescript.mjs`: imports of `.ts` files, as JavaScript from esbuild. `npm run test:node` starts
 * a process for each of its files. This needs 0.1 s of it where tsx, which also resolves paths and reads CommonJS, needs 0.3 s.
 *
 * Each source is compiled once. The result is kept in node_modules/.cache, under the hash of all that it depends on.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import { pid, setSourceMapsEnabled } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const MODULES = new URL('../../node_modules/', import.meta.url);
const CACHE = new URL('.cache/solifyn-tests/', MODULES);

// Node calls the hooks in a thread of its own, which evaluates this module again.
if (isMainThread) {
  setSourceMapsEnabled(true);
  register(import.meta.url);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const file = fileURLToPath(url);
  const text = await readFile(file, 'utf8');
  const hash = createHash('sha256')
    .update(await compilerVersion())
    .update(`\0${file}\0${text}`);
  const cached = new URL(`${hash.digest('hex')}.mjs`, CACHE);
  const source = await readFile(cached, 'utf8').catch(() => compileTo(cached, file, text));
  return { format: 'module', source, shortCircuit: true };
}

let version;
const compilerVersion = () => (version ??= readFile(new URL('esbuild/package.json', MODULES)));

async function compileTo(cached, file, text) {
  const { transform } = await import('esbuild');
  const { code } = await transform(text, {
    loader: 'ts',
    sourcefile: file,
    sourcemap: 'inline',
    sourcesContent: false,
    target: 'es2022', // like the build
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  await mkdir(CACHE, { recursive: true });
  // Another process may read or write the same file at the same time.
  const own = new URL(`${cached.href}.${pid}`);
  await writeFile(own, code);
  await rename(own, cached);
  return code;
}
