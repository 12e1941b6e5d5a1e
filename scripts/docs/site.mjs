/**
 * `npm run site`: writes dist-site/, a site that needs no server of its own. The documentation comes from docs/ by VitePress, the
 * live examples from the blocks in it, and the snippet builder from the demo. Needs `npm run build` first.
 *
 * SITE_ADDRESS is the address that it is made for (default: the project's GitHub Pages). It works in that folder only.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build } from 'vitepress';
import { bundleBuilder, describeRelease, SANDBOX } from '../../demo/builder/build.ts';
import { EXAMPLES } from '../../demo/site/examples.ts';
import { checkoutPage, examplePage, overviewPage } from '../../demo/site/pages.ts';
import { blocksOf } from '../../test/support/guides.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = `${root}dist-site`;
const SCRIPTS = [
  'solifyn-buy-button.umd.js',
  'solifyn-buy-button.js',
  'solifyn-buy-button.debug.js',
  'solifyn-buy-button.css',
];

function copyScripts() {
  for (const name of SCRIPTS) {
    if (!existsSync(`${root}dist/${name}`)) throw new Error(`dist/${name} is missing: npm run build`);
    cpSync(`${root}dist/${name}`, `${out}/dist/${name}`);
  }
}

function blockOf({ page, block, name }) {
  const found = blocksOf(page).find(({ title }) => title === block);
  if (!found) throw new Error(`${page} has no block with title="${block}" for the example ${name}`);
  return found.code;
}

/** Writes a style sheet and what it imports as one file. */
async function writeStyles(source, outfile) {
  await bundle({ entryPoints: [`${root}${source}`], outfile, bundle: true });
}

async function writeExamples() {
  mkdirSync(`${out}/demo`, { recursive: true });
  for (const example of EXAMPLES)
    writeFileSync(`${out}/demo/${example.name}.html`, examplePage(example, blockOf(example)));
  writeFileSync(`${out}/demo/index.html`, overviewPage(EXAMPLES));
  writeFileSync(`${out}/demo/checkout.html`, checkoutPage());
  await writeStyles('demo/site/demo.css', `${out}/demo/demo.css`);
  await bundle({
    entryPoints: [`${root}demo/site/sandbox.ts`, `${root}demo/site/checkout.ts`],
    outdir: `${out}/demo`,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    alias: { 'node:crypto': `${root}demo/site/node-crypto.ts` },
  });
}

/** The snippet builder. Its live button sells in the sandbox of the examples, which needs no endpoint. */
async function writeBuilder() {
  const folder = `${out}/builder`;
  mkdirSync(folder, { recursive: true });
  const page = readFileSync(`${root}demo/builder/index.html`, 'utf8')
    .replace(/^ *<script[^>]*src="\/sandbox\/loader\.js"[^>]*><\/script>\n/m, '')
    .replaceAll('"/demo.css"', '"demo.css"')
    .replaceAll('"/dist/', '"../dist/')
    .replaceAll('href="/"', 'href="../index.html"')
    .replace('</head>', '  <script src="../demo/sandbox.js" defer></script>\n  </head>');
  writeFileSync(`${folder}/index.html`, page);
  await writeStyles('demo/pages/demo.css', `${folder}/demo.css`);
  cpSync(`${root}demo/builder/builder.css`, `${folder}/builder.css`);
  writeFileSync(`${folder}/main.js`, await bundleBuilder());
  const setup = {
    ...(await describeRelease()),
    product: 'prod_z2o92kEl6cYYX',
    collection: 'col_123',
    links: '../demo/checkout.html?item=',
    gateway: 'frame',
    sandbox: SANDBOX,
  };
  writeFileSync(`${folder}/release.json`, JSON.stringify(setup));
}

await build(`${root}docs`);
copyScripts();
await writeExamples();
await writeBuilder();
console.log('dist-site/ written');
