import { expect, type Page } from '@playwright/test';
import type { SolifynBuyButton } from '../../src/button/buy-button.ts';
import type { CheckoutError, CheckoutErrorCode } from '../../src/button/errors.ts';
import type { EndpointStub, Reply, Responder } from './endpoint.ts';
import { endTimeout, keepTimeouts, TIMEOUT_MS } from './hold-timeouts.ts';
import { buyButton } from './shop.ts';

/** The message without a better one from the endpoint. */
const DEFAULT_MESSAGE = 'That did not work. Please try again.';

/** The longest delay between two tries. A longer timer is a timeout. */
const RETRY_MAX_DELAY_MS = 5_000;

/** The delay of the live region’s text, which is not a delay between tries either. */
const LIVE_REGION_DELAY_MS = 100;

/**
 * From the next page on, a time limit of {@link TIMEOUT_MS} ends when the test says so.
 *
 * @returns ends the limit of the last request
 */
export async function holdTimeouts(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(keepTimeouts, TIMEOUT_MS);
  return () => page.evaluate(endTimeout);
}

/** One way in which the session request fails. */
export interface FailureCase {
  name: string;
  /** What the endpoint responds, called for each try. Default a valid session, for failures elsewhere. */
  respond?: Responder;
  code: CheckoutErrorCode;
  /** Of the response, if there is one. */
  status?: number;
  /** What the buyer reads. Default {@link DEFAULT_MESSAGE}. */
  text?: string;
  /** The delays in ms between the tries, so one less than there are tries. Default none. */
  delays?: readonly number[];
}

/**
 * A connection that breaks in the middle of a response. If it breaks earlier, a browser may repeat the request by itself,
 * without the page's knowledge.
 */
export const breakOff =
  (status = 200): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': 500 });
    response.write('{"id":"1",', () => response.destroy());
  };

/** The result of a click. */
interface Outcome {
  /** The names of the events, without `solifyn-checkout-`. */
  events: string[];
  error?: { code: CheckoutErrorCode; status?: number };
  /** The text of the alert. Empty without one. */
  text: string;
  isBusy: boolean;
  /** POSTs by `fetch`. The browser itself may repeat one whose connection broke. */
  tries: number;
  /** The delays between them, in whole ms. */
  delays: number[];
}

/**
 * Puts `clickToSettle` into the page. There delays of up to `maxDelay` ms are skipped, and each checkout is closed when
 * it opens.
 */
function stubTimers({ maxDelay, liveRegionDelay }: { maxDelay: number; liveRegionDelay: number }): void {
  const { fetch, setTimeout } = globalThis;
  let tries = 0;
  let delays: number[] = [];
  globalThis.fetch = (...args) => {
    if (args[1]?.method === 'POST') tries += 1;
    return fetch(...args);
  };
  globalThis.setTimeout = ((run: () => void, delay = 0) => {
    if (delay > maxDelay || delay === liveRegionDelay) return setTimeout(run, delay);
    delays.push(Math.max(0, Math.round(delay)));
    return setTimeout(run);
  }) as typeof setTimeout;

  const closeAtOpen = ({ target }: Event) => (target as SolifynBuyButton).close();
  addEventListener('solifyn-checkout-open', closeAtOpen);
  Reflect.set(globalThis, 'allowNavigation', () => removeEventListener('solifyn-checkout-open', closeAtOpen));

  Reflect.set(globalThis, 'clickToSettle', async (): Promise<Outcome> => {
    const element = document.querySelector('solifyn-buy-button')!;
    const button = element.shadowRoot!.querySelector('button')!;
    const events: string[] = [];
    const done = new AbortController();
    [tries, delays] = [0, []];
    const last = await new Promise<CustomEvent>((resolve) => {
      for (const name of ['start', 'session', 'open', 'error'] as const)
        element.addEventListener(
          `solifyn-checkout-${name}`,
          (event) => {
            events.push(name);
            if (name === 'open' || name === 'error') resolve(event);
          },
          done,
        );
      button.click();
    });
    done.abort();
    await element.updateComplete;
    const error = last.detail.error as CheckoutError | undefined;
    return {
      events,
      ...(error && { error: { code: error.code, ...(error.status && { status: error.status }) } }),
      text: element.shadowRoot!.querySelector('[role=alert]')?.textContent.trim() ?? '',
      isBusy: button.ariaBusy === 'true',
      tries,
      delays,
    };
  });
}

