/**
 * `npm run size`: what each script for a page weighs, and whether the drop-ins keep their promises.
 * `node .ci/size.mjs --modules`: what each module costs in the drop-in.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { argv, exit } from 'node:process';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { parseAst } from 'rollup/parseAst';

/** Bytes, brotli at its highest level, for each drop-in. */
const LIMIT = 14_000;
const GOAL = 13_000;

const DROP_INS = ['dist/solifyn-buy-button.js', 'dist/solifyn-buy-button.umd.js'];
const FOR_PAGES = [...DROP_INS, 'dist/solifyn-buy-button.debug.js'];

const gzip = (text) => gzipSync(text, { level: 9 }).length;
const brotli = (text) =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  }).length;

const bytes = (count) => count.toLocaleString('en-US').padStart(8);

/**
 * What a drop-in would fetch merely by being loaded.
 *
 * @returns {string[]} complaints, one sentence each
 */
function findLoads(file, code) {
  const complaints = [];
  const visit = (node, inFunction) => {
    const source = node.source?.value ?? '(computed)';
    if (node.type === 'ImportDeclaration' || (node.type.startsWith('Export') && node.source)) {
      complaints.push(`${file} imports ${source}: everything belongs inside it`);
    }
    // The self-diagnosis asks for its second file only where the page's address does; an end-to-end test watches that.
    const isDiagnosis =
      code.includes('solifyn-debug') && node.type === 'ImportExpression' && !node.source.value;
    if (node.type === 'ImportExpression' && !inFunction && !isDiagnosis) {
      complaints.push(`${file} imports ${source} while it loads: only a buyer's wish may fetch more`);
    }
    for (const child of children(node)) visit(child, inFunction || isDeferred(node, child));
  };
  visit(parseAst(code), false);
  return complaints;
}

const FUNCTION = /^(ArrowFunction|Function)(Expression|Declaration)$/;

/** A function runs later, unless it is called where it stands. */
function isDeferred(node, child) {
  const called = node.type === 'CallExpression' && node.callee === child;
  return FUNCTION.test(child.type) && !called;
}

function children(node) {
  const isNode = (value) => typeof value?.type === 'string';
  return Object.values(node)
    .flat()
    .filter((value) => isNode(value));
}

/** Addresses of scripts in the text. Where one is not on this list, somebody added a dependency at run time. */
const KNOWN_SCRIPTS = new Set(['https://js.whop.com/static/checkout/loader.js']);

function findScriptAddresses(file, code) {
  const addresses = code.match(/(?:https?:)?\/\/[\w.-]+\/[^\s'"`)]*?\.m?js\b/g) ?? [];
  return addresses
    .filter((address) => !KNOWN_SCRIPTS.has(address))
    .map((address) => `${file} knows the script ${address}, which is not on the list in .ci/size.mjs`);
}

function checkSizes() {
  const complaints = DROP_INS.filter((file) => !existsSync(file)).map((file) => `${file} was not built`);
  console.log(`${'file'.padEnd(36)}${'raw'.padStart(8)}${'gzip'.padStart(8)}${'brotli'.padStart(8)}`);
  for (const file of FOR_PAGES.filter((name) => existsSync(name))) {
    const text = readFileSync(file, 'utf8');
    const size = brotli(text);
    const isDropIn = DROP_INS.includes(file);
    const note = !isDropIn
      ? ''
      : size > GOAL
        ? `  ${size - GOAL} over the goal`
        : `  ${GOAL - size} below the goal`;
    console.log(
      `${file.padEnd(36)}${bytes(Buffer.byteLength(text))}${bytes(gzip(text))}${bytes(size)}${note}`,
    );
    if (!isDropIn) continue;
    if (size > LIMIT) complaints.push(`${file} weighs ${size} bytes brotli, the limit is ${LIMIT}`);
    complaints.push(...findLoads(file, text), ...findScriptAddresses(file, text));
  }
  console.log(`Limit ${bytes(LIMIT).trim()}, goal ${bytes(GOAL).trim()} bytes brotli for each drop-in.`);
  return complaints;
}

/**
 * What each module costs in a drop-in: how many bytes brotli the file loses when the text that came from the module is
 * cut out. (So two modules that repeat each other each cost little, and the costs don't add up to the file.)
 *
 * @param {string} file - of dist/, with its source map beside it
 * @returns {{ module: string, minified: number, brotli: number }[]} bytes, dearest first
 */
function moduleCosts(file) {
  const text = readFileSync(file, 'utf8');
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const lines = text.split('\n');
  const modules = new Map();
  // The shell of .ci/drop-in.mjs has no mappings: it is what stands before the first one and after the last.
  const last = map.findEntry(lines.length, 0);
  const owners = lines.map((line, row) =>
    Array.from(line, (_, column) => {
      const entry = map.findEntry(row, column);
      const mapped = entry.generatedLine === row && entry.generatedColumn !== last.generatedColumn;
      return mapped ? nameOf(entry.originalSource) : SHELL;
    }),
  );
  for (const owner of owners.flat()) modules.set(owner, (modules.get(owner) ?? 0) + 1);
  const whole = brotli(text);
  const without = (name) =>
    lines
      .map((line, row) =>
        Array.from(line)
          .filter((_, column) => owners[row][column] !== name)
          .join(''),
      )
      .join('\n');
  return [...modules]
    .map(([module, minified]) => ({ module, minified, brotli: whole - brotli(without(module)) }))
    .sort((a, b) => b.brotli - a.brotli);
}

const SHELL = '(shell)';

/** `lit` is one thing to us, however many files it comes in. */
function nameOf(source) {
  if (/node_modules\/(lit|@lit)/.test(source)) return 'lit';
  return source.replace(/^(\.\.\/)+/, '');
}

if (argv.includes('--modules')) {
  console.log(`${'module'.padEnd(44)}${'minified'.padStart(10)}${'brotli'.padStart(8)}`);
  for (const { module, minified, brotli: cost } of moduleCosts(DROP_INS[0])) {
    console.log(`${module.padEnd(44)}  ${bytes(minified)}${bytes(cost)}`);
  }
} else {
  const complaints = checkSizes();
  for (const complaint of complaints) console.error(`✗ ${complaint}`);
  exit(complaints.length ? 1 : 0);
}
