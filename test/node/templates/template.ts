/** The templates as a platform runs them: their files, bundled with the built package. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BuildOptions, Plugin } from 'esbuild';
import { table } from '../session-endpoint/endpoint-cases.ts';
import { SITEVERIFY_PATH } from '../session-endpoint/stub-upstream.ts';
import { OTHER_SECRET, SECRET, signWebhook } from '../webhooks/webhook-sender.ts';
import type { WebhookOptions } from '../webhooks/webhook-sender.ts';
import type { Answer, Behaviour, CaseOptions, CaseRequest } from '../session-endpoint/endpoint-cases.ts';

export { SECRET as WEBHOOK_SECRET };

const PACKAGE = '@solifyn/buy-button/session-endpoint';
const BUILT = fileURLToPath(new URL('../../../dist/session-endpoint.js', import.meta.url));
const BUILT_WEBHOOKS = fileURLToPath(new URL('../../../dist/webhooks.js', import.meta.url));

export const templates = fileURLToPath(new URL('../../../templates/', import.meta.url));

/** Cloudflare's address in the built package. */
const SITEVERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
/** How long a bot check that hangs is waited for, in place of 10 s. The body must arrive within it too. */
const HANGING_CHECK_TIMEOUT_MS = 1500;

/** What no variable of a template sets, and is replaced in the built package for a case. */
export interface Replacements {
  readonly timeout?: number | undefined;
  /** Where a stub answers in place of Cloudflare. */
  readonly siteverify?: string | undefined;
  /** The path of a module in place of `@solifyn/buy-button/webhooks`. */
  readonly webhooks?: string | undefined;
}

export function replacementsFor({ apiUrl, timeout, verify }: CaseOptions): Replacements {
  if (verify === undefined) return { timeout };
  return {
    timeout: tokenFor(verify) === 'hangs' ? HANGING_CHECK_TIMEOUT_MS : timeout,
    siteverify: apiUrl + SITEVERIFY_PATH,
  };
}

/** The token for which the stub answers as the case describes. */
function tokenFor(verify: NonNullable<CaseOptions['verify']>): string {
  if (typeof verify === 'boolean') return verify ? 'passes' : 'fails';
  return 'throws' in verify ? 'throws' : 'hangs';
}

/** The request of a case with its bot check's token, if it has one. */
export function withToken(request: CaseRequest, { verify }: CaseOptions): CaseRequest {
  if (verify === undefined) return request;
  return { ...request, headers: { ...request.headers, 'x-turnstile-token': tokenFor(verify) } };
}

const bundles = new Map<string, Promise<string>>();

/** Bundles one file of a template. Instances with other variables have the same bundle. */
export function bundle(
  file: string,
  options: BuildOptions,
  replacements: Replacements = {},
): Promise<string> {
  const key = JSON.stringify([file, options, replacements]);
  const bundled = bundles.get(key) ?? bundleAnew(file, options, replacements);
  bundles.set(key, bundled);
  return bundled;
}

async function bundleAnew(file: string, options: BuildOptions, replacements: Replacements): Promise<string> {
  assert.ok(existsSync(BUILT), 'run `npm run build` first');
  const { outputFiles } = await build({
    entryPoints: [join(templates, file)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    // CommonJS modules load Node's own modules with `require`.
    ...(options.platform === 'node' && {
      banner: {
        js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
      },
    }),
    plugins: [builtPackage(replacements)],
    ...options,
  });
  return outputFiles![0]!.text;
}

function builtPackage({ timeout, siteverify, webhooks = BUILT_WEBHOOKS }: Replacements): Plugin {
  return {
    name: 'built-package',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: new RegExp(`^${PACKAGE}$`) }, () =>
        timeout === undefined ? { path: BUILT } : { path: PACKAGE, namespace: 'impatient' },
      );
      onLoad({ filter: /[\\/]dist[\\/]session-endpoint\.js$/ }, () => {
        const code = readFileSync(BUILT, 'utf8');
        assert.ok(code.includes(SITEVERIFY_URL));
        return { contents: code.replaceAll(SITEVERIFY_URL, siteverify ?? SITEVERIFY_URL) };
      });
      onResolve({ filter: /^@solifyn\/buy-button\/webhooks$/ }, () => ({ path: webhooks }));
      onLoad({ filter: /.*/, namespace: 'impatient' }, () => ({
        contents: `
          import { createSessionEndpoint as create } from ${JSON.stringify(BUILT)};
          export * from ${JSON.stringify(BUILT)};
          export const createSessionEndpoint = (options) => create({ ...options, timeout: ${timeout} });`,
        resolveDir: templates,
      }));
    },
  };
}

/** The options of a case as environment variables. */
export function toVariables(options: CaseOptions): Record<string, string> {
  const { apiKey, apiUrl, allowedOrigins, products, collections, customPrices, verify } = options;
  // A comma is an empty list. An empty variable is unset.
  const list = (items: readonly string[]): string => (items.length > 0 ? items.join(',') : ',');
  const prices = Object.entries(customPrices ?? {}).map(
    ([id, { min, max }]) => `${id}:${min}${max === undefined ? '' : `-${max}`}`,
  );
  return {
    SOLIFYN_API_KEY: apiKey,
    SOLIFYN_API_URL: apiUrl,
    ...(allowedOrigins !== undefined && { SOLIFYN_ALLOWED_ORIGINS: list([allowedOrigins].flat()) }),
    ...(products !== undefined && { SOLIFYN_PRODUCTS: list(products) }),
    ...(collections !== undefined && { SOLIFYN_COLLECTIONS: list(collections) }),
    ...(prices.length > 0 && { SOLIFYN_CUSTOM_PRICES: prices.join(',') }),
    ...(verify !== undefined && TURNSTILE),
  };
}

