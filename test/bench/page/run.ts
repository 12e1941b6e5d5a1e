/**
 * `npm run bench`: the cost of the standalone script for a page, beside a hand-written element without a library (the floor)
 * and beside the peers' packages. It exits with 1 if a goal is missed. A whole run writes docs/reference/bench.json and
 * docs/reference/bench.svg. With names of parts it runs only these and writes nothing. `-- --rounds=3` is for work on the
 * benchmark.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { choose, greet, machine, printFinding } from '../report.ts';
import { Bench } from './browser.ts';
import { buttons } from './buttons.ts';
import { chart } from './chart.ts';
import { click } from './click.ts';
import { embed } from './embed.ts';
import { evaluate } from './evaluate.ts';
import { network } from './network.ts';
import { response } from './response.ts';
import { COLUMNS, printTable, toFindings } from './table.ts';
import type { Measure } from './table.ts';
import { weight } from './weight.ts';

const parts: Record<string, (bench: Bench, rounds: number) => Promise<Measure[]>> = {
  weight,
  evaluate,
  buttons,
  click,
  response,
  embed,
  network,
};

const args = process.argv.slice(2);
const ROUNDS = 15;
const rounds = Number(args.find((arg) => arg.startsWith('--rounds='))?.slice('--rounds='.length) ?? ROUNDS);
const chosen = choose(parts, args);

const began = performance.now();
const { cpu, load } = machine();
greet(`Node ${process.version}, ${Bench.version}`);
const bench = await Bench.start();
const measures: Measure[] = [];
try {
  for (const [, measure] of chosen) measures.push(...(await measure(bench, rounds)));
} finally {
  await bench.close();
}

printTable(measures);
const findings = measures.flatMap(toFindings);
console.log('');
findings.forEach(printFinding);
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s, medians of ${rounds} rounds`);

if (chosen.length === Object.keys(parts).length && rounds === ROUNDS) {
  const date = new Date().toISOString().slice(0, 10);
  const about = {
    date,
    cpu,
    load: Number(load.toFixed(1)),
    node: process.version,
    browser: Bench.version,
    rounds,
  };
  await write('docs/reference/bench.json', JSON.stringify({ ...about, columns: COLUMNS, measures }, rounded));
  await write('docs/reference/bench.svg', chart(measures, about));
}
process.exitCode = findings.every(({ isMet }) => isMet) ? 0 : 1;

/** Rounds times to a sensible number of digits. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}

async function write(path: string, text: string): Promise<void> {
  const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  const isJson = path.endsWith('.json');
  writeFileSync(file, isJson ? await format(text, { ...(await resolveConfig(file)), parser: 'json' }) : text);
  console.log(`${path} written`);
}
