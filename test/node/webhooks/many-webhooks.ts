/** Webhooks in random order for an endpoint in any runtime: it uses Web standards only. */
import { createWebhookEndpoint } from '../../../src/webhooks/index.ts';
import { OTHER_SECRET, SECRET, shuffled, webhookRequest } from './webhook-sender.ts';
import type { WebhookOptions } from './webhook-sender.ts';

export interface Outcome {
  /** How often each status was answered. */
  readonly statuses: Record<string, number>;
  /** Ids for which the handler ran, in the order of the calls. */
  readonly handled: readonly string[];
}

/** Sends `count` good, `count` repeated and `count` wrong ones, `together` at a time. */
export async function sendMany(count: number, together: number): Promise<Outcome> {
  const handled: string[] = [];
  const seen = new Set<string>();
  const endpoint = createWebhookEndpoint({
    secret: SECRET,
    seen: async (id) => seen.has(id),
    async onEvent({ id }) {
      handled.push(id);
      await new Promise((resolve) => setTimeout(resolve));
      seen.add(id);
    },
  });
  const webhooks = manyWebhooks(count);
  const statuses: Record<string, number> = {};
  const work = async (): Promise<void> => {
    for (let next = webhooks.pop(); next !== undefined; next = webhooks.pop()) {
      const { status } = await endpoint(webhookRequest(next));
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return { statuses, handled };
}

/** `count` good, `count` repeated and `count` wrong ones in random order. */
export function manyWebhooks(count: number): WebhookOptions[] {
  return shuffled(Array.from({ length: count }, (_, index) => webhooksOf(index)).flat());
}

/** A good one, its repetition, and a wrong one. */
function webhooksOf(index: number): WebhookOptions[] {
  const signed = { id: `msg_${index}` };
  const id = `msg_wrong_${index}`;
  const wrong = [
    { id, secrets: [OTHER_SECRET] },
    { id, age: 400 },
    // The signature of the good one under another id.
    { ...signed, headers: { 'webhook-id': id } },
  ];
  return [signed, signed, wrong[index % wrong.length]!];
}
