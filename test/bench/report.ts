/** Shared by the benchmarks: parts by name, medians, and the report of goals. */
import { cpus, loadavg } from 'node:os';

/** A goal and its measured value. */
export interface Finding {
  what: string;
  measured: string;
  goal: string;
  isMet: boolean;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How many times `measured` is `reference`: the median over pairs that were measured one after the other. */
export function medianRatio(measured: readonly number[], reference: readonly number[]): number {
  return median(measured.map((value, index) => value / reference[index]!));
}

export function printFinding({ what, measured, goal, isMet }: Finding): void {
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${what}: ${measured} (goal: ${goal})`);
}

/** The machine and its load. On a busy machine the results include other work. */
export function machine(): { cpu: string; load: number } {
  const [load = 0] = loadavg();
  return { cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`, load };
}

/** Prints the machine. */
export function greet(versions: string): void {
  const { cpu, load } = machine();
  console.log(`${versions}, ${cpu}`);
  console.log(`load ${load.toFixed(1)} at the start${load > 1 ? ': times are the neighbours’ too' : ''}\n`);
}

/**
 * The parts to run: those named on the command line, else all.
 *
 * Ends the process if a name has no part.
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
