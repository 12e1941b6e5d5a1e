import type { PriceBounds } from '../catalogue.ts';
import { OptionError, toSettings } from '../options.ts';
import type { SessionEndpointOptions } from '../options.ts';

/** The variables that set the options of an endpoint, as every platform hands them to its programs. */
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
}

/** All variables of a process. Of its own, since the types of Bun's `process.env` have no property of `Environment`. */
type Variables = Readonly<Record<string, string | undefined>>;

/** The options that a variable can set. */
export type EnvironmentOptions = Pick<
  SessionEndpointOptions,
  'apiKey' | 'apiUrl' | 'allowedOrigins' | 'products' | 'collections' | 'customPrices'
>;

/** A setting that is missing or wrong, in words for the person at the terminal. No message repeats a value. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** The variable that sets each option, for messages. */
const VARIABLES: Record<string, keyof Environment> = {
  apiKey: 'SOLIFYN_API_KEY',
  apiUrl: 'SOLIFYN_API_URL',
  allowedOrigins: 'SOLIFYN_ALLOWED_ORIGINS',
  products: 'SOLIFYN_PRODUCTS',
  collections: 'SOLIFYN_COLLECTIONS',
  customPrices: 'SOLIFYN_CUSTOM_PRICES',
} satisfies Record<keyof EnvironmentOptions, keyof Environment>;

/**
 * Reads the options of an endpoint from the variables of its platform, so that a deployment is configured and
 * never edited: `createSessionEndpoint({ ...optionsFrom(process.env), limit })`. An empty variable is not set.
 *
 * @throws {SettingError} naming the variable that is missing or wrong, never its value.
 */
export function optionsFrom(environment: Environment | Variables): EnvironmentOptions {
  const { SOLIFYN_API_KEY: key = '' } = environment;
  if (key.trim() === '') {
    throw new SettingError('SOLIFYN_API_KEY is not set. Set it to the key of the Solifyn API.');
  }
  const origins = toText(environment.SOLIFYN_ALLOWED_ORIGINS);
  const prices = toText(environment.SOLIFYN_CUSTOM_PRICES);
  const options: EnvironmentOptions = {
    apiKey: key,
    apiUrl: toText(environment.SOLIFYN_API_URL),
    allowedOrigins: origins === '*' ? '*' : toList(origins),
    products: toList(toText(environment.SOLIFYN_PRODUCTS)),
    collections: toList(toText(environment.SOLIFYN_COLLECTIONS)),
    customPrices: prices === undefined ? undefined : toPrices(prices),
  };
  judge(options);
  return options;
}

/** Says of the variables what `createSessionEndpoint` would say of the options. */
function judge(options: EnvironmentOptions): void {
  try {
    toSettings(options);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new SettingError(`${VARIABLES[error.option] ?? error.option} ${error.reason}.`);
  }
}

/** An empty value is one that is not set: that is how compose files and hosting panels write it. */
export function toText(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

function toList(value: string | undefined): string[] | undefined {
  return value
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function toPrices(value: string): Record<string, PriceBounds> {
  return Object.fromEntries(
    toList(value)!.map((entry, index) => {
      const parts = /^([^\s:]+):(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(entry);
      if (parts === null) {
        throw new SettingError(
          `SOLIFYN_CUSTOM_PRICES must read like prod_a:5,prod_b:1-500; entry ${index + 1} does not.`,
        );
      }
      const [, id = '', min, max] = parts;
      return [id, { min: Number(min), ...(max !== undefined && { max: Number(max) }) }];
    }),
  );
}
