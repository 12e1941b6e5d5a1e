import { Hono } from 'hono';

import { REDELIVERIES } from './webhook-sender.ts';
import type { WebhookSender } from './webhook-sender.ts';

/**
 * `GET` lists the deliveries, oldest first. `POST` with `{ "send": "repeated" | "out-of-order" | "wrong-signature" }` sends
 * webhooks on demand and returns the new deliveries. For the path `/__sandbox/webhooks`.
 */
export function webhookRoutes(sender: WebhookSender | undefined): Hono {
  return new Hono()
    .get('/', (c) => c.json(sender?.deliveries ?? [], 200, { 'cache-control': 'no-store' }))
    .post('/', async (c) => {
      const body = (await c.req.json().catch(() => undefined)) as { send?: unknown } | undefined;
      const how = REDELIVERIES.find((name) => name === body?.send);
      if (!how) return c.json({ message: `send must be one of ${REDELIVERIES.join(', ')}` }, 400);
      if (!sender) return c.json({ message: 'The sandbox was started without an address for webhooks' }, 409);
      return c.json(await sender.redeliver(how), 200, { 'cache-control': 'no-store' });
    });
}
