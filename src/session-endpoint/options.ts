import type { Catalogue, PriceBounds } from './catalogue.ts';
import type { SessionEndpointError } from './errors.ts';

/** What a rate limiter decides about one request. */
export interface LimitVerdict {
  readonly allowed: boolean;
  /** Seconds until another attempt makes sense, for `Retry-After`. Rounded up, 5 if missing. */
  readonly retryAfter?: number | undefined;
}

/**
 * The options of `createSessionEndpoint`.
 * @typeParam Platform what the platform passes to a handler after the request: `[env, context]` on Cloudflare Workers,
 *   `[context]` on Netlify, nothing on Vercel.
 */
export interface SessionEndpointOptions<Platform extends readonly unknown[] = readonly unknown[]> {
  /** The secret key of the Solifyn API. It is never sent to a browser and never part of a log line or an error. */
  readonly apiKey: string;
  /**
   * Base address of the Solifyn API, with or without `/v1`. Default `https://api.solifyn.com`, or
   * `https://sandbox-api.solifyn.com` for a test key (`sk_test_…`).
   */
  readonly apiUrl?: string | undefined;
  /** Origins (`https://shop.example`) that may send requests besides the endpoint's own, or `'*'` for all. Default: none. */
  readonly allowedOrigins?: '*' | readonly string[] | undefined;
  /** Ids of the products that may be sold. Default: all, or none if `collections` is set. */
  readonly products?: readonly string[] | undefined;
  /** Ids of the collections that may be sold. Default: all, or none if `products` is set. */
  readonly collections?: readonly string[] | undefined;
  /** Bounds of the buyer's own price by product id. A product that is not listed accepts no `customPrice`. Default: none. */
  readonly customPrices?: Readonly<Record<string, PriceBounds>> | undefined;
  /** ms for reading the request, and again for Solifyn's whole response. Default 10000. */
  readonly timeout?: number | undefined;
  /**
   * Calls the platform's own rate limiter before the body is read. It must not read the body either. If it throws, or does
   * not return in `timeout`, the sale goes on and `onError` is called. Default: no limit.
   */
  readonly limit?:
    ((request: Request, ...platform: Platform) => LimitVerdict | Promise<LimitVerdict>) | undefined;
  /**
   * A bot check, such as `turnstile(…)`, after `limit` and before the body is read. It must not read the body either. False
   * is answered with 403. If it throws, or does not return in `timeout`, the answer is 503 and `onError` is called.
   * Default: no check.
   */
  readonly verify?: ((request: Request, ...platform: Platform) => boolean | Promise<boolean>) | undefined;
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Receives problems that the seller can fix, never a buyer's own mistake. Default: `console.error`. */
  readonly onError?: ((error: SessionEndpointError, request: Request) => unknown) | undefined;
}

/** The options with every default filled in and every value validated. */
export interface ParsedOptions<Platform extends readonly unknown[]> extends Catalogue {
  readonly apiKey: string;
  /** Without a trailing slash. */
  readonly apiUrl: string;
  readonly allowedOrigins: '*' | readonly string[];
  readonly timeout: number;
  readonly limit: SessionEndpointOptions<Platform>['limit'];
  readonly verify: SessionEndpointOptions<Platform>['verify'];
  readonly fetch: typeof globalThis.fetch;
  readonly onError: (error: SessionEndpointError, request: Request) => unknown;
}
