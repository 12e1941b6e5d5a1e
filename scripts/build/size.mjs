/**
 * `npm run size`: prints the bytes of each script that a page loads. It fails when a standalone script is over the budget or
 * loads anything by itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { exit } from 'node:process';
import { parseAst } from 'rollup/parseAst';
import { brotli, gzip } from './weight.mjs';

/** The budget of each standalone script, at brotli's highest level. */
const GOAL_BYTES = 20_000;

/** The build fails over this. Both scripts are over their budget, so it holds them where they are: lower it with each cut. */
const LIMIT_BYTES = 23_300;

const STANDALONE = ['dist/solifyn-buy-button.js', 'dist/solifyn-buy-button.umd.js'];
const FILES = [...STANDALONE, 'dist/solifyn-buy-button.debug.js', 'dist/solifyn-buy-button.css'];

/** Scripts that the standalone scripts may name. An address that is not here is a new dependency at run time. */
const ALLOWED_SCRIPTS = ['https://js.whop.com/static/checkout/loader.js'];

const cell = (count) => count.toLocaleString('en-US').padStart(8);

/** @returns {string[]} a sentence for each import that runs when the script is loaded */
function findLoads(file, code) {
  const errors = [];
  const walk = (node, isDeferred) => {
    const source = node.source?.value;
    const isStatic = node.type === 'ImportDeclaration' || (node.type.startsWith('Export') && node.source);
    if (isStatic) errors.push(`${file} imports ${source}. Bundle it.`);
    // The only computed import is that of the diagnosis: test/e2e/standalone.test.ts checks when it runs.
    if (node.type === 'ImportExpression' && !isDeferred && source !== undefined)
      errors.push(`${file} imports ${source} when it is loaded. Import it in the click.`);
    for (const child of childrenOf(node)) walk(child, isDeferred || isFunction(node, child));
  };
  walk(parseAst(code), false);
  return errors;
}

/** A function runs later, unless it is called where it is written. */
const isFunction = (node, child) =>
  /^(ArrowFunction|Function)(Expression|Declaration)$/.test(child.type) &&
  !(node.type === 'CallExpression' && node.callee === child);

const childrenOf = (node) =>
  Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === 'string');

/** @returns {string[]} a sentence for each address of a script that is not in the list */
function findScripts(file, code) {
  const addresses = code.match(/(?:https?:)?\/\/[\w.-]+\/[^\s'"`)]*?\.m?js\b/g) ?? [];
  return addresses
    .filter((address) => !ALLOWED_SCRIPTS.includes(address))
    .map((address) => `${file} names ${address}, which is not in ALLOWED_SCRIPTS of scripts/build/size.mjs.`);
}

const budget = (size) =>
  size > GOAL_BYTES ? `  ${size - GOAL_BYTES} over the goal` : `  ${GOAL_BYTES - size} below the goal`;

console.log(`${'file'.padEnd(36)}${'raw'.padStart(8)}${'gzip'.padStart(8)}${'brotli'.padStart(8)}`);
const errors = [];
for (const file of FILES) {
  if (!existsSync(file)) {
    errors.push(`${file} is missing. Run \`npm run build\`.`);
    continue;
  }
  const text = readFileSync(file, 'utf8');
  const size = brotli(text);
  const isStandalone = STANDALONE.includes(file);
  const cells = [Buffer.byteLength(text), gzip(text), size].map(cell).join('');
  console.log(`${file.padEnd(36)}${cells}${isStandalone ? budget(size) : ''}`);
  if (!isStandalone) continue;
  if (size > LIMIT_BYTES) errors.push(`${file} has ${size} bytes brotli. The limit is ${LIMIT_BYTES}.`);
  errors.push(...findLoads(file, text), ...findScripts(file, text));
}
console.log(
  `Each standalone script: goal ${cell(GOAL_BYTES).trim()}, limit ${cell(LIMIT_BYTES).trim()} bytes brotli.`,
);
for (const error of errors) console.error(`✗ ${error}`);
exit(errors.length ? 1 : 0);
