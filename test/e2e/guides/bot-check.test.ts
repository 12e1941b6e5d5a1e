/** The recipe of docs/guides/bot-checks.md. Turnstile's script and Cloudflare's check are stand-ins, the endpoint is the real one. */
import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Page } from '@playwright/test';
import { createSessionEndpoint, turnstile } from '../../../src/session-endpoint/index.ts';
import { expect, test } from '../../support/fixtures.ts';
import { PLACEHOLDERS } from '../../support/guides.ts';
import { listen } from '../../support/loopback.ts';
import type { Loopback } from '../../support/loopback.ts';
import { buyButton } from '../../support/shop.ts';
import { blocksFor } from '../../support/snippets.ts';

/** Cloudflare's documented keys of a check that always passes. */
const SITE_KEY = '1x00000000000000000000AA';
const SECRET_KEY = '1x0000000000000000000000000000000AA';
const CHECKOUT = 'https://solifyn.com/checkout/prod_z2o92kEl6cYYX?checkout_id=1';

const [recipe] = blocksFor('test/e2e/guides/bot-check.test.ts');

/** As much of Turnstile's script as a page uses: each widget and each reset brings a token, after a while. */
const TURNSTILE = `
  let count = 0;
  const widgets = new Map();
  const bring = (id) => setTimeout(() => widgets.get(id).callback('token-' + ++count));
  globalThis.turnstile = {
    render(target, options) {
      if (!document.querySelector(target)) throw new Error('no element ' + target);
      if (options.sitekey !== '${SITE_KEY}') throw new Error('another site key');
      widgets.set('widget-1', options);
      bring('widget-1');
      return 'widget-1';
    },
    reset: bring,
  };`;

/** Starts a server and returns its origin. */
type Serve = (listener: RequestListener) => Promise<string>;

const it = test.extend<{ serve: Serve }>({
  async serve({}, use) {
    const open: Loopback[] = [];
    await use(async (listener) => {
      const server = await listen(listener);
      open.push(server);
      return server.origin;
    });
    await Promise.all(open.map((server) => server.close()));
  },
});

interface Shop {
  /** The address of the endpoint. */
  readonly endpoint: string;
  /** The tokens that reached Cloudflare, in order. */
  readonly tokens: string[];
  /** Statuses of the endpoint's responses to POST. */
  readonly statuses: number[];
  /** What Solifyn answers next. */
  failures: number;
}

/** Opens a page with the recipe and a button. */
async function openShop(
  page: Page,
  site: (pages: Record<string, string>) => Promise<string>,
  serve: Serve,
): Promise<Shop> {
  const tokens: string[] = [];
  const statuses: number[] = [];
  const endpoint = createSessionEndpoint({
    apiKey: 'sk_test_4f9Qm2Lx7Zr8Vt1',
    allowedOrigins: '*',
    verify: turnstile({
      secretKey: SECRET_KEY,
      async fetch(_input, init) {
        const { secret, response = '' } = Object.fromEntries(init?.body as URLSearchParams);
        const isNew = !tokens.includes(response);
        tokens.push(response);
        return Response.json({ success: secret === SECRET_KEY && isNew, 'error-codes': [] });
      },
    }),
    async fetch() {
      if (shop.failures > 0) {
        shop.failures -= 1;
        return new Response('', { status: 429, headers: { 'retry-after': '0' } });
      }
      return Response.json({ id: '1', session_id: 'ch_1', checkout_url: CHECKOUT }, { status: 201 });
    },
    onError: (error) => {
      throw error;
    },
  });
  const handle = async (request: Request): Promise<Response> => {
    const response = await endpoint(request);
    if (request.method === 'POST') statuses.push(response.status);
    return response;
  };
  const respond = getRequestListener(handle, { overrideGlobalObjects: false });
  const server = await serve((incoming, outgoing) => void respond(incoming, outgoing));
  const shop: Shop = { endpoint: `${server}/session`, tokens, statuses, failures: 0 };
  const code = (recipe?.code ?? '')
    .replaceAll(PLACEHOLDERS.cdn, '')
    .replaceAll(PLACEHOLDERS.endpoint, shop.endpoint);
  const origin = await site({ '/': `${code}${buyButton()}` });
  await page.route('https://challenges.cloudflare.com/turnstile/v0/api.js*', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: TURNSTILE }),
  );
  await page.route(CHECKOUT, (route) => route.fulfill({ contentType: 'text/html', body: 'Checkout' }));
  await page.goto(origin);
  return shop;
}

it('The recipe for Turnstile sells', async ({ page, site, serve }) => {
  const shop = await openShop(page, site, serve);
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.waitForURL(CHECKOUT);
  expect(shop.statuses).toEqual([200]);
  expect(shop.tokens).toEqual(['token-1']);
});

it('The recipe for Turnstile sends a new token with each attempt', async ({ page, site, serve }) => {
  const shop = await openShop(page, site, serve);
  shop.failures = 1;
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.waitForURL(CHECKOUT);
  expect(shop.statuses).toEqual([429, 200]);
  expect(shop.tokens).toEqual(['token-1', 'token-2']);
});

it('An endpoint with a bot check refuses a page without the recipe', async ({ page, site, serve }) => {
  const shop = await openShop(page, site, serve);
  const status = await page.evaluate(async (address) => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"productId":"prod_z2o92kEl6cYYX"}',
    });
    return `${response.status} ${((await response.json()) as { error: { code: string } }).error.code}`;
  }, shop.endpoint);
  expect(status).toBe('403 challenge-failed');
  expect(shop.tokens).toEqual([]);
});
