import { deepEqual } from 'node:assert/strict';
import { env } from 'node:process';
import { after, test as nodeTest } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { remote } from 'webdriverio';
import { need } from '../../scripts/test/browsers.mjs';
import { freePort, startWebKitDriver, webkitCapabilities } from '../../scripts/test/webkit.mjs';
import { startDemo } from '../../demo/start.ts';
import { startEndpoint } from './endpoint.ts';
import type { EndpointStub } from './endpoint.ts';
import { startSite } from './site.ts';
import type { Page, SiteOptions } from './site.ts';

// Of `switchToFrame`: its successor is made for BiDi, of which WebKitGTK lacks half.
env['DISABLE_WEBDRIVERIO_DEPRECATION_WARNINGS'] = 'true';

/** A limit for a busy machine. */
const WAIT_TIMEOUT_MS = 60_000;

/** Milliseconds after which a script that ran in a page that was leaving is run again. */
const SCRIPT_TIMEOUT_MS = 3_000;

/** One read takes the browser about 5 ms. */
const POLL_INTERVAL_MS = 25;

/** What WebDriver calls a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** WebDriver's code points of the keys that are no text. */
const KEYS = { Enter: '\uE007', Escape: '\uE00C', Space: ' ', Tab: '\uE004' };

/** The button in the element, which is all that many tests click on. */
export const BUTTON = 'solifyn-buy-button >>> button';

/** What the element says of a failure. */
export const ALERT = 'solifyn-buy-button >>> [role=alert]';

/** The dialog of a modal checkout, and what the gateway shows in it. */
export const DIALOG = '[data-solifyn-modal] >>> dialog';
export const FRAME = '[data-solifyn-modal] iframe';

/** For a page: keeps what it hears of ours for {@link WebKitPage.events}, over all pages of that origin. */
export const RECORD_EVENTS = `<script>
  for (const name of ['start', 'session', 'open', 'complete', 'close', 'error'])
    addEventListener('solifyn-checkout-' + name, ({ detail: { mode, receiptId, completed, error } }) => {
      const before = JSON.parse(sessionStorage.events ?? '[]');
      sessionStorage.events = JSON.stringify([...before, { name, mode, receiptId, completed, code: error?.code }]);
    });
</script>`;

/** One event of ours: its name behind `solifyn-checkout-`, and of its detail what it has of these. */
export interface RecordedEvent {
  name: string;
  mode?: string;
  receiptId?: string;
  completed?: boolean;
  /** The error's. */
  code?: string;
}

/**
 * Reads until it is as expected.
 *
 * @throws after {@link WAIT_TIMEOUT_MS}, with what was read last beside what was expected
 */
export async function eventually<Value>(read: () => Promise<Value>, expected: NoInfer<Value>): Promise<void> {
  const deadline = performance.now() + WAIT_TIMEOUT_MS;
  for (;;) {
    // A page that is on its way to another one cannot be asked.
    const value = await read().catch((error: unknown) => error);
    try {
      deepEqual(value, expected);
      return;
    } catch (difference) {
      if (performance.now() > deadline) throw difference;
    }
    await pause(POLL_INTERVAL_MS);
  }
}

type Session = Awaited<ReturnType<typeof remote>>;

/** What can be handed into a page. */
type Handed = string | number | boolean | object | null | undefined;

/** Runs in the page. ` >>> ` goes into the shadow root of what stands before it. */
function findAll(selector: string): Element[] {
  let roots: ParentNode[] = [document];
  let found: Element[] = [];
  for (const part of selector.split(' >>> ')) {
    found = roots.flatMap((root) => [...root.querySelectorAll(part)]);
    roots = found.flatMap(({ shadowRoot }) => shadowRoot ?? []);
  }
  return found;
}

/** The browser as a buyer has it before them: one window at first. Selectors are CSS, with ` >>> ` into shadow roots. */
export class WebKitPage {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Opens an address and waits until the page has loaded. */
  async goto(address: string): Promise<void> {
    await this.#session.navigateTo(address);
  }

  url(): Promise<string> {
    return this.#session.getUrl();
  }

  /** Runs a function in the page. It sees nothing of the test but what it is given. */
  evaluate<Given extends Handed[], Result>(
    work: (...args: Given) => Result,
    ...args: Given
  ): Promise<Awaited<Result>> {
    return this.run(String(work), ...args);
  }

  /** The same by the function's text. */
  run<Result>(work: string, ...args: Handed[]): Promise<Result> {
    // tsx has esbuild keep the names of functions, by a helper that a page lacks.
    const script = `const __name = (named) => named; return (${work}).apply(null, arguments);`;
    return this.#session.executeScript(script, args) as Promise<Result>;
  }

  /** Clicks on the first one as soon as there is one. */
  async click(selector: string): Promise<void> {
    await this.#session.elementClick(await this.#first(selector));
  }

  /** Writes into the first one, behind what is there. */
  async type(selector: string, text: string): Promise<void> {
    // Into a frame of another origin the focus goes by a click only.
    await this.click(selector);
    await this.#session.elementSendKeys(await this.#first(selector), text);
  }

