/** From a click to the request, and from the response to the checkout, without a network. */
import { median } from '../report.ts';
import { alternate } from './browser.ts';
import type { Bench } from './browser.ts';
import { FLOOR, floor, ours, OURS, SESSION } from './subjects.ts';
import type { Goal, Measure } from './table.ts';

/** Clicks in one round. */
const CLICKS = 60;

/** Clicks before the measured ones, until the code is compiled. */
const WARMING = 200;

/** Milliseconds that ours may take more than the floor. */
const GOALS = { first: 2, warm: 0.5, navigation: 1 };

const ELEMENTS = { ours: OURS(), floor: FLOOR };

type Name = keyof typeof ELEMENTS;

const NAMES = ['ours', 'floor'] as const;

const both = ours.tag + floor.tag;

export async function click(bench: Bench, rounds: number): Promise<Measure[]> {
  const first = await alternate(rounds, NAMES, (name) => firstClick(bench, name));
  const warm = await warmClicks(bench, rounds);
  const row = (id: keyof typeof GOALS, what: string, taken: Record<Name, number[]>): Measure => {
    const byColumn = { ours: median(taken.ours), floor: median(taken.floor) };
    return { id, what, unit: 'ms', byColumn, goals: [atMost(GOALS[id], byColumn)] };
  };
  return [
    row('first', 'first click of a page to the request', first),
    row('warm', 'later click to the request', warm.click),
    row('navigation', 'response to the navigation', warm.navigation),
  ];
}

function atMost(limit: number, { ours, floor }: Record<Name, number>): Goal {
  const more = ours - floor;
  return {
    goal: `at most ${limit} ms more than the floor`,
    measured: `${more.toFixed(2)} ms more`,
    isMet: more <= limit,
  };
}

/** Clicks with the mouse, which moves to the button first. */
function firstClick(bench: Bench, name: Name): Promise<number> {
  const subject = { ours, floor }[name];
  return bench.inNewPage(subject.tag + subject.markup, async ({ page }) => {
    const request = page.evaluate(() => stage.nextRequest());
    await page.locator(ELEMENT_TAGS[name]).click();
    const at = await request;
    return at - (await page.evaluate(() => stage.clicked));
  });
}

const ELEMENT_TAGS = { ours: 'solifyn-buy-button', floor: 'floor-buy-button' };

interface Warm {
  click: Record<Name, number[]>;
  navigation: Record<Name, number[]>;
}

/** Both in one page and alternating. Each click has its own button, and navigations are prevented. */
function warmClicks(bench: Bench, rounds: number): Promise<Warm> {
  return bench.inNewPage(`${both}<main></main>`, async ({ page, cdp }) => {
    const taken: Warm = { click: { ours: [], floor: [] }, navigation: { ours: [], floor: [] } };
    for (const name of NAMES)
      await page.evaluate(buy, { html: ELEMENTS[name], clicks: WARMING, session: SESSION });
    for (let round = 0; round < rounds; round += 1) {
      for (const name of round % 2 === 0 ? NAMES : [...NAMES].reverse()) {
        await cdp.send('HeapProfiler.collectGarbage');
        const times = await page.evaluate(buy, { html: ELEMENTS[name], clicks: CLICKS, session: SESSION });
        taken.click[name].push(median(times.map(({ click }) => click)));
        taken.navigation[name].push(median(times.map(({ navigation }) => navigation)));
      }
    }
    return taken;
  });
}

/** Runs in the page. */
async function buy({ html, clicks, session }: { html: string; clicks: number; session: object }) {
  const main = document.querySelector('main')!;
  const times: { click: number; navigation: number }[] = [];
  for (let count = 0; count < clicks; count += 1) {
    main.innerHTML = html;
    const element = main.firstElementChild as HTMLElement & {
      updateComplete?: Promise<unknown>;
      close?(): void;
    };
    await element.updateComplete;
    // Not during the work of the previous click.
    await new Promise((resolve) => setTimeout(resolve));
    const request = stage.nextRequest();
    const left = stage.nextNavigation();
    element.shadowRoot!.querySelector('button')!.click();
    const at = await request;
    const respondedAt = performance.now();
    stage.requests.at(-1)!.respond(session);
    times.push({ click: at - stage.clicked, navigation: (await left) - respondedAt });
    // While a page is being left, no other button starts a checkout.
    element.close?.();
    element.remove();
    stage.requests.length = 0;
  }
  return times;
}
