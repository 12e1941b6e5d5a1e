import { expect } from '@open-wc/testing';
import { configure } from '../../src/button/config/configure.ts';
import { CheckoutError } from '../../src/button/errors.ts';
import type * as prefetchModule from '../../src/button/session/prefetch.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { rejection } from '../support/rejection.ts';

const REQUEST = { productId: 'prod_1' };
const readOption = () => undefined;
const { signal } = new AbortController();
const sessionOf = (id: number) => ({ id: `${id}`, session_id: 'ch_1', checkout_url: 'https://pay.example/' });

/** The number of prefetches counts per page view, so each test loads its own copy of the module. */
type Prefetch = typeof prefetchModule;
let views = 0;
const openPage = () => import(`../../src/button/session/prefetch.ts?view=${views++}`) as Promise<Prefetch>;

describe('A prefetched session', () => {
  const { now } = Date;
  let made = 0;
  let prefetch: Prefetch['prefetch'];
  let consumePrefetch: Prefetch['consumePrefetch'];

  const wait = (ms: number) => {
    const then = Date.now() + ms;
    Date.now = () => then;
  };

  beforeEach(async () => {
    ({ prefetch, consumePrefetch } = await openPage());
    made = 0;
    wait(0); // The clock only advances by what a test waits.
    configure({ createSession: () => Promise.resolve(sessionOf(++made)) });
  });

  afterEach(() => {
    Date.now = now;
    resetConfiguration();
  });

  const consume = async () => Number((await consumePrefetch(REQUEST, readOption, signal)).id);

  it('is used within 5 minutes', async () => {
    prefetch(REQUEST, readOption);
    wait(299_999);
    expect(await consume()).to.equal(1);
  });

  it('is not used after 5 minutes, and intent creates another one', async () => {
    prefetch(REQUEST, readOption);
    wait(300_000);
    expect(await consume()).to.equal(2);
    prefetch(REQUEST, readOption);
    wait(300_000);
    prefetch(REQUEST, readOption);
    prefetch(REQUEST, readOption);
    expect(made).to.equal(4);
    expect(await consume()).to.equal(4);
  });

  it('of one endpoint is not used for another', async () => {
    prefetch(REQUEST, (name) => (name === 'endpoint' ? '/one' : undefined));
    expect(await consume()).to.equal(2);
  });

  it('of one request is not used for another', async () => {
    prefetch({ ...REQUEST, quantity: 2 }, readOption);
    expect(await consume()).to.equal(2);
  });

  it('that failed is created again by the click, and not by further intent', async () => {
    let isDown = true;
    configure({
      createSession: () => {
        made++;
        return isDown ? Promise.reject(new Error('down')) : Promise.resolve(sessionOf(made));
      },
    });
    prefetch(REQUEST, readOption);
    prefetch(REQUEST, readOption);
    isDown = false;
    expect(await consume()).to.equal(2);
  });

  it('is dropped by configure, which may have changed the endpoint', async () => {
    prefetch(REQUEST, readOption);
    configure({ endpoint: '/other' });
    expect(await consume()).to.equal(2);
  });

  it('is created for at most 3 requests of a page view, and a click still creates its own', async () => {
    for (let product = 1; product <= 36; product++) prefetch({ productId: `prod_${product}` }, readOption);
    expect(made).to.equal(3);
    const { id } = await consumePrefetch({ productId: 'prod_36' }, readOption, signal);
    expect(id).to.equal('4');
  });

  it('still counts after configure has dropped it', () => {
    prefetch(REQUEST, readOption);
    for (let times = 0; times < 5; times++) {
      configure({});
      prefetch(REQUEST, readOption);
    }
    expect(made).to.equal(3);
  });

  it('that failed is not created again after the buyer has closed the checkout', async () => {
    let fail!: (cause: unknown) => void;
    configure({ createSession: () => new Promise((_, reject) => ((made += 1), (fail = reject))) });
    prefetch(REQUEST, readOption);
    const controller = new AbortController();
    const taken = rejection(consumePrefetch(REQUEST, readOption, controller.signal));
    const reason = new CheckoutError('canceled', 'Closed.');
    controller.abort(reason);
    fail(new Error('down'));
    expect(await taken).to.equal(reason);
    expect(made).to.equal(1);
  });
});
