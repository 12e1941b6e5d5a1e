import type { Catalogue, PriceBounds } from './catalogue.ts';
import type { SessionEndpointError } from './errors.ts';
import { toOrigin } from './origins.ts';
import { isLoopback } from './solifyn-api.ts';

/** What a rate limiter says of one request. */
export interface LimitVerdict {
  readonly allowed: boolean;
  /** Seconds until another try makes sense, for `Retry-After`. Rounded up; 5 where there is none. */
  readonly retryAfter?: number | undefined;
}

/**
 * The options of `createSessionEndpoint`.
 * @typeParam Platform what the platform hands to a handler after the request: `[env, context]` on Cloudflare
 * Workers, `[context]` on Netlify, nothing on Vercel.
 */
export interface SessionEndpointOptions<Platform extends readonly unknown[] = readonly unknown[]> {
  /** The secret key of the Solifyn API. Never sent to a browser, never in a log or an error. */
  readonly apiKey: string;
  /** Base address of the Solifyn API, with or without `/v1`. Default `https://api.solifyn.com`. */
  readonly apiUrl?: string | undefined;
  /** Origins (`https://shop.example`) that may ask besides the endpoint's own, or `'*'` for all. Default: none. */
  readonly allowedOrigins?: '*' | readonly string[] | undefined;
  /** Ids of the products that may be sold. Default: all, or none where `collections` is given. */
  readonly products?: readonly string[] | undefined;
  /** Ids of the collections that may be sold. Default: all, or none where `products` is given. */
  readonly collections?: readonly string[] | undefined;
  /** Bounds of the buyer's own price by product id. A product not listed takes no `customPrice`. Default: none. */
  readonly customPrices?: Readonly<Record<string, PriceBounds>> | undefined;
  /** ms for reading the request, and again for Solifyn's whole answer. Default 10000. */
  readonly timeout?: number | undefined;
  /**
   * Asks the platform's own rate limiter, before the body is read: it must not read the body either. Where it
   * throws, or has no verdict in `timeout`, the sale goes on and `onError` hears of it. Default: no limit.
   */
  readonly limit?:
    ((request: Request, ...platform: Platform) => LimitVerdict | Promise<LimitVerdict>) | undefined;
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Hears of what the seller should look into, never of a buyer's mistake. Default: `console.error`. */
  readonly onError?: ((error: SessionEndpointError, request: Request) => unknown) | undefined;
}

/** The options with every default in place and every value judged. */
export interface Settings<Platform extends readonly unknown[]> extends Catalogue {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly allowedOrigins: '*' | readonly string[];
  readonly timeout: number;
  readonly limit: SessionEndpointOptions<Platform>['limit'];
  readonly fetch: typeof globalThis.fetch;
  readonly onError: (error: SessionEndpointError, request: Request) => unknown;
}

/** An option that is wrong. The message repeats no value: people paste the key into the wrong line. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';
  readonly option: string;
  /** What is wrong with it, to follow its name. */
  readonly reason: string;

  constructor(option: string, reason: string) {
    super(`createSessionEndpoint: ${option} ${reason}.`);
    this.option = option;
    this.reason = reason;
  }
}

/** A timer of more than this fires at once. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** Every option by name: a new one does not compile until it stands here. */
const NAMES: Record<keyof SessionEndpointOptions, true> = {
  apiKey: true,
  apiUrl: true,
  allowedOrigins: true,
  products: true,
  collections: true,
  customPrices: true,
  timeout: true,
  limit: true,
  fetch: true,
  onError: true,
};

/**
 * Judges the options once, when the endpoint is made, so that a mistake shows at the start and not at a sale.
 *
 * @throws {OptionError} naming the first option that is wrong.
 */
