import { Buffer } from 'node:buffer';
import process from 'node:process';
import { createSessionEndpoint, limitKey, optionsFrom } from '@solifyn/buy-button/session-endpoint';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** @typedef {import('aws-lambda').LambdaFunctionURLEvent} FunctionUrlEvent */

/** 30 tries a minute, counted by each instance for itself; template.yaml bounds the instances. */
const perAddress = new RateLimiterMemory({ points: 30, duration: 60 });

/** @type {import('@solifyn/buy-button/session-endpoint').SessionEndpoint<[FunctionUrlEvent]>} */
const endpoint = createSessionEndpoint({
  ...optionsFrom(process.env),
  limit: (_request, { requestContext }) =>
    perAddress.consume(limitKey(requestContext.http.sourceIp)).then(
      () => ({ allowed: true }),
      ({ msBeforeNext }) => ({ allowed: false, retryAfter: msBeforeNext / 1000 }),
    ),
});

/** @type {import('aws-lambda').LambdaFunctionURLHandler} */
export async function handler(event) {
  const response = await endpoint(toRequest(event), event);
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
