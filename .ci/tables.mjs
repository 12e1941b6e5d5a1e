/**
 * `npm run tables`: writes the reference tables of README.md and docs/ from the custom elements manifest, that is from the
 * doc block of the element's class, between `<!-- table:attributes -->` and `<!-- /table -->`. With `--check` it writes
 * nothing and fails where a table is not what it would write.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { format, resolveConfig } from 'prettier';

const MANIFEST = 'custom-elements.json';

const modules = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')).modules : [];
const element = modules
  .flatMap(({ declarations }) => declarations)
  .find(({ tagName }) => tagName === 'solifyn-buy-button');

const code = (text) => (text ? `\`${text}\`` : '');

/** Each table: its heads, its rows of the manifest, and the cells of one row. */
const TABLES = {
  attributes: {
    heads: ['attribute', 'property', 'type', 'default', 'meaning'],
    rows: () => element.attributes,
    cells: (attribute) => [
      code(attribute.name),
      code(attribute.fieldName),
      typeOf(attribute.type),
      code(attribute.default),
      attribute.description,
    ],
  },
  events: {
    heads: ['event', 'detail', 'meaning'],
    rows: () => element.events,
    cells: ({ name, type, description }) => [code(name), code(detailOf(type)), description],
  },
  slots: {
    heads: ['slot', 'meaning'],
    rows: () => element.slots,
    cells: ({ name, description }) => [name ? code(name) : '(default)', description],
  },
  parts: {
    heads: ['part', 'meaning'],
    rows: () => element.cssParts,
    cells: ({ name, description }) => [code(name), description],
  },
  properties: {
    heads: ['custom property', 'default', 'meaning'],
    rows: () => element.cssProperties,
    cells: (property) => [code(property.name), code(property.default), property.description],
  },
  states: {
    heads: ['state', 'meaning'],
    rows: () => element.cssStates,
    cells: ({ name, description }) => [code(`:state(${name})`), description],
  },
};

/** In a seller's words. */
const typeOf = (type) => (type?.text === 'JsonObject' ? 'JSON object' : code(type?.text));

const detailOf = (type) => /^CustomEvent<(.*)>$/s.exec(type?.text ?? '')?.[1] ?? '';

function table(name) {
  if (!element) throw new Error(`${MANIFEST} knows no solifyn-buy-button: npm run manifest`);
  const definition = TABLES[name];
  if (!definition) throw new Error(`there is no table "${name}", only ${Object.keys(TABLES).join(', ')}`);
  const { heads, rows, cells } = definition;
  const line = (texts) => `| ${texts.map((text) => cell(text ?? '')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...(rows() ?? []).map((row) => line(cells(row)))].join(
    '\n',
  );
}

const cell = (text) => text.replaceAll('\n', ' ').replaceAll('|', '\\|').trim();

const BLOCK = /<!-- table:(\w+) -->\n[\s\S]*?<!-- \/table -->/g;

/** Only the tables are ours: the rest of the page stays as its author wrote it. */
async function fill(file, text) {
  const blocks = text.match(BLOCK)?.length ?? 0;
  if (blocks !== text.split('<!-- table:').length - 1)
    throw new Error(`${file}: a table's marker is not closed`);
  const tables = new Map();
  for (const [, name] of text.matchAll(BLOCK)) {
    tables.set(name, await format(table(name), { ...(await resolveConfig(file)), parser: 'markdown' }));
  }
  return text.replace(BLOCK, (_, name) => `<!-- table:${name} -->\n\n${tables.get(name)}\n<!-- /table -->`);
}

const docs = existsSync('docs') ? readdirSync('docs').filter((name) => name.endsWith('.md')) : [];
const pages = ['README.md', ...docs.map((name) => join('docs', name))].filter((file) => existsSync(file));

let stale = 0;
for (const file of pages) {
  const text = readFileSync(file, 'utf8');
  const filled = await fill(file, text);
  if (filled === text) continue;
  if (argv.includes('--check')) {
    stale += 1;
    console.error(`${file} does not say what the element's doc block says: npm run tables`);
  } else {
    writeFileSync(file, filled);
    console.log(`${file} written`);
  }
}
exit(stale ? 1 : 0);
