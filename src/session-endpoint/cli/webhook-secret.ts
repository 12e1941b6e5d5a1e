import { parseSecrets } from '../../webhooks/options.ts';
import { SignatureVerifier } from '../../webhooks/signature.ts';
import { readText } from '../environment.ts';
import { ConfigError } from '../errors.ts';
import { readSecretFile } from './secret-file.ts';

type Variable = 'SOLIFYN_WEBHOOK_SECRET' | 'SOLIFYN_WEBHOOK_SECRET_FILE';
type Variables = Readonly<Record<string, string | undefined>>;

/** The signing secrets of Solifyn's webhooks and where they came from. */
export interface WebhookSecrets {
  readonly values: readonly string[];
  /** The variable, for messages. */
  readonly variable: Variable;
  /** The file that contains them, if they are in one. */
  readonly file: string | undefined;
}

/**
 * @returns undefined if both variables are unset.
 * @throws {ConfigError} if there are two variables, the file is not readable, or a secret is invalid.
 */
export function readWebhookSecrets({
  SOLIFYN_WEBHOOK_SECRET: secret = '',
  SOLIFYN_WEBHOOK_SECRET_FILE: file = '',
}: Variables): WebhookSecrets | undefined {
  const hasFile = file.trim() !== '';
  if (hasFile && secret.trim() !== '') {
    throw new ConfigError('SOLIFYN_WEBHOOK_SECRET and SOLIFYN_WEBHOOK_SECRET_FILE', 'are both set. Keep one');
  }
  if (hasFile) {
    return { values: readWebhookSecretFile(file), variable: 'SOLIFYN_WEBHOOK_SECRET_FILE', file };
  }
  const variable = 'SOLIFYN_WEBHOOK_SECRET';
  const text = readText(secret, variable);
  return text === undefined ? undefined : { values: parse(text, variable), variable, file: undefined };
}

/** @throws {ConfigError} if the file is not readable, or a secret in it is invalid. */
export function readWebhookSecretFile(file: string): readonly string[] {
  const variable = 'SOLIFYN_WEBHOOK_SECRET_FILE';
  return parse(readText(readSecretFile(file, variable), variable), variable);
}

function parse(text: string | undefined, variable: Variable): readonly string[] {
  const values = parseSecrets(text, (reason) => new ConfigError(variable, reason));
  try {
    new SignatureVerifier(values);
  } catch {
    throw new ConfigError(variable, 'must be base64 after whsec_. Copy the whole signing secret');
  }
  return values;
}
