import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileScript, parse } from 'vue/compiler-sfc';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A page for a bundle at `/app.js`. */
export const APP = '<div id="app"></div><script type="module" src="/app.js"></script>';

/** Resolves an import of this package to the built files. */
const ENTRIES: Record<string, string> = {
  '@solifyn/buy-button': `${root}dist/index.js`,
  '@solifyn/buy-button/react': `${root}dist/react.js`,
};

/** As Vite's plugin compiles it, with the element as a custom element. */
function compileVue(source: string): string {
  const isCustomElement = (tag: string) => tag === 'solifyn-buy-button';
  const templateOptions = { compilerOptions: { isCustomElement } };
  const { descriptor } = parse(source);
  return compileScript(descriptor, { id: 'app', inlineTemplate: true, templateOptions }).content;
}

/**
 * Bundles a seller's modules and this package for production.
 *
 * @param modules name → source, such as `BuyButton.jsx` or `BuyButton.vue`. `main.js` is the entry
 */
export async function bundle(modules: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['./main.js'],
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'seller',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^@solifyn\/buy-button/ }, ({ path }) => ({ path: ENTRIES[path]! }));
          onResolve({ filter: /^\.\/[\w.]+$/ }, ({ path, namespace, kind }) =>
            namespace === 'seller' || kind === 'entry-point' ? { path, namespace: 'seller' } : undefined,
          );
          onLoad({ filter: /./, namespace: 'seller' }, ({ path }) => {
            const source = modules[path.slice(2)]!;
            const contents = path.endsWith('.vue') ? compileVue(source) : source;
            return { contents, loader: path.endsWith('.ts') ? 'ts' : 'jsx', resolveDir: root };
          });
        },
      },
    ],
  });
  return outputFiles[0]!.text;
}
