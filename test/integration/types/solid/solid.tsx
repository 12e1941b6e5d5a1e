/** The element in the JSX of Solid, which sets a property for an expression and an attribute for plain text. */
import type {} from '@solifyn/buy-button/types/solid';
import type { SolifynBuyButton } from '@solifyn/buy-button';
import type { JSX } from 'solid-js';

export function Shop(): JSX.Element {
  let button: SolifynBuyButton | undefined;
  return (
    // They bubble, so any element may listen.
    <div on:solifyn-checkout-close={({ detail }) => void (detail.completed satisfies boolean)}>
      <solifyn-buy-button
        ref={button}
        product-id="prod_1"
        class="wide"
        aria-label="Buy"
        quantity={2}
        custom-price={9.5}
        checkout-data={{ plan: 'pro' }}
        prop:customFields={{ size: 'M' }}
        attr:form="order"
        attr:discount-code="LAUNCH20"
        mode="modal"
        bool:disabled={false}
        onClick={() => button?.close()}
        on:solifyn-checkout-start={(event) => {
          event.detail.request.aff = 'jo';
          event.currentTarget.close();
        }}
        on:solifyn-checkout-error={{ once: true, handleEvent: ({ detail }) => void detail.error.code }}
      >
        <a href="https://solifyn.com/checkout/prod_1">Buy now</a>
      </solifyn-buy-button>
    </div>
  );
}

export const wrong = [
  // @ts-expect-error: no such mode
  <solifyn-buy-button mode="popup" />,
  // @ts-expect-error: Solid would set `productid`
  <solifyn-buy-button productId="prod_1" />,
  // @ts-expect-error: not a property
  <solifyn-buy-button prop:productName="Sneaker" />,
  // @ts-expect-error: an attribute is text
  <solifyn-buy-button attr:checkout-data={{ plan: 'pro' }} />,
  // @ts-expect-error: not a number
  <solifyn-buy-button quantity="two" />,
  // @ts-expect-error: not a field of the session
  <solifyn-buy-button on:solifyn-checkout-open={({ detail }) => void detail.session.url} />,
];
