/** What no well-behaved client sends: raw bytes over a socket to the server of the command. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startHttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import type { HttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import { createLog } from '../../../src/session-endpoint/cli/log.ts';
import { createSessionEndpoint } from '../../../src/session-endpoint/index.ts';
import { sendBytes } from './send-bytes.ts';

const GOOD = 'https://shop.example';
const API_KEY = 'sk_t0ps3cret_4f9Qm2Lx';
const TIMEOUT = 3000;

let server: HttpServer;
let log = '';
/** The bodies that Solifyn received. */
let sold: string[] = [];

before(async () => {
  const sink = { write: (text: string) => (log += text) };
  const lines = createLog({ out: sink, err: sink, secrets: [API_KEY] });
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    timeout: TIMEOUT,
    onEnd: ({ incoming, status, ms }) =>
      lines.request({ method: incoming.method ?? '', target: incoming.url ?? '', status, ms }),
    handler: createSessionEndpoint({
      apiKey: API_KEY,
      allowedOrigins: [GOOD],
      timeout: TIMEOUT,
      onError() {},
      async fetch(_input, init) {
        sold.push(String(init?.body));
        return Response.json({ id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/1' });
      },
    }),
  });
});

after(() => server.stop());

const send = (bytes: string | Buffer, more?: () => string): Promise<string> =>
  sendBytes(server.url, bytes, more);

/** A whole request in bytes. The given header lines replace the usual ones, and `null` leaves one out. */
function toRequest(
  body: string | Buffer,
  headers: Record<string, string | null> = {},
  start = 'POST /session HTTP/1.1',
): Buffer {
  const bytes = Buffer.from(body);
  const all: Record<string, string | null> = {
    Host: 'pay.example',
    Origin: GOOD,
    'Content-Type': 'application/json',
    'Content-Length': `${bytes.byteLength}`,
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${start}\r\n${lines.join('')}\r\n`, 'latin1'), bytes]);
}

const statusOf = (response: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1]);
const codeOf = (response: string) => /"code":"([\w-]+)"/.exec(response)?.[1];

/** The header lines of a response, in lower case. */
const headOf = (response: string) => response.split('\r\n\r\n')[0]!.toLowerCase();

const ORDER = '{"productId":"prod_a"}';

test('a plain sale passes, so that the next requests are refused only for their differences', async () => {
  sold = [];
  assert.equal(statusOf(await send(toRequest(ORDER))), 200);
  assert.deepEqual(sold, [ORDER]);
});

describe('an origin that is not quite the allowed one', () => {
  const ORIGINS = {
    'in capitals': 'HTTPS://SHOP.EXAMPLE',
    'with its default port': `${GOOD}:443`,
    'with another port': `${GOOD}:8443`,
    'with a trailing dot': `${GOOD}.`,
    'with a slash': `${GOOD}/`,
    'with a path': `${GOOD}/a`,
    'before another host': `${GOOD}.evil.example`,
    'as a user': `${GOOD}@evil.example`,
    'behind a backslash': `https://evil.example\\@shop.example`,
    'as a query': `https://evil.example?${GOOD}`,
    'as a fragment': `https://evil.example#${GOOD}`,
    'in a list': `${GOOD} https://evil.example`,
    'in a list with commas': `https://evil.example, ${GOOD}`,
    'by http': 'http://shop.example',
    'as a subdomain': 'https://a.shop.example',
    'with a look-alike letter': 'https://shop.ex\u00e4mple',
    'in punycode': 'https://xn--shop-.example',
    null: 'null',
    'with capitals of null': 'Null',
    'of nothing': '',
    '*': '*',
    undefined: 'undefined',
    'of the host in the request': 'https://pay.example',
  };
  for (const [how, origin] of Object.entries(ORIGINS))
    test(`is refused: ${how}`, async () => {
      sold = [];
      const response = await send(toRequest(ORDER, { Origin: origin }));
      assert.equal(statusOf(response), 403, response);
      assert.equal(codeOf(response), 'origin-not-allowed');
      assert.ok(!headOf(response).includes('access-control-'), response);
      assert.deepEqual(sold, []);
    });

  test('is refused beside the allowed one, in a second header line, in either order', async () => {
    sold = [];
    for (const pair of [
      [GOOD, 'https://evil.example'],
      ['https://evil.example', GOOD],
    ]) {
      const response = await send(toRequest(ORDER, { Origin: pair.join('\r\nOrigin: ') }));
      assert.ok([400, 403].includes(statusOf(response)), response);
      assert.ok(!headOf(response).includes('evil.example'), response);
    }
    assert.deepEqual(sold, []);
  });
});

