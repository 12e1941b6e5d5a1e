import { expect } from '@open-wc/testing';
import '../../src/button/index.ts';
import { cancelCheckout } from '../../src/button/checkout/index.ts';
import { configure } from '../../src/button/config/configure.ts';
import { openCheckout } from '../../src/button/open-checkout.ts';
import type { CheckoutRequest } from '../../src/protocol.ts';
import { sessionHere } from '../support/button.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { silence, stubFetch, type FetchStub } from '../support/fetch.ts';
import { rejection } from '../support/rejection.ts';

const session = sessionHere();

const address = location.href;

let server: FetchStub;
beforeEach(() => configure({ endpoint: '/session', retries: 0 }));
afterEach(() => {
  server.restore();
  resetConfiguration();
  history.replaceState(null, '', address);
  sessionStorage.clear();
  cancelCheckout();
});

describe('openCheckout', () => {
  it('opens a session and fires on the document', async () => {
    server = stubFetch(() => Response.json(session));
    const targets: (EventTarget | null)[] = [];
    const listener = (event: Event) => void targets.push(event.target);
    for (const name of ['start', 'session', 'open'])
      addEventListener(`solifyn-checkout-${name}`, listener, { once: true });
    const controller = new AbortController();
    expect(
      await openCheckout(
        { productId: 'prod_1', quantity: 2 },
        { endpoint: '/mine', signal: controller.signal },
      ),
    ).to.deep.equal(session);
    expect(targets).to.deep.equal([document, document, document]);
    expect(server.calls[0]!.url).to.equal(`${location.origin}/mine`);
    expect(JSON.parse(server.calls[0]!.init.body as string)).to.deep.equal({
      productId: 'prod_1',
      quantity: 2,
    });
    expect(location.hash).to.equal('#checkout');
    controller.abort();
  });

  it('validates the request', async () => {
    server = stubFetch(silence);
    const error = await rejection(openCheckout({ productId: 'prod_1', quantity: 0 }));
    expect(error.code).to.equal('invalid-request');
    const nothing = await rejection(openCheckout(undefined as unknown as CheckoutRequest));
    expect(nothing.code).to.equal('invalid-request');
    const withoutOptions = await rejection(openCheckout({ productId: 'prod_1', quantity: 0 }, null));
    expect(withoutOptions.code).to.equal('invalid-request');
    expect(server.calls).to.have.length(0);
  });

  it('is canceled by an aborted signal', async () => {
    server = stubFetch(silence);
    const controller = new AbortController();
    const canceled = rejection(openCheckout({ productId: 'prod_1' }, { signal: controller.signal }));
    controller.abort();
    expect((await canceled).code).to.equal('canceled');
    expect(server.calls[0]!.signal.aborted).to.equal(true);
  });

  it('sends nothing if the signal is already aborted', async () => {
    server = stubFetch(silence);
    const canceled = rejection(openCheckout({ productId: 'prod_1' }, { signal: AbortSignal.abort() }));
    expect((await canceled).code).to.equal('canceled');
    expect(server.calls).to.have.length(0);
  });

  it('is not canceled by the signal of an earlier call', async () => {
    server = stubFetch(silence);
    const [earlier, own] = [new AbortController(), new AbortController()];
    await rejection(openCheckout({}, { signal: earlier.signal }));
    const canceled = rejection(openCheckout({ productId: 'prod_1' }, { signal: own.signal }));
    earlier.abort();
    expect(server.calls[0]!.signal.aborted).to.equal(false);
    own.abort();
    expect((await canceled).code).to.equal('canceled');
  });
});

describe('A discount code that came from the address alone', () => {
  const withDiscount = (code: string) => history.replaceState(null, '', `?discount=${code}`);
  const bodies = () => server.calls.map(({ init }) => JSON.parse(init.body as string) as CheckoutRequest);
  const refuseDiscounts = (status: number) =>
    stubFetch(({ init }) =>
      (init.body as string).includes('discountCode')
        ? Response.json({ error: { code: 'rejected', message: 'Unknown code.' } }, { status })
        : Response.json(sessionHere()),
    );

  it('and is rejected does not stop this sale or a later one', async () => {
    withDiscount('SPRING');
    server = refuseDiscounts(400);
    const controller = new AbortController();
    await openCheckout({ productId: 'prod_1' }, { signal: controller.signal });
    controller.abort();
    const again = new AbortController();
    await openCheckout({ productId: 'prod_1' }, { signal: again.signal });
    again.abort();
    expect(bodies()).to.deep.equal([
      { productId: 'prod_1', discountCode: 'SPRING' },
      { productId: 'prod_1' },
      { productId: 'prod_1' },
    ]);
  });

  it('is not dropped after a rate limit', async () => {
    withDiscount('SUMMER');
    server = refuseDiscounts(429);
    expect((await rejection(openCheckout({ productId: 'prod_1' }))).status).to.equal(429);
    expect(bodies()).to.have.length(1);
  });

  it('but one that the page has set stays rejected', async () => {
    withDiscount('AUTUMN');
    server = refuseDiscounts(400);
    const error = await rejection(openCheckout({ productId: 'prod_1', discountCode: 'OWN' }));
    expect(error.code).to.equal('rejected');
    expect(bodies()).to.have.length(1);
  });
});

it('Each call is its own checkout: a second call cancels the first one while that is loading', async () => {
  server = stubFetch(({ init }) =>
    (init.body as string).includes('prod_2') ? Response.json(sessionHere()) : new Promise<Response>(() => {}),
  );
  const first = rejection(openCheckout({ productId: 'prod_1' }));
  const controller = new AbortController();
  const second = openCheckout({ productId: 'prod_2' }, { signal: controller.signal });
  expect((await first).code).to.equal('canceled');
  expect(await second).to.deep.equal(session);
  controller.abort();
});
