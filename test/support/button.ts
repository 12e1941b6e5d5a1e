/** A buy button in a page of unit tests, and readers of what it shows. */
import { fixture, nextFrame } from '@open-wc/testing';
import type { SolifynBuyButton } from '../../src/button/buy-button.ts';
import type { CheckoutSession } from '../../src/protocol.ts';

/** A session with a checkout page that is an anchor of this page, so that a redirect does not unload the tests. */
export const sessionHere = (): CheckoutSession => ({
  id: '5b0f5a4e-8f0f-4a55-9d0c-0d8f3b1c2e11',
  session_id: 'ch_7Qm2vJx4LkP9sT',
  checkout_url: `${location.href.split('#')[0]}#checkout`,
});

/** Adds a button with these attributes and children to the page. */
export async function buttonWith(attributes = '', content = 'Buy it'): Promise<SolifynBuyButton> {
  const markup = `<solifyn-buy-button product-id="prod_1" ${attributes}>${content}</solifyn-buy-button>`;
  return settled(await fixture<SolifynBuyButton>(markup));
}

/** Resolves when the button has rendered, with the content of its slot. */
export async function settled(element: SolifynBuyButton): Promise<SolifynBuyButton> {
  await nextFrame(); // slotchange fires before this timer.
  await element.updateComplete;
  return element;
}

export const inner = (element: SolifynBuyButton) => element.shadowRoot!.querySelector('button')!;

export const linkOf = (element: SolifynBuyButton) =>
  element.shadowRoot!.querySelector<HTMLAnchorElement>('[role=alert] a');

export const alertOf = (element: SolifynBuyButton) =>
  element.shadowRoot!.querySelector('[role=alert]')?.textContent.replace(/\s+/g, ' ').trim();
