import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import { configure, type CheckoutEventMap } from '@solifyn/buy-button';

configure({ endpoint: 'https://pay.example.com/session' });

@Component({
  selector: 'app-buy-button',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <solifyn-buy-button
      product-id="prod_z2o92kEl6cYYX"
      [checkoutData]="{ plan: 'pro' }"
      (solifyn-checkout-error)="warn($event)"
    >
      <a href="https://solifyn.com/checkout/prod_z2o92kEl6cYYX">Buy now</a>
    </solifyn-buy-button>
  `,
})
export class BuyButton {
  warn({ detail }: CheckoutEventMap['solifyn-checkout-error']) {
    console.warn(detail.error.message);
  }
}