describe('header lines', () => {
  const BREAKS = [
    '\r\nX-Injected: 1',
    '\nX-Injected: 1',
    '\rX-Injected: 1',
    '%0d%0aX-Injected: 1',
    '\u0000',
    '\u000b',
  ];
  for (const line of BREAKS)
    test(`cannot be added to a response by what a preflight requests: ${JSON.stringify(line)}`, async () => {
      const headers = {
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': `content-type${line}`,
        'Content-Length': null,
      };
      const response = await send(toRequest('', headers, 'OPTIONS /session HTTP/1.1'));
      assert.ok(!/^x-injected/m.test(headOf(response)), response);
      assert.ok([204, 400].includes(statusOf(response)), response);
    });

  test('that request bytes beyond ASCII get a response, and the server keeps running', async () => {
    const headers = {
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'caf\u00e9\u00ff',
    };
    const response = await send(toRequest('', headers, 'OPTIONS /session HTTP/1.1'));
    assert.ok([204, 400].includes(statusOf(response)), response);
    assert.equal(statusOf(await send(toRequest(ORDER))), 200);
  });

  test('above Node’s limit are refused by Node', async () => {
    const response = await send(toRequest(ORDER, { 'X-Long': 'x'.repeat(100_000) }));
    assert.equal(statusOf(response), 431);
  });

  test('add no line to the log', async () => {
    log = '';
    await send(
      toRequest(ORDER, {}, 'POST /a%0d%0a2026-11-22T00:00:00.000Z%20POST%20/forged\u001b[2J HTTP/1.1'),
    );
    await send(toRequest(ORDER));
    assert.ok(log.split('\n').filter(Boolean).length <= 2, log);
    // eslint-disable-next-line no-control-regex
    assert.ok(!/[\0-\x09\x0b-\x1f\x7f]/.test(log), log);
  });
});

