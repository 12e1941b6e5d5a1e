/** The demo site: a seller's pages, the button's files, and the session endpoint at their own origin. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

import { builderRoutes } from './builder/routes.ts';
import type { BuilderOptions } from './builder/routes.ts';
import { faultRoutes } from './faults.ts';

const pages = fileURLToPath(new URL('pages', import.meta.url));
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const gatewayFiles = dirname(createRequire(import.meta.url).resolve('@whop/checkout/loader'));

/** A page by its plain name; nothing else of the address reaches the file system. */
const PAGE = /^\/(?<name>[a-z0-9-]*)(?:\.html)?$/;

export interface SiteOptions {
  /** The session endpoint, served at `/solifyn/session`. */
  endpoint: (request: Request) => Promise<Response>;
  /**
   * The pages are plain HTML with the demo's default addresses and ids in them. Each key found in a page is
   * replaced by its value where this run's differ.
   */
  replacements: ReadonlyMap<string, string>;
  /** What the snippet builder, at `/builder/`, is to sell. */
  builder: BuilderOptions;
  /** Origin of the sandbox, which plays the gateway's pages; absent where the real gateway does. */
  gatewayOrigin?: string;
}

export function createSite({ endpoint, replacements, builder, gatewayOrigin }: SiteOptions): Hono {
  const site = new Hono();

  // A rebuilt file counts at once; `no-store` would also keep pages out of the back/forward cache.
  site.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-cache');
  });

  site.all('/solifyn/session', (c) => endpoint(c.req.raw));
  site.route('/faults', faultRoutes());
  site.route('/', builderRoutes(builder));
  // Modules, the self-diagnosis among them, are asked for with CORS, from a sandboxed frame by an origin of no name.
  site.use('/dist/*', async (c, next) => {
    await next();
    c.res.headers.set('access-control-allow-origin', '*');
  });
  site.use('/dist/*', serveStatic({ root: dist, rewriteRequestPath: (path) => path.slice('/dist'.length) }));
  site.get('/static/checkout/:file{(loader|index)\\.js}', async (c) =>
    c.body(await readFile(`${gatewayFiles}/${c.req.param('file')}`), 200, {
      'content-type': 'text/javascript',
    }),
  );
  site.get('/sandbox-gateway.js', (c) =>
    c.body(gatewayOrigin ? useGatewayOf(gatewayOrigin) : '', 200, { 'content-type': 'text/javascript' }),
  );

  site.get('*', async (c, next) => {
    const name = PAGE.exec(c.req.path)?.groups?.['name'];
    const text = name === undefined ? undefined : await readPage(name || 'index');
    return text === undefined ? next() : c.html(replaced(text, replacements));
  });
  site.use(serveStatic({ root: pages }));
  site.notFound(async (c) => c.html((await readPage('404')) ?? '', 404));
  return site;
}

async function readPage(name: string): Promise<string | undefined> {
  try {
    return await readFile(`${pages}/${name}.html`, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function replaced(text: string, replacements: ReadonlyMap<string, string>): string {
  return [...replacements].reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

/**
 * The gateway's own script, from the package on this machine, with the sandbox in the place of whop.com: the
 * global is that script's own way to be pointed elsewhere (`chunk-W4QN7RNH.mjs` of `@whop/checkout` 0.5.0).
 */
function useGatewayOf(origin: string): string {
  return `window.__whopCheckoutInternalOriginOverride = ${JSON.stringify(`${origin}/`)};
document.head.append(Object.assign(document.createElement('script'), { src: '/static/checkout/loader.js' }));
`;
}
