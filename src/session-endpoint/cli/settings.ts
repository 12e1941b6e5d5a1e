import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { optionsFrom, SettingError, toText } from './environment.ts';
import type { EnvironmentOptions } from './environment.ts';

/** What `solifyn-session-endpoint` was told to do. */
export type Command =
  | { readonly do: 'help' }
  | { readonly do: 'version' }
  | { readonly do: 'serve'; readonly settings: ServerSettings };

/** Settings of the server around the endpoint, and the endpoint's own options. */
export interface ServerSettings {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Proxies in front of this server whose `X-Forwarded-*` is true. */
  readonly trustProxy: number;
  readonly redisUrl: string | undefined;
  /** Sell through a sandbox started beside the endpoint: its key and address take the place of the options'. */
  readonly sandbox: boolean;
  readonly options: EnvironmentOptions;
}

/** Settings by flag, with the variable that stands for each. The key is not among them: a flag shows in `ps`. */
const VARIABLES = {
  'api-url': 'SOLIFYN_API_URL',
  'allowed-origins': 'SOLIFYN_ALLOWED_ORIGINS',
  products: 'SOLIFYN_PRODUCTS',
  collections: 'SOLIFYN_COLLECTIONS',
  'custom-prices': 'SOLIFYN_CUSTOM_PRICES',
  host: 'HOST',
  port: 'PORT',
  'trust-proxy': 'TRUST_PROXY',
  'redis-url': 'REDIS_URL',
} as const;

type Flag = keyof typeof VARIABLES;

/** Passes the judgement of options while the sandbox, which has the real one, is not running yet. */
const SANDBOX_PLACEHOLDER = 'sandbox';

export const HELP = `solifyn-session-endpoint: creates Solifyn checkouts for <solifyn-buy-button>

  SOLIFYN_API_KEY=… solifyn-session-endpoint --allowed-origins https://shop.example
  solifyn-session-endpoint --sandbox          try it without an account

The API key, one of:
  SOLIFYN_API_KEY            the key itself
  SOLIFYN_API_KEY_FILE       a file that holds it

Settings, each a variable or a flag (a flag wins; an empty one is not set):
  SOLIFYN_API_URL            --api-url          default https://api.solifyn.com
  SOLIFYN_ALLOWED_ORIGINS    --allowed-origins  https://shop.example,https://www.shop.example or *
  SOLIFYN_PRODUCTS           --products         prod_a,prod_b: sell nothing else
  SOLIFYN_COLLECTIONS        --collections      col_a,col_b: sell nothing else
  SOLIFYN_CUSTOM_PRICES      --custom-prices    prod_a:5,prod_b:1-500: lowest and highest price a buyer may choose
  HOST                       --host             default 127.0.0.1
  PORT                       --port             default 8787
  TRUST_PROXY                --trust-proxy      number of proxies in front, default 0
  REDIS_URL                  --redis-url        share the rate limits between several instances

  --sandbox                  start a sandbox of the Solifyn API and sell through it
  --help, --version

GET /healthz answers 200 while the server takes requests; any other path is the endpoint.
`;

/**
 * Reads flags and environment.
 *
 * @throws {SettingError} naming the variable or flag that is missing or wrong.
 */
export function readCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const flags = readFlags(args);
  if (flags.has('help')) return { do: 'help' };
  if (flags.has('version')) return { do: 'version' };

  const setting = (flag: Flag): string | undefined =>
    toText(flags.get(flag)) ?? toText(environment[VARIABLES[flag]]);
  const sandbox = flags.has('sandbox');
  const options = optionsFrom({
    SOLIFYN_API_KEY: sandbox ? SANDBOX_PLACEHOLDER : readKey(environment),
    SOLIFYN_API_URL: sandbox ? undefined : setting('api-url'),
    // A page that is only being tried out may come from anywhere, from a file too.
    SOLIFYN_ALLOWED_ORIGINS: setting('allowed-origins') ?? (sandbox ? '*' : undefined),
    SOLIFYN_PRODUCTS: setting('products'),
    SOLIFYN_COLLECTIONS: setting('collections'),
    SOLIFYN_CUSTOM_PRICES: setting('custom-prices'),
  });
  return {
    do: 'serve',
    settings: {
      host: setting('host') ?? '127.0.0.1',
      port: toCount('port', setting('port') ?? '8787', 65_535),
      trustProxy: toCount('trust-proxy', setting('trust-proxy') ?? '0', 16),
      redisUrl: toRedisUrl(setting('redis-url')),
      sandbox,
      options,
    },
  };
}

