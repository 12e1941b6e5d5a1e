/**
 * The shell of the two standalone scripts.
 *
 * A page may load the script twice, in both formats or in two versions. Lit creates its Trusted Types policy when its module
 * runs, and a second run under `trusted-types lit-html` would throw. So the shell checks for an earlier copy before any
 * bundled code runs. The bundle is the body of a function, and the shell calls it only if the page has no copy yet.
 *
 * Rollup's CommonJS output writes `exports.x = x` and has no wrapper of its own, so it is such a function body. `banner` and
 * `footer` are added before the minification, which keeps the source map right.
 *
 * @param {'esm' | 'umd'} format
 * @param {{ name: string, version: string }} pkg - of package.json
 * @returns {import('rollup').OutputOptions}
 */
export function standalone(format, pkg) {
  const { start, end } = format === 'esm' ? esm(pkg) : umd(pkg);
  return {
    format: 'cjs',
    exports: 'named',
    esModule: false,
    strict: false, // a module is always strict, and the shell of the classic script has 'use strict'
    generatedCode: { preset: 'es2015', symbols: false },
    banner: `${start}${BODY_START}`,
    footer: `${BODY_END}${end}`,
  };
}

/** The public exports of a standalone script. */
const EXPORTS = [
  'configure',
  'openCheckout',
  'registerGateway',
  'SolifynBuyButton',
  'CheckoutError',
  'version',
];

// The `typeof` check is for pages with `<form id="SolifynCheckout">`, which makes the global an element. The bundle reads the
// script's own address as the free identifier `__MODULE_URL__`.
const BODY_START = `
const existing = globalThis.SolifynCheckout;
const api = typeof existing?.configure === 'function' ? existing : (globalThis.SolifynCheckout = ((__MODULE_URL__) => {
const exports = {};
`;
const BODY_END = '\nreturn exports;\n})(moduleUrl));\n';

const esm = (pkg) => ({
  start: 'const moduleUrl = import.meta.url;',
  end: `${recordCopy(pkg, 'esm')}export const { ${EXPORTS.join(', ')} } = api;`,
});

// Even with an AMD loader the global is set and the element defined at once, because the elements are already on the page.
// `define` gets a name: RequireJS throws on an anonymous `define` in a script tag. The `typeof` checks tolerate elements with
// the ids `module` and `define`.
const umd = (pkg) => ({
  start: `(() => { 'use strict'; const moduleUrl = undefined;`,
  end: `${recordCopy(pkg, 'umd')}
if (typeof module === 'object' && module?.exports) module.exports = api;
if (typeof define === 'function' && define.amd) define('${pkg.name}', [], () => api);
})();`,
});

// The diagnosis lists every copy on the page. The copy that runs may be an older version without that list.
const recordCopy = ({ version }, format) => `
if (api.version !== '${version}') console.warn('Solifyn: this page loads the buy button twice. ' + api.version + ' came first and runs, ${version} does not: remove one script tag.');
api.SolifynBuyButton?.copies?.push('${version} ${format}');
`;
