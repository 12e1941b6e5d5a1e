/** Many buttons on one page: the time to layout, the memory, and long tasks. */
import { median } from '../report.ts';
import { alternate } from './browser.ts';
import type { Bench, OpenPage } from './browser.ts';
import { FLOOR, floor, ours, OURS } from './subjects.ts';
import { atMost } from './table.ts';
import type { Measure } from './table.ts';

const COUNTS = [1, 100, 1000];

/** The ratio of ours to the floor for 1,000 buttons. */
const GOAL = 2;

/** The number of buttons for the memory. */
const MANY = 1000;

const SUBJECTS = { ours: { tag: ours.tag, element: OURS() }, floor: { tag: floor.tag, element: FLOOR } };

type Name = keyof typeof SUBJECTS;

const NAMES = ['ours', 'floor'] as const;

export async function buttons(bench: Bench, rounds: number): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const count of COUNTS) {
    const taken = await alternate(rounds, NAMES, (name) => untilUsable(bench, name, count));
    const byColumn = { ours: median(taken.ours), floor: median(taken.floor) };
    const ratio = byColumn.ours / byColumn.floor;
    measures.push({
      id: `buttons-${count}`,
      what: `until ${count.toLocaleString('en-US')} ${count > 1 ? 'buttons are' : 'button is'} usable`,
      unit: 'ms',
      byColumn,
      ...(count === 1000 && {
        goals: [
          {
            goal: `at most ${GOAL}x the floor`,
            measured: `${ratio.toFixed(2)}x`,
            isMet: ratio <= GOAL,
          },
        ],
      }),
    });
  }

  const heap = await alternate(Math.ceil(rounds / 3), NAMES, (name) => heapPerButton(bench, name));
  measures.push({
    id: 'heap',
    what: 'heap per button',
    unit: 'kB',
    byColumn: { ours: median(heap.ours), floor: median(heap.floor) },
    remark: 'Heap: JavaScript and what the browser keeps for it, after a garbage collection.',
  });

  const tasks = await alternate(Math.ceil(rounds / 2), NAMES, (name) => longTasks(bench, name));
  measures.push({
    id: 'long-tasks',
    what: 'long tasks (50 ms) while a page with 100 buttons loads',
    unit: 'count',
    byColumn: { ours: median(tasks.ours), floor: median(tasks.floor) },
    goals: [atMost(median(tasks.ours), 0, 'count', 'none')],
  });
  return measures;
}

/** Milliseconds to the end of layout, in a new page with the script already loaded. */
function untilUsable(bench: Bench, name: Name, count: number): Promise<number> {
  const { tag, element } = SUBJECTS[name];
  return bench.inNewPage(`${tag}<main></main>`, ({ page }) =>
    page.evaluate(fill, { html: element.repeat(count) }),
  );
}

/** Runs in the page. @returns ms from the markup to the end of layout */
async function fill({ html }: { html: string }): Promise<number> {
  const main = document.querySelector('main')!;
  const start = performance.now();
  main.innerHTML = html;
  const all = main.children;
  // Lit renders in microtasks, and the last button renders last.
  await (all[all.length - 1] as Element & { updateComplete?: Promise<unknown> }).updateComplete;
  main.getBoundingClientRect();
  const took = performance.now() - start;
  for (const element of all)
    if (!element.shadowRoot?.querySelector('button')?.offsetHeight) throw new Error('not rendered');
  return took;
}

async function heapPerButton(bench: Bench, name: Name): Promise<number> {
  const { tag, element } = SUBJECTS[name];
  return bench.inNewPage(`${tag}<main></main>`, async ({ page, cdp }) => {
    // One button first, because shared memory does not belong to a button.
    await page.evaluate(fill, { html: element });
    const before = await heap(cdp);
    await page.evaluate(fill, { html: element.repeat(MANY + 1) });
    return ((await heap(cdp)) - before) / MANY / 1024;
  });
}

/** Bytes, after a forced collection. */
async function heap(cdp: OpenPage['cdp']): Promise<number> {
  // Twice: what a first collection finalizes, the second one frees.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const usage: { usedSize: number; embedderHeapUsedSize?: number } = await cdp.send('Runtime.getHeapUsage');
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0);
}

function longTasks(bench: Bench, name: Name): Promise<number> {
  const { tag, element } = SUBJECTS[name];
  const observe = `<script>
    stage.tasks = 0;
    new PerformanceObserver((list) => (stage.tasks += list.getEntries().length)).observe({ type: 'longtask', buffered: true });
  </script>`;
  return bench.inNewPage(observe + tag + element.repeat(100), ({ page }) =>
    page.evaluate(async () => {
      await stage.settled();
      // The observer gets its entries in a task after the one that they describe.
      await new Promise((resolve) => setTimeout(resolve));
      return (stage as unknown as { tasks: number }).tasks;
    }),
  );
}
