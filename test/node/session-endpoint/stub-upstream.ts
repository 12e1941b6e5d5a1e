/** Two stand-ins for the Solifyn API: a `fetch`, and a server on a free port of this machine. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Behaviour, Received, Upstream } from './endpoint-cases.ts';

export interface FetchUpstream extends Upstream {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * A `fetch` that ignores its signal, so that a time limit that relies on the signal fails.
 */
export function stubFetch(): FetchUpstream {
  const received: Received[] = [];
  let behaviour: Behaviour | null = null;
  const calls = new EventEmitter();
  const hang = (): boolean => calls.emit('hang');

  return {
    url: 'https://api.solifyn.example',
    received,
    hangs: async () => void (await once(calls, 'hang')),
    behave(next) {
      behaviour = next;
    },
    close: async () => {},
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      received.push({
        method: request.method,
        path: pathname,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      });
      if (behaviour === null) throw new Error('Solifyn must not be called');
      const { status, headers, body, fails, hangs } = behaviour;
      if (fails) {
        // Like undici, whose error contains the header that it could not send.
        const cause = Object.assign(new Error(`other side closed: ${JSON.stringify(init?.headers)}`), {
          headers: init?.headers,
        });
        throw new TypeError('fetch failed', { cause });
      }
      if (hangs === 'headers') {
        hang();
        return new Promise(() => {});
      }
      if (hangs === 'body') return new Response(halfOf(body, hang), { status, headers });
      return new Response(status === 204 ? null : body, { status, headers });
    },
  };
}

/** @param onRead called when the half has been read */
function halfOf(body: string, onRead: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(body.slice(0, body.length / 2)));
    },
    pull: onRead,
  });
}

/** On this path the server answers as Cloudflare's siteverify does. */
export const SITEVERIFY_PATH = '/siteverify';

/** Cloudflare's response by the token. Without one it does not respond. */
const VERDICTS: Readonly<Record<string, object>> = {
  passes: { success: true, 'error-codes': [] },
  fails: { success: false, 'error-codes': ['invalid-input-response'] },
  throws: { success: false, 'error-codes': ['internal-error'] },
};

/** A server that closes its hanging connections when it stops. */
export async function stubServer(): Promise<Upstream> {
  const received: Received[] = [];
  let behaviour: Behaviour | null = null;
  const calls = new EventEmitter();
  const hang = (): boolean => calls.emit('hang');

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (incoming.url === SITEVERIFY_PATH) {
        const token = new URLSearchParams(Buffer.concat(chunks).toString()).get('response') ?? '';
        const verdict = VERDICTS[token];
        if (verdict === undefined) return;
        outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(verdict));
        return;
      }
      received.push({
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
        ),
        body: Buffer.concat(chunks).toString(),
      });
      if (behaviour === null || behaviour.fails) {
        incoming.socket.destroy();
        return;
      }
      const { status, headers, body, gzip, hangs } = behaviour;
      if (hangs === 'headers') return void hang();
      outgoing.writeHead(status, gzip ? { ...headers, 'content-encoding': 'gzip' } : headers);
      if (hangs === 'body') outgoing.write(body.slice(0, body.length / 2), hang);
      else outgoing.end(gzip ? gzipSync(body) : body);
    });
  });
  // A request on a connection that its server closes at the same time would fail.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    received,
    behave(next) {
      behaviour = next;
    },
    async hangs() {
      await once(calls, 'hang');
      // A client in this process reads it meanwhile.
      await setImmediate();
      await setImmediate();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
