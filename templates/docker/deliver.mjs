/**
 * Your code: deliver what was bought. Solifyn sends a webhook again until this function has ended without an error, so the
 * same id can arrive twice.
 *
 * @param {import('@solifyn/buy-button/webhooks').WebhookEvent} event
 */
export default async function deliver({ id, type, data }) {
  if (type === 'payment.succeeded') console.log(`Paid: webhook ${id}`, data);
}
