/** The payments that have left the shop's page for the buyer's bank, in memory. */
import { randomBytes } from 'node:crypto';

import { parseHttpUrl } from '../request-rules.ts';
import type { Checkout } from './checkouts.ts';

/** The result of a payment at the bank, as in the return address. */
export type BankStatus = 'success' | 'error';

/** One payment at the buyer's bank. */
export interface BankPayment {
  /** `state_…`: `state_id` of the return address. The gateway restores its page from it. */
  readonly stateId: string;
  readonly checkout: Checkout;
  readonly email: string;
  /** The address that the payment returns to, whatever its outcome. */
  readonly returnUrl: string;
  /** Set when the buyer has decided. */
  status?: BankStatus;
}

/** Keeps the latest payments and drops the oldest, so that memory stays bounded. */
export class BankPaymentStore {
  readonly #limit: number;
  readonly #byState = new Map<string, BankPayment>();

  /** @param limit The number of payments to keep. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(details: Omit<BankPayment, 'stateId' | 'status'>): BankPayment {
    const payment = { stateId: `state_${randomBytes(8).toString('hex')}`, ...details };
    this.#byState.set(payment.stateId, payment);
    const [oldest] = this.#byState.keys();
    if (oldest !== undefined && this.#byState.size > this.#limit) this.#byState.delete(oldest);
    return payment;
  }

  byState(stateId: string): BankPayment | undefined {
    return this.#byState.get(stateId);
  }

  /** The payment of this checkout that the bank declined. Undefined for any other state. */
  declined(stateId: string | undefined, checkout: Checkout): BankPayment | undefined {
    const payment = stateId === undefined ? undefined : this.#byState.get(stateId);
    return payment?.status === 'error' && payment.checkout === checkout ? payment : undefined;
  }
}

/** The return address with what the gateway adds to it. */
export function returnAddress({ returnUrl, stateId, status = 'error' }: BankPayment): string {
  const address = new URL(returnUrl);
  address.searchParams.set('status', status);
  address.searchParams.set('state_id', stateId);
  return address.href;
}

/** Returns the address if it is http or https, the only ones that a payment may return to. */
export function parseReturnUrl(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parseHttpUrl(text)?.href;
}
