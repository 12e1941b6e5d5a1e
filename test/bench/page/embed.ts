/** From a session to the gateway's iframe, beside each peer's own call, and the first paint over the page. */
import { median } from '../report.ts';
import { alternate } from './browser.ts';
import type { Bench } from './browser.ts';
import { floor, ours, OURS, peers, SESSION } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { COLUMNS, formatWithUnit } from './table.ts';
import type { Column, Goal, Measure } from './table.ts';

/** Ours with both gateways, and the peers with an embedded checkout. */
const SUBJECTS: Record<string, Subject> = {
  frame: { ...ours, markup: OURS('mode="modal" gateway="frame"'), host: 'solifyn.com' },
  whopGateway: { ...ours, markup: OURS('mode="modal" gateway="whop"'), host: 'whop.com' },
  ...Object.fromEntries([floor, ...peers].filter(({ open }) => open).map((each) => [each.column, each])),
};

/** Milliseconds of a session endpoint and the API behind it. */
const ENDPOINT_TIME = 300;

interface Opened {
  /** Milliseconds from the session to the iframe. */
  iframe: number;
  /** Milliseconds from the click to the first paint over the page. */
  painted: number;
}

export async function embed(bench: Bench, rounds: number): Promise<Measure[]> {
  const names = Object.keys(SUBJECTS);
  const painted = Object.fromEntries(names.map((name) => [name, [] as number[]]));
  // The differences are small, so a whole run takes the median of 15.
  const iframes = await alternate(2 * rounds + 1, names, async (name) => {
    const opened = await open(bench, SUBJECTS[name]!);
    painted[name]!.push(opened.painted);
    return opened.iframe;
  });

  /** Ours with one gateway or the other. */
  const medianByColumn = (taken: Record<string, number[]>, gateway: string, columns: readonly string[]) =>
    Object.fromEntries([
      ['ours', median(taken[gateway]!)],
      ...columns.map((column) => [column, median(taken[column]!)]),
    ]) as Partial<Record<Column, number>>;
  const others = names.filter((name) => name in COLUMNS);
  const byFrame = medianByColumn(iframes, 'frame', others);
  const byWhop = medianByColumn(iframes, 'whopGateway', ['whop']);
  const rivals = others.filter((name) => name !== 'floor') as Column[];
  return [
    {
      id: 'iframe',
      what: 'session to the iframe in the page, gateway frame',
      unit: 'ms',
      byColumn: byFrame,
      goals: rivals.map((column) => faster(byFrame, column)),
      remark: 'Shopify opens a window of its own: it has no iframe to wait for.',
    },
    {
      id: 'iframe-whop',
      what: 'session to the iframe in the page, gateway whop',
      unit: 'ms',
      byColumn: byWhop,
      goals: [faster(byWhop, 'whop')],
      remark: 'Gateway whop: the same script of Whop works in both columns.',
    },
    {
      id: 'overlay',
      what: 'click to something painted over the page',
      unit: 'ms',
      byColumn: medianByColumn(painted, 'frame', others),
      remark: 'Painted over the page: ours before it has a session, the peers with one at hand.',
    },
  ];
}

function faster(byColumn: Partial<Record<Column, number>>, peer: Column): Goal {
  const [own = NaN, theirs = NaN] = [byColumn.ours, byColumn[peer]];
  return {
    goal: `faster than ${COLUMNS[peer]}`,
    measured: `${formatWithUnit(own, 'ms')} beside ${formatWithUnit(theirs, 'ms')}`,
    isMet: own < theirs,
  };
}

/** The first open in a page, by mouse. */
function open(bench: Bench, { tag, markup, open, host }: Subject): Promise<Opened> {
  const target = open ? '#buy' : 'solifyn-buy-button';
  return bench.inNewPage(tag + (open ?? markup), async ({ page }) => {
    await page.locator(target).hover();
    const isWhop = host === 'whop.com';
    // Whop's script loads with the page in its own column, and at the hover in ours.
    if (isWhop)
      await page.waitForFunction(() => (globalThis as { wco?: { listening?: boolean } }).wco?.listening);
    const opened = page.evaluate(watch, { host: host!, session: SESSION, wait: ENDPOINT_TIME });
    await page.locator(target).click();
    return opened;
  });
}

/** Runs in the page. */
async function watch({
  host,
  session,
  wait,
}: {
  host: string;
  session: object;
  wait: number;
}): Promise<Opened> {
  const iframe = stage.frameOf(host);
  const isFinished = () => {
    const modal = document.querySelector('[data-solifyn-modal]')?.shadowRoot?.querySelector('dialog');
    return modal ? modal.open : !!document.querySelector(`iframe[src*="//${host}/"]`);
  };
  const painted = new Promise<number>((resolve) => {
    addEventListener('click', () => resolve(stage.painted(isFinished)), { once: true });
  });
  const at = await painted;
  const { clicked } = stage;
  // The browser is idle when a peer opens its checkout, so ours waits until it is idle too.
  await new Promise((resolve) => setTimeout(resolve, wait));
  // Ours has requested its session and receives it now. A peer has its own already.
  stage.requests[0]?.respond(session);
  return { iframe: (await iframe) - stage.opened, painted: at - clicked };
}
