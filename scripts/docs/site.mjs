/**
 * `npm run site`: writes dist-site/, a site that needs no server of its own. The documentation comes from docs/ by VitePress, the
 * live examples from the blocks in it, and the snippet builder from the demo. Needs `npm run build` first.
 *
 * SITE_BASE is the folder that the site is served in (default `/`), SITE_ADDRESS its full address.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build } from 'vitepress';
import { startDemo } from '../../demo/start.ts';
import { EXAMPLES } from '../../site/demo/examples.ts';
import { checkoutPage, examplePage, overviewPage } from '../../site/demo/pages.ts';
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

async function writeExamples() {
  mkdirSync(`${out}/demo`, { recursive: true });
  for (const example of EXAMPLES)
    writeFileSync(`${out}/demo/${example.name}.html`, examplePage(example, blockOf(example)));
  writeFileSync(`${out}/demo/index.html`, overviewPage(EXAMPLES));
  writeFileSync(`${out}/demo/checkout.html`, checkoutPage());
  cpSync(`${root}site/demo/demo.css`, `${out}/demo/demo.css`);
  await bundle({
    entryPoints: [`${root}site/demo/sandbox.ts`, `${root}site/demo/checkout.ts`],
    outdir: `${out}/demo`,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    alias: { 'node:crypto': `${root}site/demo/node-crypto.ts` },
  });
}

/** The builder as the demo serves it, with its modules in one file. Its live button sells in the sandbox of the examples. */
async function writeBuilder() {
  const demo = await startDemo({ port: 0 });
  try {
    const load = async (path) => {
      const response = await fetch(new URL(path, demo.url));
      if (!response.ok) throw new Error(`${path} answers ${response.status}`);
      return response.text();
    };
    mkdirSync(`${out}/builder`, { recursive: true });
    const page = (await load('/builder/'))
      .replaceAll('"/demo.css"', '"../builder/demo.css"')
      .replaceAll('"/dist/', '"../dist/')
      .replaceAll('"main.ts"', '"main.js"')
      .replaceAll('href="/"', 'href="../index.html"')
      .replace('</head>', '  <script src="../demo/sandbox.js" defer></script>\n  </head>');
    writeFileSync(`${out}/builder/index.html`, page);
    writeFileSync(`${out}/builder/demo.css`, await load('/demo.css'));
    writeFileSync(`${out}/builder/builder.css`, await load('/builder/builder.css'));
    const release = JSON.parse(await load('/builder/release.json'));
    writeFileSync(
      `${out}/builder/release.json`,
      JSON.stringify({
        ...release,
        endpoint: 'https://pay.example.com/session',
        links: 'https://solifyn.com/checkout/',
      }),
    );
    await bundle({
      entryPoints: [`${root}demo/builder/main.ts`],
      outfile: `${out}/builder/main.js`,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
    });
  } finally {
    await demo.close();
  }
}

await build(`${root}site`);
copyScripts();
await writeExamples();
await writeBuilder();
console.log('dist-site/ written');
