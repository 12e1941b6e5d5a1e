/** Webhooks that Solifyn never sends: header lines and bytes over a socket to the server of the command. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import type { HttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import { createWebhookEndpoint } from '../../../src/webhooks/index.ts';
import type { WebhookEvent } from '../../../src/webhooks/index.ts';
import { sendBytes } from '../session-endpoint/send-bytes.ts';
import { OTHER_SECRET, PAYMENT, SECRET, signWebhook } from './webhook-sender.ts';
import type { WebhookOptions } from './webhook-sender.ts';

type Lines = readonly (readonly [name: string, value: string])[];

let server: HttpServer;
let events: WebhookEvent[] = [];

before(async () => {
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    timeout: 10_000,
    handler: createWebhookEndpoint({ secret: SECRET, onEvent: (event) => events.push(event) }),
  });
});
after(() => server.stop());
beforeEach(() => (events = []));

/** Sends these header lines, repeated ones too, and returns status and code. */
async function send(lines: Lines, body: string | Buffer): Promise<string> {
  const head = [
    'POST /webhooks HTTP/1.1',
    'Host: 127.0.0.1',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
  const response = await sendBytes(server.url, bytes);
  return [/^HTTP\/1\.1 (\d+)/.exec(response)?.[1], /"code":"([\w-]+)"/.exec(response)?.[1]].join(' ').trim();
}

/** The signed webhook, with its header lines changed. */
function signed(
  options: WebhookOptions,
  change: (lines: Lines) => Lines = (lines) => lines,
): Promise<string> {
  const { headers, body } = signWebhook(options);
  return send(change(Object.entries(headers)), body);
}

const linesOf = (options: WebhookOptions): Lines => Object.entries(signWebhook(options).headers);
/** Adds a line before the others, or after them. */
const withFirst =
  (name: string, value: string) =>
  (lines: Lines): Lines => [[name, value], ...lines];
const withLast =
  (name: string, value: string) =>
  (lines: Lines): Lines => [...lines, [name, value]];

describe('both families of headers at once', () => {
  it('are decided by webhook-… alone: a forged one is refused beside valid svix-…', async () => {
    const forged = linesOf({ secrets: [OTHER_SECRET] });
    assert.equal(await signed({ prefix: 'svix' }, (lines) => [...lines, ...forged]), '400 invalid-signature');
    assert.equal(await signed({ prefix: 'svix' }, (lines) => [...forged, ...lines]), '400 invalid-signature');
    assert.deepEqual(events, []);
  });

  it('are decided by webhook-… alone: a valid one passes with its own id beside forged svix-…', async () => {
    const forged = linesOf({ prefix: 'svix', id: 'msg_forged', secrets: [OTHER_SECRET] });
    assert.equal(await signed({ id: 'msg_own' }, (lines) => [...forged, ...lines]), '204');
    assert.deepEqual(
      events.map(({ id }) => id),
      ['msg_own'],
    );
  });

  it('are never mixed', async () => {
    for (const name of ['id', 'timestamp', 'signature']) {
      const mixed = (lines: Lines): Lines =>
        lines.map(([line, value]) => [line === `webhook-${name}` ? `svix-${name}` : line, value]);
      assert.equal(await signed({}, mixed), '400 missing-headers', name);
    }
    assert.deepEqual(events, []);
  });
});

describe('a header that appears twice', () => {
  for (const [name, value] of [
    ['webhook-id', 'msg_1'],
    ['webhook-id', 'msg_2'],
    ['webhook-timestamp', `${Math.floor(Date.now() / 1000)}`],
  ] as const) {
    it(`is refused: ${name} ${value === 'msg_1' ? 'with the same value' : 'with another value'}`, async () => {
      assert.equal(await signed({ id: 'msg_1' }, withFirst(name, value)), '400 missing-headers');
      assert.equal(await signed({ id: 'msg_1' }, withLast(name, value)), '400 missing-headers');
      assert.deepEqual(events, []);
    });
  }

  it('is one more signature: a forged one neither helps nor harms', async () => {
    const forged = new Map(linesOf({ secrets: [OTHER_SECRET] })).get('webhook-signature') ?? '';
    assert.equal(await signed({}, withFirst('webhook-signature', forged)), '204');
    assert.equal(await signed({}, withLast('webhook-signature', forged)), '204');
    const both = withLast('webhook-signature', forged);
    assert.equal(await signed({ secrets: [OTHER_SECRET] }, both), '400 invalid-signature');
    assert.equal(events.length, 2);
  });
});

describe('signatures', () => {
  const padded = (count: number) => (lines: Lines) =>
    lines.map(([name, value]) =>
      name === 'webhook-signature'
        ? ([name, `${'v1,AAAA '.repeat(count)}${value}`] as const)
        : ([name, value] as const),
    );

  it('are compared up to ten, so that a long list costs no more', async () => {
    assert.equal(await signed({}, padded(9)), '204');
    assert.equal(await signed({}, padded(10)), '400 invalid-signature');
    assert.equal(await signed({}, padded(1500)), '400 invalid-signature');
  });

  it('in another case, with more base64 or of another scheme are not equal', async () => {
    const changes: ((signature: string) => string)[] = [
      (signature) => signature.replace('v1,', 'V1,'),
      (signature) => `v1,${signature.slice(3).toLowerCase()}`,
      (signature) => `${signature}=`,
      (signature) => `v1a,${signature.slice(3)}`,
      (signature) => signature.replace('v1,', 'v1, '),
    ];
    for (const change of changes) {
      const changed = (lines: Lines): Lines =>
        lines.map(([name, value]) => [name, name === 'webhook-signature' ? change(value) : value]);
      assert.match(await signed({}, changed), /^400 (?:invalid-signature|missing-headers)$/, String(change));
    }
    assert.deepEqual(events, []);
  });
});

describe('a clock that is wrong', () => {
  for (const [age, result] of [
    [240, '204'],
    [-240, '204'],
    [302, '400 too-old'],
    [-600, '400 too-new'],
    [10 ** 9, '400 too-old'],
    [-(10 ** 9), '400 too-new'],
  ] as const) {
    it(`by ${age} s is ${result}`, async () => assert.equal(await signed({ age }), result));
  }

  it('is not read from another notation of the time', async () => {
    for (const [from, to] of [
      [/^/, '0'],
      [/^/, '+'],
      [/^/, '-'],
      [/$/, '.0'],
      [/$/, 'e0'],
      [/^.*$/, '99999999999999999999'],
      [/^.*$/, '٠١٢'],
    ] as const) {
      const changed = (lines: Lines): Lines =>
        lines.map(([name, value]) => [name, name === 'webhook-timestamp' ? value.replace(from, to) : value]);
      assert.equal(await signed({}, changed), '400 missing-headers', `${from} ${to}`);
    }
  });
});

describe('the bytes of a body', () => {
  const text = JSON.stringify(PAYMENT);
  const lines = linesOf({});

  it('are verified with a byte order mark and with replaced characters', async () => {
    const question = '{"type":"payment.succeeded","data":"\ufffd"}';
    const invalid = Buffer.from(question.replace('\ufffd', '\u00ff'), 'latin1');
    assert.equal(await send(lines, `\ufeff${text}`), '400 invalid-signature');
    assert.equal(await send(linesOf({ body: question }), invalid), '400 invalid-body');
    // JSON has no byte order mark (RFC 8259, section 8.1).
    assert.equal(await signed({ body: `\ufeff${text}` }), '400 invalid-body');
    assert.deepEqual(events, []);
  });

  it('may write half a character as an escape, which is passed on unchanged', async () => {
    assert.equal(await signed({ body: '{"type":"a","data":{"name":"\\ud800"}}' }), '204');
    assert.deepEqual(events[0]?.data, { name: '\ud800' });
  });

  it('may name prototypes, which change nothing', async () => {
    const named = '{"__proto__":{"type":"payment.failed"},"type":"a","data":{"__proto__":{"isPaid":true}}}';
    assert.equal(await signed({ body: named }), '204');
    assert.equal(events[0]?.type, 'a');
    assert.equal(({} as Record<string, unknown>)['isPaid'], undefined);
    assert.equal((events[0].data as Record<string, unknown>)['isPaid'], undefined);
    assert.equal(await signed({ body: '{"__proto__":{"type":"a","data":1}}' }), '400 invalid-body');
  });

  it('may nest 100,000 deep', async () => {
    const deep = `{"type":"a","data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    assert.equal(await signed({ body: deep }), '204');
  });

  it('of a type that is not a text are refused', async () => {
    for (const type of ['{}', '[]', '1', 'null', 'true', '{"toString":"payment.succeeded"}']) {
      assert.equal(await signed({ body: `{"type":${type},"data":1}` }), '400 invalid-body', type);
    }
  });
});
