/** What the benchmarks have in common: parts by name, medians, and goals that are printed. */
import { cpus, loadavg } from 'node:os';

/** One goal and what was measured. */
export interface Finding {
  what: string;
  measured: string;
  goal: string;
  isMet: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function show({ what, measured, goal, isMet }: Finding): void {
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${what}: ${measured} (goal: ${goal})`);
}

/** Where it runs. A machine that is busy already measures its neighbours too, and says so. */
export function machine(): { cpu: string; load: number } {
  const [load = 0] = loadavg();
  return { cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`, load };
}

/** Says where it runs. */
export function greet(versions: string): void {
  const { cpu, load } = machine();
  console.log(`${versions}, ${cpu}`);
  console.log(`load ${load.toFixed(1)} at the start${load > 1 ? ': times are the neighbours’ too' : ''}\n`);
}

/**
 * The parts to run: those named on the command line, else all.
 *
 * Ends the process where there is no part of a name.
 */
export function choose<Part>(parts: Record<string, Part>, args: readonly string[]): [string, Part][] {
  const wanted = args.filter((arg) => !arg.startsWith('--'));
  const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
    process.exit(2);
  }
  return Object.entries(parts).filter(([name]) => wanted.length === 0 || wanted.includes(name));
}
