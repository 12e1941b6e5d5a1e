/**
 * Compiles a file of this folder as the package is built. `tsx` would measure itself too: it wraps each function that is
 * created in a call that keeps its name, about 10 µs per request of the endpoint and none of the bare proxy.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'solifyn-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** @returns the path of the compiled file, which exists until this process ends. */
export async function compile(name: 'server' | 'subject'): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['ioredis'],
    // prom-client is CommonJS and requires Node's own modules.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: 'error',
  });
  return outfile;
}
