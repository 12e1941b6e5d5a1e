/** How many bytes a script sends to a page. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** The files that a page loads for a buy button: ours in both formats, and the peers' as in their documentation. */
export const SCRIPTS = {
  ours: ['dist/solifyn-buy-button.umd.js'],
  module: ['dist/solifyn-buy-button.js'],
  polar: ['node_modules/@polar-sh/checkout/dist/embed.global.js'],
  whop: ['loader', 'index'].map((name) => `node_modules/@whop/checkout/dist/static/checkout/${name}.js`),
  dodo: ['node_modules/dodopayments-checkout/dist/index.js'],
  freemius: ['node_modules/@freemius/checkout/lib/global/checkout.global.js'],
  shopify: ['node_modules/@shopify/buy-button-js/dist/buybutton.min.js'],
};

/** @param {string} text @returns {number} bytes at gzip's highest level */
export const gzip = (text) => gzipSync(text, { level: 9 }).length;

/** @param {string} text @returns {number} bytes at brotli's highest level */
export const brotli = (text) =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  }).length;
