import { parseSecrets } from '../../webhooks/options.ts';
import { SignatureVerifier } from '../../webhooks/signature.ts';
import { readText } from '../environment.ts';
import { ConfigError } from '../errors.ts';
import { readSecretFile } from './secret-file.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The signing secrets of Solifyn's webhooks and where they came from. */
export interface WebhookSecrets {
  readonly values: readonly string[];
  /** The variable, for messages. */
  readonly variable: 'SOLIFYN_WEBHOOK_SECRET' | 'SOLIFYN_WEBHOOK_SECRET_FILE';
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
  const variable = hasFile ? 'SOLIFYN_WEBHOOK_SECRET_FILE' : 'SOLIFYN_WEBHOOK_SECRET';
  const text = readText(hasFile ? readSecretFile(file, variable) : secret, variable);
  if (text === undefined) return undefined;
  const values = parseSecrets(text, (reason) => new ConfigError(variable, reason));
  try {
    new SignatureVerifier(values);
  } catch {
    throw new ConfigError(variable, 'must be base64 after whsec_. Copy the whole signing secret');
  }
  return { values, variable };
}
