/** Serves the snippet builder, with the data of this build. */
import { readFile } from 'node:fs/promises';

import { Hono } from 'hono';

import { WHOP_ANALYTICS, WHOP_PAGES, WHOP_SCRIPTS } from '../../src/button/gateways/whop-origins.ts';
import { bundleBuilder, describeRelease, SANDBOX } from './build.ts';
import type { Setup } from './setup.ts';

const here = new URL('./', import.meta.url);

export interface BuilderOptions {
  product: string;
  collection: string;
  /** The session endpoint, served at `session` beside the builder for pages of any origin. */
  endpoint: (request: Request) => Promise<Response>;
  /** Origin of the sandbox, the stand-in for the gateway's and Solifyn's pages. Absent with the real ones. */
  sandboxOrigin?: string | undefined;
}

/** The routes below `/builder/`. */
export function builderRoutes({ product, collection, endpoint, sandboxOrigin }: BuilderOptions): Hono {
  const policy = policyFor(sandboxOrigin);

  return new Hono()
    .all('/builder/session', (c) => endpoint(c.req.raw))
    .get('/builder/release.json', async (c) => {
      const { origin } = new URL(c.req.url);
      return c.json({
        ...(await describeRelease()),
        product,
        collection,
        endpoint: `${origin}/builder/session`,
        links: `${sandboxOrigin ?? 'https://solifyn.com'}/checkout/`,
        ...(sandboxOrigin && { sandbox: SANDBOX }),
      } satisfies Setup);
    })
    .get('/builder/builder.css', async (c) =>
      c.body(await readFile(new URL('builder.css', here)), 200, {
        'content-type': 'text/css; charset=utf-8',
      }),
    )
    .get('/builder/main.js', async (c) =>
      c.body(await bundleBuilder(), 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    )
    .get('/builder', (c) => c.redirect('/builder/', 308))
    .get('/builder/', async (c) =>
      c.html(await readFile(new URL('index.html', here), 'utf8'), 200, {
        'content-security-policy': policy,
      }),
    );
}

/** The strictest policy that the page allows. The payment gateway's script does not support Trusted Types. */
function policyFor(sandboxOrigin: string | undefined): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    sandboxOrigin ? "script-src 'self'" : `script-src 'self' ${WHOP_SCRIPTS} ${WHOP_ANALYTICS}`,
    `frame-src ${sandboxOrigin ?? WHOP_PAGES.production}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
