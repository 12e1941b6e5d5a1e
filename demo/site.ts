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

/** The path of a page. Only its name reaches the file system. */
const PAGE = /^\/(?<name>[a-z0-9-]*)(?:\.html)?$/;

export interface SiteOptions {
  /** The session endpoint, served at `/solifyn/session`. */
  endpoint: (request: Request) => Promise<Response>;
  /** Each key that a page contains is replaced by its value. The pages contain the demo's default addresses and ids. */
  replacements: ReadonlyMap<string, string>;
  /** Options of the snippet builder at `/builder/`. */
  builder: BuilderOptions;
  /** Origin of the sandbox, the stand-in for the gateway. Absent with the real gateway. */
  gatewayOrigin?: string;
}

export function createSite({ endpoint, replacements, builder, gatewayOrigin }: SiteOptions): Hono {
  const site = new Hono();

  // The browser revalidates, so a rebuilt file is used at once. `no-store` would disable the bfcache.
  site.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-cache');
  });

  site.all('/solifyn/session', (c) => endpoint(c.req.raw));
  site.route('/faults', faultRoutes());
  site.route('/', builderRoutes(builder));
  // Browsers load modules with CORS. A sandboxed frame has an opaque origin.
  site.use('/dist/*', async (c, next) => {
    await next();
    c.res.headers.set('access-control-allow-origin', '*');
  });
  site.use('/dist/*', serveStatic({ root: dist, rewriteRequestPath: (path) => path.slice('/dist'.length) }));
  // The loader finds index.js beside itself.
  site.get('/sandbox/:file{(loader|index)\\.js}', async (c) => {
    const text = gatewayOrigin ? await readGatewayScript(c.req.param('file'), gatewayOrigin) : '';
    return c.body(text, 200, { 'content-type': 'text/javascript' });
  });

  site.get('*', async (c, next) => {
    const name = PAGE.exec(c.req.path)?.groups?.['name'];
    const text = name === undefined ? undefined : await readPage(name || 'index');
    return text === undefined ? next() : c.html(replaceAll(text, replacements));
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

function replaceAll(text: string, replacements: ReadonlyMap<string, string>): string {
  return [...replacements].reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

/**
 * A file of the gateway's script from the installed package. The loader also sets the global by which it uses another
 * origin than whop.com (`chunk-W4QN7RNH.mjs` of `@whop/checkout` 0.5.0).
 */
async function readGatewayScript(file: string, origin: string): Promise<string> {
  const text = await readFile(`${gatewayFiles}/${file}`, 'utf8');
  if (file !== 'loader.js') return text;
  return `${text}\nwindow.__whopCheckoutInternalOriginOverride = ${JSON.stringify(`${origin}/`)};\n`;
}
