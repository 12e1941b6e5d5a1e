/** The two calls of the Solifyn API, as the seed document describes them. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import type { CheckoutSession } from '../protocol.ts';
import type { Checkout } from './checkouts.ts';
import type { RequestLog } from './inspection.ts';
import { toCollectionOrder, toProductOrder } from './order.ts';
import { Refusal } from './refusal.ts';
import type { Shop } from './shop.ts';

const MAX_BODY_BYTES = 64 * 1024;

export interface ApiOptions {
  shop: Shop;
  /** The one key that is accepted. */
  apiKey: string;
  log: RequestLog;
}

/** `POST /create` and `POST /collection/create`, to be mounted under `/checkout`. */
export function apiRoutes({ shop, apiKey, log }: ApiOptions): Hono {
  const sell = (open: (body: unknown) => Checkout) => async (c: Context) => {
    requireKey(c, apiKey);
    return c.json(answer(open(await jsonBody(c)), c.req.url));
  };

  const api = new Hono();
  api.use(
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ message: 'The body is too large' }, 413) }),
  );
  api.post('*', async (c, next) => {
    await next();
    log.record(c.req.raw, await c.req.text(), c.res.status);
  });
  api.post(
    '/create',
    sell((body) => {
      const { productId, ...order } = toProductOrder(body);
      return shop.open(shop.product(productId), order);
    }),
  );
  api.post(
    '/collection/create',
    sell((body) => {
      const { collectionId, ...order } = toCollectionOrder(body);
      return shop.open(shop.collection(collectionId), order);
    }),
  );
  return api;
}

function requireKey(c: Context, apiKey: string): void {
  if (c.req.header('authorization') !== `Bearer ${apiKey}`) throw new Refusal(401, 'Invalid API key');
}

async function jsonBody(c: Context): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new Refusal(400, 'Content-Type must be application/json');
  }
  try {
    return JSON.parse(await c.req.text());
  } catch {
    throw new Refusal(400, 'The body is not valid JSON');
  }
}

/** The sandbox is its own checkout site: the buyer finds the page where the API was called. */
function answer(checkout: Checkout, apiUrl: string): CheckoutSession {
  const page = new URL(`/checkout/test/${checkout.item.id}`, apiUrl);
  page.searchParams.set('checkout_id', checkout.id);
  return { id: checkout.id, session_id: checkout.sessionId, checkout_url: page.href };
}
