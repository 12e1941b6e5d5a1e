import type { PriceBounds } from './catalogue.ts';
import { ConfigError } from './errors.ts';
import type { SessionEndpointOptions } from './options.ts';
import { parseOptions } from './parse-options.ts';
import { turnstile } from './turnstile.ts';
import { hasSurroundingQuotes } from '../webhooks/option-rules.ts';

/** The variables that set the options of an endpoint, in the form in which every platform passes them to a program. */
export interface Environment {
  readonly SOLIFYN_API_KEY?: string | undefined;
  readonly SOLIFYN_API_URL?: string | undefined;
  /** `https://shop.example,https://www.shop.example`, or `*`. */
  readonly SOLIFYN_ALLOWED_ORIGINS?: string | undefined;
  /** `prod_a,prod_b` */
  readonly SOLIFYN_PRODUCTS?: string | undefined;
  /** `col_a,col_b` */
  readonly SOLIFYN_COLLECTIONS?: string | undefined;
  /** `prod_a:5,prod_b:1-500` */
  readonly SOLIFYN_CUSTOM_PRICES?: string | undefined;
  /** Turns on the bot check of Cloudflare Turnstile. */
  readonly TURNSTILE_SECRET_KEY?: string | undefined;
}

/** All variables of a process. A type of its own because Bun's `process.env` has none of the names of `Environment`. */
type Variables = Readonly<Record<string, string | undefined>>;

/** The options that a variable can set. */
export type EnvironmentOptions = Pick<
  SessionEndpointOptions,
  'apiKey' | 'apiUrl' | 'allowedOrigins' | 'products' | 'collections' | 'customPrices' | 'verify'
>;

/** The variable that sets each option. */
export const OPTION_VARIABLES = {
  apiKey: 'SOLIFYN_API_KEY',
  apiUrl: 'SOLIFYN_API_URL',
  allowedOrigins: 'SOLIFYN_ALLOWED_ORIGINS',
  products: 'SOLIFYN_PRODUCTS',
  collections: 'SOLIFYN_COLLECTIONS',
  customPrices: 'SOLIFYN_CUSTOM_PRICES',
  verify: 'TURNSTILE_SECRET_KEY',
} as const satisfies Record<keyof EnvironmentOptions, keyof Environment>;

/** The name of a variable's setting in messages: the variable itself, or the flag or file that took its place. */
export type VariableName = (variable: keyof Environment) => string;

/**
 * Reads the options of an endpoint from the variables of its platform, so that a deployment is configured and never edited:
 * `createSessionEndpoint({ ...optionsFrom(process.env), limit })`. An empty variable is unset.
 *
 * @throws {ConfigError} with the name of the variable that is missing or invalid, never its value.
 */
export function optionsFrom(environment: Environment | Variables): EnvironmentOptions {
  if (Object(environment) !== environment) {
    throw new TypeError(
      'optionsFrom expects the environment variables of your platform, such as process.env.',
    );
  }
  return readOptions(environment, (variable) => variable);
}

/** {@link optionsFrom} with other names in its messages. */
export function readOptions(environment: Environment | Variables, nameOf: VariableName): EnvironmentOptions {
  const read = (variable: keyof Environment): string | undefined =>
    readText(environment[variable], nameOf(variable));
  const apiKey = environment.SOLIFYN_API_KEY ?? '';
  if (apiKey.trim() === '') {
    throw new ConfigError(nameOf('SOLIFYN_API_KEY'), 'is not set. Set it to the key of the Solifyn API');
  }
  const origins = read('SOLIFYN_ALLOWED_ORIGINS');
  const prices = read('SOLIFYN_CUSTOM_PRICES');
  const secretKey = read('TURNSTILE_SECRET_KEY');
  return withVariableNames(nameOf, () => {
    const options: EnvironmentOptions = {
      apiKey,
      apiUrl: read('SOLIFYN_API_URL'),
      allowedOrigins: origins === '*' ? '*' : splitList(origins),
      products: parseIdList(read('SOLIFYN_PRODUCTS'), nameOf('SOLIFYN_PRODUCTS')),
      collections: parseIdList(read('SOLIFYN_COLLECTIONS'), nameOf('SOLIFYN_COLLECTIONS')),
      customPrices:
        prices === undefined ? undefined : parsePriceList(prices, nameOf('SOLIFYN_CUSTOM_PRICES')),
      verify: secretKey === undefined ? undefined : turnstile({ secretKey }),
    };
    parseOptions(options);
    return options;
  });
}

/** Runs the validation of the options with the variables' names in its errors. */
function withVariableNames<T>(nameOf: VariableName, parse: () => T): T {
  const names: Record<string, keyof Environment> = { ...OPTION_VARIABLES, secretKey: 'TURNSTILE_SECRET_KEY' };
  try {
    return parse();
  } catch (error) {
    const variable = error instanceof ConfigError ? names[error.setting] : undefined;
    if (!(error instanceof ConfigError) || variable === undefined) throw error;
    throw new ConfigError(nameOf(variable), error.reason);
  }
}

/**
 * Reads the value of one variable or flag. An empty value is unset, as compose files and hosting panels write it.
 *
 * @throws {ConfigError} for quotes around the value. A shell removes them, but `docker --env-file` and many panels don't, and
 *   a list would silently lose its first and last entry.
 */
export function readText(value: string | undefined, name: string): string | undefined {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  if (hasSurroundingQuotes(text)) {
    throw new ConfigError(name, 'has quotes around its value. Remove them: here they are part of the value');
  }
  return text;
}

function splitList(value: string | undefined): string[] | undefined {
  return value
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** @throws {ConfigError} for a list of another form, whose entries would be ids that no product has. */
function parseIdList(value: string | undefined, name: string): string[] | undefined {
  const ids = splitList(value);
  const invalid = ids?.findIndex((id) => /[\s;"'[\]]/.test(id)) ?? -1;
  if (invalid === -1) return ids;
  throw new ConfigError(
    name,
    `must be ids with commas in between, like prod_a,prod_b. Entry ${invalid + 1} has another form`,
  );
}

function parsePriceList(value: string, name: string): Record<string, PriceBounds> {
  const entries = splitList(value) ?? [];
  const seen = new Set<string>();
  return Object.fromEntries(
    entries.map((entry, index) => {
      const match = /^([^\s:]+):(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(entry);
      if (match === null) {
        throw new ConfigError(
          name,
          `must look like prod_a:5,prod_b:1-500. Entry ${index + 1} has another form`,
        );
      }
      const [, id = '', min, max] = match;
      // The last one would win, also if the first one is the higher price.
      if (seen.has(id)) throw new ConfigError(name, `has a product twice. Remove entry ${index + 1}`);
      seen.add(id);
      return [id, { min: Number(min), ...(max !== undefined && { max: Number(max) }) }];
    }),
  );
}
