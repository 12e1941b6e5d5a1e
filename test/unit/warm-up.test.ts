import { expect } from '@open-wc/testing';
import { configure } from '../../src/button/config/configure.ts';
import { prefetch, consumePrefetch } from '../../src/button/session/prefetch.ts';
import { CheckoutError } from '../../src/button/errors.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { rejection } from '../support/rejection.ts';

const REQUEST = { productId: 'prod_1' };
const values = () => undefined;
const { signal } = new AbortController();

describe('A session made ahead', () => {
  const { now } = Date;
  let made = 0;

  const wait = (ms: number) => {
    const then = Date.now() + ms;
    Date.now = () => then;
  };

  beforeEach(() => {
    made = 0;
    wait(0); // The clock stands still but for what a test waits.
    configure({
      createSession: () =>
        Promise.resolve({ id: `${++made}`, session_id: 'ch_1', checkout_url: 'https://pay.example/' }),
    });
  });

  afterEach(() => {
    Date.now = now;
    resetConfiguration();
  });

  const take = async () => Number((await consumePrefetch(REQUEST, values, signal)).id);

  it('is used within 5 minutes', async () => {
    prefetch(REQUEST, values);
    wait(299_999);
    expect(await take()).to.equal(1);
  });

  it('is not used after 5 minutes, and intent has another one made', async () => {
    prefetch(REQUEST, values);
    wait(300_000);
    expect(await take()).to.equal(2);
    prefetch(REQUEST, values);
    wait(300_000);
    prefetch(REQUEST, values);
    prefetch(REQUEST, values);
    expect(made).to.equal(4);
    expect(await take()).to.equal(4);
  });

  it('of one endpoint is not used for another', async () => {
    prefetch(REQUEST, (name) => (name === 'endpoint' ? '/one' : undefined));
    expect(await take()).to.equal(2);
  });

  it('of one request is not used for another', async () => {
    prefetch({ ...REQUEST, quantity: 2 }, values);
    expect(await take()).to.equal(2);
  });

  it('that failed is made again by the click, and not by further intent', async () => {
    configure({ createSession: () => Promise.reject(new Error(`${++made}`)) });
    prefetch(REQUEST, values);
    prefetch(REQUEST, values);
    configure({
      createSession: () =>
        Promise.resolve({ id: `${++made}`, session_id: 'ch_1', checkout_url: 'https://pay.example/' }),
    });
    expect(await take()).to.equal(2);
  });

  it('that failed is not made again for who has closed the checkout meanwhile', async () => {
    let fail!: (cause: unknown) => void;
    configure({ createSession: () => new Promise((_, reject) => ((made += 1), (fail = reject))) });
    prefetch(REQUEST, values);
    const controller = new AbortController();
    const taken = rejection(consumePrefetch(REQUEST, values, controller.signal));
    const reason = new CheckoutError('canceled', 'Closed.');
    controller.abort(reason);
    fail(new Error('down'));
    expect(await taken).to.equal(reason);
    expect(made).to.equal(1);
  });
});
