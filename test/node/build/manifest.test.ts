import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** The public API of the element, written by hand and compared with the generated manifest. */
const PUBLISHED = {
  attributes: {
    'product-id': 'string',
    'collection-id': 'string',
    quantity: 'number',
    'discount-code': 'string',
    aff: 'string',
    'custom-price': 'number',
    'customer-email': 'string',
    'checkout-data': 'JsonObject',
    'custom-fields': 'JsonObject',
    endpoint: 'string',
    mode: "'redirect' | 'new-tab' | 'modal' | 'inline'",
    gateway: 'string',
    'success-url': 'string',
    theme: "'auto' | 'light' | 'dark'",
    label: 'string',
    href: 'string',
    disabled: 'boolean',
  },
  defaults: { quantity: '1', mode: 'redirect', gateway: 'whop', theme: 'auto' },
  events: {
    'solifyn-checkout-start': '{ request: CheckoutRequest }',
    'solifyn-checkout-session': '{ session: CheckoutSession }',
    'solifyn-checkout-open': '{ session: CheckoutSession, mode: Mode }',
    'solifyn-checkout-complete': '{ session: CheckoutSession, receiptId?: string }',
    'solifyn-checkout-close': '{ session: CheckoutSession, completed: boolean }',
    'solifyn-checkout-error': '{ error: CheckoutError }',
  },
  methods: { checkout: 'Promise<CheckoutSession>', close: 'void' },
  slots: [''],
  parts: ['button', 'label', 'spinner', 'error'],
  states: ['loading', 'error'],
  properties: [
    'background',
    'color',
    'border',
    'radius',
    'padding',
    'font',
    'shadow',
    'hover-background',
    'focus-ring',
  ].map((name) => `--solifyn-button-${name}`),
};

interface Entry {
  name: string;
  kind?: string;
  fieldName?: string;
  default?: string;
  description?: string;
  static?: boolean;
  type?: { text: string };
  return?: { type: { text: string } };
}

interface Element {
  tagName?: string;
  attributes: Entry[];
  events: Entry[];
  members: Entry[];
  slots: Entry[];
  cssParts: Entry[];
  cssStates: Entry[];
  cssProperties: Entry[];
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));

const manifest = read('custom-elements.json') as {
  modules: { path: string; declarations: Element[]; exports: { kind: string; name: string }[] }[];
};
const elements = manifest.modules
  .flatMap(({ declarations }) => declarations)
  .filter(({ tagName }) => tagName);
const [element] = elements as [Element];

const names = (entries: Entry[]) => entries.map(({ name }) => name);
const typesOf = (entries: Entry[]) => Object.fromEntries(entries.map(({ name, type }) => [name, type?.text]));
const camelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

test('The manifest has one element, which the npm entry exports and defines', () => {
  assert.deepEqual(
    elements.map(({ tagName }) => tagName),
    ['solifyn-buy-button'],
  );
  const { path, exports } = manifest.modules[0]!;
  assert.equal(path, 'dist/index.js');
  assert.deepEqual(
    exports.map(({ kind, name }) => [kind, name]),
    [
      ['js', 'SolifynBuyButton'],
      ['custom-element-definition', 'solifyn-buy-button'],
    ],
  );
});

test('Its attributes have the published types and defaults, each with a property of the same meaning', () => {
  assert.deepEqual(typesOf(element.attributes), PUBLISHED.attributes);
  const defaults = element.attributes.filter((attribute) => attribute.default !== undefined);
  assert.deepEqual(
    Object.fromEntries(defaults.map((attribute) => [attribute.name, attribute.default!.replaceAll("'", '')])),
    PUBLISHED.defaults,
  );
  const members = names(element.members);
  for (const { name, fieldName } of element.attributes) {
    assert.equal(fieldName, camelCase(name));
    assert.ok(members.includes(fieldName), fieldName);
  }
});

test('Its members are those properties, its form and its methods', () => {
  const properties = Object.keys(PUBLISHED.attributes).map(camelCase);
  assert.deepEqual(names(element.members), [
    ...properties,
    'form',
    ...Object.keys(PUBLISHED.methods),
    'click',
  ]);
});

test('Its events are the public ones, with the types of their details', () => {
  const details = Object.entries(PUBLISHED.events).map(([name, detail]) => [name, `CustomEvent<${detail}>`]);
  assert.deepEqual(typesOf(element.events), Object.fromEntries(details));
});

test('Its methods are the public ones, with their return types', () => {
  for (const [name, type] of Object.entries(PUBLISHED.methods)) {
    const method = element.members.find((member) => member.name === name);
    assert.equal(method?.kind, 'method', name);
    assert.equal(method.return?.type.text, type, name);
  }
});

test('Its slots, parts, states and custom properties are the public ones', () => {
  assert.deepEqual(names(element.slots), PUBLISHED.slots);
  assert.deepEqual(names(element.cssParts), PUBLISHED.parts);
  assert.deepEqual(names(element.cssStates), PUBLISHED.states);
  assert.deepEqual(names(element.cssProperties), PUBLISHED.properties);
});

test('Everything in it has a description, and nothing is private', () => {
  const { attributes, events, slots, cssParts, cssStates, cssProperties, members } = element;
  const own = members.filter((member) => !member.static);
  for (const entry of [attributes, events, slots, cssParts, cssStates, cssProperties, own].flat())
    assert.ok(entry.description, `${entry.name} has no description`);
  for (const name of names(members)) assert.doesNotMatch(name, /^[#_]|Callback$/, name);
});
