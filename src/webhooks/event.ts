/** The events in Solifyn's API documentation. Names that Solifyn adds later are passed on too. */
export const WEBHOOK_EVENT_TYPES = [
  'payment.created',
  'payment.succeeded',
  'payment.failed',
  'refund.succeeded',
  'refund.failed',
  'dispute.created',
  'dispute.won',
  'dispute.lost',
  'subscription.created',
  'subscription.updated',
  'subscription.deactivated',
  'license.created',
  'license.revoked',
  'entitlement_grant.created',
  'entitlement_grant.delivered',
  'entitlement_grant.failed',
  'entitlement_grant.revoked',
] as const;

/** The name of an event that Solifyn documents. */
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** One verified webhook. */
export interface WebhookEvent {
  /** The webhook's id. It is the same when Solifyn sends the webhook again. */
  readonly id: string;
  /** The event, e.g. `payment.succeeded`. */
  readonly type: WebhookEventType | (string & {});
  /** What happened, exactly as Solifyn sent it. */
  readonly data: unknown;
  /** When Solifyn sent the webhook. */
  readonly timestamp: Date;
}

/** The parts of a webhook's body. */
export type WebhookBody = Pick<WebhookEvent, 'type' | 'data'>;

/**
 * Parses either body that Solifyn documents: `{ type, data }`, or the object itself with the event's name in
 * `paymentEventType` or `lastEventType`.
 *
 * @returns undefined if the text is neither.
 */
export function parseBody(text: string): WebhookBody | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { type, data, paymentEventType, lastEventType } = body as Record<string, unknown>;
  if (typeof type === 'string' && Object.hasOwn(body, 'data')) return { type, data };
  const name = paymentEventType ?? lastEventType;
  return typeof name === 'string' ? { type: name, data: body } : undefined;
}
