import { isJsonObject } from '../request-rules.ts';
import { readLimited } from './body.ts';
import { ConfigError, describeError } from './errors.ts';

export interface TurnstileOptions {
  /** The secret key of the widget. It belongs to the site key in the page, and it never leaves the server. */
  readonly secretKey: string;
  /** The request header with the token of the widget. Default `X-Turnstile-Token`. */
  readonly header?: string | undefined;
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const SITEVERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const DEFAULT_HEADER = 'X-Turnstile-Token';
/** Cloudflare's own limit for a token. */
const MAX_TOKEN_LENGTH = 2048;
const MAX_RESPONSE_BYTES = 64 * 1024;
/**
 * Errors of the set-up or of Cloudflare. All others mean that the visitor's token is missing, wrong, used or too old.
 */
const CHECK_FAILURES = new Set([
  'missing-input-secret',
  'invalid-input-secret',
  'bad-request',
  'internal-error',
]);

/**
 * The option `verify` for Cloudflare Turnstile. It reads the token from a header of the request and checks it with
 * Cloudflare. A token is valid once, so the page sends a new one with each attempt.
 *
 * @returns a function that resolves with whether the check passed. It rejects if Cloudflare cannot be reached or refuses the
 *   secret key, which the endpoint answers with 503.
 * @throws {ConfigError} if `secretKey` is missing, or has quotes or spaces, or another option is invalid. The message never
 *   contains the key.
 * @see https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 */
export function turnstile(options: TurnstileOptions): (request: Request) => Promise<boolean> {
  if (!isJsonObject(options)) throw new TypeError('turnstile expects an object with the secretKey.');
  const {
    secretKey,
    header = DEFAULT_HEADER,
    fetch = (input, init) => globalThis.fetch(input, init),
  } = options;
  checkSecretKey(secretKey);
  if (!isHeaderName(header)) throw invalid('header', 'must be the name of a request header');
  if (typeof fetch !== 'function') throw invalid('fetch', 'must be a function');
  const redact = (text: string): string => text.replaceAll(secretKey, '[secret key]');

  return async ({ headers }) => {
    const token = headers.get(header);
    if (token === null || token === '' || token.length > MAX_TOKEN_LENGTH) return false;
    try {
      return await siteverify(new URLSearchParams({ secret: secretKey, response: token }), fetch);
    } catch (error) {
      // Without the cause: an error of a network library can quote the body that it could not send.
      throw new Error(redact(`Turnstile: ${describeError(error)}`));
    }
  };
}

async function siteverify(body: URLSearchParams, fetch: typeof globalThis.fetch): Promise<boolean> {
  const response = await fetch(SITEVERIFY_URL, { method: 'POST', body, redirect: 'manual' });
  const text = await readLimited(response.body, MAX_RESPONSE_BYTES).text;
  const result = parseResult(text);
  const failure = result['error-codes']?.find((code) => CHECK_FAILURES.has(code));
  if (failure !== undefined) throw new Error(`Cloudflare answered ${failure}`);
  if (typeof result.success !== 'boolean') throw new Error(`Cloudflare answered ${response.status}`);
  return result.success;
}

function parseResult(text: string): { success?: unknown; 'error-codes'?: readonly string[] } {
  try {
    const result: unknown = JSON.parse(text);
    if (typeof result !== 'object' || result === null) return {};
    const { success, 'error-codes': codes } = result as Record<string, unknown>;
    return { success, 'error-codes': Array.isArray(codes) ? codes.map(String) : [] };
  } catch {
    return {};
  }
}

function checkSecretKey(secretKey: unknown): void {
  if (typeof secretKey !== 'string' || secretKey === '') {
    throw invalid('secretKey', 'is missing: set it to the secret key of your widget');
  }
  if (!/^[\x21-\x7e]+$/.test(secretKey) || /^["']|["']$/.test(secretKey)) {
    throw invalid('secretKey', 'must be the key alone, without quotes or spaces');
  }
}

function isHeaderName(name: unknown): boolean {
  return typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

function invalid(option: string, reason: string): ConfigError {
  return new ConfigError(option, reason, 'turnstile: ');
}
