/** What the main thread does with a script that has come. */
import { alternate } from './browser.ts';
import type { Bench } from './browser.ts';
import { median } from '../report.ts';
import { subjects } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { atMost } from './table.ts';
import type { Column, Measure } from './table.ts';

/** ms at four times slower. */
const GOAL = 10;

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
async function once(bench: Bench, { files, tag }: Subject, slowdown: number): Promise<number> {
  const { browser, origin } = bench;
  const trace = await bench.inNewPage(
    tag,
    async ({ page }) => {
      // The event waits for scripts that scripts have put into the page, too.
      await page.waitForLoadState('load');
      return browser.stopTracing();
    },
    {
      slowdown,
      prepare: ({ page }) => browser.startTracing(page, { categories: ['devtools.timeline', 'v8'] }),
    },
  );
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const addresses = new Set(Object.keys(files).map((path) => origin + path));
  const named = traceEvents.filter(
    ({ name, args }) =>
      /^(EvaluateScript|v8\.compile(Module)?)$/.test(name) && addresses.has(args.data?.url ?? ''),
  );
  // A module's evaluation has no address, but there is no other module.
  const threads = new Set(named.map(({ pid, tid }) => `${pid} ${tid}`));
  const evaluated = traceEvents.filter(
    ({ name, pid, tid }) => name === 'v8.evaluateModule' && threads.has(`${pid} ${tid}`),
  );
  if (named.length === 0) throw new Error(`The trace knows nothing of ${[...addresses].join(', ')}`);
  return covered([...named, ...evaluated]) / 1000;
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
