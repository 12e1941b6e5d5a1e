/** The measured subjects: the endpoint with everything turned on, and a bare handler that only passes a request on. */
import { createLog } from '../../../src/session-endpoint/cli/log.ts';
import { Metrics } from '../../../src/session-endpoint/cli/metrics.ts';
import { createEndpoint } from '../../../src/session-endpoint/endpoint.ts';
import { parseOptions } from '../../../src/session-endpoint/parse-options.ts';
import { createSolifynApi } from '../../../src/session-endpoint/solifyn-api.ts';

export const SHOP = 'https://shop.example';
export const API_KEY = 'sk_bench_4f9Qm2Lx7Zr8Vt1';

/** A typical request with most fields and some metadata. */
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

export interface SubjectOptions {
  apiUrl: string;
  fetch?: typeof globalThis.fetch;
}

/**
 * A handler by its name. The bare one only has the key and CORS, the minimum for a shop: no validation, no limits, no time
 * limit, no check of the response.
 */
export function subject(
  name: Subject,
  { apiUrl, fetch = globalThis.fetch }: SubjectOptions,
): (request: Request) => Promise<Response> {
  if (name === 'endpoint') return observedEndpoint(apiUrl, fetch);
  return async (request) => {
    const response = await fetch(`${apiUrl}/checkout/create`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
      body: await request.text(),
    });
    return new Response(await response.text(), {
      status: response.status,
      headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': SHOP },
    });
  };
}

/** The endpoint with request ids, metrics and the JSON log, without a server around it. */
function observedEndpoint(
  apiUrl: string,
  fetch: typeof globalThis.fetch,
): (request: Request) => Promise<Response> {
  const options = parseOptions({ apiKey: API_KEY, apiUrl, allowedOrigins: [SHOP], fetch, onError() {} });
  const settingName = (option: string): string => option;
  const metrics = new Metrics({ hasRedis: false });
  const nowhere = { write() {} };
  const log = createLog({ out: nowhere, err: nowhere, format: 'json', secrets: [API_KEY] });
  let requestId = '';
  const endpoint = createEndpoint({
    ...options,
    settingName,
    api: metrics.watch(createSolifynApi({ ...options, settingName })),
    onResponse: (_outcome, id) => (requestId = id),
  });
  return async (request) => {
    const started = performance.now();
    metrics.requestStarted();
    const response = await endpoint(request);
    const ms = performance.now() - started;
    metrics.requestEnded('session', ms);
    log.request({ method: 'POST', target: '/', status: response.status, ms, requestId });
    return response;
  };
}
