/**
 * The session endpoint runs on the seller's side, so that a buy button can create checkouts without the API key. It uses
 * Web standards only, so it runs wherever a `Request` arrives: Node, Cloudflare Workers, Vercel, Netlify, Deno, Bun, Lambda.
 */
import { createEndpoint } from './endpoint.ts';
import type { SessionEndpoint } from './endpoint.ts';
import { OPTION_VARIABLES } from './environment.ts';
import type { SessionEndpointOptions } from './options.ts';
import { parseOptions } from './parse-options.ts';
import { createSolifynApi } from './solifyn-api.ts';

export type { CheckoutRequest, CheckoutSession, EndpointError, JsonObject, JsonValue } from '../protocol.ts';
export type { PriceBounds } from './catalogue.ts';
export { clientAddress } from './client-address.ts';
export type { SessionEndpoint } from './endpoint.ts';
export { optionsFrom } from './environment.ts';
export type { Environment, EnvironmentOptions } from './environment.ts';
export { ConfigError, SessionEndpointError } from './errors.ts';
export type { HttpErrorCode, IncidentCode } from './errors.ts';
export { limitKey } from './limit-key.ts';
export type { LimitVerdict, SessionEndpointOptions } from './options.ts';
export { turnstile } from './turnstile.ts';
export type { TurnstileOptions } from './turnstile.ts';

/**
 * Creates the handler of a session endpoint.
 *
 * ```ts
 * export default { fetch: createSessionEndpoint({ apiKey: process.env.SOLIFYN_API_KEY!, products: ['prod_…'] }) };
 * ```
 *
 * @returns a function from a `Request`, and the platform's other arguments, to a `Response`. It never rejects.
 * @throws {ConfigError} if an option is missing or invalid. The message names the option and never contains the key.
 */
export function createSessionEndpoint<Platform extends readonly unknown[] = readonly unknown[]>(
  options: SessionEndpointOptions<Platform>,
): SessionEndpoint<Platform> {
  const { apiKey, apiUrl, fetch, ...rest } = parseOptions(options);
  const { timeout } = rest;
  const api = createSolifynApi({ apiKey, apiUrl, fetch, timeout, settingName });
  return createEndpoint({ ...rest, api, settingName });
}

/** Both names: the option is set in code, but templates read it from the variable. */
function settingName(option: string): string {
  const variables: Record<string, string> = OPTION_VARIABLES;
  const variable = variables[option];
  return variable === undefined ? option : `${option} (${variable})`;
}
