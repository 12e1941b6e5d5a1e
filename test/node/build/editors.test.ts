/**
 * The data for editors, compared with the manifest, which test/node/build/manifest.test.ts compares with the public
 * API.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { blocksOf } from '../../support/guides.ts';

interface Entry {
  name: string;
  description: string;
  default?: string;
  kind?: string;
  type: { text: string };
}

interface VsCodeAttribute {
  name: string;
  description: { kind: string; value: string };
  valueSet?: string;
  values?: { name: string }[];
}

interface WebType {
  name: string;
  description: string;
  type?: string;
  value?: { kind: string; type: string; default?: string };
}

const root = new URL('../../../', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, root), 'utf8'));

const pkg = read('package.json') as { name: string; version: string; files: string[]; 'web-types': string };
const manifest = read('custom-elements.json') as {
  modules: {
    declarations: {
      tagName?: string;
      description: string;
      [kind: string]: unknown;
    }[];
  }[];
};
const element = manifest.modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName)!;
const entries = (kind: string) => element[kind] as Entry[];
const attributes = entries('attributes');
const names = (list: { name: string }[]) => list.map(({ name }) => name);
const prefixed = attributes.map(({ name }) => `data-solifyn-${name}`);

/** Fails for a key that the format does not have, because editors ignore it. */
function assertKeys(entry: object, allowed: string[]): void {
  for (const key of Object.keys(entry))
    assert.ok(allowed.includes(key), `${key} in ${JSON.stringify(entry)}`);
}

describe('The data for VS Code', () => {
  const data = read('dist/vscode.html-custom-data.json') as {
    version: number;
    tags: {
      name: string;
      description: { value: string };
      attributes: VsCodeAttribute[];
      references: object;
    }[];
    globalAttributes: VsCodeAttribute[];
  };
  const [tag] = data.tags;

  test('has the documented format', () => {
    assertKeys(data, ['version', 'tags', 'globalAttributes', 'valueSets']);
    assert.equal(data.version, 1.1);
    assertKeys(tag!, ['name', 'description', 'attributes', 'references']);
    for (const attribute of [...tag!.attributes, ...data.globalAttributes]) {
      assertKeys(attribute, ['name', 'description', 'values', 'valueSet', 'references']);
      assert.equal(attribute.description.kind, 'markdown');
      for (const value of attribute.values ?? []) assert.deepEqual(Object.keys(value), ['name']);
    }
    assert.match(JSON.stringify(tag!.references), /^\[\{"name":"[^"]+","url":"https:\/\/[^"]+"\}\]$/);
  });

  test('has every attribute of the element, and the same for links and buttons', () => {
    assert.deepEqual(names(data.tags), [element.tagName]);
    assert.equal(tag!.description.value, element.description);
    assert.deepEqual(names(tag!.attributes), names(attributes));
    assert.deepEqual(names(data.globalAttributes), prefixed);
  });

  test('has the meaning of each attribute and its possible values', () => {
    for (const list of [tag!.attributes, data.globalAttributes])
      for (const [index, { description, type, default: preset }] of attributes.entries()) {
        const attribute = list[index]!;
        assert.ok(attribute.description.value.startsWith(description), attribute.name);
        if (preset) assert.ok(attribute.description.value.endsWith(`Default \`${preset}\`.`), attribute.name);
        const choice = attribute.values?.map(({ name }) => `'${name}'`).join(' | ');
        assert.equal(choice, type.text.startsWith("'") ? type.text : undefined, attribute.name);
        assert.equal(attribute.valueSet, type.text === 'boolean' ? 'v' : undefined, attribute.name);
      }
  });

  test('is at the path in docs/reference/editors.md', () => {
    const { code } = blocksOf('docs/reference/editors.md').find(({ title }) => title === 'settings')!;
    const { 'html.customData': files, ...rest } = JSON.parse(code) as Record<string, string[]>;
    assert.deepEqual(rest, {});
    for (const file of files!) {
      const [folder, path = ''] = file.split(`/${pkg.name}/`);
      assert.equal(folder, './node_modules');
      assert.ok(existsSync(new URL(path, root)), path);
      assert.ok(pkg.files.includes(path.split('/')[0]!), `${path} is in the package`);
    }
  });
});

describe('The data for JetBrains’ editors', () => {
  interface Html {
    elements: (WebType & {
      attributes: WebType[];
      slots: WebType[];
      js: { properties: WebType[]; events: WebType[] };
      css: { properties: WebType[]; parts: WebType[] };
    })[];
    attributes: WebType[];
  }
  const data = read(pkg['web-types']) as {
    $schema: string;
    name: string;
    version: string;
    contributions: { html: Html };
  };
  const { elements, attributes: global } = data.contributions.html;
  const [tag] = elements;

  test('has the documented format and this version', () => {
    assertKeys(data, [
      '$schema',
      'name',
      'version',
      'js-types-syntax',
      'description-markup',
      'contributions',
    ]);
    assert.deepEqual([data.name, data.version], [pkg.name, pkg.version]);
    assertKeys(tag!, ['name', 'description', 'doc-url', 'source', 'attributes', 'slots', 'js', 'css']);
    for (const attribute of [...tag!.attributes, ...global]) {
      assertKeys(attribute, ['name', 'description', 'value']);
      assertKeys(attribute.value!, ['kind', 'type', 'default']);
      assert.match(attribute.value!.kind, /^(plain|no-value)$/);
    }
    for (const entry of [
      tag!.slots,
      tag!.js.properties,
      tag!.js.events,
      tag!.css.properties,
      tag!.css.parts,
    ].flat())
      assertKeys(entry, ['name', 'description', 'type']);
  });

  test('has everything in the manifest, with meanings, types and defaults', () => {
    assert.deepEqual(names(elements), [element.tagName]);
    assert.deepEqual(names(tag!.attributes), names(attributes));
    assert.deepEqual(names(global), prefixed);
    for (const list of [tag!.attributes, global])
      for (const [index, { description, type, default: preset }] of attributes.entries()) {
        const { value, ...attribute } = list[index]!;
        assert.equal(attribute.description, description);
        // An object is written as its JSON.
        assert.equal(value!.type, type.text === 'JsonObject' ? 'string' : type.text, attribute.name);
        assert.equal(value!.default, preset, attribute.name);
      }
    assert.deepEqual(
      tag!.js.events.map(({ name, type, description }) => [name, type, description]),
      entries('events').map(({ name, type, description }) => [name, type.text, description]),
    );
    assert.deepEqual(
      tag!.js.properties.map(({ name, type }) => [name, type]),
      entries('members')
        .filter(({ kind }) => kind === 'field')
        .map(({ name, type }) => [name, type.text]),
    );
    assert.deepEqual(names(tag!.css.properties), names(entries('cssProperties')));
    assert.deepEqual(names(tag!.css.parts), names(entries('cssParts')));
    assert.deepEqual(names(tag!.slots), ['default']);
  });
});

test('The data for editors has no private member', () => {
  for (const file of ['dist/vscode.html-custom-data.json', 'dist/web-types.json'])
    for (const [, name] of readFileSync(new URL(file, root), 'utf8').matchAll(/"name": "([^"]*)"/g))
      assert.doesNotMatch(name!, /^[#_]|Callback$|^copies$/, file);
});
