/** What the main thread does with a script that has come. */
import { alternate } from './browser.ts';
import type { Bench } from './browser.ts';
import { median } from '../report.ts';
import { subjects } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { atMost } from './table.ts';
import type { Column, Measure } from './table.ts';

/** ms at four times slower. */
const GOAL = 12;

/** How often a trace is made that should tell of the script. */
const TRIES = 3;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** µs that the thread had worked before, and works here: what else the machine does meanwhile is not in it. */
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
    const values = Object.fromEntries(columns.map((column) => [column, median(taken[column])]));
    measures.push({
      id: `evaluate-${slowdown}x`,
      what: `compile and evaluate, main thread, ${slowdown}x`,
      unit: 'ms',
      values,
      ...(slowdown > 1 && { goals: [goal('ours', values), goal('module', values)] }),
    });
  }
  return measures;
}

function goal(column: 'ours' | 'module', values: Partial<Record<Column, number>>) {
  const format = column === 'ours' ? 'classic' : 'module';
  return atMost(values[column], GOAL, 'ms', `${format}: at most ${GOAL} ms`);
}

/** ms for which, by the trace, the main thread works to compile or run the subject's files. */
async function once(bench: Bench, subject: Subject, slowdown: number): Promise<number> {
  // A page gets a process of its own, and now and then its trace begins after the script.
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const events = eventsOf(await record(bench, subject, slowdown), bench.origin, subject);
    if (events.length > 0) return covered(events) / 1000;
  }
  throw new Error(`The trace knows nothing of ${Object.keys(subject.files).join(', ')}`);
}

/** What happens until the page and the scripts that its scripts have put into it are there. */
async function record(bench: Bench, { tag }: Subject, slowdown: number): Promise<TraceEvent[]> {
  const { browser } = bench;
  const trace = await bench.inNewPage(
    tag,
    async ({ page }) => {
      // The event waits for scripts that scripts have put into the page, too.
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

/** Those in which the main thread compiles or runs the subject's files. */
function eventsOf(events: readonly TraceEvent[], origin: string, { files }: Subject): TraceEvent[] {
  const addresses = new Set(Object.keys(files).map((path) => origin + path));
  const named = events.filter(
    ({ name, args }) =>
      /^(EvaluateScript|v8\.compile(Module)?)$/.test(name) && addresses.has(args.data?.url ?? ''),
  );
  // A module's evaluation has no address, but there is no other module.
  const threads = new Set(named.map(({ pid, tid }) => `${pid} ${tid}`));
  const evaluated = events.filter(
    ({ name, pid, tid }) => name === 'v8.evaluateModule' && threads.has(`${pid} ${tid}`),
  );
  return [...named, ...evaluated];
}

/** µs that the events cover: one within another counts once. */
function covered(events: readonly TraceEvent[]): number {
  let end = -Infinity;
  let sum = 0;
  for (const { tts = 0, tdur = 0 } of [...events].sort((a, b) => a.tts! - b.tts!)) {
    sum += Math.max(0, tts + tdur - Math.max(tts, end));
    end = Math.max(end, tts + tdur);
  }
  return sum;
}
