/** The checkouts of one sandbox, in memory. */
import { randomBytes, randomUUID } from 'node:crypto';

import type { JsonObject } from '../protocol.ts';
import type { Discount, Item } from './catalogue.ts';
import type { Cents } from './money.ts';

/** Sums for the whole quantity. */
export interface Totals {
  subtotal: Cents;
  discount: Cents;
  total: Cents;
}

/** One buyer's checkout, from the API's call to the receipt. */
export interface Checkout {
  /** A UUID: `id` of the API's answer, `checkout_id` of the hosted page. */
  readonly id: string;
  /** `ch_…`: the gateway renders its embed from it. */
  readonly sessionId: string;
  readonly item: Item;
  readonly quantity: number;
  readonly unitAmount: Cents;
  readonly totals: Totals;
  readonly discount?: Discount;
  readonly affiliate?: string;
  readonly metadata?: JsonObject;
  readonly answers?: JsonObject;
  email?: string;
  /** `rcpt_…`, set when it is paid. */
  receiptId?: string;
}

/** Keeps the latest checkouts and drops the oldest, so that memory stays bounded. */
export class CheckoutStore {
  readonly #limit: number;
  readonly #byId = new Map<string, Checkout>();
  readonly #bySession = new Map<string, Checkout>();
  readonly #byReceipt = new Map<string, Checkout>();

  /** @param limit The number of checkouts to keep. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(details: Omit<Checkout, 'id' | 'sessionId' | 'receiptId'>): Checkout {
    // The gateway's script ignores `ch_XXXXX…` as a placeholder. Hexadecimal digits contain no X.
    const checkout = { id: randomUUID(), sessionId: `ch_${randomBytes(8).toString('hex')}`, ...details };
    this.#byId.set(checkout.id, checkout);
    this.#bySession.set(checkout.sessionId, checkout);
    if (this.#byId.size > this.#limit) this.#dropOldest();
    return checkout;
  }

  byId(id: string): Checkout | undefined {
    return this.#byId.get(id);
  }

  bySession(sessionId: string): Checkout | undefined {
    return this.#bySession.get(sessionId);
  }

  byReceipt(receiptId: string): Checkout | undefined {
    return this.#byReceipt.get(receiptId);
  }

  /** Marks a checkout as paid and returns the new receipt's id. */
  settle(checkout: Checkout): string {
    checkout.receiptId = `rcpt_${randomBytes(8).toString('hex')}`;
    this.#byReceipt.set(checkout.receiptId, checkout);
    return checkout.receiptId;
  }

  #dropOldest(): void {
    const [oldest] = this.#byId.values();
    if (!oldest) return;
    this.#byId.delete(oldest.id);
    this.#bySession.delete(oldest.sessionId);
    if (oldest.receiptId) this.#byReceipt.delete(oldest.receiptId);
  }
}
