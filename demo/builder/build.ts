/** Builds the snippet builder for a server or a static site. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { LANGUAGES } from '../../src/button/messages/index.ts';
import { collections, discounts, products } from '../../src/sandbox/catalogue.ts';
import { version } from '../../src/version.ts';
import type { Setup } from './setup.ts';

const SCRIPT = new URL('../../dist/solifyn-buy-button.umd.js', import.meta.url);

/** What the live button can sell if the sandbox creates its checkouts. */
export const SANDBOX: NonNullable<Setup['sandbox']> = {
  ids: [...products, ...collections].map(({ id }) => id),
  codes: discounts.map(({ code }) => code),
};

/** What `release.json` contains of this build. The scripts come from a public CDN, never from this computer. */
export async function describeRelease(): Promise<
  Pick<Setup, 'version' | 'integrity' | 'folder' | 'languages'>
> {
  const hash = createHash('sha384')
    .update(await readFile(SCRIPT))
    .digest('base64');
  return {
    version,
    integrity: `sha384-${hash}`,
    folder: `https://cdn.jsdelivr.net/npm/@solifyn/buy-button@${version}/dist/`,
    languages: Object.keys(LANGUAGES),
  };
}

/** The page's own code, `main.js`, as one module. */
export async function bundleBuilder(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}
