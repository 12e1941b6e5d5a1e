import { configure } from '@solifyn/buy-button';
import type {} from '@solifyn/buy-button/types/solid';

configure({ endpoint: 'https://pay.example.com/session' });

export const BuyButton = () => (
  <solifyn-buy-button
    product-id="prod_z2o92kEl6cYYX"
    prop:checkoutData={{ plan: 'pro' }}
    on:solifyn-checkout-error={({ detail }) => console.warn(detail.error.message)}
  >
    <a href="https://solifyn.com/checkout/prod_z2o92kEl6cYYX">Buy now</a>
  </solifyn-buy-button>
);
