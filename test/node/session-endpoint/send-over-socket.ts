import { request as httpRequest } from 'node:http';
import type { Answer, CaseRequest } from './endpoint-cases.ts';

/**
 * Sends exactly this request, because `fetch` adds and removes headers. A request that stalls is broken
 * off after its response.
 *
 * @param from an address of this computer to send from. 127.0.0.2 is another visitor than 127.0.0.1.
 */
export function sendOverSocket(
  origin: string,
  { method, path, headers, body, stalls }: CaseRequest,
  from?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === null || stalls ? {} : { 'content-length': `${body.byteLength}` };
    const outgoing = httpRequest(origin + path, {
      method,
      headers: { ...headers, ...length },
      agent: false,
      localAddress: from,
    });
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
          ),
          body: Buffer.concat(chunks).toString(),
        });
        outgoing.destroy();
      });
    });
    outgoing.on('error', reject);
    if (stalls) outgoing.write(body);
    else outgoing.end(body ?? undefined);
  });
}
