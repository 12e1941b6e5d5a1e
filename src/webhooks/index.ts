/**
 * Webhooks: a handler that a seller runs to deliver what was paid. Web standards only, so it runs on Node, Cloudflare
 * Workers, Vercel, Netlify, Deno, Bun and Lambda.
 */
import { WebhookHandler } from './endpoint.ts';
import type { WebhookEndpoint } from './endpoint.ts';
import type { WebhookEndpointOptions } from './options.ts';

export type { WebhookEndpoint, WebhookErrorCode } from './endpoint.ts';
export { WEBHOOK_EVENT_TYPES } from './event.ts';
export type { WebhookEvent, WebhookEventType } from './event.ts';
export type { WebhookEndpointOptions } from './options.ts';

/**
 * Creates a handler that verifies Solifyn's webhooks and calls `onEvent` with each event.
 *
 * ```ts
 * const webhooks = createWebhookEndpoint({
 *   secret: process.env.SOLIFYN_WEBHOOK_SECRET!,
 *   async onEvent({ id, type, data }) {
 *     if (type === 'payment.succeeded') await deliver(id, data);
 *   },
 * });
 * ```
 *
 * @returns a function from a `Request`, and what the platform passes with it, to a `Response`. It never rejects. The status
 * is 204 after success, 200 for a webhook that was handled before, 400 for an invalid signature, and 500 if `onEvent` threw.
 * @throws {TypeError} if an option is missing or invalid. The message names the option, never the secret.
 */
export function createWebhookEndpoint<Platform extends readonly unknown[] = readonly unknown[]>(
  options: WebhookEndpointOptions<Platform>,
): WebhookEndpoint<Platform> {
  const handler = new WebhookHandler(options);
  return (request, ...platform) => handler.handle(request, platform);
}