/** A shop with the default settings, so with up to three tries. */
export const shopOf = (endpoint: string, settings = ''): string =>
  `<script src="/dist/solifyn-buy-button.umd.js" data-endpoint="${endpoint}" ${settings}></script>${buyButton()}`;

/** A page with one buy button, whose session requests fail in many ways. */
export class FailureScenario {
  readonly #page: Page;
  readonly #endpoint: EndpointStub;

  /**
   * @param address - of the page, see {@link shopOf}
   * @param maxDelay - ms of the longest delay that is skipped. With 0 none is
   */
  static async open(
    page: Page,
    endpoint: EndpointStub,
    address: string,
    maxDelay = RETRY_MAX_DELAY_MS,
  ): Promise<FailureScenario> {
    await page.addInitScript(stubTimers, { maxDelay, liveRegionDelay: LIVE_REGION_DELAY_MS });
    await page.goto(address);
    return new FailureScenario(page, endpoint);
  }

  private constructor(page: Page, endpoint: EndpointStub) {
    this.#page = page;
    this.#endpoint = endpoint;
  }

  /** Clicks, and waits for the result. */
  click(): Promise<Outcome> {
    return this.#page.evaluate(() => Reflect.get(globalThis, 'clickToSettle')());
  }

  /** A click fails as described. */
  async expectFailure({
    name,
    respond,
    code,
    status,
    text = DEFAULT_MESSAGE,
    delays = [],
  }: FailureCase): Promise<void> {
    if (respond) this.#endpoint.respond(respond);
    expect(await this.click(), name).toEqual({
      events: ['start', 'error'],
      error: { code, ...(status && { status }) },
      text,
      isBusy: false,
      tries: delays.length + 1,
      delays,
    });
  }

  /** A click gets a session, after these delays between its tries. */
  async expectSession(name: string, delays: readonly number[] = []): Promise<void> {
    expect(await this.click(), name).toEqual({
      events: ['start', 'session', 'open'],
      text: '',
      isBusy: false,
      tries: delays.length + 1,
      delays,
    });
  }

  /** {@link expectFailure}, and the next click gets a session. */
  async expectFailureThenSession(fault: FailureCase): Promise<void> {
    await this.expectFailure(fault);
    this.#endpoint.respond(() => ({ json: this.#endpoint.session }));
    await this.expectSession(`after ${fault.name}`);
  }

  /** {@link expectFailureThenSession} for each, and then the last one as a buyer sees it. */
  async expectRecovery(faults: readonly FailureCase[]): Promise<void> {
    const address = this.#page.url();
    for (const fault of faults) await this.expectFailureThenSession(fault);
    expect(this.#page.url()).toBe(address);
    expect(this.#page.context().pages()).toHaveLength(1);

    const { respond, text = DEFAULT_MESSAGE } = faults.at(-1)!;
    if (respond) this.#endpoint.respond(respond);
    const button = this.#page.getByRole('button', { name: 'Buy now' });
    await button.click();
    await expect(this.#page.getByRole('alert')).toHaveText(text);
    await expect(button).toBeFocused();
    this.#endpoint.respond(() => ({ json: this.#endpoint.session }));
    await this.expectCheckout();
  }

  /** Expects that a click leads to the checkout page. */
  async expectCheckout(): Promise<void> {
    await this.#page.evaluate(() => Reflect.get(globalThis, 'allowNavigation')());
    await this.#page.getByRole('button', { name: 'Buy now' }).click();
    await expect(this.#page).toHaveURL(this.#endpoint.session.checkout_url);
  }
}
