/** What is measured: the endpoint, beside a bare handler that does nothing but pass a request on. */
import { createSessionEndpoint } from '../../../src/session-endpoint/index.ts';

export const SHOP = 'https://shop.example';
export const KEY = 'sk_bench_4f9Qm2Lx7Zr8Vt1';

/** A request like those that come: most of the fields, some metadata. */
export const BODY = JSON.stringify({
  productId: 'prod_z2o92kEl6cYYX',
  quantity: 2,
  discountCode: 'LAUNCH20',
  customerEmail: "o'brien@example.com",
  checkoutData: { campaign: 'spring', utm: { source: 'newsletter', medium: 'email' } },
  aff: 'partner-7',
});

export const SESSION = JSON.stringify({
  id: '5b0c6a52-3c2f-4d0e-9a58-0f6f3c1f7f10',
  session_id: 'ch_R4nD0mS3ss10n',
  checkout_url:
    'https://solifyn.com/checkout/prod_z2o92kEl6cYYX?checkout_id=5b0c6a52-3c2f-4d0e-9a58-0f6f3c1f7f10',
});

export const HEADERS = { origin: SHOP, 'content-type': 'application/json' };

export type Subject = 'bare' | 'endpoint';

interface SubjectOptions {
  apiUrl: string;
  timeout?: number;
  fetch?: typeof globalThis.fetch;
}

/**
 * A handler by its name. The bare one holds the key and answers with CORS, as the least that would work in a shop
 * does: no validation, no limits, no time limit, no care for what comes back.
 */
export function subject(
  name: Subject,
  { apiUrl, timeout, fetch = globalThis.fetch }: SubjectOptions,
): (request: Request) => Promise<Response> {
  if (name === 'endpoint') {
    return createSessionEndpoint({
      apiKey: KEY,
      apiUrl,
      allowedOrigins: [SHOP],
      timeout,
      fetch,
      onError() {},
    });
  }
  return async (request) => {
    const answer = await fetch(`${apiUrl}/checkout/create`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
      body: await request.text(),
    });
    return new Response(await answer.text(), {
      status: answer.status,
      headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': SHOP },
    });
  };
}
