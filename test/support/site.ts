import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { listen } from './loopback.ts';
import type { Loopback } from './loopback.ts';

/** The response of one path: a body alone, or with status and headers. */
export type Page = string | { body: string; status?: number; headers?: Record<string, string> };

export interface SiteOptions {
  /** Sent with every response, e.g. a Content-Security-Policy. */
  headers?: Record<string, string>;
  /** Pages of `localhost` and of `127.0.0.1` are cross-site to each other. Default `127.0.0.1`. */
  host?: '127.0.0.1' | 'localhost';
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
};

const typeOf = (path: string) => TYPES[extname(path)] ?? 'text/html; charset=utf-8';

/** Turns a fragment into a page. The parser sorts its parts into head and body. */
const toDocument = (html: string) =>
  /^\s*<!doctype/i.test(html)
    ? html
    : `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>${html}`;

/**
 * A seller's web site: the given pages by path, and the built scripts under `/dist/`, which any origin may load as from
 * a CDN. Any other path is 404.
 *
 * @param pages - path → HTML (a fragment is enough), or script, style, JSON by the path's extension
 */
export function startSite(
  pages: Record<string, Page>,
  { headers = {}, host = '127.0.0.1' }: SiteOptions = {},
): Promise<Loopback> {
  return listen((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const type = typeOf(pathname);
    const page = pages[pathname];
    if (page !== undefined) {
      const { body, status = 200, headers: own = {} } = typeof page === 'string' ? { body: page } : page;
      response.writeHead(status, { 'content-type': type, ...headers, ...own });
      response.end(type.startsWith('text/html') ? toDocument(body) : body);
    } else if (pathname.startsWith('/dist/')) {
      readFile(new URL(`../..${pathname}`, import.meta.url)).then(
        (file) => {
          response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*', ...headers });
          response.end(file);
        },
        () => response.writeHead(404).end(),
      );
    } else {
      // Browsers request an icon by themselves, and a 404 would be an error in the console.
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    }
  }, host);
}
