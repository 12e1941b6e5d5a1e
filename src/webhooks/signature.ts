/**
 * Standard Webhooks: https://www.standardwebhooks.com. The signature is an HMAC over `id.timestamp.body`.
 *
 * The package `standardwebhooks` computes every HMAC. Its `verify` is not used, because it fixes the highest age at 300 s.
 */
import { Webhook } from 'standardwebhooks';

/** The headers of a webhook. */
export interface WebhookHeaders {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** The signatures of version 1. */
  readonly signatures: readonly string[];
}

/** Signatures that are compared. After a change of the secret Solifyn sends two. */
const MAX_SIGNATURES = 10;

/** A full stop would let one signature fit two ids (the specification forbids it). */
const ID = /^[^\s.]{1,256}$/;
const SECONDS = /^[1-9]\d{0,10}$/;

/** Reads the headers `webhook-…`, or `svix-…` if those are absent. Undefined if one is missing or malformed. */
export function readHeaders(headers: Headers): WebhookHeaders | undefined {
  const prefix = headers.has('webhook-id') ? 'webhook' : 'svix';
  const id = headers.get(`${prefix}-id`) ?? '';
  const timestamp = headers.get(`${prefix}-timestamp`) ?? '';
  const signatures = (headers.get(`${prefix}-signature`) ?? '')
    .split(/,?\s+/)
    .filter((signature) => signature.startsWith('v1,'))
    .slice(0, MAX_SIGNATURES);
  if (!ID.test(id) || !SECONDS.test(timestamp) || signatures.length === 0) return undefined;
  return { id, timestamp: Number(timestamp), signatures };
}

/** Verifies signatures of one or more secrets. */
export class SignatureVerifier {
  readonly #signers: readonly Webhook[];
  #blind: Webhook | undefined;

  /** @throws {TypeError} if a secret is not base64. */
  constructor(secrets: readonly string[]) {
    try {
      this.#signers = secrets.map((secret) => new Webhook(secret));
    } catch {
      // The package's own error is not attached, so that no part of a secret can reach a log.
      throw new TypeError('secret must be base64 after whsec_. Copy the whole signing secret.');
    }
  }

  /** Whether one of the signatures was made with one of the secrets. */
  isValid({ id, timestamp, signatures }: WebhookHeaders, body: string): boolean {
    const date = new Date(timestamp * 1000);
    const sent = signatures.map((signature) => this.#blinded(signature));
    return this.#signers.some((signer) => sent.includes(this.#blinded(signer.sign(id, date, body))));
  }

  /**
   * The HMAC of a signature under a random key. Comparing these instead of the signatures reveals nothing through time.
   * The key is created at the first request, since Cloudflare Workers have no random numbers while a script loads.
   */
  #blinded(signature: string): string {
    this.#blind ??= new Webhook(crypto.getRandomValues(new Uint8Array(32)), { format: 'raw' });
    return this.#blind.sign('', new Date(0), signature);
  }
}
