/**
 * The rules of the shop: what can be bought, the price, and what a payment changes. It has no HTTP. Stock and discount are
 * checked when a checkout is created and again when it is paid, because the last piece may be sold in between.
 */
import type { Discount, Item } from './catalogue.ts';
import type { CheckoutRequest } from './checkout-request.ts';
import { CheckoutStore } from './checkouts.ts';
import type { Checkout } from './checkouts.ts';
import { HttpError } from './http-error.ts';
import type { Cents } from './money.ts';
import { formatMoney, toCents } from './money.ts';

/** What can happen to a payment in the sandbox. */
export type PaymentEventType = 'payment.created' | 'payment.succeeded' | 'payment.failed';

export interface ShopOptions {
  products: readonly Item[];
  collections: readonly Item[];
  discounts: readonly Discount[];
  /** The number of checkouts to keep in memory. */
  maxCheckouts: number;
  /** Called after each event of a payment. */
  onPaymentEvent: (type: PaymentEventType, checkout: Checkout) => void;
}

export class Shop {
  readonly checkouts: CheckoutStore;
  readonly #products: Map<string, Item>;
  readonly #collections: Map<string, Item>;
  readonly #discounts: Map<string, Discount>;
  readonly #stock = new Map<Item, number>();
  readonly #usesLeft = new Map<Discount, number>();
  readonly #onPaymentEvent: ShopOptions['onPaymentEvent'];

  constructor({ products, collections, discounts, maxCheckouts, onPaymentEvent }: ShopOptions) {
    this.checkouts = new CheckoutStore(maxCheckouts);
    this.#onPaymentEvent = onPaymentEvent;
    this.#products = byId(products);
    this.#collections = byId(collections);
    this.#discounts = new Map(discounts.map((discount) => [discount.code, discount]));
    for (const item of [...products, ...collections]) {
      if (item.stock !== undefined) this.#stock.set(item, item.stock);
    }
    for (const discount of discounts) {
      if (discount.usesLeft !== undefined) this.#usesLeft.set(discount, discount.usesLeft);
    }
  }

  /** @throws {HttpError} 404 */
  product(id: string): Item {
    return this.#products.get(id) ?? notFound('product');
  }

  /** @throws {HttpError} 404 */
  collection(id: string): Item {
    return this.#collections.get(id) ?? notFound('collection');
  }

  /**
   * Creates a checkout.
   *
   * @throws {HttpError} 409 not enough stock, 400 price, discount code or answers.
   */
  createCheckout(item: Item, request: CheckoutRequest): Checkout {
    this.#requireStock(item, request.quantity);
    requireAnswers(item, request);
    const discount = this.#findDiscount(request.discountCode);
    const unitAmount = unitPrice(item, request.customPrice);
    const subtotal = unitAmount * request.quantity;
    const reduction = discount ? reductionOf(discount, subtotal) : 0;
    return this.checkouts.add({
      item,
      quantity: request.quantity,
      unitAmount,
      totals: { subtotal, discount: reduction, total: subtotal - reduction },
      ...(discount && { discount }),
      ...(request.customerEmail !== undefined && { email: request.customerEmail }),
      ...(request.aff !== undefined && { affiliate: request.aff }),
      ...(request.checkoutData && { metadata: request.checkoutData }),
      ...(request.customFields && { answers: request.customFields }),
    });
  }

  /**
   * Completes the payment. A second payment returns the receipt of the first one.
   *
   * @returns The receipt's id.
   * @throws {HttpError} 409 if the stock, 400 if the discount code has run out since the checkout was created.
   */
  pay(checkout: Checkout, email: string): string {
    if (checkout.receiptId) return checkout.receiptId;
    const { item, quantity, discount } = checkout;
    this.#requireStock(item, quantity);
    if (discount) this.#requireUsable(discount);
    const stock = this.#stock.get(item);
    if (stock !== undefined) this.#stock.set(item, stock - quantity);
    const usesLeft = discount && this.#usesLeft.get(discount);
    if (discount && usesLeft !== undefined) this.#usesLeft.set(discount, usesLeft - 1);
    checkout.email = email;
    const receiptId = this.checkouts.settle(checkout);
    this.#onPaymentEvent('payment.created', checkout);
    this.#onPaymentEvent('payment.succeeded', checkout);
    return receiptId;
  }

  /** Records that a card or a bank declined the payment. A paid checkout stays paid. */
  declinePayment(checkout: Checkout, email: string): void {
    if (checkout.receiptId) return;
    checkout.email = email;
    this.#onPaymentEvent('payment.failed', checkout);
  }

  #requireStock(item: Item, quantity: number): void {
    const left = this.#stock.get(item);
    if (left === undefined || left >= quantity) return;
    throw new HttpError(409, left === 0 ? 'This product is sold out.' : `Only ${left} left in stock.`);
  }

  #findDiscount(code: string | undefined): Discount | undefined {
    if (code === undefined) return undefined;
    const discount = this.#discounts.get(code.toUpperCase());
    if (!discount) throw new HttpError(400, 'This discount code does not exist.');
    this.#requireUsable(discount);
    return discount;
  }

  #requireUsable(discount: Discount): void {
    if (discount.until !== undefined && today() > discount.until) {
      throw new HttpError(400, 'This discount code has expired.');
    }
    if (this.#usesLeft.get(discount) === 0) throw new HttpError(400, 'This discount code has been used up.');
  }
}

function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function notFound(what: string): never {
  throw new HttpError(404, `This ${what} does not exist or is no longer sold.`);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function unitPrice({ price }: Item, customPrice: number | undefined): Cents {
  if (price.kind === 'fixed') {
    if (customPrice !== undefined) throw new HttpError(400, 'This product has a fixed price.');
    return price.amount;
  }
  if (customPrice === undefined) return price.suggested;
  const chosen = toCents(customPrice);
  if (chosen < price.minimum)
    throw new HttpError(400, `The price must be at least ${formatMoney(price.minimum)}.`);
  return chosen;
}

function reductionOf({ off }: Discount, subtotal: Cents): Cents {
  return 'percent' in off ? Math.round((subtotal * off.percent) / 100) : Math.min(off.amount, subtotal);
}

function requireAnswers({ questions = [] }: Item, { customFields = {} }: CheckoutRequest): void {
  for (const { key, label, required } of questions) {
    const text = customFields[key] ?? '';
    if (typeof text === 'object') throw new HttpError(400, `An answer must be a text: ${label}.`);
    if (required && String(text).trim() === '') throw new HttpError(400, `An answer is missing: ${label}.`);
  }
}
