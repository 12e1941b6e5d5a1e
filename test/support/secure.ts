import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import { open } from './loopback.ts';
import type { Loopback } from './loopback.ts';

/**
 * Serves by https on a free port of the loopback interface, with a new certificate. The browser
 * must accept it (`ignoreHTTPSErrors`).
 */
export async function listenSecurely(listener: RequestListener): Promise<Loopback> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  return open(createServer({ key, cert }, listener), 'https');
}
