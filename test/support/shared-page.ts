import type { Browser, BrowserContext, Disposable, Page } from '@playwright/test';

/** A page of many tests has a long history, and browsers drop the entries beyond 50. */
const MAX_TESTS = 20;

/** What these change stays, so the page is closed after a test that calls one of them. */
const LASTING = {
  page: ['emulateMedia', 'setExtraHTTPHeaders'],
  context: ['newCDPSession', 'setExtraHTTPHeaders', 'setGeolocation', 'setOffline'],
  clock: ['install', 'pauseAt', 'setFixedTime', 'setSystemTime'],
} as const;

type Method = (...args: never[]) => unknown;

/** Replaces a method of this object alone. */
function wrap<Target extends object>(
  target: Target,
  name: keyof Target,
  around: (original: (...args: unknown[]) => unknown, args: unknown[]) => unknown,
): void {
  const original = (target[name] as Method).bind(target) as (...args: unknown[]) => unknown;
  target[name] = ((...args: unknown[]) => around(original, args)) as Target[keyof Target];
}

/**
 * One context and one page, which tests use one after the other. To open and close them takes a browser longer than most tests do.
 *
 * What a test adds (init scripts, functions, routes, listeners, cookies, pages) is removed after it. Storage is kept, because
 * the servers of each test have ports, and so origins, of their own.
 */
class SharedPage {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #undo: (() => unknown)[] = [];
  #isSpent = false;
  #tests = 0;

  static async open(browser: Browser): Promise<SharedPage> {
    const context = await browser.newContext();
    return new SharedPage(context, await context.newPage());
  }

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    const spend = (original: (...args: unknown[]) => unknown, args: unknown[]) => {
      this.#isSpent = true;
      return original(...args);
    };
    for (const name of LASTING.page) wrap(page, name, spend);
    for (const name of LASTING.context) wrap(context, name, spend);
    for (const name of LASTING.clock) wrap(context.clock, name, spend);

    for (const target of [page, context]) {
      for (const name of ['addInitScript', 'exposeBinding', 'exposeFunction'] as const)
        wrap(target, name, async (original, args) => {
          const added = (await original(...args)) as Disposable;
          this.#undo.push(() => added.dispose());
          return added;
        });
      for (const name of ['on', 'once'] as const)
        wrap(target, name, (original, args) => {
          this.#undo.push(() => (target.off as Method)(...(args as never[])));
          return original(...args);
        });
    }
    wrap(context, 'grantPermissions', (original, args) => {
      this.#undo.push(() => context.clearPermissions());
      return original(...args);
    });
    wrap(page, 'setViewportSize', (original, args) => {
      const size = page.viewportSize();
      this.#undo.push(() => original(size));
      return original(...args);
    });
  }

  /**
   * @param addresses - of origins whose storage is cleared
   * @param emptyPage - where it waits for the next test
   * @returns whether another test can use it
   */
  async reset(addresses: Iterable<string>, emptyPage: string): Promise<boolean> {
    this.#tests += 1;
    if (this.#isSpent || this.#tests >= MAX_TESTS || this.page.isClosed()) return false;
    const others = this.context.pages().filter((page) => page !== this.page);
    await Promise.all(others.map((page) => page.close()));
    for (const undo of this.#undo.splice(0).reverse()) await undo();
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
    await this.context.unrouteAll({ behavior: 'ignoreErrors' });
    for (const address of addresses) {
      await this.page.goto(address);
      await this.page.evaluate(() => {
        sessionStorage.clear();
        localStorage.clear();
      });
    }
    await this.page.goto(emptyPage);
    // A pointer that rests on the next test's button is intent.
    await this.page.mouse.move(0, 0);
    await this.context.clearCookies();
    // In Firefox a test can leave the focus in the browser's toolbar.
    return this.page.evaluate(() => document.hasFocus());
  }
}

/** Lends the worker's {@link SharedPage}, and replaces it when it cannot be used any more. */
export class PageLender {
  readonly #browser: Browser;
  readonly #emptyPage: string;
  #shared: SharedPage | undefined;
  #options = '';
  readonly #storages = new Set<string>();

  /**
   * @param emptyPage - the address of a page of `127.0.0.1`. It has the tests' site, so the browser keeps the process, which
   *   it replaces at `about:blank`
   */
  constructor(browser: Browser, emptyPage: string) {
    this.#browser = browser;
    this.#emptyPage = emptyPage;
  }

  /** @param options - of the context, as JSON. Tests with other options have another one. */
  async lend(options: string): Promise<SharedPage> {
    if (options !== this.#options) await this.close();
    this.#options = options;
    this.#shared ??= await SharedPage.open(this.#browser);
    return this.#shared;
  }

  /** For a server of several tests. @param address - of a quick file at its origin */
  clearStorageAfterTest(address: string): void {
    this.#storages.add(address);
  }

  /** @param isSound - `false` after a failed test, which may have left anything behind */
  async takeBack(isSound: boolean): Promise<void> {
    const isUsable =
      isSound && (await this.#shared?.reset(this.#storages, this.#emptyPage).catch(() => false));
    this.#storages.clear();
    if (!isUsable) await this.close();
  }

  async close(): Promise<void> {
    const shared = this.#shared;
    this.#shared = undefined;
    await shared?.context.close();
  }
}
