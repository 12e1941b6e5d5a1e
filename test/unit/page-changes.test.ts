import { expect, fixture } from '@open-wc/testing';
import '../../src/button/index.ts';
import type { SolifynBuyButton } from '../../src/button/buy-button.ts';
import { cancelCheckout } from '../../src/button/checkout/index.ts';
import { messagesFor } from '../../src/button/messages/index.ts';
import { alertOf, buttonWith, inner, linkOf, sessionHere, settled } from '../support/button.ts';
import { stopClock, type Clock } from '../support/clock.ts';
import { rejection } from '../support/rejection.ts';
import { useStubbedEndpoint } from '../support/stubbed-endpoint.ts';

const session = sessionHere();

let clock: Clock | undefined;

afterEach(() => {
  cancelCheckout();
  clock?.restore();
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
});

// After the hook above, so that each checkout ends before its endpoint is removed.
const server = useStubbedEndpoint();

const sold = () => Response.json(session);
const down = () => Response.json({ error: { code: 'unavailable', message: 'Down.' } }, { status: 500 });

describe('A button that the page changes during a checkout', () => {
  it('continues after it is removed, because menus close on a click', async () => {
    server.respond(sold);
    const element = await buttonWith();
    const opened = element.checkout();
    element.remove();
    expect(await opened).to.deep.equal(session);
    expect(location.hash).to.equal('#checkout');
  });

  for (const mode of ['modal', 'redirect', 'new-tab'])
    it(`fails in a dialog after it is removed, because the page has no other place for the message (${mode})`, async () => {
      server.respond(down);
      const element = await buttonWith(`mode="${mode}" gateway="frame"`);
      const failed = rejection(element.checkout());
      element.remove();
      expect((await failed).code).to.equal('unavailable');
      const dialog = document.querySelector('[data-solifyn-modal]')!.shadowRoot!.querySelector('dialog')!;
      expect(dialog.open).to.equal(true);
      expect(dialog.querySelector('[role=alert]')!.textContent.trim()).to.equal(messagesFor().error);
      dialog.querySelector('button')!.click();
      expect(document.querySelector('[data-solifyn-modal]')).to.equal(null);
    });

  it('cancels if a router changes the address and then removes it', async () => {
    const element = await buttonWith();
    const canceled = rejection(element.checkout());
    history.replaceState(null, '', '#next');
    element.remove();
    expect((await canceled).code).to.equal('canceled');
    expect(server.calls[0]!.signal.aborted).to.equal(true);
  });

  it('opens nothing if a router removes it and then changes the address', async () => {
    let respond!: (response: Response) => void;
    server.respond(() => new Promise((resolve) => (respond = resolve)));
    const element = await buttonWith();
    const canceled = rejection(element.checkout());
    element.remove();
    await settled(element);
    history.replaceState(null, '', '#next');
    respond(sold());
    expect((await canceled).code).to.equal('canceled');
    expect(location.hash).to.equal('#next');
  });

  it('dispatches its events and shows its failure on the successor if a framework replaces it', async () => {
    server.respond(down);
    const element = await buttonWith();
    const failed = rejection(element.checkout());
    const successor = element.cloneNode(true) as SolifynBuyButton;
    const targets: (EventTarget | null)[] = [];
    const listener = (event: Event) => void targets.push(event.target);
    document.addEventListener('solifyn-checkout-error', listener, { once: true });
    element.replaceWith(successor);
    await failed;
    expect(targets).to.deep.equal([successor]);
    expect(alertOf(await settled(successor))).to.equal(messagesFor(successor).error);
  });

  it('dispatches its events and shows its failure on the successor of a link', async () => {
    server.respond(down);
    const place = await fixture<HTMLElement>(
      '<div><a href="#" data-solifyn-product-id="prod_1">Buy</a></div>',
    );
    const failed = new Promise<Event>((resolve) =>
      document.addEventListener('solifyn-checkout-error', resolve, { once: true }),
    );
    place.querySelector('a')!.click();
    const successor = place.querySelector('a')!.cloneNode(true) as HTMLElement;
    place.replaceChildren(successor);
    expect((await failed).target).to.equal(successor);
    expect(successor.nextElementSibling!.textContent.trim()).to.equal(messagesFor(successor).error);
  });

  it('dispatches its events on the document if it is removed without a successor', async () => {
    server.respond(down);
    const element = await buttonWith();
    const failed = rejection(element.checkout());
    const targets: (EventTarget | null)[] = [];
    const listener = (event: Event) => void targets.push(event.target);
    document.addEventListener('solifyn-checkout-error', listener, { once: true });
    element.remove();
    await failed;
    expect(targets).to.deep.equal([document]);
  });

  it('offers the fallback link beside the spinner after 5 s without a session', async () => {
    clock = stopClock();
    const element = await buttonWith('', '<a href="https://pay.example/">Buy it</a>');
    const canceled = rejection(element.checkout());
    await element.updateComplete;
    expect(linkOf(element)).to.equal(null);
    while ((await clock.next(5_001)) !== 5_000);
    await element.updateComplete;
    expect(linkOf(element)!.href).to.equal('https://pay.example/');
    expect(inner(element).ariaBusy).to.equal('true');
    element.close();
    await canceled;
    await element.updateComplete;
    expect(linkOf(element)).to.equal(null);
  });

  it('continues after it is moved within the page', async () => {
    const element = await buttonWith();
    element.click();
    await settled(element);
    const elsewhere = await fixture('<div></div>');
    elsewhere.append(element);
    await settled(element);
    expect(server.calls[0]!.signal.aborted).to.equal(false);
    expect(inner(element).ariaBusy).to.equal('true');
  });
});
