/**
 * The outer shell of the two drop-in scripts.
 *
 * A page may load the script twice, in both formats or in two versions, and Lit creates its Trusted Types policy
 * the moment its module runs: a second run under `trusted-types lit-html` would throw. So the question "is one
 * here already?" must be answered before any bundled code runs. The whole bundle becomes the body of a function
 * of the script's own address, and the shell calls that function only on a page that has none yet.
 *
 * @param {'esm' | 'umd'} format
 * @param {{ name: string, version: string }} pkg - name and version as in package.json
 * @returns {import('rollup').OutputOptions} Rollup's CommonJS output writes `exports.x = x` without a wrapper of its own,
 *   which is exactly a function body; `banner` and `footer` go around it before minification and keep the source map right.
 */
export function dropIn(format, pkg) {
  const { open, close } = format === 'esm' ? esm(pkg) : umd(pkg);
  return {
    format: 'cjs',
    exports: 'named',
    esModule: false,
    strict: false, // a module is strict anyway; the classic script says so itself, at the top of its shell
    generatedCode: { preset: 'es2015', symbols: false },
    banner: `${open}${START}`,
    footer: `${END}${close}`,
  };
}

/** What the drop-in exports, and no more: contract 1. */
export const EXPORTS = [
  'configure',
  'openCheckout',
  'registerGateway',
  'SolifynBuyButton',
  'CheckoutError',
  'version',
];

// `typeof`, because `<form id="SolifynCheckout">` makes the global an element. The bundle reads its own address as
// the free identifier `__MODULE_URL__`.
const START = `
const there = globalThis.SolifynCheckout;
const api = typeof there?.configure === 'function' ? there : (globalThis.SolifynCheckout = ((__MODULE_URL__) => {
const exports = {};
`;
const END = '\nreturn exports;\n})(moduleUrl));\n';

function esm(pkg) {
  return {
    open: 'const moduleUrl = import.meta.url;',
    close: `${notes(pkg, 'esm')}export const { ${EXPORTS.join(', ')} } = api;`,
  };
}

// The global is set and the element defined at once, AMD loader or not: the elements are already on the page. `define` is
// named, since an anonymous one from a script tag makes RequireJS throw. The typeof checks read `module` and `define`
// without declaring them, and an element with such an id has no `exports` and is no function.
function umd(pkg) {
  return {
    open: `(() => { 'use strict'; const moduleUrl = undefined;`,
    close: `${notes(pkg, 'umd')}
if (typeof module === 'object' && module?.exports) module.exports = api;
if (typeof define === 'function' && define.amd) define('${pkg.name}', [], () => api);
})();`,
  };
}

// The self-diagnosis lists every copy of the script; the one that runs may be older than that list.
function notes({ version }, format) {
  return `
if (api.version !== '${version}') console.warn('Solifyn: this page loads the buy button twice. ' + api.version + ' came first and runs, ${version} does not: remove one script tag.');
api.SolifynBuyButton?.copies?.push('${version} ${format}');
`;
}
