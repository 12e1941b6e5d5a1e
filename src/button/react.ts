/** The React component: the element's attributes as props, its events as callbacks, typed. */
import { createComponent, type EventName } from '@lit/react';
import * as React from 'react';
import { SolifynBuyButton as Element, type CheckoutEventMap } from './npm.ts';

/** Names an event with its type. */
function event<Name extends keyof CheckoutEventMap>(name: Name): EventName<CheckoutEventMap[Name]> {
  return name as string as EventName<CheckoutEventMap[Name]>;
}

// Lit creates the properties when an element is defined, which never happens on a server. There the wrapper would set
// them as attributes, and write an object as "[object Object]".
void Element.observedAttributes;

/** `<solifyn-buy-button>` for React 18 and later. */
export const SolifynBuyButton = createComponent({
  react: React,
  tagName: 'solifyn-buy-button',
  elementClass: Element,
  events: {
    onCheckoutStart: event('solifyn-checkout-start'),
    onCheckoutSession: event('solifyn-checkout-session'),
    onCheckoutOpen: event('solifyn-checkout-open'),
    onCheckoutComplete: event('solifyn-checkout-complete'),
    onCheckoutClose: event('solifyn-checkout-close'),
    onCheckoutError: event('solifyn-checkout-error'),
  },
});
