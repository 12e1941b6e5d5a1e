/** One Chromium, one site with the subjects' scripts, and pages without any cache. */
import { chromium } from 'playwright';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import { chromiumArgs, need, versionOf } from '../../../scripts/test/browsers.mjs';
import type { Loopback } from '../../support/loopback.ts';
import { startSite } from '../../support/site.ts';
import type { Page as SitePage } from '../../support/site.ts';
import { instruments } from './instruments.ts';
import { subjects } from './subjects.ts';

/** Headers for a clock of 5 µs instead of 100. The frames of the page need them too. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'cross-origin',
};

export interface OpenPage {
  page: Page;
  cdp: CDPSession;
  /** The requested addresses, except the page's own and the icon's. */
  requests: readonly string[];
}

interface PageOptions {
  slowdown?: number;
  network?: boolean;
  beforeLoad?: (open: OpenPage) => Promise<void>;
}

export class Bench {
  readonly browser: Browser;
  readonly origin: string;
  readonly #site: Loopback;
  readonly #pages: Record<string, SitePage>;

  private constructor(browser: Browser, site: Loopback, pages: Record<string, SitePage>) {
    this.browser = browser;
    this.#site = site;
    this.origin = site.origin;
    this.#pages = pages;
  }

  static async start(): Promise<Bench> {
    const { path } = need('chromium');
    // As a flag it accepts the certificate at once. As a context option it would reconnect first.
    const args = [...chromiumArgs, '--ignore-certificate-errors'];
    const browser = await chromium.launch({ executablePath: path, args });
    const pages: Record<string, SitePage> = Object.assign({}, ...subjects.map(({ files }) => files));
    return new Bench(browser, await startSite(pages, { headers: ISOLATED }), pages);
  }

  /** The name and version, e.g. `Chromium 156.0.8078.79`. */
  static get version(): string {
    return `Chromium ${versionOf('chromium', need('chromium'))}`;
  }

  /**
   * Runs `work` in a page that shares nothing with earlier ones: no cache, no compiled code, no connection, no process.
   *
   * @param html the page, or a fragment of it
   * @param options.slowdown factor by which the processor is throttled
   * @param options.network whether requests use the network, because intercepted ones take another path
   * @param options.beforeLoad runs before the page is opened
   */
  async inNewPage<Result>(
    html: string,
    work: (open: OpenPage) => Promise<Result>,
    { slowdown = 1, network = false, beforeLoad }: PageOptions = {},
  ): Promise<Result> {
    const address = `${this.origin}/`;
    const context = await this.browser.newContext();
    try {
      // tsx keeps the names of functions with a helper of esbuild, which the page lacks.
      await context.addInitScript('globalThis.__name = (named) => named;');
      await context.addInitScript(instruments);
      if (network) await context.addInitScript(() => void (window.fetch = stage.network));
      else await this.#standInForHosts(context);
      const page = await context.newPage();
      const requests: string[] = [];
      page.on('request', (request) => {
        const url = request.url();
        if (url !== address && !url.endsWith('/favicon.ico')) requests.push(url);
      });
      const cdp = await context.newCDPSession(page);
      if (slowdown > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      this.#pages['/'] = html;
      const open = { page, cdp, requests };
      await beforeLoad?.(open);
      await page.goto(address);
      return await work(open);
    } finally {
      await context.close();
    }
  }

  /** The hosts of gateways are stubbed with an empty page. */
  async #standInForHosts(context: BrowserContext): Promise<void> {
    await context.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => {
        const { pathname, hostname } = new URL(route.request().url());
        const file = hostname === 'js.whop.com' ? this.#pages[pathname] : undefined;
        return route.fulfill({
          headers: { ...ISOLATED, 'access-control-allow-origin': '*' },
          contentType: file ? 'text/javascript' : 'text/html',
          body: typeof file === 'string' ? file : '<!doctype html><title>Gateway</title>',
        });
      },
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#site.close();
  }
}

/**
 * Alternates between the subjects, so that changes of the machine affect all of them.
 *
 * @returns one number per round for each subject
 */
export async function alternate<Name extends string>(
  rounds: number,
  names: readonly Name[],
  measure: (name: Name) => Promise<number>,
): Promise<Record<Name, number[]>> {
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    // The first subject alternates too.
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) taken[name].push(await measure(name));
  }
  return taken;
}