export function toSettings<Platform extends readonly unknown[]>(
  options: SessionEndpointOptions<Platform>,
): Settings<Platform> {
  if (!isRecord(options)) throw new TypeError('createSessionEndpoint takes an object of options.');
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(NAMES, name)) {
      throw wrong(/^\w{1,30}$/.test(name) && name !== options.apiKey ? name : 'an option', 'is not known');
    }
  }
  const { apiKey, apiUrl, allowedOrigins, products, collections, customPrices, timeout, limit } = options;
  const isLimited = products !== undefined || collections !== undefined;
  const settings = {
    apiKey: toApiKey(apiKey),
    apiUrl: toApiUrl(apiUrl ?? 'https://api.solifyn.com'),
    allowedOrigins: toOrigins(allowedOrigins ?? []),
    products: isLimited ? toIds('products', products ?? []) : undefined,
    collections: isLimited ? toIds('collections', collections ?? []) : undefined,
    customPrices: toPrices(customPrices ?? {}),
    timeout: toTimeout(timeout ?? 10_000),
    limit: toFunction('limit', limit),
    // Looked up at each call, so that a page of instrumentation loaded later is used; and called as a function
    // of the global object, since workerd refuses `fetch` as a method of anything else.
    fetch: toFunction('fetch', options.fetch) ?? ((input, init) => globalThis.fetch(input, init)),
    onError: toFunction('onError', options.onError) ?? logError,
  };
  return settings;
}

/**
 * Visible ASCII: what may stand in an `Authorization` header (RFC 6750 takes fewer still). A line break from a
 * copied key would make every sale fail, and undici quotes the header that it refuses.
 */
function toApiKey(value: unknown): string {
  if (typeof value !== 'string' || value === '')
    throw wrong('apiKey', 'is missing: set it to the key of the Solifyn API');
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw wrong(
      'apiKey',
      'holds a blank, a line break, an invisible character or one that no key has: copy the key alone',
    );
  }
  return value;
}

function toApiUrl(value: unknown): string {
  const expected = 'must be an https address (http on this machine only) without user, query and fragment';
  if (typeof value !== 'string' || /[\s?#]/.test(value) || !URL.canParse(value))
    throw wrong('apiUrl', expected);
  const { protocol, hostname, username, password, href } = new URL(value);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    throw wrong('apiUrl', expected);
  if (username !== '' || password !== '') throw wrong('apiUrl', expected);
  return href.replace(/\/+$/, '');
}

function toOrigins(value: unknown): '*' | readonly string[] {
  if (value === '*') return '*';
  if (!Array.isArray(value)) throw wrong('allowedOrigins', "must be a list of origins, or '*'");
  if (value.includes('*')) return '*';
  return value.map((item: unknown, index) => {
    const origin = typeof item === 'string' ? toOrigin(item) : undefined;
    if (origin === undefined) {
      throw wrong(
        'allowedOrigins',
        `must hold origins like https://shop.example; number ${index + 1} is none`,
      );
    }
    return origin;
  });
}

function toIds(name: string, value: unknown): ReadonlySet<string> {
  const isList = Array.isArray(value) && value.every((id) => typeof id === 'string' && id.trim() !== '');
  if (!isList) throw wrong(name, 'must be a list of ids');
  return new Set(value as string[]);
}

function toPrices(value: unknown): ReadonlyMap<string, PriceBounds> {
  // A Map, say, has no entries of this kind, and would allow nothing without a word.
  if (Object.prototype.toString.call(value) !== '[object Object]')
    throw wrong('customPrices', 'must be an object { [productId]: { min, max? } }');
  return new Map(
    Object.entries(value as object).map(([id, bounds]: [string, unknown], index) => {
      if (!isBounds(bounds)) {
        throw wrong(
          'customPrices',
          `must give each product a finite min from 0, a max from min if any, and nothing else; entry ${index + 1} does not`,
        );
      }
      return [id, bounds];
    }),
  );
}

function isBounds(value: unknown): value is PriceBounds {
  if (!isRecord(value)) return false;
  const { min, max, ...others } = value;
  // A max that is called something else would be none.
  if (Object.keys(others).length > 0) return false;
  if (typeof min !== 'number' || !Number.isFinite(min) || min < 0) return false;
  return max === undefined || (typeof max === 'number' && max >= min);
}

function toTimeout(value: unknown): number {
  if (typeof value !== 'number' || !(value > 0 && value <= MAX_TIMEOUT)) {
    throw wrong('timeout', `must be a number of milliseconds from 1 to ${MAX_TIMEOUT}`);
  }
  return value;
}

function toFunction<F>(name: string, value: F): F {
  if (value !== undefined && typeof value !== 'function') throw wrong(name, 'must be a function');
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(option: string, reason: string): OptionError {
  return new OptionError(option, reason);
}

function logError(error: SessionEndpointError): void {
  console.error(`[solifyn] ${error.message}`);
}
