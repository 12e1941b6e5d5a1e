import { readFileSync } from 'node:fs';
import { ConfigError } from '../errors.ts';

/**
 * Reads a secret from its file. Editors and `echo` end a file with a line break, which is not part of the secret.
 *
 * @param variable the variable with the path, for messages.
 * @throws {ConfigError} if the file is not readable or empty.
 */
export function readSecretFile(file: string, variable: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // The path is not repeated: it may be the secret, in the wrong variable.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ConfigError(variable, `names a file that cannot be read${code}`);
  }
  const secret = text.replace(/^\uFEFF/, '').trimEnd();
  if (secret === '') throw new ConfigError(variable, 'names a file that is empty');
  return secret;
}