describe('a body', () => {
  test('with two contradicting lengths is refused, and nothing is smuggled behind it', async () => {
    sold = [];
    const hidden = toRequest('{"productId":"prod_smuggled"}').toString();
    for (const length of [
      { 'Content-Length': '4\r\nContent-Length: 22' },
      { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' },
      { 'Content-Length': '+22' },
      { 'Content-Length': '-1' },
      { 'Content-Length': '0x16' },
      { 'Content-Length': null, 'Transfer-Encoding': 'chunked, identity' },
      { 'Content-Length': null, 'Transfer-Encoding': 'xchunked' },
    ]) {
      const response = await send(toRequest(`0\r\n\r\n${hidden}`, { ...length, Connection: 'keep-alive' }));
      assert.equal(statusOf(response), 400, JSON.stringify(length) + response);
    }
    assert.deepEqual(sold, []);
  });

  test('without an end is answered 413 as soon as it is too large, and cut off', async () => {
    const head = toRequest('', { 'Content-Length': null, 'Transfer-Encoding': 'chunked' });
    const chunk = `1000\r\n${' '.repeat(0x1000)}\r\n`;
    const response = await send(head, () => chunk);
    assert.equal(statusOf(response), 413, response);
    assert.equal(codeOf(response), 'too-large');
  });

  test('without an end that trickles is answered 408 in time', async () => {
    const head = toRequest('', { 'Content-Length': null, 'Transfer-Encoding': 'chunked' });
    const response = await send(head, () => '1\r\n \r\n');
    assert.equal(statusOf(response), 408, response);
  });

  test('that declares petabytes and sends few bytes is answered 408 in time', async () => {
    const response = await send(toRequest(ORDER, { 'Content-Length': '9007199254740991' }));
    assert.equal(statusOf(response), 408, response);
  });

  test('that is compressed is not unpacked', async () => {
    sold = [];
    const bomb = gzipSync(' '.repeat(10_000_000) + ORDER);
    const small = gzipSync(ORDER);
    assert.ok(bomb.byteLength < 16_384);
    for (const body of [bomb, small])
      assert.equal(statusOf(await send(toRequest(body, { 'Content-Encoding': 'gzip' }))), 400);
    assert.deepEqual(sold, []);
  });

  const REFUSED: Record<string, string | Buffer> = {
    'lists 8,000 deep': '['.repeat(8000) + ']'.repeat(8000),
    'objects 2,700 deep in metadata': `{"productId":"a","checkoutData":${'{"a":'.repeat(2700)}1${'}'.repeat(2700)}}`,
    'a key that appears twice with another value, the last wrong': '{"productId":"prod_a","productId":1}',
    'both ids, one by an escape': '{"productId":"prod_a","collection\\u0049d":"col_a"}',
    'a prototype as a field': '{"__proto__":{"productId":"prod_a"}}',
    'a constructor as a field': '{"productId":"prod_a","constructor":{"prototype":{"aff":"x"}}}',
    'an overlong slash': Buffer.from('7b2270726f647563744964223a22c0af227d', 'hex'),
    'a surrogate in bytes': Buffer.from('7b2270726f647563744964223a22eda080227d', 'hex'),
    'a byte that begins nothing': Buffer.from('7b2270726f647563744964223a22ff227d', 'hex'),
    'UTF-16': Buffer.from(`\ufeff${ORDER}`, 'utf16le'),
    'NUL in a name': '{"productId":"prod_a\\u0000"}',
    'NUL behind it': `${ORDER}\u0000`,
    'a second text behind it': `${ORDER}${ORDER}`,
    'a comment': `${ORDER}//`,
    'a comma at the end': '{"productId":"prod_a",}',
    'single quotes': "{'productId':'prod_a'}",
    NaN: '{"productId":"prod_a","customPrice":NaN}',
    'a number of 10,000 digits': `{"productId":"prod_a","quantity":${'9'.repeat(10_000)}}`,
    'a line separator in an e-mail':
      '{"productId":"prod_a","customerEmail":"a@b.example\\u2028bcc:c@d.example"}',
  };
  for (const [what, body] of Object.entries(REFUSED))
    test(`of ${what} is refused`, async () => {
      sold = [];
      const response = await send(toRequest(body));
      assert.equal(statusOf(response), 400, response);
      assert.equal(codeOf(response), 'invalid-request');
      assert.deepEqual(sold, []);
    });

  const PASSED: Record<string, [body: string, sold: string]> = {
    'a byte order mark before it': [`\ufeff${ORDER}`, ORDER],
    'a key that appears twice: the last one, which was validated, and no other': [
      '{"productId":"prod_b","productId":"prod_a"}',
      ORDER,
    ],
    'half a character in metadata: as an escape, which stays JSON': [
      '{"productId":"prod_a","checkoutData":{"a":"\\ud800"}}',
      '{"productId":"prod_a","checkoutData":{"a":"\\ud800"}}',
    ],
    'characters that turn the direction of text': [
      '{"productId":"prod_a","aff":"\u202egpj.\u2066x"}',
      '{"productId":"prod_a","aff":"\u202egpj.\u2066x"}',
    ],
    'a prototype in metadata, as a key like any other': [
      '{"productId":"prod_a","customFields":{"__proto__":{"isPaid":true},"constructor":{"prototype":{"isPaid":true}}}}',
      '{"productId":"prod_a","customFields":{"__proto__":{"isPaid":true},"constructor":{"prototype":{"isPaid":true}}}}',
    ],
  };
  for (const [what, [body, expected]] of Object.entries(PASSED))
    test(`may have ${what}`, async () => {
      sold = [];
      assert.equal(statusOf(await send(toRequest(body))), 200);
      assert.deepEqual(sold, [expected]);
      assert.equal(({} as Record<string, unknown>)['isPaid'], undefined);
    });
});

describe('an address', () => {
  for (const target of [
    'http://evil.example/session',
    '//evil.example/session',
    '/../../etc/passwd',
    '/%00',
    '*',
    '/?__proto__[a]=1',
  ])
    test(`such as ${target} does not change which origins are allowed`, async () => {
      const origin = await send(
        toRequest(ORDER, { Origin: 'https://evil.example' }, `POST ${target} HTTP/1.1`),
      );
      assert.ok([400, 403, 404].includes(statusOf(origin)), origin);
      assert.ok(!headOf(origin).includes('evil.example'), origin);
    });
});

test('no response and no log line contains the key', async () => {
  const answers = await Promise.all([
    send(toRequest(ORDER)),
    send(toRequest(`{"productId":"${API_KEY}","x":1}`)),
    send(toRequest(ORDER, {}, `POST /${API_KEY} HTTP/1.1`)),
  ]);
  assert.ok(![...answers, log].join('').includes(API_KEY));
});
