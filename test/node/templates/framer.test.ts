/** The code component for Framer, as Framer renders it on its server and shows it in its side panel. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SETTINGS } from '../../../src/button/config/settings.ts';

const file = fileURLToPath(new URL('../../../templates/framer/BuyButton.tsx', import.meta.url));

interface Control {
  type: string;
  title: string;
  defaultValue?: unknown;
  options?: string[];
  optionTitles?: string[];
  hidden?: (props: object) => boolean;
}

interface Rendered {
  controls: Record<string, Control>;
  render(props: object): string;
}

/** The component with a stub of Framer's module, which records the controls. */
async function load(): Promise<Rendered> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createElement } from 'react';
        import { renderToString } from 'react-dom/server';
        import BuyButton from ${JSON.stringify(file)};
        export { controls } from 'framer';
        export const render = (props) => renderToString(createElement(BuyButton, props));`,
      resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
    plugins: [
      {
        name: 'framer',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^framer$/ }, ({ path }) => ({ path, namespace: 'framer' }));
          onLoad({ filter: /./, namespace: 'framer' }, () => ({
            contents: `export let controls;
              export const ControlType = new Proxy({}, { get: (_, name) => name });
              export const addPropertyControls = (_, own) => { controls = own; };`,
          }));
        },
      },
    ],
  });
  const text = Buffer.from(outputFiles[0]!.text).toString('base64');
  return (await import(`data:text/javascript;base64,${text}`)) as Rendered;
}

describe('The code component for Framer', async () => {
  const { controls, render } = await load();
  const link = 'https://solifyn.com/checkout/prod_z2o92kEl6cYYX';

  test('offers each mode and each theme of the element, with a title', () => {
    for (const name of ['mode', 'theme'] as const) {
      const { options = [], optionTitles = [] } = controls[name]!;
      assert.deepEqual(options, SETTINGS[name].choices);
      assert.equal(optionTitles.length, options.length);
    }
  });

  test('renders on a server, where the link sells', () => {
    const html = render({ productId: 'prod_z2o92kEl6cYYX', link, endpoint: 'https://pay.example.com' });
    assert.match(
      html,
      /^<solifyn-buy-button product-id="prod_z2o92kEl6cYYX" endpoint="https:\/\/pay\.example\.com"/,
    );
    assert.ok(html.includes(`<a href="${link}">Buy now</a></solifyn-buy-button>`), html);
  });

  test('leaves out what is empty, and sells one of the two ids', () => {
    const html = render({
      sells: 'collection',
      productId: 'prod_a',
      collectionId: 'col_a',
      endpoint: '',
      discountCode: '',
    });
    assert.match(html, /collection-id="col_a"/);
    assert.doesNotMatch(html, /product-id|endpoint|discount-code|undefined/);
  });

  test('has a control for each of its properties, and hides what does not apply', () => {
    const [, own = ''] = /interface BuyButtonProps \{([^}]+)\}/.exec(readFileSync(file, 'utf8')) ?? [];
    const properties = [...own.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
    assert.deepEqual(Object.keys(controls).sort(), properties.sort());
    assert.equal(controls['collectionId']?.hidden?.({ sells: 'product' }), true);
    assert.equal(controls['successUrl']?.hidden?.({ mode: 'modal' }), false);
  });

  test('loads the script of this version', () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    assert.ok(
      readFileSync(file, 'utf8').includes(`@solifyn/buy-button@${version}/dist/solifyn-buy-button.js`),
    );
  });
});
