import {
  ApplicationRef,
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { openCheckout, type CheckoutEventMap, type Mode, type SolifynBuyButton } from '@solifyn/buy-button';
import { LINK, OFTEN, PRODUCTS } from '../../shared/shop';

@Component({
  selector: '#app',
  templateUrl: './shop.html',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
})
export class Shop {
  readonly link = LINK;
  readonly mode = signal<Mode>('redirect');
  readonly quantity = signal(1);
  readonly label = signal('Buy an apple');
  readonly isSoldOut = signal(false);
  readonly isRefused = signal(false);
  readonly isShown = signal(true);
  readonly products = signal(PRODUCTS);
  readonly renders = signal(0);
  readonly log = signal<readonly string[]>([]);
  readonly #application = inject(ApplicationRef);
  readonly button = viewChild<ElementRef<SolifynBuyButton>>('button');

  say(line: string) {
    this.log.update((lines) => [...lines, line]);
  }

  start(event: CheckoutEventMap['solifyn-checkout-start']) {
    this.say(`start ${event.detail.request.quantity}`);
    if (this.isRefused()) event.preventDefault();
    event.detail.request.discountCode = 'FROM-APP';
  }

  reverse() {
    this.products.update((products) => [...products].reverse());
  }

  renderOften() {
    for (let count = 1; count <= OFTEN; count += 1) {
      this.renders.set(count);
      this.#application.tick();
    }
  }

  buyByMethod() {
    this.button()
      ?.nativeElement.checkout()
      .then(
        ({ session_id }) => this.say(`method ${session_id}`),
        (error: unknown) => this.say(`method ${error}`),
      );
  }

  buyByFunction() {
    openCheckout(
      { productId: 'prod_kiwi', quantity: this.quantity() },
      { mode: 'modal', gateway: 'frame' },
    ).then(
      ({ session_id }) => this.say(`function ${session_id}`),
      (error: unknown) => this.say(`function ${error}`),
    );
  }
}
