import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { ConfigError } from '../errors.ts';

/**
 * Settings by flag, with the variable for each. The API key and the webhook secret have none: other programs can read the
 * flags of a process.
 */
export const FLAG_VARIABLES = {
  'api-url': 'SOLIFYN_API_URL',
  'allowed-origins': 'SOLIFYN_ALLOWED_ORIGINS',
  products: 'SOLIFYN_PRODUCTS',
  collections: 'SOLIFYN_COLLECTIONS',
  'custom-prices': 'SOLIFYN_CUSTOM_PRICES',
  'turnstile-secret-key': 'TURNSTILE_SECRET_KEY',
  host: 'HOST',
  port: 'PORT',
  'trust-proxy': 'TRUST_PROXY',
  'rate-limit-per-address': 'RATE_LIMIT_PER_ADDRESS',
  'rate-limit-total': 'RATE_LIMIT_TOTAL',
  'max-concurrent-calls': 'MAX_CONCURRENT_CALLS',
  'redis-url': 'REDIS_URL',
  'log-format': 'LOG_FORMAT',
  'metrics-port': 'METRICS_PORT',
  'webhook-handler': 'WEBHOOK_HANDLER',
  'webhook-url': 'SANDBOX_WEBHOOK_URL',
} as const;

export type Flag = keyof typeof FLAG_VARIABLES;
export type Switch = 'sandbox' | 'help' | 'version';

/** The parsed command line. */
export interface Flags {
  readonly switches: ReadonlySet<Switch>;
  /** The values of repeated list flags are joined by commas. */
  readonly texts: ReadonlyMap<Flag, string>;
}

const SWITCHES: readonly Switch[] = ['sandbox', 'help', 'version'];
const SHORT_NAMES: Readonly<Record<string, Switch>> = { h: 'help', v: 'version' };
const LIST_FLAGS: readonly Flag[] = ['allowed-origins', 'products', 'collections', 'custom-prices'];
/** Too short and plain to be an API key, so a message may repeat it. */
const SHOWABLE_NAME = /^[a-z-]{1,24}$/;

type OptionToken = Extract<
  NonNullable<ReturnType<typeof parseArgs<{ tokens: true; strict: false }>>['tokens']>[number],
  { kind: 'option' }
>;

/** @throws {ConfigError} for an unknown, incomplete or repeated flag. No message repeats a value. */
export function readFlags(args: readonly string[]): Flags {
  const switches = new Set<Switch>();
  const texts = new Map<Flag, string>();
  for (const token of tokensOf(args)) {
    if (token.kind === 'positional' && token.value === 'help') switches.add('help');
    else if (token.kind === 'option') readFlag(token, switches, texts);
    else throw new ConfigError('The command line', 'contains a word that belongs to no flag. See --help');
  }
  return { switches, texts };
}

function tokensOf(args: readonly string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const name of SWITCHES) options[name] = { type: 'boolean' };
  for (const name of Object.keys(FLAG_VARIABLES)) options[name] = { type: 'string' };
  // Not strict: Node's own messages repeat the argument, which may be a misplaced key.
  return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens;
}

function readFlag(
  { name: rawName, value }: OptionToken,
  switches: Set<Switch>,
  texts: Map<Flag, string>,
): void {
  const name = SHORT_NAMES[rawName] ?? rawName;
  if (/^api-?key/i.test(name)) {
    throw new ConfigError(
      'The API key',
      'is never a flag, because other programs can read flags. Set SOLIFYN_API_KEY or SOLIFYN_API_KEY_FILE',
    );
  }
  if (/^webhook-?secret/i.test(name)) {
    throw new ConfigError(
      'The webhook secret',
      'is never a flag, because other programs can read flags. Set SOLIFYN_WEBHOOK_SECRET or ' +
        'SOLIFYN_WEBHOOK_SECRET_FILE',
    );
  }
  if (isSwitch(name)) {
    if (value !== undefined) throw new ConfigError(`--${name}`, 'takes no value');
    switches.add(name);
  } else if (isFlag(name)) {
    if (value === undefined) throw new ConfigError(`--${name}`, 'needs a value');
    texts.set(name, joined(name, texts.get(name), value));
  } else {
    throw new ConfigError(SHOWABLE_NAME.test(name) ? `--${name}` : 'A flag', 'is not known. See --help');
  }
}

function joined(name: Flag, earlier: string | undefined, value: string): string {
  if (earlier === undefined) return value;
  if (!LIST_FLAGS.includes(name)) throw new ConfigError(`--${name}`, 'is given twice. Keep one');
  return `${earlier},${value}`;
}

function isSwitch(name: string): name is Switch {
  return SWITCHES.some((other) => other === name);
}

function isFlag(name: string): name is Flag {
  return Object.hasOwn(FLAG_VARIABLES, name);
}
