/** The server around the handler, and its connections. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { startHttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import type { HttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import { createLog } from '../../../src/session-endpoint/cli/log.ts';
import { createSessionEndpoint } from '../../../src/session-endpoint/index.ts';
import { stopClock } from '../../support/clock.ts';
import { closed, sendBytes } from './send-bytes.ts';

/** The time limit in ms. No test waits for it, and no test depends on how fast the machine is. */
const TIMEOUT_MS = 600_000;
/** For the one test that waits until the time is over, because Node has its own timers for the headers. */
const SHORT_TIMEOUT_MS = 400;
const HEAD =
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://shop.example\r\nContent-Type: application/json\r\n';

async function withServer(
  act: (server: HttpServer, output: () => string) => Promise<void>,
  timeout = TIMEOUT_MS,
): Promise<void> {
  let output = '';
  const sink = { write: (text: string) => (output += text) };
  const log = createLog({ out: sink, err: sink, secrets: [] });
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    timeout,
    onEnd: ({ incoming, status, ms }) =>
      log.request({ method: incoming.method ?? '', target: incoming.url ?? '', status, ms }),
    handler: createSessionEndpoint({
      apiKey: 'sk_test_4f9Qm2Lx7Zr8Vt1',
      allowedOrigins: ['https://shop.example'],
      timeout,
      fetch: async () =>
        Response.json({ id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/1' }),
    }),
  });
  try {
    await act(server, () => output);
  } finally {
    await server.stop();
  }
}

function open(server: HttpServer): Socket {
  return connect(Number(new URL(server.url).port), '127.0.0.1').setEncoding('utf8');
}

describe('a client that stalls', () => {
  for (const [what, length] of [
    ['with a declared length', 'Content-Length: 100\r\n\r\n{"productId":'],
    ['with a chunked body', 'Transfer-Encoding: chunked\r\n\r\nd\r\n{"productId":\r\n'],
  ] as const) {
    test(`in its body ${what} is answered 408, and its connection is closed at once`, async () => {
      await withServer(async (server) => {
        const clock = stopClock();
        try {
          const response = sendBytes(server.url, HEAD + length);
          while ((await clock.next()) !== TIMEOUT_MS);
          // From here on no timer fires, also not the one that ends the reading of a rest.
          // Node's own 408 has no JSON, so this one came from the handler.
          assert.match(await response, /^HTTP\/1\.1 408 [^]*"code":"timeout"/);
        } finally {
          clock.restore();
        }
      });
    });
  }
});

describe('a client that sends too much', () => {
  for (const [what, length] of [
    ['with its length declared', 'Content-Length: 400000\r\n\r\n'],
    ['in chunks', `Transfer-Encoding: chunked\r\n\r\n${(400_000).toString(16)}\r\n`],
  ] as const) {
    test(`${what} reads 413 before its connection ends`, async () => {
      await withServer(async (server) => {
        const socket = open(server);
        const answered = once(socket, 'data');
        socket.write(HEAD + length);
        socket.write('x'.repeat(300_000));
        assert.match(String((await answered)[0]), /^HTTP\/1\.1 413 [^]*"code":"too-large"/);
        socket.destroy();
      });
    });
  }
});

describe('a request that Node itself refuses', () => {
  const START = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n';
  const refused: [what: string, bytes: string, status: number, code: string][] = [
    ['headers that stall', HEAD, 408, 'timeout'],
    ['headers over 16 KiB', `${START}Cookie: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'too-large'],
    [
      'chunk extensions over 16 KiB',
      `${START}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n`,
      413,
      'too-large',
    ],
    ['no HTTP at all', 'HELO shop.example\r\n\r\n', 400, 'invalid-request'],
    ['two lengths', `${START}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, 'invalid-request'],
    ['no Host', 'POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n', 400, 'invalid-request'],
    ['two Hosts', `${START}Host: shop.example\r\nContent-Length: 0\r\n\r\n`, 400, 'invalid-request'],
    ['an invalid Host', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400, 'invalid-request'],
    ['an unknown Expect', `${START}Expect: money\r\nContent-Length: 0\r\n\r\n`, 417, 'invalid-request'],
  ];
  for (const [what, bytes, status, code] of refused) {
    test(`for ${what} gets the same form of error as any other`, async () => {
      await withServer(
        async (server) => {
          const received = await sendBytes(server.url, bytes);
          const [head = '', body = ''] = received.split('\r\n\r\n');
          const [start, ...lines] = head.split('\r\n');
          const headers = new Headers(lines.map((line) => line.split(': ') as [string, string]));
          assert.match(String(start), new RegExp(`^HTTP/1\\.1 ${status} \\w`));
          assert.equal((JSON.parse(body) as { error: { code: string } }).error.code, code);
          assert.equal(headers.get('content-type'), 'application/json');
          assert.equal(headers.get('content-length'), `${body.length}`);
          assert.equal(headers.get('cache-control'), 'no-store');
          assert.equal(headers.get('x-content-type-options'), 'nosniff');
          assert.match(headers.get('x-request-id') ?? '', /^[\da-f-]{36}$/);
        },
        status === 408 ? SHORT_TIMEOUT_MS : TIMEOUT_MS,
      );
    });
  }

  test('is answered nothing in the middle of another response', async () => {
    const bytes = 'x'.repeat(1000);
    const server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      timeout: TIMEOUT_MS,
      // A response whose body does not end.
      handler: () =>
        new Response(
          new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(bytes)) }),
        ),
    });
    const socket = open(server);
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
      if (received.includes(bytes)) socket.write('HELO\r\n\r\n');
    });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await closed(socket);
    await server.stop();
    assert.equal(received.match(/HTTP\/1\.1/g)?.length, 1, received);
  });
});

describe('an invalid request', () => {
  test('cannot write lines of its own into the log', async () => {
    await withServer(async (server, output) => {
      const path = '/%0aPOST%20/%20200\u001b[2J?x=\u2028'.replace(/[^\x21-\x7e]/g, '%1b');
      await sendBytes(server.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      assert.match(output(), /^\S+ GET \/%0aPOST%20\/%20200%1b\[2J 403 \d+ms\n$/);
    });
  });

  test('of a client that left is logged as aborted', async () => {
    await withServer(async (server, output) => {
      const socket = open(server);
      socket.write(`${HEAD}Content-Length: 100\r\n\r\n{`);
      await once(socket, 'connect');
      // The client may leave only after its request has arrived.
      const probe = await sendBytes(server.url, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      assert.match(probe, /403/);
      socket.destroy();
      await server.stop();
      assert.match(output(), / POST \/ aborted \d+ms\n/);
    });
  });
});

describe('stopping', () => {
  test('ends a connection that was opened in advance and never used', async () => {
    await withServer(async (server) => {
      const silent = open(server);
      await once(silent, 'connect');
      const gone = closed(silent.resume());
      // Node treats it as a request whose headers are still arriving, and would wait for the whole time limit.
      await server.stop();
      await gone;
    });
  });

  test('twice is the same as once', async () => {
    await withServer(async (server) => {
      const first = server.stop();
      assert.equal(server.stop(), first);
      await first;
    });
  });
});
