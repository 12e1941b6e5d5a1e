/**
 * Data for editors, from the custom elements manifest: VS Code reads `dist/vscode.html-custom-data.json`
 * (setting `html.customData`), JetBrains' editors `dist/web-types.json`, which package.json names. Part of the build, after
 * the manifest.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { element } from './element.mjs';

const { name, version, homepage } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The values of a type like `'redirect' | 'modal'`. Empty for any other type. */
const valuesOf = ({ text }) => [...text.matchAll(/'([^']+)'/g)].map(([, value]) => value);

/** The type of an attribute's text. An object is written as JSON. */
const attributeType = ({ text }) => (text === 'JsonObject' ? 'string' : text);

const described = (attribute) =>
  attribute.default === undefined
    ? attribute.description
    : `${attribute.description} Default \`${attribute.default}\`.`;

/** The attributes of links and buttons: every attribute with a prefix. */
const forTriggers = element.attributes.map((attribute) => ({
  ...attribute,
  name: `data-solifyn-${attribute.name}`,
}));

/** Boolean attributes have no value, so that the editor writes no `=""`. */
const vsCodeAttribute = (attribute) => ({
  name: attribute.name,
  description: { kind: 'markdown', value: described(attribute) },
  ...(attribute.type.text === 'boolean' && { valueSet: 'v' }),
  ...(valuesOf(attribute.type).length && { values: valuesOf(attribute.type).map((name) => ({ name })) }),
});

const vsCode = {
  version: 1.1,
  tags: [
    {
      name: element.tagName,
      description: { kind: 'markdown', value: element.description },
      attributes: element.attributes.map(vsCodeAttribute),
      references: [{ name: 'Documentation', url: homepage }],
    },
  ],
  globalAttributes: forTriggers.map(vsCodeAttribute),
};

const webTypesAttribute = (attribute) => ({
  name: attribute.name,
  description: attribute.description,
  value: {
    kind: attribute.type.text === 'boolean' ? 'no-value' : 'plain',
    type: attributeType(attribute.type),
    ...(attribute.default !== undefined && { default: attribute.default }),
  },
});

const webTypes = {
  $schema: 'https://json.schemastore.org/web-types',
  name,
  version,
  'js-types-syntax': 'typescript',
  'description-markup': 'markdown',
  contributions: {
    html: {
      elements: [
        {
          name: element.tagName,
          description: element.description,
          'doc-url': homepage,
          source: { module: name, symbol: element.name },
          attributes: element.attributes.map(webTypesAttribute),
          slots: element.slots.map((slot) => ({
            name: slot.name || 'default',
            description: slot.description,
          })),
          js: {
            properties: element.members
              .filter(({ kind }) => kind === 'field')
              .map((field) => ({ name: field.name, description: field.description, type: field.type.text })),
            events: element.events.map((event) => ({
              name: event.name,
              description: event.description,
              type: event.type.text,
            })),
          },
          css: {
            properties: element.cssProperties.map((property) => ({
              name: property.name,
              description: described(property),
            })),
            parts: element.cssParts.map((part) => ({ name: part.name, description: part.description })),
          },
        },
      ],
      attributes: forTriggers.map(webTypesAttribute),
    },
  },
};

for (const [file, data] of Object.entries({
  'vscode.html-custom-data': vsCode,
  'web-types': webTypes,
}))
  writeFileSync(`dist/${file}.json`, `${JSON.stringify(data, null, 2)}\n`);
