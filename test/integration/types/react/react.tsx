/** The element in the JSX of React 19, and the wrapper that React 18 needs. */
import type {} from '@solifyn/buy-button/types/react';
import type { CheckoutEventDetails, SolifynBuyButton as Element } from '@solifyn/buy-button';
import { SolifynBuyButton } from '@solifyn/buy-button/react';
import { useRef, type ComponentProps } from 'react';

/** The wrapper has a prop for each event. */
export type Callbacks = Pick<
  ComponentProps<typeof SolifynBuyButton>,
  `onCheckout${Capitalize<keyof CheckoutEventDetails>}`
>;

export function Shop() {
  const button = useRef<Element>(null);
  return (
    <>
      <solifyn-buy-button
        ref={button}
        key="sneaker"
        product-id="prod_1"
        className="wide"
        aria-label="Buy"
        quantity={2}
        custom-price="9.5"
        checkoutData={{ plan: 'pro' }}
        custom-fields='{"size":"M"}'
        mode="modal"
        disabled={false}
        onClick={() => button.current?.close()}
        onsolifyn-checkout-start={(event) => {
          event.detail.request.aff = 'jo';
          event.currentTarget.close();
        }}
        onsolifyn-checkout-error={({ detail }) => {
          console.warn(detail.error.code);
        }}
      >
        <a href="https://solifyn.com/checkout/prod_1">Buy now</a>
      </solifyn-buy-button>
      <SolifynBuyButton
        ref={button}
        productId="prod_1"
        quantity={2}
        checkoutData={{ plan: 'pro' }}
        onCheckoutStart={(event) => {
          event.detail.request.aff = 'jo';
        }}
      />
    </>
  );
}

export const wrong = [
  // @ts-expect-error: no such mode
  <solifyn-buy-button key="1" mode="popup" />,
  // @ts-expect-error: not an attribute
  <solifyn-buy-button key="2" productName="Sneaker" />,
  // @ts-expect-error: an attribute is text
  <solifyn-buy-button key="3" checkout-data={{ plan: 'pro' }} />,
  // @ts-expect-error: not a number
  <solifyn-buy-button key="4" quantity="two" />,
  // @ts-expect-error: not the form, but its id
  <solifyn-buy-button key="5" form={document.forms[0]} />,
  // @ts-expect-error: not a field of the session
  <solifyn-buy-button key="6" onsolifyn-checkout-open={({ detail }) => void detail.session.url} />,
  // @ts-expect-error: no such event
  <SolifynBuyButton key="7" onCheckoutBegin={() => {}} />,
  // @ts-expect-error: no such mode
  <SolifynBuyButton key="8" mode="popup" />,
];
