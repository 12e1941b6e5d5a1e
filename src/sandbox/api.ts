/** The two calls of the Solifyn API. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import type { CheckoutSession } from '../protocol.ts';
import { parseCollectionRequest, parseProductRequest } from './checkout-request.ts';
import type { Checkout } from './checkouts.ts';
import { HttpError } from './http-error.ts';
import type { RequestLog } from './request-log.ts';
import type { Shop } from './shop.ts';

const MAX_BODY_BYTES = 64 * 1024;

export interface ApiOptions {
  shop: Shop;
  /** The only key that the API accepts. */
  apiKey: string;
  log: RequestLog;
}

/** `POST /create` and `POST /collection/create`, for the path `/checkout`. */
export function apiRoutes({ shop, apiKey, log }: ApiOptions): Hono {
  const create = (createCheckout: (body: unknown) => Checkout) => async (c: Context) => {
    requireKey(c, apiKey);
    return c.json(sessionOf(createCheckout(await readJson(c)), c.req.url), 201);
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
    create((body) => {
      const { productId, ...request } = parseProductRequest(body);
      return shop.createCheckout(shop.product(productId), request);
    }),
  );
  api.post(
    '/collection/create',
    create((body) => {
      const { collectionId, ...request } = parseCollectionRequest(body);
      return shop.createCheckout(shop.collection(collectionId), request);
    }),
  );
  return api;
}

function requireKey(c: Context, apiKey: string): void {
  if (c.req.header('authorization') !== `Bearer ${apiKey}`) throw new HttpError(401, 'Invalid API key');
}

async function readJson(c: Context): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new HttpError(400, 'Content-Type must be application/json');
  }
  try {
    return JSON.parse(await c.req.text());
  } catch {
    throw new HttpError(400, 'The body is not valid JSON');
  }
}

/** The checkout page has the origin that the API was called at. */
function sessionOf(checkout: Checkout, apiUrl: string): CheckoutSession {
  const page = new URL(`/checkout/test/${checkout.item.id}`, apiUrl);
  page.searchParams.set('checkout_id', checkout.id);
  return { id: checkout.id, session_id: checkout.sessionId, checkout_url: page.href };
}
