/** The snippet builder's files, what it must know of this build, and the scripts under a pinned version. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { Hono } from 'hono';

import { collections, discounts, products } from '../../src/sandbox/catalogue.ts';
import { LANGUAGES } from '../../src/button/messages/index.ts';
import { version } from '../../src/version.ts';

const here = new URL('./', import.meta.url);
const dist = new URL('../../dist/', import.meta.url);

/** As the folder of a package on jsDelivr or unpkg is called. */
const PACKAGE = `@solifyn/buy-button@${version}`;
const SCRIPT = 'solifyn-buy-button.umd.js';

/** What the live button can be tried with where the sandbox sells. */
const sandbox = {
  ids: [...products, ...collections].map(({ id }) => id),
  codes: discounts.map(({ code }) => code),
};

export interface BuilderOptions {
  product: string;
  collection: string;
  /** The session endpoint; here it is served at `session` beside the builder, for pages of any origin. */
  endpoint: (request: Request) => Promise<Response>;
  /** Origin of the sandbox, whose pages stand in for the gateway's and for Solifyn's; absent where the real ones do. */
  sandboxOrigin?: string | undefined;
}

/** `/builder/`, and under `/npm` the built files as a CDN has them. */
export function builderRoutes({ product, collection, endpoint, sandboxOrigin }: BuilderOptions): Hono {
  const policy = policyFor(sandboxOrigin);

  return (
    new Hono()
      .all('/builder/session', (c) => endpoint(c.req.raw))
      .get('/builder/release.json', async (c) => {
        const { origin } = new URL(c.req.url);
        return c.json({
          version,
          integrity: `sha384-${createHash('sha384')
            .update(await readFile(new URL(SCRIPT, dist)))
            .digest('base64')}`,
          folders: {
            demo: `${origin}/npm/${PACKAGE}/dist/`,
            jsdelivr: `https://cdn.jsdelivr.net/npm/${PACKAGE}/dist/`,
          },
          languages: Object.keys(LANGUAGES),
          product,
          collection,
          endpoint: `${origin}/builder/session`,
          links: `${sandboxOrigin ?? 'https://solifyn.com'}/checkout/`,
          ...(sandboxOrigin && { sandbox }),
        });
      })
      .get('/builder/builder.css', async (c) =>
        c.body(await readFile(new URL('builder.css', here)), 200, {
          'content-type': 'text/css; charset=utf-8',
        }),
      )
      .get('/builder/:module{(main|choice|look|snippets)\\.ts}', async (c) =>
        c.body(await toScript(c.req.param('module')), 200, {
          'content-type': 'text/javascript; charset=utf-8',
        }),
      )
      .get('/builder', (c) => c.redirect('/builder/', 308))
      .get('/builder/', async (c) =>
        c.html(await readFile(new URL('index.html', here), 'utf8'), 200, {
          'content-security-policy': policy,
        }),
      )
      // Under their version, for pages of any origin.
      .get(`/npm/${PACKAGE}/dist/:file{[\\w.-]+\\.js}`, async (c) => {
        const file = await readFile(new URL(c.req.param('file'), dist)).catch(() => undefined);
        if (!file) return c.notFound();
        return c.body(file, 200, {
          'content-type': 'text/javascript; charset=utf-8',
          'access-control-allow-origin': '*',
        });
      })
  );
}

const scripts = new Map<string, string>();

/** The page's own code, as a browser runs it: what is left when the types are gone. */
async function toScript(module: string): Promise<string> {
  const text = await readFile(new URL(module, here), 'utf8');
  const known = scripts.get(text);
  if (known !== undefined) return known;
  const { default: ts } = await import('typescript');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      verbatimModuleSyntax: true,
    },
  });
  scripts.set(text, outputText);
  return outputText;
}

/** As strict as it goes; the real gateway's script alone is not written for Trusted Types. */
function policyFor(sandboxOrigin: string | undefined): string {
  const strict = ["default-src 'none'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'"];
  const own = sandboxOrigin
    ? [
        "script-src 'self'",
        `frame-src ${sandboxOrigin}`,
        "require-trusted-types-for 'script'",
        'trusted-types lit-html',
      ]
    : ["script-src 'self' https://js.whop.com https://t.whop.tw", 'frame-src https://whop.com'];
  return [...strict, ...own, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ');
}
