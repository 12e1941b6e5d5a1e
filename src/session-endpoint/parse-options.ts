import { isJsonObject, isLoopback } from '../request-rules.ts';
import { findUnknownOption, hasSurroundingQuotes } from '../webhooks/option-rules.ts';
import type { PriceBounds } from './catalogue.ts';
import { ConfigError } from './errors.ts';
import type { SessionEndpointError } from './errors.ts';
import type { ParsedOptions, SessionEndpointOptions } from './options.ts';
import { toOrigin } from './origins.ts';

const LIVE_API = 'https://api.solifyn.com';
const TEST_API = 'https://sandbox-api.solifyn.com';
const TEST_KEY_PREFIX = 'sk_test_';
const MIN_KEY_LENGTH = 16;
const DEFAULT_TIMEOUT_MS = 10_000;
/** A longer timer fires at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Every option by name. A new option does not compile until it is added here. */
const OPTION_NAMES: Record<keyof SessionEndpointOptions, true> = {
  apiKey: true,
  apiUrl: true,
  allowedOrigins: true,
  products: true,
  collections: true,
  customPrices: true,
  timeout: true,
  limit: true,
  verify: true,
  fetch: true,
  onError: true,
};

/**
 * Validates the options once, when the endpoint is created, so that a mistake shows at the start and not at a sale.
 *
 * @throws {ConfigError} with the name of the first invalid option.
 */
export function parseOptions<Platform extends readonly unknown[]>(
  options: SessionEndpointOptions<Platform>,
): ParsedOptions<Platform> {
  if (!isJsonObject(options)) throw new TypeError('createSessionEndpoint expects an object of options.');
  checkNames(options);
  const { products, collections } = options;
  const isLimited = products !== undefined || collections !== undefined;
  const apiKey = parseApiKey(options.apiKey);
  return {
    apiKey,
    apiUrl: parseApiUrl(options.apiUrl, apiKey),
    allowedOrigins: parseOrigins(options.allowedOrigins ?? []),
    products: isLimited ? parseIds('products', products ?? []) : undefined,
    collections: isLimited ? parseIds('collections', collections ?? []) : undefined,
    customPrices: parsePrices(options.customPrices ?? {}),
    timeout: parseTimeout(options.timeout ?? DEFAULT_TIMEOUT_MS),
    limit: parseFunction('limit', options.limit),
    verify: parseFunction('verify', options.verify),
    // Looked up at each call, so that instrumentation loaded later is used. Called as a function of the global object,
    // because workerd throws if `fetch` is a method of anything else.
    fetch: parseFunction('fetch', options.fetch) ?? ((input, init) => globalThis.fetch(input, init)),
    onError: parseFunction('onError', options.onError) ?? logError,
  };
}

function checkNames(options: object & { apiKey?: unknown }): void {
  const unknown = findUnknownOption(options, OPTION_NAMES, options.apiKey);
  if (unknown !== undefined) throw invalid(unknown, 'is not known');
}

/**
 * Visible ASCII, which is what an `Authorization` header accepts. A line break from a copied key would make every sale fail,
 * and undici quotes the header that it refuses.
 */
function parseApiKey(value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw invalid('apiKey', 'is missing: set it to the key of the Solifyn API');
  }
  if (/[\r\n]/.test(value)) throw invalid('apiKey', 'contains a line break: copy the key alone');
  if (hasSurroundingQuotes(value)) {
    throw invalid('apiKey', 'has quotes around it: remove them');
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw invalid('apiKey', 'contains a space or an invisible or unusual character: copy the key alone');
  }
  if (value.length < MIN_KEY_LENGTH) {
    throw invalid('apiKey', `has fewer than ${MIN_KEY_LENGTH} characters: copy the whole key`);
  }
  return value;
}

function parseApiUrl(value: unknown, apiKey: string): string {
  const isTestKey = apiKey.startsWith(TEST_KEY_PREFIX);
  if (value === undefined) return isTestKey ? TEST_API : LIVE_API;

  const expected = 'must be an https address (http on this computer only) without user, query and fragment';
  if (typeof value !== 'string' || /[\s?#]/.test(value) || !URL.canParse(value)) {
    throw invalid('apiUrl', expected);
  }
  const { protocol, hostname, username, password, href, origin } = new URL(value);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  if (!isSecure || username !== '' || password !== '') throw invalid('apiUrl', expected);

  if (isTestKey && origin === LIVE_API) {
    throw invalid(
      'apiUrl',
      `is the live address, but the key is a test key (${TEST_KEY_PREFIX}…), which works at ${TEST_API} only`,
    );
  }
  if (!isTestKey && origin === TEST_API) {
    throw invalid(
      'apiUrl',
      `is the test address, but the key is not a test key (${TEST_KEY_PREFIX}…). A live key works at ${LIVE_API} only`,
    );
  }
  return href.replace(/\/+$/, '');
}

function parseOrigins(value: unknown): '*' | readonly string[] {
  if (value === '*') return '*';
  if (!Array.isArray(value)) throw invalid('allowedOrigins', "must be a list of origins, or '*'");
  if (value.includes('*')) return '*';
  return value.map((item: unknown, index) => {
    const origin = typeof item === 'string' ? toOrigin(item) : undefined;
    if (origin === undefined) {
      throw invalid(
        'allowedOrigins',
        `must contain origins like https://shop.example, without a path. Entry ${index + 1} is not one`,
      );
    }
    return origin;
  });
}

function parseIds(name: string, value: unknown): ReadonlySet<string> {
  const isList = Array.isArray(value) && value.every((id) => typeof id === 'string' && id.trim() !== '');
  if (!isList) throw invalid(name, 'must be a list of ids');
  return new Set(value as string[]);
}

function parsePrices(value: unknown): ReadonlyMap<string, PriceBounds> {
  // `Object.entries` of a Map, for example, is empty, and would silently allow no price.
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    throw invalid('customPrices', 'must be an object { [productId]: { min, max? } }');
  }
  return new Map(
    Object.entries(value as object).map(([id, bounds]: [string, unknown], index) => {
      if (!isBounds(bounds)) {
        throw invalid(
          'customPrices',
          `must have { min, max? } for each product, min from 0 and max from min. Entry ${index + 1} is invalid`,
        );
      }
      return [id, bounds];
    }),
  );
}

function isBounds(value: unknown): value is PriceBounds {
  if (!isJsonObject(value)) return false;
  const { min, max, ...others } = value;
  // A misspelt max would be no upper bound.
  if (Object.keys(others).length > 0) return false;
  if (typeof min !== 'number' || !Number.isFinite(min) || min < 0) return false;
  return max === undefined || (typeof max === 'number' && max >= min);
}

function parseTimeout(value: unknown): number {
  if (typeof value !== 'number' || !(value > 0 && value <= MAX_TIMEOUT_MS)) {
    throw invalid('timeout', `must be a number of milliseconds from 1 to ${MAX_TIMEOUT_MS}`);
  }
  return value;
}

function parseFunction<F>(name: string, value: F): F {
  if (value !== undefined && typeof value !== 'function') throw invalid(name, 'must be a function');
  return value;
}

function invalid(option: string, reason: string): ConfigError {
  return new ConfigError(option, reason, 'createSessionEndpoint: ');
}

function logError(error: SessionEndpointError): void {
  console.error(`[solifyn] ${error.message} (request ${error.requestId})`);
}
