/**
 * `npm run size`: what each script for a page weighs, and whether the drop-ins keep their promises.
 * `node scripts/build/size.mjs --modules`: what each module costs in the drop-in.
 */
import { existsSync, readFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { parseAst } from 'rollup/parseAst';
import { brotli, gzip, moduleCosts } from './weight.mjs';

/** Bytes, brotli at its highest level, for each drop-in. */
const LIMIT = 20_500;
const GOAL = 20_000;

const DROP_INS = ['dist/solifyn-buy-button.js', 'dist/solifyn-buy-button.umd.js'];
const FOR_PAGES = [...DROP_INS, 'dist/solifyn-buy-button.debug.js'];

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
    .map(
      (address) => `${file} knows the script ${address}, which is not on the list in scripts/build/size.mjs`,
    );
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
