import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { PLACEHOLDERS } from './guides.ts';

const root = new URL('../../', import.meta.url);

/** The component of templates/framer, as the script of a page that React renders, which is what Framer's pages are. */
export async function framerScript(props: object, cdn: string): Promise<string> {
  const component = readFileSync(new URL('templates/framer/BuyButton.tsx', root), 'utf8');
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import BuyButton from 'component';
        createRoot(document.getElementById('app')).render(createElement(BuyButton, ${JSON.stringify(props)}));`,
      resolveDir: new URL('.', root).pathname,
    },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'framer',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^(framer|component)$/ }, ({ path }) => ({ path, namespace: 'framer' }));
          onLoad({ filter: /^framer$/, namespace: 'framer' }, () => ({
            contents: `export const ControlType = new Proxy({}, { get: (_, name) => name });
              export const addPropertyControls = () => {};`,
          }));
          onLoad({ filter: /^component$/, namespace: 'framer' }, () => ({
            contents: component.replace(PLACEHOLDERS.cdn, cdn),
            loader: 'tsx',
            resolveDir: new URL('.', root).pathname,
          }));
        },
      },
    ],
  });
  return outputFiles[0]!.text;
}
