/**
 * `npm run tables`: writes the reference tables of README.md and docs/ between `<!-- table:attributes -->` and `<!-- /table -->`.
 * The element's tables come from the custom elements manifest, the settings from src/button/config/settings.ts, those of
 * docs/reference/api.md from the type declarations, and the tables of weights from the built files. With `--check` it writes nothing and fails if a table is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { argv, exit } from 'node:process';
import { format, resolveConfig } from 'prettier';
import { SETTINGS, attributeName } from '../../src/button/config/settings.ts';
import { declarations, errorCodes, settingSentences } from './declarations.mjs';
import { element, MANIFEST } from '../build/element.mjs';
import { brotli, gzip, SCRIPTS } from '../build/weight.mjs';

const code = (text) => (text ? `\`${text}\`` : '');

const bytes = (count) => count.toLocaleString('en-US');

const textOf = (paths) => paths.map((path) => readFileSync(path, 'utf8'));

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** The scripts in the table of weights, by their names in SCRIPTS. */
const WEIGHED = {
  ours: 'Solifyn, classic script',
  module: 'Solifyn, module',
  polar: '@polar-sh/checkout',
  whop: '@whop/checkout',
  dodo: 'dodopayments-checkout',
  freemius: '@freemius/checkout',
  shopify: '@shopify/buy-button-js',
};

const versionOf = (file) => {
  const folder = /^node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '.';
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
};

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
  methods: {
    heads: ['method', 'result', 'meaning'],
    rows: () => element.members.filter(({ kind, description }) => kind === 'method' && description),
    cells: ({ name, return: result, description }) => [
      code(`${name}()`),
      code(result?.type?.text),
      [description, result?.description]
        .filter(Boolean)
        .join(' Returns ')
        .replace(/(?<![.!])$/, '.'),
    ],
  },
  exports: {
    heads: ['export', 'result', 'meaning'],
    rows: () => declarations().filter(({ isType }) => !isType),
    cells: ({ signature, result, summary }) => [code(signature), code(result), summary],
  },
  types: {
    heads: ['type', 'meaning'],
    rows: () => declarations().filter(({ isType }) => isType),
    cells: ({ name, summary }) => [code(name), summary],
  },
  errors: {
    heads: ['`code`', 'what happened'],
    rows: errorCodes,
    cells: ({ code: errorCode, meaning }) => [code(errorCode), meaning],
  },
  settings: {
    heads: ['attribute', '`configure`', 'script tag', 'default', 'meaning'],
    rows: () => Object.entries(SETTINGS),
    cells: ([name, { default: fallback, choices }]) => [
      code(attributeName(name)),
      code(name),
      code(`data-${attributeName(name)}`),
      fallback === false ? 'off' : code(fallback === undefined ? '' : String(fallback)),
      [settingSentences().get(name), choices && `Values: ${choices.map(code).join(', ')}.`]
        .filter(Boolean)
        .join(' '),
    ],
  },
  scripts: {
    heads: ['script', 'gzip', 'brotli'],
    rows: () => ['ours', 'module'],
    cells: (name) => {
      const texts = textOf(SCRIPTS[name]);
      return [code(basename(SCRIPTS[name][0])), bytes(sum(texts.map(gzip))), bytes(sum(texts.map(brotli)))];
    },
    isWeight: true,
  },
  weights: {
    heads: ['script', 'version', 'raw', 'gzip', 'brotli'],
    rows: () => Object.entries(WEIGHED),
    cells: ([name, title]) => {
      const texts = textOf(SCRIPTS[name]);
      const weigh = (weight) => bytes(sum(texts.map(weight)));
      return [title, versionOf(SCRIPTS[name][0]), weigh(Buffer.byteLength), weigh(gzip), weigh(brotli)];
    },
    isWeight: true,
  },
};

/**
 * Whether the page's table equals the new one. Sizes may differ by a tenth, or by 100 bytes, because each change of the source
 * and each version of Node's compression changes them.
 */
function isSame(name, old, fresh) {
  if (!TABLES[name].isWeight) return old === fresh;
  // Rows are compared by their first cell, because they are sorted by size.
  const rowsOf = (text) =>
    new Map(
      text
        .trim()
        .split('\n')
        .map((row) => cellsOf(row))
        .map((cells) => [cells[0], cells]),
    );
  const [before, after] = [rowsOf(old), rowsOf(fresh)];
  return (
    before.size === after.size &&
    [...after].every(([key, cells]) => cells.every((cell, index) => isNear(before.get(key)?.[index], cell)))
  );
}

const cellsOf = (row) =>
  row
    .split('|')
    .slice(1, -1)
    .map((text) => text.trim());

function isNear(old, fresh) {
  if (/^[-:]+$/.test(fresh)) return true;
  const [before, after] = [old, fresh].map((text) =>
    /^-?[\d,]+$/.test(text) ? Number(text.replaceAll(',', '')) : text,
  );
  if (typeof before !== 'number' || typeof after !== 'number') return before === after;
  return Math.abs(after - before) <= Math.max(100, after / 10);
}

/** The type as a seller reads it. */
const typeOf = (type) => (type?.text === 'JsonObject' ? 'JSON object' : code(type?.text));

const detailOf = (type) => /^CustomEvent<(.*)>$/s.exec(type?.text ?? '')?.[1] ?? '';

function table(name) {
  const definition = TABLES[name];
  if (!definition) throw new Error(`there is no table "${name}", only ${Object.keys(TABLES).join(', ')}`);
  if (!element && !definition.isWeight)
    throw new Error(`${MANIFEST} does not contain solifyn-buy-button: npm run manifest`);
  const { heads, rows, cells } = definition;
  const line = (texts) => `| ${texts.map((text) => cell(text ?? '')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...(rows() ?? []).map((row) => line(cells(row)))].join(
    '\n',
  );
}

const cell = (text) => text.replaceAll('\n', ' ').replaceAll('|', '\\|').trim();

const BLOCK = /<!-- table:(\w+) -->\n([\s\S]*?)<!-- \/table -->/g;

/**
 * Replaces the tables and leaves the rest of the page unchanged. @returns the page, and whether its tables were up to
 * date
 */
async function fill(file, text) {
  const blocks = text.match(BLOCK)?.length ?? 0;
  if (blocks !== text.split('<!-- table:').length - 1)
    throw new Error(`${file}: a table's marker is not closed`);
  const tables = new Map();
  let isFresh = true;
  for (const [, name, old] of text.matchAll(BLOCK)) {
    const fresh = await format(table(name), { ...(await resolveConfig(file)), parser: 'markdown' });
    tables.set(name, `\n${fresh}\n`);
    isFresh &&= isSame(name, old, tables.get(name));
  }
  const filled = text.replace(
    BLOCK,
    (_, name) => `<!-- table:${name} -->\n${tables.get(name)}<!-- /table -->`,
  );
  return { filled, isFresh };
}

const docs = readdirSync('docs', { recursive: true }).filter(
  (name) => name.endsWith('.md') && !name.startsWith('.') && !name.includes('node_modules'),
);
const pages = ['README.md', ...docs.map((name) => join('docs', name))];

let stale = 0;
for (const file of pages) {
  const text = readFileSync(file, 'utf8');
  const { filled, isFresh } = await fill(file, text);
  if (argv.includes('--check')) {
    if (isFresh) continue;
    stale += 1;
    console.error(`${file} has a table that is out of date: npm run tables`);
  } else if (filled !== text) {
    writeFileSync(file, filled);
    console.log(`${file} written`);
  }
}
exit(stale ? 1 : 0);
