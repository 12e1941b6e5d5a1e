import { expect } from '@open-wc/testing';
import { CheckoutError } from '../../src/button/errors.ts';
import { fire, type CheckoutEventDetails } from '../../src/button/events.ts';

const session = { id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/checkout/prod_1' };

const DETAILS: CheckoutEventDetails = {
  start: { request: { productId: 'prod_1' } },
  session: { session },
  open: { session, mode: 'redirect' },
  complete: { session, receiptId: 'rcpt_1' },
  close: { session, completed: true },
  error: { error: new CheckoutError('timeout', 'Too slow.') },
};

const names = Object.keys(DETAILS) as (keyof CheckoutEventDetails)[];

for (const name of names) {
  it(`solifyn-checkout-${name} reaches the page from inside a shadow root, with its detail`, () => {
    const host = document.createElement('div');
    const button = document.createElement('button');
    host.attachShadow({ mode: 'open' }).append(button);
    document.body.append(host);
    const received: CustomEvent[] = [];
    const listener = (event: Event) => void received.push(event as CustomEvent);
    addEventListener(`solifyn-checkout-${name}`, listener);
    fire(button, name, DETAILS[name]);
    removeEventListener(`solifyn-checkout-${name}`, listener);
    host.remove();
    expect(received).to.have.length(1);
    expect(received[0]!.detail).to.equal(DETAILS[name]);
    expect(received[0]!.bubbles).to.equal(true);
    expect(received[0]!.composed).to.equal(true);
  });
}

it('Only start and complete can be prevented', () => {
  const target = new EventTarget();
  for (const name of names)
    target.addEventListener(`solifyn-checkout-${name}`, (event) => event.preventDefault());
  const goesOn = names.filter((name) => fire(target, name, DETAILS[name]));
  expect(goesOn).to.deep.equal(['session', 'open', 'close', 'error']);
});
