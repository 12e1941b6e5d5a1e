import type { WebhookEvent } from './event.ts';
import { findUnknownOption, hasSurroundingQuotes } from './option-rules.ts';

/**
 * The options of `createWebhookEndpoint`.
 * @typeParam Platform what the platform passes to a handler after the request: `[env, context]` on Cloudflare Workers,
 * `[context]` on Netlify, nothing on Vercel.
 */
export interface WebhookEndpointOptions<Platform extends readonly unknown[] = readonly unknown[]> {
  /**
   * The signing secret, `whsec_…`. Several of them, as a list or separated by commas, are all accepted, for the day on which
   * you change the secret.
   */
  readonly secret: string | readonly string[];
  /** Called with each verified event. If it throws or rejects, Solifyn sends the webhook again. */
  readonly onEvent: (event: WebhookEvent, ...platform: Platform) => unknown;
  /** Returns whether the webhook with this id was handled before. If so, `onEvent` is not called again. */
  readonly seen?: ((id: string, ...platform: Platform) => boolean | Promise<boolean>) | undefined;
  /**
   * The age in seconds from which a webhook is refused, so that a copied one cannot be used later. Default: 300, the
   * tolerance of Standard Webhooks.
   */
  readonly maxAge?: number | undefined;
}

const DEFAULT_MAX_AGE_S = 300;

/** Every option by name. A new option does not compile until it is added here. */
const OPTION_NAMES: Record<keyof WebhookEndpointOptions, true> = {
  secret: true,
  onEvent: true,
  seen: true,
  maxAge: true,
};

/**
 * Returns the secrets as a list.
 *
 * @param fail creates the error from what is wrong, which is the rest of a sentence that begins with the setting's name.
 * @throws what `fail` returns. It never contains the value.
 */
export function parseSecrets(secret: unknown, fail: (reason: string) => Error = secretError): string[] {
  const secrets: unknown[] = typeof secret === 'string' ? secret.split(',') : [secret].flat();
  if (secrets.length === 0) throw fail('must hold at least one signing secret (whsec_…)');
  return secrets.map((entry) => {
    if (typeof entry !== 'string' || entry.trim() === '') {
      throw fail('must be the signing secret of the webhook (whsec_…) from Solifyn');
    }
    if (hasSurroundingQuotes(entry.trim())) {
      throw fail('must not have quotes around it. Remove them where the variable is set');
    }
    if (/\s/.test(entry)) throw fail('must not contain blanks or line breaks');
    if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(entry)) {
      throw fail('must begin with whsec_, followed by base64. It is not the API key');
    }
    const { length } = entry.replace(/^whsec_|=+$/g, '');
    // No bytes are encoded in 4n + 1 characters of base64.
    if (length % 4 === 1) throw fail('is incomplete. Copy the whole signing secret');
    return entry;
  });
}

function secretError(reason: string): TypeError {
  return new TypeError(`secret ${reason}.`);
}

/** @throws {TypeError} if `maxAge` is not a number of seconds. */
export function parseMaxAge(maxAge: unknown = DEFAULT_MAX_AGE_S): number {
  if (typeof maxAge === 'number' && Number.isFinite(maxAge) && maxAge > 0) return maxAge;
  throw new TypeError('maxAge must be a number of seconds above 0.');
}

/** @throws {TypeError} if an option is not known, a required function is missing, or an optional one is not a function. */
export function checkOptions(options: { onEvent: unknown; seen?: unknown }): void {
  if (Object(options) !== options) {
    throw new TypeError('createWebhookEndpoint expects an object of options.');
  }
  const unknown = findUnknownOption(options, OPTION_NAMES);
  if (unknown !== undefined) {
    throw new TypeError(`${unknown} is not known. The options are ${Object.keys(OPTION_NAMES).join(', ')}.`);
  }
  const { onEvent, seen } = options;
  if (typeof onEvent !== 'function')
    throw new TypeError('onEvent must be a function that handles the event.');
  if (seen !== undefined && typeof seen !== 'function') {
    throw new TypeError('seen must be a function that returns whether a webhook was handled before.');
  }
}
