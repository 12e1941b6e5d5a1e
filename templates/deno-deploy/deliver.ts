import type { WebhookEvent } from '@solifyn/buy-button/webhooks';

/**
 * Your code: deliver what was bought. Solifyn sends a webhook again until this function has ended without an error, so the
 * same id can arrive twice.
 */
export async function deliver({ id, type, data }: WebhookEvent): Promise<void> {
  if (type === 'payment.succeeded') console.log(`Paid: webhook ${id}`, data);
}
