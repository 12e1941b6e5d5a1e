/** The waiting time of a buyer far from the endpoint, and the time that an earlier hover saves. */
import { setTimeout as wait } from 'node:timers/promises';
import { listenSecurely } from '../../support/secure.ts';
import { median } from '../report.ts';
import { alternate } from './browser.ts';
import type { Bench } from './browser.ts';
import { ENDPOINT, floor, FLOOR, ours, OURS, SESSION } from './subjects.ts';
import { startSlowProxy } from './slow-proxy.ts';
import { atMost } from './table.ts';
import type { Measure } from './table.ts';

/** The round trip to the endpoint in ms. */
const ROUND_TRIP = 50;

/** Milliseconds between hover and click. */
const HOVER_MS = 1000;

/** Milliseconds that the browser, the proxy and the endpoint may take in addition. */
const OWN = 30;

interface Scenario {
  html: string;
  /** Hovers before the click. */
  isHovered?: boolean;
  savesData?: boolean;
}

const page = { ours: ours.tag + OURS(), floor: floor.tag + FLOOR };

const SCENARIOS = {
  cold: { html: page.ours },
  floorCold: { html: page.floor },
  hovered: { html: page.ours, isHovered: true },
  floorHovered: { html: page.floor, isHovered: true },
  prefetch: { html: ours.tag + OURS('prefetch="intent"'), isHovered: true },
  saver: { html: page.ours, isHovered: true, savesData: true },
} satisfies Record<string, Scenario>;

export async function network(bench: Bench, rounds: number): Promise<Measure[]> {
  const server = await listenSecurely((request, response) => {
    // Like the session endpoint, whose preflight is cached for a day.
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200, {
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '86400',
      'content-type': 'application/json',
    });
    response.end(request.method === 'POST' ? JSON.stringify(SESSION) : undefined);
  });
  const proxy = await startSlowProxy(server.origin, ROUND_TRIP);
  try {
    const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];
    const taken = await alternate(Math.min(rounds, 5), names, (name) =>
      untilCheckout(bench, SCENARIOS[name], `${proxy.origin}${ENDPOINT}`),
    );
    const [cold, floorCold, hovered, floorHovered, prefetch, saver] = names.map((name) =>
      median(taken[name]),
    );
    const away = `endpoint ${ROUND_TRIP} ms away`;
    return [
      {
        id: 'network-cold',
        what: `click to checkout, ${away}, no intent`,
        unit: 'ms',
        byColumn: { ours: cold!, floor: floorCold! },
        remark:
          'Endpoint away: https on another origin; a connection costs two round trips, the preflight and the request one each.',
      },
      {
        id: 'network-hover',
        what: `click to checkout, ${away}, 1 s after a hover`,
        unit: 'ms',
        byColumn: { ours: hovered!, floor: floorHovered! },
        goals: [atMost(hovered, ROUND_TRIP + OWN, 'ms', `one round trip and ${OWN} ms`)],
      },
      {
        id: 'network-prefetch',
        what: `the same with prefetch="intent"`,
        unit: 'ms',
        byColumn: { ours: prefetch! },
        goals: [atMost(prefetch, OWN, 'ms', `no round trip, ${OWN} ms`)],
      },
      {
        id: 'network-saver',
        what: 'the same on data saver, without prefetch',
        unit: 'ms',
        byColumn: { ours: saver! },
      },
    ];
  } finally {
    await proxy.close();
    await server.close();
  }
}

/** Milliseconds from the click to the navigation to the checkout. */
function untilCheckout(
  bench: Bench,
  { html, isHovered = false, savesData = false }: Scenario,
  endpoint: string,
): Promise<number> {
  return bench.inNewPage(
    html.replaceAll(`"${ENDPOINT}"`, `"${endpoint}"`),
    async ({ page }) => {
      const left = page.evaluate(() => stage.nextNavigation());
      const button = page.locator('solifyn-buy-button, floor-buy-button');
      if (isHovered) {
        await button.hover();
        await wait(HOVER_MS);
        await page.mouse.down();
        await page.mouse.up();
      } else await button.evaluate((element) => element.shadowRoot!.querySelector('button')!.click());
      const at = await left;
      return at - (await page.evaluate(() => stage.clicked));
    },
    {
      network: true,
      beforeLoad: async ({ cdp }) => {
        if (savesData) await cdp.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
      },
    },
  );
}
