/**
 * A Solifyn API of its own, so that everything in this project can be tried, tested and shown without an
 * account: the API's two calls, the hosted checkout page, an embeddable one, and a stand-in for the gateway's
 * iframe. It lives in memory, and a restart fills the shelves again.
 */
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

import { apiRoutes } from './api.ts';
import { collections, discounts, products } from './catalogue.ts';
import { gatewayRoutes } from './gateway.ts';
import { hostedRoutes } from './hosted.ts';
import { inspectionRoutes, RequestLog } from './inspection.ts';
import { listen } from './listen.ts';
import { assetRoutes } from './pages/assets.ts';
import { messagePage } from './pages/layout.ts';
import { Refusal } from './refusal.ts';
import { Shop } from './shop.ts';

/** The key that the sandbox accepts unless told otherwise. It opens nothing else. */
export const SANDBOX_API_KEY = 'sandbox_key_that_opens_nothing_else';

export interface SandboxOptions {
  /** The Bearer key that the API accepts; default {@link SANDBOX_API_KEY}. */
  apiKey?: string;
  /** Checkouts kept in memory; the oldest are dropped. Default 1,000. */
  maxCheckouts?: number;
  /** API calls kept for `/__sandbox/requests`; the oldest are dropped. Default 100. */
  maxRequests?: number;
}

export interface Sandbox {
  /** Base address of the API and of its pages, without a trailing slash. */
  url: string;
  /** The key that the API accepts. */
  apiKey: string;
  close(): Promise<void>;
}

/** The sandbox as a handler: a Web `Request` in, a Web `Response` out. */
export function createSandbox({
  apiKey = SANDBOX_API_KEY,
  maxCheckouts = 1_000,
  maxRequests = 100,
}: SandboxOptions = {}): Hono {
  const shop = new Shop({ products, collections, discounts, maxCheckouts });
  const log = new RequestLog(maxRequests);
  const api = apiRoutes({ shop, apiKey, log });

  const sandbox = new Hono();
  sandbox.use(pageHeaders);
  sandbox.route('/__sandbox', inspectionRoutes(log));
  sandbox.route('/__sandbox/assets', assetRoutes());
  sandbox.route('/checkout', api);
  sandbox.route('/v1/checkout', api);
  sandbox.route('/', hostedRoutes(shop));
  sandbox.route('/embedded/checkout', gatewayRoutes(shop));
  sandbox.get('/', (c) =>
    c.html(
      messagePage({
        title: 'The Solifyn sandbox',
        text: 'It answers POST /checkout/create and POST /checkout/collection/create. Nothing is ever charged here.',
      }),
    ),
  );

  sandbox.notFound((c) =>
    wantsPage(c.req.raw)
      ? c.html(messagePage({ title: 'Page not found', text: 'There is nothing at this address.' }), 404)
      : c.json({ message: `Cannot ${c.req.method} ${c.req.path}` }, 404),
  );
  sandbox.onError((error, c) => {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'Internal server error');
    if (refusal !== error) console.error(error);
    return wantsPage(c.req.raw)
      ? c.html(messagePage({ title: 'Nothing to buy here', text: refusal.message }), refusal.status)
      : c.json({ message: refusal.message }, refusal.status);
  });
  return sandbox;
}

/**
 * Starts the sandbox on a socket.
 *
 * @param options `host` (default `127.0.0.1`) and `port` (default any free one) beside the sandbox's own.
 * @throws The server's error, e.g. with `code: 'EADDRINUSE'`.
 */
export async function startSandbox({
  host,
  port,
  ...options
}: SandboxOptions & { host?: string; port?: number } = {}): Promise<Sandbox> {
  const { fetch } = createSandbox(options);
  const server = await listen(fetch, {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
  });
  return { ...server, apiKey: options.apiKey ?? SANDBOX_API_KEY };
}

function wantsPage(request: Request): boolean {
  return request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');
}

/**
 * Pages run nothing that stands in their text. They may be framed by anyone, as the embeds are there for that,
 * and opened in a tab by anyone, so no opener policy.
 */
const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ['data:'],
    formAction: ["'self'"],
    baseUri: ["'none'"],
  },
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: 'cross-origin',
  strictTransportSecurity: false,
  xFrameOptions: false,
});