/** @returns the flags that were given, those without a value as ''. */
function readFlags(args: readonly string[]): ReadonlyMap<string, string> {
  const switches = ['sandbox', 'help', 'version'];
  const valued = Object.keys(VARIABLES);
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const name of switches) options[name] = { type: 'boolean' };
  for (const name of valued) options[name] = { type: 'string' };
  // Not strict: its own messages repeat the argument, which may be a key that slipped onto the command line.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });

  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option')
      throw new SettingError('There is a word that belongs to no flag. See --help.');
    const { name, value } = token;
    if (/^api-?key/i.test(name)) {
      throw new SettingError(
        'The API key is never a flag, since other programs can read those. Set SOLIFYN_API_KEY or SOLIFYN_API_KEY_FILE.',
      );
    }
    if (switches.includes(name)) {
      if (value !== undefined) throw new SettingError(`--${name} takes no value.`);
      flags.set(name, '');
    } else if (valued.includes(name)) {
      if (value === undefined) throw new SettingError(`--${name} needs a value.`);
      flags.set(name, value);
    } else {
      throw new SettingError(
        /^[a-z-]{1,24}$/.test(name)
          ? `--${name} is not known. See --help.`
          : 'A flag is not known. See --help.',
      );
    }
  }
  return flags;
}

function readKey({ SOLIFYN_API_KEY: key = '', SOLIFYN_API_KEY_FILE: file = '' }: NodeJS.ProcessEnv): string {
  if (key.trim() !== '' && file.trim() !== '') {
    throw new SettingError('SOLIFYN_API_KEY and SOLIFYN_API_KEY_FILE are both set. Keep one.');
  }
  if (key.trim() !== '') return key;
  if (file.trim() === '') {
    throw new SettingError(
      'SOLIFYN_API_KEY is not set. Set it to the key of the Solifyn API, or SOLIFYN_API_KEY_FILE to a file that holds it, ' +
        'or try --sandbox, which needs none.',
    );
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // The path is not repeated: it may be the key, in the wrong variable.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new SettingError(`SOLIFYN_API_KEY_FILE names a file that cannot be read${code}.`);
  }
  // Editors and `echo` end a file with a line break that is not part of the key.
  const held = text.replace(/^\uFEFF/, '').trimEnd();
  if (held === '') throw new SettingError('SOLIFYN_API_KEY_FILE names a file that is empty.');
  if (!/^[\x21-\x7e]+$/.test(held)) {
    throw new SettingError(
      'SOLIFYN_API_KEY_FILE must hold the key alone, without blanks or invisible characters.',
    );
  }
  return held;
}

function toCount(flag: Flag, value: string, highest: number): number {
  const count = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
  if (!(count <= highest)) {
    throw new SettingError(`${VARIABLES[flag]} must be a whole number from 0 to ${highest}.`);
  }
  return count;
}

function toRedisUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const isRedis = URL.canParse(value) && ['redis:', 'rediss:'].includes(new URL(value).protocol);
  if (!isRedis)
    throw new SettingError('REDIS_URL must be an address that begins with redis:// or rediss://.');
  try {
    decodeURIComponent(new URL(value).password);
  } catch {
    throw new SettingError('REDIS_URL has a % in its password that stands for nothing: write it as %25.');
  }
  return value;
}
