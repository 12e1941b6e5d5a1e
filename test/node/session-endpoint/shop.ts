/** A shop for tests of the command: its key, its page, its buyers and its Solifyn. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer, Behaviour, CaseRequest } from './endpoint-cases.ts';
import { sendOverSocket } from './send-over-socket.ts';

export const API_KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
export const SHOP = 'https://shop.example';
export const EMAIL = 'buyer@example.com';
export const SESSION = JSON.stringify({
  id: '1',
  session_id: 'ch_1',
  checkout_url: 'https://solifyn.com/c/1',
});

export function buy(url: string, more: Partial<CaseRequest> = {}): Promise<Answer> {
  return sendOverSocket(url, {
    method: 'POST',
    path: '/',
    body: Buffer.from(JSON.stringify({ productId: 'prod_a', customerEmail: EMAIL })),
    stalls: false,
    ...more,
    headers: { origin: SHOP, 'content-type': 'application/json', ...more.headers },
  });
}

export function get(url: string, path: string): Promise<Answer> {
  return sendOverSocket(url, { method: 'GET', path, headers: { origin: SHOP }, body: null, stalls: false });
}

export const session: Behaviour = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: SESSION,
  gzip: false,
  fails: false,
  hangs: undefined,
};

/** A Solifyn that answers when it is released. */
export async function slowApi(): Promise<{
  api: { url: string; close(): Promise<unknown> };
  calls(count: number): Promise<void>;
  release(): void;
}> {
  const waiting: ServerResponse[] = [];
  let isReleased = false;
  let news: () => void = () => {};
  const respond = (outgoing: ServerResponse): void => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(SESSION);
  };
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    if (isReleased) return void respond(outgoing);
    waiting.push(outgoing);
    news();
  });
  // A request on a connection that its server closes at the same time would fail.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    api: {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    },
    async calls(count) {
      while (waiting.length < count) await new Promise<void>((resolve) => (news = resolve));
    },
    release() {
      isReleased = true;
      waiting.forEach(respond);
    },
  };
}

/** Writes to a socket and reads until the pattern arrives. */
export async function exchange(socket: Socket, text: string, pattern: RegExp): Promise<string> {
  let received = '';
  let collect: (chunk: Buffer) => void = () => {};
  const come = new Promise<void>((resolve, reject) => {
    collect = (chunk) => {
      received += chunk.toString();
      if (pattern.test(received)) resolve();
    };
    socket.on('data', collect);
    // It stays, so that a reset afterwards does not end the process.
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${JSON.stringify(received)}`)));
  });
  socket.write(text);
  await come;
  socket.off('data', collect);
  return received;
}
