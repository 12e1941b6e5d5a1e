import { readFile } from 'node:fs/promises';
import { BINDING, CUTS, DECLARATION, LIFECYCLE, LIT, MARKUP } from './lean-lit.table.mjs';

const TABLE = '.ci/lean-lit.table.mjs';

/**
 * Rollup plugin, for the drop-ins alone: leaves out of Lit what this element cannot reach. Every visitor of every page
 * pays for each byte of a drop-in, and Lit is a third of it.
 *
 * What is left out stands in `lean-lit.table.mjs`, row by row. Two things could make a row wrong, and both end the build:
 * a Lit that reads differently (`shorten`), and code of ours that needs what is gone (`complaintsAbout`). The npm entry
 * and the unit tests have the whole of Lit; the end-to-end tests have what is made here.
 *
 * A `load` hook, not `transform`: the shortened text is the module's source, so the source map shows the code that runs.
 *
 * @param {Cut[]} [cuts] - another table, for the test
 * @returns {import('rollup').Plugin}
 */
export function leanLit(cuts = CUTS) {
  const unread = new Set();
  return {
    name: 'lean-lit',
    buildStart() {
      for (const { file } of cuts) unread.add(file);
    },
    async load(id) {
      const cut = cuts.find(({ file }) => id.endsWith(`/node_modules/${file}`));
      if (!cut) return null;
      unread.delete(cut.file);
      return shorten(await readFile(id, 'utf8'), cut);
    },
    transform: {
      order: 'post', // when the types are erased, which the parser doesn't know
      handler(code, id) {
        if (id.includes('/node_modules/')) return;
        const [complaint] = complaintsAbout(this.parse(code));
        if (complaint) this.error(`${complaint} ${TABLE} leaves that out of the drop-ins.`);
      },
    },
    buildEnd(error) {
      if (error || !unread.size) return;
      this.error(`${CHANGED} The bundle no longer has ${[...unread].join(', ')}.`);
    },
  };
}

const CHANGED = `Lit has changed: look at ${TABLE} again.`;

/** @typedef {{ file: string, version: string, rows: import('./lean-lit.table.mjs').Row[] }} Cut */

/**
 * @param {string} text - of a module of Lit
 * @param {Cut} cut
 * @throws {Error} where a row is not found exactly once: then the text is not the one that somebody has judged
 */
export function shorten(text, { file, version, rows }) {
  return rows.reduce((left, { find, replace, why }) => {
    const times = left.split(find).length - 1;
    if (times === 1) return left.replace(find, () => replace);
    throw new Error(
      `${CHANGED} A row written for ${file} of version ${version} must match once and matches ${times} times. ` +
        `It begins with ${find.slice(0, 60)} and says: ${why}`,
    );
  }, text);
}

/**
 * What a module of ours uses of Lit although the drop-ins don't have it. (Not all can be read off the text: a list or
 * a node as a child would be shown as "[object …]".)
 *
 * @param {import('estree').Program} program
 * @returns {string[]} sentences
 */
export function complaintsAbout(program) {
  return [...nodesIn(program)].flatMap((node) => {
    const ask = QUESTIONS[node.type];
    return ask ? ask(node) : [];
  });
}

function* nodesIn(node) {
  yield node;
  for (const child of Object.values(node).flat()) if (typeof child?.type === 'string') yield* nodesIn(child);
}

/** By type of node; each answers with complaints. */
const QUESTIONS = {
  ImportDeclaration({ source, specifiers }) {
    if (!/^(@?lit|lit-\w+)(\/|$)/.test(source.value)) return [];
    if (source.value !== 'lit') return [`This imports ${source.value}.`];
    const names = specifiers.map(({ imported, local }) =>
      imported?.name === local.name ? local.name : 'an alias',
    );
    return names.filter((name) => !LIT.includes(name)).map((name) => `This imports ${name} from lit.`);
  },

  MethodDefinition({ key }) {
    return LIFECYCLE.includes(key.name) ? [`This has a method ${key.name}().`] : [];
  },

  PropertyDefinition({ key, static: isStatic, value }) {
    if (!isStatic || key.name !== 'properties') return [];
    const declarations = [...nodesIn(value)];
    const words = declarations.filter(
      ({ type, name }) => type === 'Identifier' && DECLARATION.includes(name),
    );
    const reflected = declarations
      .filter(({ type }) => type === 'ObjectExpression')
      .map(({ properties }) => properties.map((property) => property.key?.name))
      .filter((names) => names.includes('reflect') && names.includes('attribute'));
    return [
      ...words.map(({ name }) => `A property is declared with ${name}.`),
      ...reflected.map(() => 'A property is reflected to an attribute of another name.'),
    ];
  },

  TaggedTemplateExpression({ tag, quasi }) {
    const strings = quasi.quasis.map(({ value }) => value.cooked);
    if (tag.name === 'css' && strings.length > 1) return ['This css has a value in it.'];
    const fault = tag.name === 'html' && faultIn(strings.join('\0'));
    return fault ? [`The template ${strings.join('${…}').slice(0, 80)} has ${fault}.`] : [];
  },
};

/**
 * Whether the short parser reads a template as Lit's own does.
 *
 * @param {string} template - with \0 for each value
 * @returns {string | undefined} what it would misread
 */
function faultIn(template) {
  const [element] = MARKUP.exec(template) ?? [];
  if (element) return element;
  for (const tag of template.match(/<[^>]*>?/g) ?? []) {
    if (tag.split('"').length % 2 === 0) return 'a > in an attribute';
    const [other] = /\S*\0\S*/.exec(tag.replace(BINDING, '')) ?? [];
    if (other) return `the binding ${other.replaceAll('\0', '${…}')}`;
  }
  return undefined;
}
