/** The visible delay of a click, and the layout shift of a late script. */
import { readFileSync } from 'node:fs';
import { median } from '../report.ts';
import { alternate } from './browser.ts';
import type { Bench } from './browser.ts';
import { floor, ours } from './subjects.ts';
import { atMost } from './table.ts';
import type { Measure } from './table.ts';

const SUBJECTS = { ours, floor };

type Name = keyof typeof SUBJECTS;

const NAMES = ['ours', 'floor'] as const;

const STYLESHEET = new URL('../../../dist/solifyn-buy-button.css', import.meta.url);

export async function response(bench: Bench, rounds: number): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const slowdown of [1, 4]) {
    const delays: Record<Name, number[]> = { ours: [], floor: [] };
    const paints = await alternate(rounds, NAMES, async (name) => {
      const { delay, paint } = await interaction(bench, name, slowdown);
      delays[name].push(delay);
      return paint;
    });
    const row = (id: string, what: string, taken: Record<Name, number[]>): Measure => ({
      id: `${id}-${slowdown}x`,
      what: `${what}, ${slowdown}x`,
      unit: 'ms',
      byColumn: { ours: median(taken.ours), floor: median(taken.floor) },
    });
    measures.push(
      row('input-delay', 'first input delay', delays),
      row('next-paint', 'interaction to next paint of the click', paints),
    );
  }
  measures.at(-1)!.remark = 'Interaction to next paint: the browser tells it in steps of 8 ms.';
  const shifts: number[] = [];
  for (let round = 0; round < Math.ceil(rounds / 3); round += 1) shifts.push(await shift(bench));
  measures.push({
    id: 'shift',
    what: 'layout shift while the script comes late',
    unit: 'shift',
    byColumn: { ours: Math.max(...shifts) },
    goals: [atMost(Math.max(...shifts), 0, 'shift', '0')],
  });
  return measures;
}

interface Interaction {
  delay: number;
  paint: number;
}

function interaction(bench: Bench, name: Name, slowdown: number): Promise<Interaction> {
  const { tag, markup } = SUBJECTS[name];
  return bench.inNewPage(
    tag + markup,
    async ({ page }) => {
      const entries = page.evaluate(
        () =>
          new Promise<Interaction>((resolve) => {
            let paint = 0;
            let delay: number | undefined;
            const addEntries = (list: PerformanceObserverEntryList) => {
              for (const entry of list.getEntries() as PerformanceEventTiming[]) {
                // Events that were painted together are one interaction.
                if (/^(pointer|click|mouse)/.test(entry.name)) paint = Math.max(paint, entry.duration);
                if (entry.entryType === 'first-input') delay = entry.processingStart - entry.startTime;
              }
            };
            const events = new PerformanceObserver(addEntries);
            events.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
            const first = new PerformanceObserver(addEntries);
            first.observe({ type: 'first-input' });
            addEventListener('click', () => {
              const wait = async (): Promise<void> => {
                await stage.settled();
                await new Promise((resolve) => setTimeout(resolve));
                if (delay === undefined) return wait();
                resolve({ delay, paint });
              };
              void wait();
            });
          }),
      );
      const button = page.locator(name === 'ours' ? 'solifyn-buy-button' : 'floor-buy-button');
      // A hand takes longer between hover and press. Without the pause the press would wait for the hover's work.
      await button.hover();
      await page.evaluate(() => stage.settled());
      await button.click();
      return entries;
    },
    { slowdown },
  );
}

/** The sum of all layout shifts of a page whose script loads after the first paint. */
function shift(bench: Bench): Promise<number> {
  const [address] = Object.keys(ours.files);
  const page = `<style>${readFileSync(STYLESHEET, 'utf8')}</style>
    <p>Above</p>
    <p><solifyn-buy-button product-id="prod_z2o92kEl6cYYX"><a href="https://solifyn.com/checkout/prod_z2o92kEl6cYYX">Buy now</a></solifyn-buy-button> and beside</p>
    <p>Below</p>`;
  return bench.inNewPage(page, ({ page }) =>
    page.evaluate(async (address) => {
      let sum = 0;
      const add = (entries: PerformanceEntryList) => {
        for (const entry of entries) sum += (entry as PerformanceEntry & { value: number }).value;
      };
      const observer = new PerformanceObserver((list) => add(list.getEntries()));
      observer.observe({ type: 'layout-shift', buffered: true });
      await stage.settled();
      const script = document.createElement('script');
      script.src = address;
      document.head.append(script);
      await customElements.whenDefined('solifyn-buy-button');
      await stage.settled();
      await stage.settled();
      add(observer.takeRecords());
      return sum;
    }, address!),
  );
}
