import { ConfigError } from '../errors.ts';
import { readSecretFile } from './secret-file.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The API key and where it came from. */
export interface ApiKey {
  readonly value: string;
  /** The variable, for messages. */
  readonly variable: 'SOLIFYN_API_KEY' | 'SOLIFYN_API_KEY_FILE';
  /** The file that contains the key, if it is in one. */
  readonly file: string | undefined;
}

/** @throws {ConfigError} if there is no key, or two, or the file is not readable. */
export function readApiKey({
  SOLIFYN_API_KEY: key = '',
  SOLIFYN_API_KEY_FILE: file = '',
}: Variables): ApiKey {
  const hasKey = key.trim() !== '';
  const hasFile = file.trim() !== '';
  if (hasKey && hasFile) {
    throw new ConfigError('SOLIFYN_API_KEY and SOLIFYN_API_KEY_FILE', 'are both set. Keep one');
  }
  if (hasKey) return { value: key, variable: 'SOLIFYN_API_KEY', file: undefined };
  if (hasFile) {
    const variable = 'SOLIFYN_API_KEY_FILE';
    return { value: readSecretFile(file, variable), variable, file };
  }
  throw new ConfigError(
    'SOLIFYN_API_KEY',
    'is not set. Set it to the key of the Solifyn API, or set SOLIFYN_API_KEY_FILE to a file that contains it, ' +
      'or use --sandbox, which needs none',
  );
}
