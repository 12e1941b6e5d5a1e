/** The element in the JSX of Preact. */
import type {} from '@solifyn/buy-button/types/preact';
import type { SolifynBuyButton } from '@solifyn/buy-button';
import { createRef } from 'preact';

export function Shop() {
  const button = createRef<SolifynBuyButton>();
  return (
    <solifyn-buy-button
      ref={button}
      key="sneaker"
      product-id="prod_1"
      class="wide"
      aria-label="Buy"
      form="order"
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
  // @ts-expect-error: not a field of the session
  <solifyn-buy-button key="5" onsolifyn-checkout-open={({ detail }) => void detail.session.url} />,
];
