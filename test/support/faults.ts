import { expect, type Page } from '@playwright/test';
import type { SolifynBuyButton } from '../../src/button/buy-button.ts';
import type { CheckoutError, CheckoutErrorCode } from '../../src/button/errors.ts';
import type { EndpointStub, Reply, Responder } from './endpoint.ts';
import { buyButton } from './shop.ts';

/** What a buyer reads who is told nothing better. */
export const OUR_TEXT = 'That did not work. Please try again.';

/** Milliseconds of the longest pause between two tries; what waits longer is a limit, not a pause. */
const LONGEST_PAUSE = 5_000;

/** Milliseconds after which a screen reader is told that the checkout opens: no pause either. */
const TELLING = 100;

/** One way in which there is no session. */
export interface Fault {
  name: string;
  /** What the endpoint answers; asked anew at each try. Default a good session, for faults that are not the endpoint's. */
  answer?: Responder;
  code: CheckoutErrorCode;
  /** Of the answer, where one came. */
  status?: number;
  /** What the buyer reads. Default {@link OUR_TEXT}. */
  text?: string;
  /** The pauses in ms between the tries, so one less than there are tries. Default none. */
  pauses?: readonly number[];
}

/**
 * A connection that breaks in the middle of an answer. One that breaks before it a browser may try again by itself,
 * unseen by the page.
 */
export const breakOff =
  (status = 200): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': 500 });
    response.write('{"id":"1",', () => response.destroy());
  };

/** What came of a click. */
interface Outcome {
  /** The events of ours, by the names behind `solifyn-checkout-`. */
  events: string[];
  error?: { code: CheckoutErrorCode; status?: number };
  /** What the alert says; empty without one. */
  text: string;
  isBusy: boolean;
  /** POSTs by `fetch`. A browser may itself send one again whose connection broke. */
  tries: number;
  /** The pauses between them, in whole ms. */
  pauses: number[];
}

/** Puts `clickToSettle` into the page. There pauses up to `longest` ms pass at once, and a checkout goes only to the door. */
function prepare({ longest, telling }: { longest: number; telling: number }): void {
  const { fetch, setTimeout } = globalThis;
  let tries = 0;
  let pauses: number[] = [];
  globalThis.fetch = (...given) => {
    if (given[1]?.method === 'POST') tries += 1;
    return fetch(...given);
  };
  globalThis.setTimeout = ((run: () => void, delay = 0) => {
    if (delay > longest || delay === telling) return setTimeout(run, delay);
    pauses.push(Math.max(0, Math.round(delay)));
    return setTimeout(run);
  }) as typeof setTimeout;

  const atTheDoor = ({ target }: Event) => (target as SolifynBuyButton).close();
  addEventListener('solifyn-checkout-open', atTheDoor);
  Reflect.set(globalThis, 'openTheDoor', () => removeEventListener('solifyn-checkout-open', atTheDoor));

  Reflect.set(globalThis, 'clickToSettle', async (): Promise<Outcome> => {
    const element = document.querySelector('solifyn-buy-button')!;
    const button = element.shadowRoot!.querySelector('button')!;
    const events: string[] = [];
    const done = new AbortController();
    [tries, pauses] = [0, []];
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
      pauses,
    };
  });
}

/** The shop of a seller who has set nothing but the endpoint: up to three tries. */
export const shopOf = (endpoint: string, settings = ''): string =>
  `<script src="/dist/solifyn-buy-button.umd.js" data-endpoint="${endpoint}" ${settings}></script>${buyButton()}`;

/** A page with one buy button that will meet many faults. */
export class FaultyDay {
  readonly #page: Page;
  readonly #endpoint: EndpointStub;

  /**
   * @param address of the page, a {@link shopOf}
   * @param longest ms of the longest pause that passes at once; with 0 none does
   */
  static async begin(
    page: Page,
    endpoint: EndpointStub,
    address: string,
    longest = LONGEST_PAUSE,
  ): Promise<FaultyDay> {
    await page.addInitScript(prepare, { longest, telling: TELLING });
    await page.goto(address);
    return new FaultyDay(page, endpoint);
  }

  private constructor(page: Page, endpoint: EndpointStub) {
    this.#page = page;
    this.#endpoint = endpoint;
  }

  /** Clicks, and tells what came of it. */
  click(): Promise<Outcome> {
    return this.#page.evaluate(() => Reflect.get(globalThis, 'clickToSettle')());
  }

  /** A click says what the fault says; a second one, when all is well again, gets a session. */
  async meets({ name, answer, code, status, text = OUR_TEXT, pauses = [] }: Fault): Promise<void> {
    if (answer) this.#endpoint.respond(answer);
    expect(await this.click(), name).toEqual({
      events: ['start', 'error'],
      error: { code, ...(status && { status }) },
      text,
      isBusy: false,
      tries: pauses.length + 1,
      pauses,
    });
  }

  /** A click gets a session, at the n-th try. */
  async sells(name: string, pauses: readonly number[] = []): Promise<void> {
    expect(await this.click(), name).toEqual({
      events: ['start', 'session', 'open'],
      text: '',
      isBusy: false,
      tries: pauses.length + 1,
      pauses,
    });
  }

  /** As {@link meets} says, and a click when all is well again sells. */
  async survivesOne(fault: Fault): Promise<void> {
    await this.meets(fault);
    this.#endpoint.respond(() => ({ json: this.#endpoint.session }));
    await this.sells(`after ${fault.name}`);
  }

  /** {@link survivesOne}, one by one; the last fault is seen as a buyer sees it. */
  async survives(faults: readonly Fault[]): Promise<void> {
    const address = this.#page.url();
    for (const fault of faults) await this.survivesOne(fault);
    expect(this.#page.url()).toBe(address);
    expect(this.#page.context().pages()).toHaveLength(1);

    const { answer, text = OUR_TEXT } = faults.at(-1)!;
    if (answer) this.#endpoint.respond(answer);
    const button = this.#page.getByRole('button', { name: 'Buy now' });
    await button.click();
    await expect(this.#page.getByRole('alert')).toHaveText(text);
    await expect(button).toBeFocused();
    this.#endpoint.respond(() => ({ json: this.#endpoint.session }));
    await this.arrives();
  }

  /** A buyer's click leads to the checkout page. */
  async arrives(): Promise<void> {
    await this.#page.evaluate(() => Reflect.get(globalThis, 'openTheDoor')());
    await this.#page.getByRole('button', { name: 'Buy now' }).click();
    await expect(this.#page).toHaveURL(this.#endpoint.session.checkout_url);
  }
}
