/**
 * The seller's side of a checkout: what may be bought, for how much, and what a payment changes. Knows
 * nothing of HTTP. Every rule is asked twice, when a checkout is created and when it is paid, because the last
 * seat may be sold between the two.
 */
import type { Discount, Item } from './catalogue.ts';
import { CheckoutStore } from './checkouts.ts';
import type { Checkout } from './checkouts.ts';
import type { Cents } from './money.ts';
import { formatMoney, toCents } from './money.ts';
import type { Order } from './order.ts';
import { Refusal } from './refusal.ts';

export interface ShopOptions {
  products: readonly Item[];
  collections: readonly Item[];
  discounts: readonly Discount[];
  /** How many checkouts are kept in memory. */
  maxCheckouts: number;
}

export class Shop {
  readonly checkouts: CheckoutStore;
  readonly #products: Map<string, Item>;
  readonly #collections: Map<string, Item>;
  readonly #discounts: Map<string, Discount>;
  readonly #stock = new Map<Item, number>();
  readonly #usesLeft = new Map<Discount, number>();

  constructor({ products, collections, discounts, maxCheckouts }: ShopOptions) {
    this.checkouts = new CheckoutStore(maxCheckouts);
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

  /** @throws {Refusal} 404 */
  product(id: string): Item {
    return this.#products.get(id) ?? missing('product');
  }

  /** @throws {Refusal} 404 */
  collection(id: string): Item {
    return this.#collections.get(id) ?? missing('collection');
  }

  /**
   * Creates a checkout.
   *
   * @throws {Refusal} 409 not enough stock, 400 price, discount code or answers.
   */
  open(item: Item, order: Order): Checkout {
    this.#requireStock(item, order.quantity);
    requireAnswers(item, order);
    const discount = this.#findDiscount(order.discountCode);
    const unitAmount = unitPrice(item, order.customPrice);
    const subtotal = unitAmount * order.quantity;
    const reduction = discount ? reductionOf(discount, subtotal) : 0;
    return this.checkouts.add({
      item,
      quantity: order.quantity,
      unitAmount,
      totals: { subtotal, discount: reduction, total: subtotal - reduction },
      ...(discount && { discount }),
      ...(order.customerEmail !== undefined && { email: order.customerEmail }),
      ...(order.aff !== undefined && { affiliate: order.aff }),
      ...(order.checkoutData && { metadata: order.checkoutData }),
      ...(order.customFields && { answers: order.customFields }),
    });
  }

  /**
   * Takes the payment, once: paying again returns the receipt of the first time.
   *
   * @returns The receipt's id.
   * @throws {Refusal} 409 where the stock ended, 400 where the discount did, since the checkout was created.
   */
  pay(checkout: Checkout, email: string): string {
    if (checkout.receiptId) return checkout.receiptId;
    const { item, quantity, discount } = checkout;
    this.#requireStock(item, quantity);
    if (discount) this.#requireUse(discount);
    const stock = this.#stock.get(item);
    if (stock !== undefined) this.#stock.set(item, stock - quantity);
    const usesLeft = discount && this.#usesLeft.get(discount);
    if (discount && usesLeft !== undefined) this.#usesLeft.set(discount, usesLeft - 1);
    checkout.email = email;
    return this.checkouts.settle(checkout);
  }

  #requireStock(item: Item, quantity: number): void {
    const left = this.#stock.get(item);
    if (left === undefined || left >= quantity) return;
    throw new Refusal(409, left === 0 ? 'This product is sold out.' : `Only ${left} left in stock.`);
  }

  #findDiscount(code: string | undefined): Discount | undefined {
    if (code === undefined) return undefined;
    const discount = this.#discounts.get(code.toUpperCase());
    if (!discount) throw new Refusal(400, 'This discount code does not exist.');
    this.#requireUse(discount);
    return discount;
  }

  #requireUse(discount: Discount): void {
    if (discount.until !== undefined && today() > discount.until) {
      throw new Refusal(400, 'This discount code has expired.');
    }
    if (this.#usesLeft.get(discount) === 0) throw new Refusal(400, 'This discount code has been used up.');
  }
}

function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function missing(what: string): never {
  throw new Refusal(404, `This ${what} does not exist or is no longer sold.`);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function unitPrice({ price }: Item, customPrice: number | undefined): Cents {
  if (price.kind === 'fixed') {
    if (customPrice !== undefined) throw new Refusal(400, 'This product has a fixed price.');
    return price.amount;
  }
  if (customPrice === undefined) return price.suggested;
  const chosen = toCents(customPrice);
  if (chosen < price.minimum)
    throw new Refusal(400, `The price must be at least ${formatMoney(price.minimum)}.`);
  return chosen;
}

function reductionOf({ off }: Discount, subtotal: Cents): Cents {
  return 'percent' in off ? Math.round((subtotal * off.percent) / 100) : Math.min(off.amount, subtotal);
}

function requireAnswers({ questions = [] }: Item, { customFields = {} }: Order): void {
  for (const { key, label, required } of questions) {
    const answer = customFields[key] ?? '';
    if (typeof answer === 'object') throw new Refusal(400, `An answer must be a text: ${label}.`);
    if (required && String(answer).trim() === '') throw new Refusal(400, `An answer is missing: ${label}.`);
  }
}
