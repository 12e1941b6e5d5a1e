import { Buffer } from 'node:buffer';
import process from 'node:process';
import { createSessionEndpoint, limitKey, optionsFrom } from '@solifyn/buy-button/session-endpoint';
import { createWebhookEndpoint } from '@solifyn/buy-button/webhooks';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { deliver } from './deliver.mjs';

/** @typedef {import('aws-lambda').LambdaFunctionURLEvent} FunctionUrlEvent */

/** 30 requests a minute, counted by each instance for itself. template.yaml limits the instances. */
const perAddress = new RateLimiterMemory({ points: 30, duration: 60 });

/** @type {import('@solifyn/buy-button/session-endpoint').SessionEndpoint<[FunctionUrlEvent]>} */
const sessions = createSessionEndpoint({
  ...optionsFrom(process.env),
  limit: (_request, /** @type {FunctionUrlEvent} */ { requestContext }) =>
    perAddress.consume(limitKey(requestContext.http.sourceIp)).then(
      () => ({ allowed: true }),
      ({ msBeforeNext }) => ({ allowed: false, retryAfter: msBeforeNext / 1000 }),
    ),
});

const { SOLIFYN_WEBHOOK_SECRET } = process.env;
const webhooks = SOLIFYN_WEBHOOK_SECRET
  ? createWebhookEndpoint({ secret: SOLIFYN_WEBHOOK_SECRET, onEvent: deliver })
  : () => new Response('SOLIFYN_WEBHOOK_SECRET is not set.', { status: 503 });

/** @type {import('aws-lambda').LambdaFunctionURLHandler} */
export async function handler(event) {
  const request = toRequest(event);
  const response = await (event.rawPath === '/webhooks' ? webhooks(request) : sessions(request, event));
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

/** @param {FunctionUrlEvent} event */
function toRequest({ rawPath, headers, body, isBase64Encoded, requestContext }) {
  const { method } = requestContext.http;
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD';
  return new Request(`https://${requestContext.domainName}${rawPath}`, {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, value ?? '']),
    body: hasBody ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : null,
  });
}
