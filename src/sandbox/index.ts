/**
 * A sandbox of the Solifyn API, so that you can try, test and demonstrate everything without an account: the API's two
 * calls, the hosted checkout page, an embeddable one, the buyer's bank, and a stand-in for the gateway's iframe. All data is
 * in memory, and a restart resets the stock.
 */
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

import { apiRoutes } from './api.ts';
import { bankRoutes } from './bank.ts';
import { BankPaymentStore } from './bank-payments.ts';
import { collections, discounts, products } from './catalogue.ts';
import { gatewayRoutes } from './gateway.ts';
import { hostedRoutes } from './hosted.ts';
import { HttpError } from './http-error.ts';
import { listen } from './listen.ts';
import { assetRoutes } from './pages/assets.ts';
import { messagePage } from './pages/layout.ts';
import { RequestLog, requestLogRoutes } from './request-log.ts';
import { Shop } from './shop.ts';
import { RETRY_DELAYS_MS, SANDBOX_WEBHOOK_SECRET, WebhookSender } from './webhook-sender.ts';
import { webhookRoutes } from './webhook-routes.ts';

export { SANDBOX_WEBHOOK_SECRET };

/** The key that the sandbox accepts by default. It is valid nowhere else. */
export const SANDBOX_API_KEY = 'sandbox_key_that_opens_nothing_else';

export interface SandboxOptions {
  /** The Bearer key that the API accepts. Default: {@link SANDBOX_API_KEY}. */
  apiKey?: string;
  /** The number of checkouts in memory. The oldest are dropped. Default: 1,000. */
  maxCheckouts?: number;
  /** The number of API calls listed at `/__sandbox/requests`. The oldest are dropped. Default: 100. */
  maxRequests?: number;
  /** The address that receives a signed webhook for each event of a payment. Default: none are sent. */
  webhookUrl?: string;
  /** The signing secret of the webhooks. Default: {@link SANDBOX_WEBHOOK_SECRET}. */
  webhookSecret?: string;
  /** Milliseconds before each further attempt to deliver a webhook. Default: 5 s, then 5 min. */
  webhookRetryDelaysMs?: readonly number[];
}

export interface Sandbox {
  /** Base address of the API and of its pages, without a trailing slash. */
  url: string;
  /** The key that the API accepts. */
  apiKey: string;
  /** The secret that signs the webhooks. */
  webhookSecret: string;
  close(): Promise<void>;
}

/** Creates the sandbox as a handler that takes a `Request` and returns a `Response`. */
export function createSandbox(options: SandboxOptions = {}): Hono {
  return createHandler(options, createWebhookSender(options));
}

function createWebhookSender({
  webhookUrl,
  webhookSecret = SANDBOX_WEBHOOK_SECRET,
  webhookRetryDelaysMs = RETRY_DELAYS_MS,
}: SandboxOptions): WebhookSender | undefined {
  if (webhookUrl === undefined) return undefined;
  return new WebhookSender({ url: webhookUrl, secret: webhookSecret, retryDelaysMs: webhookRetryDelaysMs });
}

function createHandler(
  { apiKey = SANDBOX_API_KEY, maxCheckouts = 1_000, maxRequests = 100 }: SandboxOptions,
  webhooks: WebhookSender | undefined,
): Hono {
  const shop = new Shop({
    ...{ products, collections, discounts, maxCheckouts },
    onPaymentEvent: (type, checkout) => webhooks?.send(type, checkout),
  });
  const bankPayments = new BankPaymentStore(maxCheckouts);
  const log = new RequestLog(maxRequests);
  const api = apiRoutes({ shop, apiKey, log });

  const sandbox = new Hono();
  sandbox.use((c, next) => {
    const [, stateId = ''] = /^\/bank\/(\w+)$/.exec(c.req.path) ?? [];
    return pageHeaders(bankPayments.byState(stateId)?.returnUrl)(c, next);
  });
  sandbox.route('/__sandbox/requests', requestLogRoutes(log));
  sandbox.route('/__sandbox/webhooks', webhookRoutes(webhooks));
  sandbox.route('/__sandbox/assets', assetRoutes());
  sandbox.route('/checkout', api);
  sandbox.route('/v1/checkout', api);
  sandbox.route('/', hostedRoutes(shop, bankPayments));
  sandbox.route('/embedded/checkout', gatewayRoutes(shop, bankPayments));
  sandbox.route('/bank', bankRoutes(shop, bankPayments));
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
    const { status, message } =
      error instanceof HttpError ? error : new HttpError(500, 'Internal server error');
    if (!(error instanceof HttpError)) console.error(error);
    return wantsPage(c.req.raw)
      ? c.html(messagePage({ title: 'Nothing to buy here', text: message }), status)
      : c.json({ message }, status);
  });
  return sandbox;
}

/**
 * Starts the sandbox on a socket.
 *
 * @param options The sandbox's options, and `host` (default: `127.0.0.1`) and `port` (default: any free one).
 * @throws The server's error, e.g. with `code: 'EADDRINUSE'`.
 */
export async function startSandbox({
  host,
  port,
  ...options
}: SandboxOptions & { host?: string; port?: number } = {}): Promise<Sandbox> {
  const webhooks = createWebhookSender(options);
  const { fetch } = createHandler(options, webhooks);
  const server = await listen(fetch, {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
  });
  return {
    url: server.url,
    apiKey: options.apiKey ?? SANDBOX_API_KEY,
    webhookSecret: options.webhookSecret ?? SANDBOX_WEBHOOK_SECRET,
    close() {
      webhooks?.close();
      return server.close();
    },
  };
}

function wantsPage(request: Request): boolean {
  return request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');
}

/**
 * The pages run no inline script. Any page may frame them, because the embeds need it, and open them in a tab, so there is
 * no opener policy.
 *
 * @param formRedirect The address that a form of the page redirects to. Chromium applies `form-action` to redirects too.
 */
function pageHeaders(formRedirect?: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ['data:'],
      formAction: ["'self'", ...(formRedirect === undefined ? [] : [new URL(formRedirect).origin])],
      baseUri: ["'none'"],
    },
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: 'cross-origin',
    strictTransportSecurity: false,
    xFrameOptions: false,
  });
}
