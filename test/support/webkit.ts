import { deepEqual } from 'node:assert/strict';
import { env } from 'node:process';
import { after, test as nodeTest } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { remote } from 'webdriverio';
import { need } from '../../scripts/test/browsers.mjs';
import { freePort } from '../../scripts/test/free-port.mjs';
import { startWebKitDriver, webkitCapabilities } from '../../scripts/test/webkit.mjs';
import { startDemo } from '../../demo/start.ts';
import { startEndpoint } from './endpoint.ts';
import type { EndpointStub } from './endpoint.ts';
import { startSite } from './site.ts';
import type { Page, SiteOptions } from './site.ts';

// `switchToFrame`: its successor needs BiDi, which WebKitGTK supports only in part.
env['DISABLE_WEBDRIVERIO_DEPRECATION_WARNINGS'] = 'true';

/** A limit for a busy machine. */
const WAIT_TIMEOUT_MS = 60_000;

/** Milliseconds after which a script is run again whose page was unloaded. */
const SCRIPT_TIMEOUT_MS = 3_000;

/** One read takes the browser about 5 ms. */
const POLL_INTERVAL_MS = 25;

/** WebDriver's key of a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** WebDriver's code points of keys without a character. */
const KEYS = { Enter: '\uE007', Escape: '\uE00C', Space: ' ', Tab: '\uE004' };

/** The button in the element. */
export const BUTTON = 'solifyn-buy-button >>> button';

/** The element's text after a failure. */
export const ALERT = 'solifyn-buy-button >>> [role=alert]';

/** The dialog of a modal checkout, and the gateway's iframe in it. */
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

/** One event: its name without `solifyn-checkout-`, and a part of its detail. */
export interface RecordedEvent {
  name: string;
  mode?: string;
  receiptId?: string;
  completed?: boolean;
  /** The code of the error. */
  code?: string;
}

/**
 * Reads a value until it is as expected.
 *
 * @throws after {@link WAIT_TIMEOUT_MS}, with the last and the expected value
 */
export async function eventually<Value>(read: () => Promise<Value>, expected: NoInfer<Value>): Promise<void> {
  const deadline = performance.now() + WAIT_TIMEOUT_MS;
  for (;;) {
    // A page that is being unloaded cannot be read.
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

/** A value that can be passed into a page. */
type Handed = string | number | boolean | object | null | undefined;

/** Runs in the page. ` >>> ` enters the shadow root of the element before it. */
function findAll(selector: string): Element[] {
  let roots: ParentNode[] = [document];
  let found: Element[] = [];
  for (const part of selector.split(' >>> ')) {
    found = roots.flatMap((root) => [...root.querySelectorAll(part)]);
    roots = found.flatMap(({ shadowRoot }) => shadowRoot ?? []);
  }
  return found;
}

/** The browser with one window. Selectors are CSS, with ` >>> ` for shadow roots. */
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

  /** Runs a function in the page. It can only use its arguments. */
  evaluate<Given extends Handed[], Result>(
    work: (...args: Given) => Result,
    ...args: Given
  ): Promise<Awaited<Result>> {
    return this.run(String(work), ...args);
  }

  /** Like {@link evaluate}, with the function's text. */
  run<Result>(work: string, ...args: Handed[]): Promise<Result> {
    // tsx keeps the names of functions with a helper of esbuild, which the page lacks.
    const script = `const __name = (named) => named; return (${work}).apply(null, arguments);`;
    return this.#session.executeScript(script, args) as Promise<Result>;
  }

  /** Waits for an element and clicks the first one. */
  async click(selector: string): Promise<void> {
    await this.#session.elementClick(await this.#first(selector));
  }

  /** Types at the end of the first element. */
  async type(selector: string, text: string): Promise<void> {
    // Only a click moves the focus into a frame of another origin.
    await this.click(selector);
    await this.#session.elementSendKeys(await this.#first(selector), text);
  }

  /** Presses and releases a key at the focused element. */
  async press(key: keyof typeof KEYS): Promise<void> {
    const value = KEYS[key];
    const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value }));
    await this.#session.performActions([{ type: 'key', id: 'keyboard', actions }]);
  }

  count(selector: string): Promise<number> {
    return this.run(`(selector) => (${findAll})(selector).length`, selector);
  }

  /** The trimmed text of the first element. `undefined` without one. */
  async text(selector: string): Promise<string | undefined> {
    const text = await this.run<string | null>(
      `(selector) => (${findAll})(selector)[0]?.textContent.trim() ?? null`,
      selector,
    );
    return text ?? undefined;
  }

  /** An attribute of the first element, or `null`. */
  attribute(selector: string, name: string): Promise<string | null> {
    return this.run(`(selector, name) => (${findAll})(selector)[0].getAttribute(name)`, selector, name);
  }

  /** The focused element, also in open shadow roots, as the path of tags to it. */
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

  /** The names of these events. */
  async eventNames(): Promise<string[]> {
    return (await this.events()).map(({ name }) => name);
  }

  /** Waits for an iframe and runs the function in its page. */
  async inFrame<Result>(selector: string, work: () => Promise<Result>): Promise<Result> {
    await this.#enter({ [ELEMENT]: await this.#first(selector) });
    try {
      return await work();
    } finally {
      await this.#enter(null);
    }
  }

  /** The number of windows, with tabs. */
  async tabs(): Promise<number> {
    return (await this.#session.getWindowHandles()).length;
  }

  /** Waits for the other tab and runs the function there. */
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

  /** Closes the current window. */
  async close(): Promise<void> {
    await this.#session.closeWindow();
  }

  /** Goes back. The driver's own command waits for a load event, which a page from the bfcache does not fire. */
  async back(): Promise<void> {
    // Not at once, or the page is unloaded before this script returns.
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

/** The servers of `npm start`. */
interface RunningDemo {
  url: string;
  sandboxUrl: string;
  /** The bodies that the sandbox of the Solifyn API received during this test, oldest first. */
  received(): Promise<unknown[]>;
}

/** The fixtures of a test. */
interface Given {
  page: WebKitPage;
  /** A session endpoint whose responses the test sets. */
  endpoint: EndpointStub;
  /** Starts a site with the given pages and resolves with its origin. Each site has its own origin. */
  site: (pages: Record<string, Page>, options?: SiteOptions) => Promise<string>;
  /** The demo, with a cleared list of requests. */
  demo: () => Promise<RunningDemo>;
}

/** Starts once for all tests of a file, at the first use. */
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

/** Longer than a page may take to load. A browser that does not start within it hangs, and the test is run again. */
const COMMAND_TIMEOUT_MS = WAIT_TIMEOUT_MS + 15_000;

/** A test in WebKit with its own session, without cookies, storage or tabs of other tests. */
export function test(title: string, work: (args: Given) => Promise<void>): void {
  nodeTest(title, { timeout: 240_000 }, async (context) => {
    const { port, path } = await driver();
    const session = await remote({
      hostname: '127.0.0.1',
      port,
      path: '/',
      logLevel: 'silent',
      connectionRetryTimeout: COMMAND_TIMEOUT_MS,
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