const { defaults } = table;

/** A valid request, its options, and Solifyn's response. */
export const sale: { request: CaseRequest; behaviour: Behaviour; options(apiUrl: string): CaseOptions } = {
  request: { ...defaults.request, body: Buffer.from(JSON.stringify(defaults.request.body)), stalls: false },
  behaviour: {
    ...defaults.upstream,
    body: JSON.stringify(defaults.upstream.body),
    gzip: false,
    fails: false,
    hangs: undefined,
  },
  options: (apiUrl) => ({ ...(defaults.options as unknown as CaseOptions), apiUrl }),
};

/**
 * Sends one sale after another from one address, and one from a second. Every template allows 30 a minute, as the
 * command does. The 31st sale is refused with `Retry-After`, and the other visitor buys.
 *
 * @param buy sends a sale from the address with that number.
 */
export async function checkLimitPerAddress(buy: (visitor: number) => Promise<Answer>): Promise<void> {
  for (let index = 0; index < 30; index += 1) assert.equal((await buy(1)).status, 200, `sale ${index + 1}`);
  const refused = await buy(1);
  assert.equal(refused.status, 429);
  assert.equal((JSON.parse(refused.body) as { error: { code: string } }).error.code, 'rate-limited');
  const wait = Number(refused.headers['retry-after']);
  assert.ok(Number.isInteger(wait) && wait > 0 && wait <= 60, `a wait of ${wait} seconds`);
  assert.equal(refused.headers['access-control-allow-origin'], sale.request.headers.origin);
  assert.equal((await buy(2)).status, 200, 'another visitor');
}

/** Sends one request to a template and returns the status. */
export type SendWebhook = (request: {
  method: string;
  headers: Record<string, string>;
  body: Buffer | null;
}) => Promise<{ status: number; body: string }>;

/** Checks the webhooks of a template with the signing secret {@link WEBHOOK_SECRET}. */
export async function checkWebhooks(send: SendWebhook, log: () => string): Promise<void> {
  const post = (options: WebhookOptions, change = (body: string): string => body) => {
    const { headers, body } = signWebhook(options);
    return send({ method: 'POST', headers, body: Buffer.from(change(body)) });
  };
  assert.equal((await post({ id: 'msg_good' })).status, 204);
  assert.equal((await post({ id: 'msg_svix', prefix: 'svix' })).status, 204);
  assert.equal((await post({ id: 'msg_forged', secrets: [OTHER_SECRET] })).status, 400);
  assert.equal((await post({ id: 'msg_old', age: 400 })).status, 400);
  assert.equal((await post({ id: 'msg_changed' }, (body) => body.replace('4900', '1'))).status, 400);
  assert.equal((await post({}, () => 'x'.repeat(257 * 1024))).status, 413);
  assert.equal((await send({ method: 'GET', headers: {}, body: null })).status, 405);
  assert.match(log(), /Paid: webhook msg_good/);
  assert.match(log(), /Paid: webhook msg_svix/);
  assert.doesNotMatch(log(), /msg_(forged|old|changed)/);
}

/** Checks the response to a webhook of a template without a signing secret. */
export async function checkWebhooksWithoutSecret(send: SendWebhook): Promise<void> {
  const { headers, body } = signWebhook();
  const response = await send({ method: 'POST', headers, body: Buffer.from(body) });
  assert.equal(response.status, 503);
  assert.equal(response.body, 'SOLIFYN_WEBHOOK_SECRET is not set.');
}

/** Variables that turn on the bot check. The key is one of Cloudflare's own for tests. */
export const TURNSTILE = { TURNSTILE_SECRET_KEY: '1x0000000000000000000000000000000AA' };

/** What every template with {@link TURNSTILE} answers to a sale without a token. It does not call Cloudflare for that. */
export async function checkBotCheck(
  buy: (request: CaseRequest) => Promise<Answer>,
  log: () => string,
): Promise<void> {
  for (const token of [undefined, '', 'x'.repeat(3000)]) {
    const headers = {
      ...sale.request.headers,
      ...(token !== undefined && { 'x-turnstile-token': token }),
    };
    const response = await buy({ ...sale.request, headers });
    assert.equal(response.status, 403);
    assert.equal((JSON.parse(response.body) as { error: { code: string } }).error.code, 'challenge-failed');
    assert.equal(response.headers['access-control-allow-origin'], sale.request.headers.origin);
  }
  assert.ok(!log().includes(TURNSTILE.TURNSTILE_SECRET_KEY));
}

/**
 * One instance for each set of options, because starting one is slow and most cases share one. The token of a request decides
 * how its bot check ends, so cases with different checks share one too.
 */
export function oncePerOptions<T>(start: (options: CaseOptions) => Promise<T>): {
  get(options: CaseOptions): Promise<T>;
  all(): Promise<T[]>;
} {
  const started = new Map<string, Promise<T>>();
  return {
    get(options) {
      const key = JSON.stringify([
        { ...options, verify: options.verify !== undefined },
        replacementsFor(options),
      ]);
      const instance = started.get(key) ?? start(options);
      started.set(key, instance);
      return instance;
    },
    all: () => Promise.all(started.values()),
  };
}

/** A folder that is removed after the tests. */
export function temporaryFolder(): {
  path: string;
  write(name: string, text: string): string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'solifyn-template-'));
  return {
    path,
    write(name, text) {
      const file = join(path, name);
      writeFileSync(file, text);
      return file;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}
