import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { rollup, type Plugin } from 'rollup';
import { leanLit, shorten } from '../../.ci/lean-lit.mjs';
import { CUTS } from '../../.ci/lean-lit.table.mjs';

const root = new URL('../../', import.meta.url);

/** Bundles one module of ours, as the drop-ins are bundled, and says how the build ended. */
async function build(code: string, plugin: Plugin): Promise<string> {
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? id : id.startsWith('lit') ? { id, external: true } : null),
    load: (id) => (id === 'entry' ? code : null),
  };
  try {
    const bundle = await rollup({ input: 'entry', plugins: [entry, plugin] });
    await bundle.close();
    return 'good';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the drop-ins without the parts of Lit that they cannot reach', () => {
  for (const cut of CUTS) {
    const text = readFileSync(new URL(`node_modules/${cut.file}`, root), 'utf8');

    test(`${cut.file} gets shorter`, () => {
      assert.ok(shorten(text, cut).length < text.length);
    });

    for (const { find, why } of cut.rows) {
      test(`a ${cut.file} that reads differently ends the build: ${why}`, () => {
        const changed = text.replace(find, () => `${find.slice(0, -1)} ${find.slice(-1)}`);
        assert.throws(
          () => shorten(changed, cut),
          ({ message }: Error) =>
            message.startsWith('Lit has changed: look at .ci/lean-lit.table.mjs again.') &&
            message.includes(`${cut.file} of version ${cut.version}`) &&
            message.includes('matches 0 times') &&
            message.includes(why),
        );
      });
    }

    test(`the rows were judged with the installed ${cut.file}`, () => {
      const [, folder = ''] = /^(@?[\w-]+\/[\w-]+|[\w-]+)\/[\w-]+\.js$/.exec(cut.file) ?? [];
      const manifest = readFileSync(new URL(`node_modules/${folder}/package.json`, root), 'utf8');
      assert.equal((JSON.parse(manifest) as { version: string }).version, cut.version);
    });
  }

  test('a text that a row matches twice ends the build', () => {
    const row = { find: 'a', replace: 'b', why: 'to see' };
    assert.throws(
      () => shorten('a a', { file: 'lit/a.js', version: '1.0.0', rows: [row] }),
      /matches 2 times/,
    );
  });

  test('a bundle that no longer has one of the files ends the build', async () => {
    assert.match(
      await build('export default 1;', leanLit()),
      /Lit has changed: .*The bundle no longer has lit-html\/lit-html\.js, @lit/,
    );
  });
});

describe('code of ours that needs what the drop-ins leave out', () => {
  const refused: Record<string, string> = {
    'imports svg from lit': `import { svg } from 'lit';`,
    'imports an alias from lit': `import { html as h } from 'lit';`,
    'imports lit/directives/repeat.js': `import { repeat } from 'lit/directives/repeat.js';`,
    'has a method willUpdate()': 'export class A { willUpdate() {} }',
    'declared with Number': 'export class A { static properties = { price: { type: Number } } }',
    'declared with converter': 'export class A { static properties = { price: { converter: toPrice } } }',
    'an attribute of another name': `export class A { static properties = { aB: { attribute: 'a-b', reflect: true } } }`,
    'This css has a value': 'export default css`a { color: ${color} }`;',
    'has <!--': 'export default html`<p><!-- ${text} --></p>`;',
    'has <svg': 'export default html`<svg>${text}</svg>`;',
    'has a > in an attribute': 'export default html`<p title="a > b" lang=${lang}></p>`;',
    'the binding ${…}">': 'export default html`<p class="a ${b}"></p>`;',
    'the binding .value=': 'export default html`<input .value=${text} />`;',
    'the binding @Click=': 'export default html`<p @Click=${listener}></p>`;',
    'the binding ${…}': 'export default html`<p ${ref}></p>`;',
    'the binding <${…}': 'export default html`<${tag}></p>`;',
  };
  for (const [complaint, code] of Object.entries(refused)) {
    test(`ends the build: ${code}`, async () => {
      const message = await build(code, leanLit([]));
      assert.ok(message.includes(complaint), message);
      assert.ok(message.includes('.ci/lean-lit.table.mjs leaves that out of the drop-ins'), message);
    });
  }

  test('does not include what we use', async () => {
    const code = `
      import { adoptStyles, css, html, LitElement, nothing, render } from 'lit';
      export class A extends LitElement {
        static styles = css\`a { color: red }\`;
        static properties = { off: { type: Boolean, reflect: true }, data: { attribute: 'a-data', type: Object } };
        render() {
          return html\`<a class="x" title=\${nothing} lang="\${this.lang}" ?hidden=\${this.off} @click=\${this.go}>\${this.data}</a>\${1} > \${2}\`;
        }
      }
      adoptStyles(render);`;
    assert.equal(await build(code, leanLit([])), 'good');
  });
});