  /** Presses and releases a key, wherever the focus is. */
  async press(key: keyof typeof KEYS): Promise<void> {
    const value = KEYS[key];
    const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value }));
    await this.#session.performActions([{ type: 'key', id: 'keyboard', actions }]);
  }

  count(selector: string): Promise<number> {
    return this.run(`(selector) => (${findAll})(selector).length`, selector);
  }

  /** All text in the first one, without the blanks around; `undefined` while the page has none. */
  async text(selector: string): Promise<string | undefined> {
    const text = await this.run<string | null>(
      `(selector) => (${findAll})(selector)[0]?.textContent.trim() ?? null`,
      selector,
    );
    return text ?? undefined;
  }

  /** `null` where the first one has no such attribute. */
  attribute(selector: string, name: string): Promise<string | null> {
    return this.run(`(selector, name) => (${findAll})(selector)[0].getAttribute(name)`, selector, name);
  }

  /** What has the focus, through open shadow roots: the path of tags to it. */
  focused(): Promise<string> {
    return this.evaluate(() => {
      const path: string[] = [];
      for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null)
        path.push(at.localName);
      return path.join(' >>> ');
    });
  }

  /** The events on the pages with {@link RECORD_EVENTS} so far, oldest first. */
  events(): Promise<RecordedEvent[]> {
    return this.evaluate(() => JSON.parse(sessionStorage.getItem('events') ?? '[]') as RecordedEvent[]);
  }

  /** Only their names. */
  async eventNames(): Promise<string[]> {
    return (await this.events()).map(({ name }) => name);
  }

  /** Works in the page of the first iframe of that selector, as soon as there is one. */
  async inFrame<Result>(selector: string, work: () => Promise<Result>): Promise<Result> {
    await this.#enter({ [ELEMENT]: await this.#first(selector) });
    try {
      return await work();
    } finally {
      await this.#enter(null);
    }
  }

  /** How many windows there are, tabs included. */
  async tabs(): Promise<number> {
    return (await this.#session.getWindowHandles()).length;
  }

  /** Works in the one other tab, as soon as it is there. */
  async inTab<Result>(work: () => Promise<Result>): Promise<Result> {
    await eventually(() => this.tabs(), 2);
    const own = await this.#session.getWindowHandle();
    const handles = await this.#session.getWindowHandles();
    await this.#session.switchToWindow(handles.find((handle) => handle !== own)!);
    try {
      return await work();
    } finally {
      await this.#session.switchToWindow(own);
    }
  }

  /** Closes the window that we are in. */
  async close(): Promise<void> {
    await this.#session.closeWindow();
  }

  /** The buyer's Back, which the driver's own waits for a load that a page from the cache has not. */
  async back(): Promise<void> {
    // Not at once, or the answer of this script goes with the page.
    await this.evaluate(() => void setTimeout(() => history.back(), 50));
  }

  /** @param frame - `null` is the page itself */
  async #enter(frame: object | null): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    await this.#session.switchToFrame(frame);
  }

  async #first(selector: string): Promise<string> {
    let found: Record<string, string> | null = null;
    await eventually(async () => {
      found = await this.run(`(selector) => (${findAll})(selector)[0] ?? null`, selector);
      return found ? 'there' : `no ${selector} in ${await this.url()}`;
    }, 'there');
    return found![ELEMENT]!;
  }
}

/** What `npm start` runs. */
interface RunningDemo {
  url: string;
  sandboxUrl: string;
  /** The bodies that the sandbox of the Solifyn API got during this test, oldest first. */
  received(): Promise<unknown[]>;
}

/** What a test works with. */
interface Given {
  page: WebKitPage;
  /** A session endpoint that does as the test says. */
  endpoint: EndpointStub;
  /** Starts a site of the given pages and tells its origin; several sites are several origins. */
  site: (pages: Record<string, Page>, options?: SiteOptions) => Promise<string>;
  /** The demo; what its sandbox received before is forgotten. */
  demo: () => Promise<RunningDemo>;
}

/** Starts once for all tests of a file, with the first that asks. */
function once<Running>(
  start: () => Promise<[running: Running, stop: () => unknown]>,
): () => Promise<Running> {
  let started: ReturnType<typeof start> | undefined;
  after(async () => (await started)?.[1]());
  return async () => (await (started ??= start()))[0];
}

const driver = once(async () => {
  const found = need('webkit');
  if (!('driver' in found && found.driver && found.screen))
    throw new Error(
      `These tests drive WebKitGTK's MiniBrowser, and here is only Playwright's WebKit (${found.path}).`,
    );
  const port = await freePort();
  const { path, driver, screen } = found;
  return [{ port, path }, await startWebKitDriver({ driver, screen }, port)];
});

const runningDemo = once(async () => {
  const { url, sandboxUrl, close } = await startDemo({ port: 0 });
  if (!sandboxUrl) throw new Error('The demo runs on the real API: unset SOLIFYN_API_KEY');
  return [{ url, sandboxUrl }, close];
});

async function demo(): Promise<RunningDemo> {
  const running = await runningDemo();
  const log = `${running.sandboxUrl}/__sandbox/requests`;
  await fetch(log, { method: 'DELETE' });
  return {
    ...running,
    async received() {
      const requests = (await (await fetch(log)).json()) as { body: unknown }[];
      return requests.map(({ body }) => body);
    },
  };
}

/** A test in WebKit, in a session of its own: no cookie, no storage, no tab is left from another one. */
export function test(title: string, work: (args: Given) => Promise<void>): void {
  nodeTest(title, { timeout: 240_000 }, async (context) => {
    const { port, path } = await driver();
    const session = await remote({
      hostname: '127.0.0.1',
      port,
      path: '/',
      logLevel: 'silent',
      capabilities: webkitCapabilities(path),
    });
    context.after(() => session.deleteSession());
    await session.setTimeouts(0, WAIT_TIMEOUT_MS, SCRIPT_TIMEOUT_MS);
    const endpoint = await startEndpoint();
    context.after(() => endpoint.close());
    const site: Given['site'] = async (pages, options) => {
      const server = await startSite(pages, options);
      context.after(() => server.close());
      return server.origin;
    };
    await work({ page: new WebKitPage(session), endpoint, site, demo });
  });
}
