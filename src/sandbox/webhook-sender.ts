/** Sends the sandbox's events as signed webhooks, as Solifyn does: Standard Webhooks with the headers `webhook-…`. */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

import type { Checkout } from './checkouts.ts';
import type { PaymentEventType } from './shop.ts';

/** The signing secret that the sandbox uses by default. It is valid nowhere else. */
export const SANDBOX_WEBHOOK_SECRET = 'whsec_c2FuZGJveF9zZWNyZXRfb2Zfbm9fdmFsdWU=';

/** The ways to send webhooks again on demand. */
export const REDELIVERIES = ['repeated', 'out-of-order', 'wrong-signature'] as const;
export type Redelivery = (typeof REDELIVERIES)[number];

/** One webhook. */
export interface SandboxEvent {
  readonly id: string;
  readonly type: PaymentEventType;
  readonly data: object;
}

/** One attempt to deliver a webhook. */
export interface Delivery {
  readonly id: string;
  readonly type: PaymentEventType;
  readonly signature: 'valid' | 'wrong';
  /** The status of the answer, or what prevented an answer. */
  readonly result: number | string;
}

export interface WebhookSenderOptions {
  /** The address that receives the webhooks. */
  url: string;
  /** The signing secret, `whsec_…`. */
  secret: string;
  /** Milliseconds before each further attempt after one that was not answered with 2xx. */
  retryDelaysMs: readonly number[];
}

/** Solifyn waits 5 s and 5 min before the next attempts, and up to 10 h later on. */
export const RETRY_DELAYS_MS: readonly number[] = [5_000, 300_000];

const TIMEOUT_MS = 15_000;
const MAX_EVENTS = 100;

export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #signer: Webhook;
  readonly #forger = new Webhook(randomBytes(32), { format: 'raw' });
  readonly #closed = new AbortController();
  readonly #events: SandboxEvent[] = [];
  readonly #deliveries: Delivery[] = [];
  /** Events are sent one after the other, in their order. */
  #queue: Promise<unknown> = Promise.resolve();

  /** @throws {TypeError} if the address is not http or https. */
  constructor(options: WebhookSenderOptions) {
    if (!/^https?:$/.test(URL.canParse(options.url) ? new URL(options.url).protocol : '')) {
      throw new TypeError('The address for webhooks must begin with http:// or https://.');
    }
    this.#options = options;
    this.#signer = new Webhook(options.secret);
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Sends an event of a payment. */
  send(type: PaymentEventType, checkout: Checkout): void {
    const event = { id: `msg_${randomBytes(12).toString('hex')}`, type, data: paymentOf(checkout) };
    this.#events.push(event);
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
    this.#enqueue(event, 0);
  }

  /**
   * Sends webhooks on demand: the latest one again, those of the latest payment in reverse order, or the latest one with a
   * wrong signature. Resolves with the new deliveries.
   */
  async redeliver(how: Redelivery): Promise<readonly Delivery[]> {
    await this.#queue;
    const latest = this.#events.at(-1);
    if (!latest) return [];
    const signature = how === 'wrong-signature' ? 'wrong' : 'valid';
    const events = how === 'out-of-order' ? this.#eventsOfSamePayment(latest).reverse() : [latest];
    const deliveries: Delivery[] = [];
    for (const event of events) deliveries.push(await this.#deliver(event, signature));
    return deliveries;
  }

  /** Drops what was not delivered yet. */
  close(): void {
    this.#closed.abort();
  }

  #eventsOfSamePayment({ data }: SandboxEvent): SandboxEvent[] {
    const { checkoutId } = data as { checkoutId: string };
    return this.#events.filter((event) => (event.data as { checkoutId: string }).checkoutId === checkoutId);
  }

  #enqueue(event: SandboxEvent, attempt: number): void {
    this.#queue = this.#queue.then(async () => {
      const { result } = await this.#deliver(event, 'valid');
      const delay = this.#options.retryDelaysMs[attempt];
      if (isSuccess(result) || delay === undefined || this.#closed.signal.aborted) return;
      const timer = setTimeout(() => this.#enqueue(event, attempt + 1), delay);
      timer.unref();
      this.#closed.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
  }

  async #deliver(event: SandboxEvent, signature: Delivery['signature']): Promise<Delivery> {
    const { id, type, data } = event;
    const delivery = { id, type, signature, result: await this.#post(id, { type, data }, signature) };
    this.#deliveries.push(delivery);
    if (this.#deliveries.length > MAX_EVENTS) this.#deliveries.shift();
    return delivery;
  }

  async #post(id: string, content: object, signature: Delivery['signature']): Promise<number | string> {
    const body = JSON.stringify(content);
    const sentAt = new Date();
    const signer = signature === 'valid' ? this.#signer : this.#forger;
    try {
      const response = await fetch(this.#options.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': `${Math.floor(sentAt.getTime() / 1000)}`,
          'webhook-signature': signer.sign(id, sentAt, body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#closed.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      return error instanceof Error ? error.name : 'failed';
    }
  }
}

function isSuccess(result: number | string): boolean {
  return typeof result === 'number' && result >= 200 && result < 300;
}

/** The sandbox's own fields. Solifyn's are described in its documentation. */
function paymentOf(checkout: Checkout): object {
  const { item, totals, receiptId, discount } = checkout;
  return {
    id: receiptId ?? null,
    checkoutId: checkout.id,
    [item.id.startsWith('col_') ? 'collectionId' : 'productId']: item.id,
    quantity: checkout.quantity,
    amount: totals.total,
    currency: 'USD',
    customerEmail: checkout.email ?? null,
    discountCode: discount?.code ?? null,
    aff: checkout.affiliate ?? null,
    checkoutData: checkout.metadata ?? null,
    customFields: checkout.answers ?? null,
  };
}
