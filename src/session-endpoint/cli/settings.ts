import { parseHttpUrl } from '../../request-rules.ts';
import { OPTION_VARIABLES, readOptions, readText } from '../environment.ts';
import type { Environment, EnvironmentOptions } from '../environment.ts';
import { ConfigError } from '../errors.ts';
import { readApiKey } from './api-key.ts';
import type { ApiKey } from './api-key.ts';
import { FLAG_VARIABLES, readFlags } from './flags.ts';
import type { Flag, Flags } from './flags.ts';
import { readWebhookSecrets } from './webhook-secret.ts';
import type { WebhookSecrets } from './webhook-secret.ts';

/** The action of one run of `solifyn-session-endpoint`. */
export type Command =
  | { readonly action: 'help' }
  | { readonly action: 'version' }
  | { readonly action: 'serve'; readonly settings: ServerSettings };

export type LogFormat = 'text' | 'json';

/** How webhooks are received. */
export interface WebhookSettings {
  readonly secrets: WebhookSecrets;
  /** The path of the seller's module. Without one the events are logged. */
  readonly handler: string | undefined;
}

/** Settings of the server around the endpoint, and the endpoint's own options. */
export interface ServerSettings {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Proxies in front of this server whose `X-Forwarded-*` headers are trusted. */
  readonly trustProxy: number;
  /** Requests per minute. */
  readonly rateLimits: { readonly perAddress: number; readonly total: number };
  readonly maxConcurrentCalls: number;
  readonly redisUrl: string | undefined;
  readonly logFormat: LogFormat;
  readonly metricsPort: number | undefined;
  /** Undefined if there is no signing secret. */
  readonly webhooks: WebhookSettings | undefined;
  /** Whether to sell through a sandbox started with the endpoint, whose key and address replace those in `options`. */
  readonly sandbox: boolean;
  /** The address to which the sandbox sends webhooks. */
  readonly webhookUrl: string | undefined;
  /** The file that the API key came from, if any. */
  readonly keyFile: string | undefined;
  /** Values that must never be logged. */
  readonly secrets: readonly string[];
  readonly options: EnvironmentOptions;
  /** The variable or flag that the reader set, for messages: by option (`apiUrl`) or by flag (`port`). */
  readonly nameOf: (setting: string) => string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** A valid key for the validation of the options, before the sandbox runs and has the real one. */
const SANDBOX_KEY: ApiKey = {
  value: 'sandbox-key-placeholder',
  variable: 'SOLIFYN_API_KEY',
  file: undefined,
};

/**
 * Reads flags and environment.
 *
 * @throws {ConfigError} with the name of the variable or flag that is missing or invalid.
 */
export function readCommand(args: readonly string[], environment: Variables): Command {
  const flags = readFlags(args);
  if (flags.switches.has('help')) return { action: 'help' };
  if (flags.switches.has('version')) return { action: 'version' };
  return { action: 'serve', settings: new SettingsReader(flags, environment).read() };
}

class SettingsReader {
  readonly #flags: Flags;
  readonly #environment: Variables;

  constructor(flags: Flags, environment: Variables) {
    this.#flags = flags;
    this.#environment = environment;
  }

