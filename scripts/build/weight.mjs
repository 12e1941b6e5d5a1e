/** What text weighs on its way to a page, and what each module adds to a drop-in. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** The files that a page loads for a buy button: ours in both formats, and the peers' as their documentation says. */
export const SCRIPTS = {
  ours: ['dist/solifyn-buy-button.umd.js'],
  module: ['dist/solifyn-buy-button.js'],
  polar: ['node_modules/@polar-sh/checkout/dist/embed.global.js'],
  whop: ['loader', 'index'].map((name) => `node_modules/@whop/checkout/dist/static/checkout/${name}.js`),
  dodo: ['node_modules/dodopayments-checkout/dist/index.js'],
  freemius: ['node_modules/@freemius/checkout/lib/global/checkout.global.js'],
  shopify: ['node_modules/@shopify/buy-button-js/dist/buybutton.min.js'],
};

/** @param {string} text @returns {number} bytes */
export const gzip = (text) => gzipSync(text, { level: 9 }).length;

/** At its highest level. @param {string} text @returns {number} bytes */
export const brotli = (text) =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  }).length;

const SHELL = '(shell)';

/**
 * What each module costs in a drop-in: how many bytes brotli the file loses when the text that came from the module is
 * cut out. (So two modules that repeat each other each cost little, and the costs don't add up to the file.)
 *
 * @param {string} file - of dist/, with its source map beside it
 * @returns {{ module: string, minified: number, brotli: number }[]} bytes, dearest first
 */
export function moduleCosts(file) {
  const text = readFileSync(file, 'utf8');
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const lines = text.split('\n');
  const modules = new Map();
  // The shell of scripts/build/standalone.mjs has no mappings: it is what stands before the first one and after the last.
  const last = map.findEntry(lines.length, 0);
  const owners = lines.map((line, row) =>
    Array.from(line, (_, column) => {
      const entry = map.findEntry(row, column);
      const mapped = entry.generatedLine === row && entry.generatedColumn !== last.generatedColumn;
      return mapped ? nameOf(entry.originalSource) : SHELL;
    }),
  );
  for (const owner of owners.flat()) modules.set(owner, (modules.get(owner) ?? 0) + 1);
  const whole = brotli(text);
  const without = (name) =>
    lines
      .map((line, row) =>
        Array.from(line)
          .filter((_, column) => owners[row][column] !== name)
          .join(''),
      )
      .join('\n');
  return [...modules]
    .map(([module, minified]) => ({ module, minified, brotli: whole - brotli(without(module)) }))
    .sort((a, b) => b.brotli - a.brotli);
}

/** `lit` is one thing to us, however many files it comes in. */
function nameOf(source) {
  if (/node_modules\/(lit|@lit)/.test(source)) return 'lit';
  return source.replace(/^(\.\.\/)+/, '');
}
