/** In place of the package, for a template: `createWebhookEndpoint` with `seen`, and a handler that writes the ids. */
import { createWebhookEndpoint as create } from '../../../src/webhooks/index.ts';
import type { WebhookEndpoint, WebhookEndpointOptions } from '../../../src/webhooks/index.ts';

const handled = new Set<string>();

export function createWebhookEndpoint(options: WebhookEndpointOptions): WebhookEndpoint {
  return create({
    ...options,
    seen: async (id) => handled.has(id),
    async onEvent({ id }) {
      console.log(`HANDLED ${id}`);
      handled.add(id);
    },
  });
}