  read(): ServerSettings {
    const sandbox = this.#flags.switches.has('sandbox');
    const apiKey = sandbox ? SANDBOX_KEY : readApiKey(this.#environment);
    const redisUrl = this.#redisUrl();
    const turnstileKey = this.#text('turnstile-secret-key');
    const webhooks = this.#webhooks();
    return {
      host: this.#text('host') ?? '127.0.0.1',
      port: this.#count('port', 0, 65_535) ?? 8787,
      trustProxy: this.#count('trust-proxy', 0, 16) ?? 0,
      rateLimits: {
        perAddress: this.#count('rate-limit-per-address', 1, 1_000_000) ?? 30,
        total: this.#count('rate-limit-total', 1, 1_000_000) ?? 600,
      },
      maxConcurrentCalls: this.#count('max-concurrent-calls', 1, 10_000) ?? 100,
      redisUrl,
      logFormat: this.#logFormat(),
      metricsPort: this.#count('metrics-port', 0, 65_535),
      webhooks,
      sandbox,
      webhookUrl: this.#webhookUrl(sandbox),
      keyFile: apiKey.file,
      secrets: [
        ...(turnstileKey === undefined ? [] : [turnstileKey]),
        ...(redisUrl === undefined ? [] : passwordsOf(redisUrl)),
        ...(webhooks?.secrets.values ?? []),
      ],
      options: this.#options(apiKey, sandbox),
      nameOf: (setting) => this.#nameOf(setting, apiKey),
    };
  }

  #options(apiKey: ApiKey, sandbox: boolean): EnvironmentOptions {
    const environment: Environment = {
      SOLIFYN_API_KEY: apiKey.value,
      SOLIFYN_API_URL: sandbox ? undefined : this.#text('api-url'),
      // A page that is only being tried out may have any origin, also that of a file.
      SOLIFYN_ALLOWED_ORIGINS: this.#text('allowed-origins') ?? (sandbox ? '*' : undefined),
      SOLIFYN_PRODUCTS: this.#text('products'),
      SOLIFYN_COLLECTIONS: this.#text('collections'),
      SOLIFYN_CUSTOM_PRICES: this.#text('custom-prices'),
      TURNSTILE_SECRET_KEY: this.#text('turnstile-secret-key'),
    };
    return readOptions(environment, (variable) => this.#nameOfVariable(variable, apiKey));
  }

  #text(flag: Flag): string | undefined {
    const value = this.#flags.texts.get(flag);
    return (
      readText(value, `--${flag}`) ?? readText(this.#environment[FLAG_VARIABLES[flag]], FLAG_VARIABLES[flag])
    );
  }

  #count(flag: Flag, min: number, max: number): number | undefined {
    const text = this.#text(flag);
    if (text === undefined) return undefined;
    const count = /^\d{1,7}$/.test(text) ? Number(text) : undefined;
    if (count === undefined || count < min || count > max) {
      throw new ConfigError(this.#nameOfFlag(flag), `must be a whole number from ${min} to ${max}`);
    }
    return count;
  }

  #logFormat(): LogFormat {
    const text = this.#text('log-format') ?? 'text';
    if (text === 'text' || text === 'json') return text;
    throw new ConfigError(this.#nameOfFlag('log-format'), 'must be text or json');
  }

  #webhooks(): WebhookSettings | undefined {
    const secrets = readWebhookSecrets(this.#environment);
    const handler = this.#text('webhook-handler');
    if (secrets !== undefined) return { secrets, handler };
    if (handler === undefined) return undefined;
    throw new ConfigError(
      this.#nameOfFlag('webhook-handler'),
      'needs SOLIFYN_WEBHOOK_SECRET. Set it to the signing secret of the webhook in the Solifyn dashboard',
    );
  }

  #webhookUrl(sandbox: boolean): string | undefined {
    const text = this.#text('webhook-url');
    if (text === undefined) return undefined;
    const name = this.#nameOfFlag('webhook-url');
    if (!sandbox) throw new ConfigError(name, 'needs --sandbox: Solifyn itself sends the real webhooks');
    const url = parseHttpUrl(text);
    if (url === undefined)
      throw new ConfigError(name, 'must be an address that begins with http:// or https://');
    return url.href;
  }

  #redisUrl(): string | undefined {
    const url = this.#text('redis-url');
    if (url === undefined) return undefined;
    const name = this.#nameOfFlag('redis-url');
    if (!URL.canParse(url) || !['redis:', 'rediss:'].includes(new URL(url).protocol)) {
      throw new ConfigError(name, 'must be an address that begins with redis:// or rediss://');
    }
    try {
      passwordsOf(url);
    } catch {
      throw new ConfigError(name, 'has a % in its password that is not part of an escape. Write it as %25');
    }
    return url;
  }

  #nameOf(setting: string, apiKey: ApiKey): string {
    const optionVariables: Record<string, keyof Environment> = OPTION_VARIABLES;
    const variable = optionVariables[setting];
    if (variable !== undefined) return this.#nameOfVariable(variable, apiKey);
    return Object.hasOwn(FLAG_VARIABLES, setting) ? this.#nameOfFlag(setting as Flag) : setting;
  }

  #nameOfVariable(variable: keyof Environment, apiKey: ApiKey): string {
    if (variable === 'SOLIFYN_API_KEY') return apiKey.variable;
    const flag = Object.entries(FLAG_VARIABLES).find(([, name]) => name === variable)?.[0];
    return flag === undefined ? variable : this.#nameOfFlag(flag as Flag);
  }

  #nameOfFlag(flag: Flag): string {
    const isGiven = (this.#flags.texts.get(flag)?.trim() ?? '') !== '';
    return isGiven ? `--${flag}` : FLAG_VARIABLES[flag];
  }
}

/** The password as it is written in the address and as it is sent. */
function passwordsOf(redisUrl: string): string[] {
  const { password } = new URL(redisUrl);
  return password === '' ? [] : [password, decodeURIComponent(password)];
}
