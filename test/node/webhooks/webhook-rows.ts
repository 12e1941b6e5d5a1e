/** One webhook for each documented response, for an endpoint in any runtime: it uses Web standards only. */
import { createWebhookEndpoint, WEBHOOK_EVENT_TYPES } from '../../../src/webhooks/index.ts';
import type { WebhookEvent } from '../../../src/webhooks/index.ts';
import { OTHER_SECRET, SECRET, webhookRequest } from './webhook-sender.ts';
import type { WebhookOptions } from './webhook-sender.ts';

interface Row {
  readonly name: string;
  readonly request: () => Request;
  /** The status, and the code of an error. */
  readonly response: string;
  /** The id, type and data that the handler receives. Without one it must not be called. */
  readonly received?: Pick<WebhookEvent, 'id' | 'type' | 'data'>;
  readonly options?: { secret?: string | readonly string[]; maxAge?: number };
}

const DATA = { id: 'pay_1', amount: 4900, customer: { name: 'Zoë \u{1F600}' }, items: [1.5, null, true] };
const received = { id: 'msg_1', type: 'payment.succeeded', data: DATA } as const;
const body = { type: 'payment.succeeded', data: DATA };
const post = (options: WebhookOptions = {}) => webhookRequest({ body, ...options });
const bare = { paymentEventType: 'payment.succeeded', ...DATA };

export const WEBHOOK_ROWS: readonly Row[] = [
  { name: 'webhook-… headers', request: () => post(), response: '204', received },
  { name: 'svix-… headers', request: () => post({ prefix: 'svix' }), response: '204', received },
  ...WEBHOOK_EVENT_TYPES.map((type) => ({
    name: `the event ${type}`,
    request: () => post({ body: { type, data: DATA } }),
    response: '204',
    received: { ...received, type },
  })),
  {
    name: 'an event without data',
    request: () => post({ body: bare }),
    response: '204',
    received: { ...received, data: bare },
  },
  {
    name: 'several signatures',
    request: () => post({ secrets: [OTHER_SECRET, SECRET] }),
    response: '204',
    received,
  },
  {
    name: 'the second secret of a list',
    request: () => post({ secrets: [OTHER_SECRET] }),
    response: '204',
    received,
    options: { secret: [SECRET, OTHER_SECRET] },
  },
  {
    name: 'a longer maxAge',
    request: () => post({ age: 400 }),
    response: '204',
    received,
    options: { maxAge: 900 },
  },
  {
    name: 'a secret that is wrong',
    request: () => post({ secrets: [OTHER_SECRET] }),
    response: '400 invalid-signature',
  },
  { name: 'an old webhook', request: () => post({ age: 400 }), response: '400 too-old' },
  { name: 'a webhook of the future', request: () => post({ age: -400 }), response: '400 too-new' },
  {
    name: 'no signature',
    request: () => new Request('https://shop.example/', { method: 'POST', body: '{}' }),
    response: '400 missing-headers',
  },
  { name: 'a list', request: () => post({ body: [] }), response: '400 invalid-body' },
  {
    name: 'a body that is too large',
    request: () => post({ body: 'x'.repeat(262_145) }),
    response: '413 too-large',
  },
  { name: 'GET', request: () => new Request('https://shop.example/'), response: '405 method-not-allowed' },
  { name: 'a handled id', request: () => post({ id: 'msg_handled' }), response: '200' },
  {
    name: 'a handler that throws',
    request: () => post({ id: 'msg_failing' }),
    response: '500 handler-failed',
    received: { ...received, id: 'msg_failing' },
  },
];

/** The response to each row, and what the handler received, as text. */
export async function answerRows(): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const { name, request, options } of WEBHOOK_ROWS) {
    const events: WebhookEvent[] = [];
    const endpoint = createWebhookEndpoint({
      secret: SECRET,
      ...options,
      seen: (id) => id === 'msg_handled',
      onEvent(event) {
        events.push(event);
        if (event.id === 'msg_failing') throw new Error('it fails on purpose');
      },
    });
    const response = await endpoint(request());
    const text = await response.text();
    const code = /"code":"([\w-]+)"/.exec(text)?.[1];
    answers[name] = describe([response.status, code].filter(Boolean).join(' '), events);
  }
  return answers;
}

/** What {@link answerRows} returns in every runtime. */
export const EXPECTED_ANSWERS: Readonly<Record<string, string>> = Object.fromEntries(
  WEBHOOK_ROWS.map((row) => [row.name, describe(row.response, row.received ? [row.received] : [])]),
);

function describe(response: string, events: readonly Pick<WebhookEvent, 'id' | 'type' | 'data'>[]): string {
  return JSON.stringify([response, ...events.map(({ id, type, data }) => ({ id, type, data }))]);
}
