/**
 * The session endpoint: what a seller runs beside a site, so that a buy button can ask for checkouts without
 * ever seeing the API key. Web standards only, so it runs wherever a `Request` comes in: Node, Cloudflare
 * Workers, Vercel, Netlify, Deno, Bun, Lambda.
 */
import { createEndpoint } from './endpoint.ts';
import type { SessionEndpoint } from './endpoint.ts';
import { toSettings } from './options.ts';
import type { SessionEndpointOptions } from './options.ts';
import { createSolifynApi } from './solifyn-api.ts';

export type { CheckoutRequest, CheckoutSession, EndpointError, JsonObject, JsonValue } from '../protocol.ts';
export type { PriceBounds } from './catalogue.ts';
export type { SessionEndpoint } from './endpoint.ts';
export { optionsFrom } from './cli/environment.ts';
export type { Environment, EnvironmentOptions } from './cli/environment.ts';
export { SessionEndpointError } from './errors.ts';
export type { FaultCode, RefusalCode } from './errors.ts';
export { limitKey } from './limit-key.ts';
export type { LimitVerdict, SessionEndpointOptions } from './options.ts';

/**
 * Makes the handler of a session endpoint.
 *
 * ```ts
 * export default { fetch: createSessionEndpoint({ apiKey: process.env.SOLIFYN_API_KEY!, products: ['prod_…'] }) };
 * ```
 *
 * @returns a function from a `Request`, and whatever the platform adds to it, to a `Response`. It never rejects.
 * @throws {TypeError} where an option is missing or wrong; the message names the option, never the key.
 */
export function createSessionEndpoint<Platform extends readonly unknown[] = readonly unknown[]>(
  options: SessionEndpointOptions<Platform>,
): SessionEndpoint<Platform> {
  const { apiKey, apiUrl, fetch, ...rest } = toSettings(options);
  return createEndpoint({ ...rest, api: createSolifynApi({ apiKey, apiUrl, fetch, timeout: rest.timeout }) });
}
