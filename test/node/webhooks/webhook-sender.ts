/** Signs webhooks as Solifyn does. */
import { Webhook } from 'standardwebhooks';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const OTHER_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

export interface WebhookOptions {
  id?: string;
  /** The body. An object is sent as JSON. */
  body?: unknown;
  /** Secrets that sign, in this order. */
  secrets?: readonly string[];
  /** Seconds between the signature and now. */
  age?: number;
  prefix?: 'webhook' | 'svix';
  headers?: Record<string, string>;
}

export const PAYMENT = { type: 'payment.succeeded', data: { id: 'pay_1', amount: 4900 } };

/** Headers and body of a webhook. */
export function signWebhook({
  id = 'msg_1',
  body = PAYMENT,
  secrets = [SECRET],
  age = 0,
  prefix = 'webhook',
  headers = {},
}: WebhookOptions = {}): { headers: Record<string, string>; body: string } {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const sentAt = new Date(Date.now() - age * 1000);
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, sentAt, text));
  return {
    headers: {
      'content-type': 'application/json',
      [`${prefix}-id`]: id,
      [`${prefix}-timestamp`]: `${Math.floor(sentAt.getTime() / 1000)}`,
      [`${prefix}-signature`]: signatures.join(' '),
      ...headers,
    },
    body: text,
  };
}

/** A request with a webhook. */
export function webhookRequest(options?: WebhookOptions, url = 'https://shop.example/webhooks'): Request {
  return new Request(url, { method: 'POST', ...signWebhook(options) });
}

/** A request whose body may be a stream. */
export function postRequest(headers: Record<string, string>, body: BodyInit): Request {
  const init = { method: 'POST', headers, body, duplex: 'half' };
  return new Request('https://shop.example/', init);
}

/** The items in random order. */
export function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
