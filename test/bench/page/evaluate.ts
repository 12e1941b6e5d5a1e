/** The main thread's work for a script that has loaded. */
import { alternate } from './browser.ts';
import type { Bench } from './browser.ts';
import { median } from '../report.ts';
import { subjects } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { atMost } from './table.ts';
import type { Column, Measure } from './table.ts';

/** Milliseconds at a quarter of the speed. */
const GOAL = 12;

/** Attempts to record a trace that contains the script. */
const TRIES = 3;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** The thread's CPU time in µs, which excludes other work of the machine. */
  tts?: number;
  tdur?: number;
  args: { data?: { url?: string } };
}

export async function evaluate(bench: Bench, rounds: number): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const slowdown of [1, 4]) {
    const columns = subjects.map(({ column }) => column);
    const taken = await alternate(rounds, columns, (name) =>
      once(
        bench,
        subjects.find(({ column }) => column === name)!,
        slowdown,
      ),
    );
    const byColumn = Object.fromEntries(columns.map((column) => [column, median(taken[column])]));
    measures.push({
      id: `evaluate-${slowdown}x`,
      what: `compile and evaluate, main thread, ${slowdown}x`,
      unit: 'ms',
      byColumn,
      ...(slowdown > 1 && { goals: [goal('ours', byColumn), goal('module', byColumn)] }),
    });
  }
  return measures;
}

function goal(column: 'ours' | 'module', byColumn: Partial<Record<Column, number>>) {
  const format = column === 'ours' ? 'classic' : 'module';
  return atMost(byColumn[column], GOAL, 'ms', `${format}: at most ${GOAL} ms`);
}

/** Milliseconds in the trace for which the main thread compiles or runs the subject's files. */
async function once(bench: Bench, subject: Subject, slowdown: number): Promise<number> {
  // A page has its own process, whose trace sometimes begins after the script.
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const events = eventsOf(await record(bench, subject, slowdown), bench.origin, subject);
    if (events.length > 0) return covered(events) / 1000;
  }
  throw new Error(`The trace knows nothing of ${Object.keys(subject.files).join(', ')}`);
}

/** The trace until the page and all inserted scripts have loaded. */
async function record(bench: Bench, { tag }: Subject, slowdown: number): Promise<TraceEvent[]> {
  const { browser } = bench;
  const trace = await bench.inNewPage(
    tag,
    async ({ page }) => {
      // The load event also waits for scripts that scripts have inserted.
      await page.waitForLoadState('load');
      return browser.stopTracing();
    },
    {
      slowdown,
      beforeLoad: ({ page }) => browser.startTracing(page, { categories: ['devtools.timeline', 'v8'] }),
    },
  );
  return (JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }).traceEvents;
}

/** The events in which the main thread compiles or runs the subject's files. */
function eventsOf(events: readonly TraceEvent[], origin: string, { files }: Subject): TraceEvent[] {
  const addresses = new Set(Object.keys(files).map((path) => origin + path));
  const named = events.filter(
    ({ name, args }) =>
      /^(EvaluateScript|v8\.compile(Module)?)$/.test(name) && addresses.has(args.data?.url ?? ''),
  );
  // The evaluation of a module has no address, but the page has only one module.
  const threads = new Set(named.map(({ pid, tid }) => `${pid} ${tid}`));
  const evaluated = events.filter(
    ({ name, pid, tid }) => name === 'v8.evaluateModule' && threads.has(`${pid} ${tid}`),
  );
  return [...named, ...evaluated];
}

/** Microseconds covered by the events. Nested events count once. */
function covered(events: readonly TraceEvent[]): number {
  let end = -Infinity;
  let sum = 0;
  for (const { tts = 0, tdur = 0 } of [...events].sort((a, b) => a.tts! - b.tts!)) {
    sum += Math.max(0, tts + tdur - Math.max(tts, end));
    end = Math.max(end, tts + tdur);
  }
  return sum;
}
