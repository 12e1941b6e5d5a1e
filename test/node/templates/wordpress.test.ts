/**
 * The WordPress plugin without WordPress: its endpoint through the table of cases, its functions, and the form of its
 * files. `npm run check:wordpress` tests it in a real WordPress.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { parseRequest } from '../../../src/session-endpoint/checkout-request.ts';
import { clientAddress } from '../../../src/session-endpoint/client-address.ts';
import { HttpError } from '../../../src/session-endpoint/errors.ts';
import { limitKey } from '../../../src/session-endpoint/limit-key.ts';
import { toOrigin } from '../../../src/session-endpoint/origins.ts';
import { fuzzSeed } from '../../../scripts/test/fuzz-seed.mjs';
import { packPlugin, pluginFiles } from '../../../scripts/build/wordpress-plugin.mjs';
import { extractTexts } from '../../../scripts/build/wordpress-texts.mjs';
import { SETTINGS } from '../../../src/button/config/settings.ts';
import { version } from '../../../src/version.ts';
import { anyRequest } from '../session-endpoint/checkout-request.properties.ts';
import { runEndpointCases } from '../session-endpoint/endpoint-cases.ts';
import type { Upstream } from '../session-endpoint/endpoint-cases.ts';
import { sendOverSocket } from '../session-endpoint/send-over-socket.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import { php, servePhp } from '../../integration/wordpress/php.ts';
import type { PhpServer } from '../../integration/wordpress/php.ts';

const PLUGIN = fileURLToPath(new URL('../../../wordpress/solifyn-buy-button/', import.meta.url));
const SUPPORT = fileURLToPath(new URL('../../integration/wordpress/', import.meta.url));

/** The stub of Solifyn and one PHP server for all cases, which reads the options of the current case from a file. */
interface Stage extends Upstream {
  readonly server: PhpServer;
  readonly caseFile: string;
  readonly reportFile: string;
}

runEndpointCases<Stage>({
  name: 'the WordPress plugin in PHP',
  // PHP starts when the whole body has arrived, and cannot stop waiting for a limiter.
  can: ['limit', 'verify'],
  async upstream() {
    const upstream = await stubServer();
    const folder = await mkdtemp(join(tmpdir(), 'solifyn-php-'));
    const [caseFile, reportFile] = [join(folder, 'case.json'), join(folder, 'report')];
    const server = await servePhp([join(SUPPORT, 'router.php')], {
      variables: { SOLIFYN_CASE: caseFile, SOLIFYN_REPORT: reportFile },
    });
    return {
      ...upstream,
      server,
      caseFile,
      reportFile,
      close: async () => {
        await Promise.all([server.close(), upstream.close()]);
        await rm(folder, { recursive: true });
      },
    };
  },
  async start(options, { server, caseFile, reportFile }) {
    await writeFile(caseFile, JSON.stringify(options));
    await writeFile(reportFile, '');
    const logged = server.log().length;
    let report: [code: string, message: string][] = [];
    return {
      origin: server.origin,
      async send(request) {
        const response = await sendOverSocket(server.origin, request);
        const lines = (await readFile(reportFile, 'utf8')).trim().split('\n');
        report = lines.filter(Boolean).map((line) => JSON.parse(line));
        assert.doesNotMatch(server.log().slice(logged), /PHP (?:Warning|Notice|Deprecated|Fatal)/);
        return response;
      },
      reported: () => report.map(([code]) => code),
      traces: () => JSON.stringify(report) + server.log().slice(logged),
      close: async () => {},
    };
  },
});

/** Calls functions of the plugin, see call.php. */
async function call<T = unknown>(calls: readonly unknown[][]): Promise<T[]> {
  return JSON.parse(await php([join(SUPPORT, 'call.php')], JSON.stringify(calls)));
}

describe('the WordPress plugin decides as the TypeScript endpoint does', () => {
  /** The request that the TypeScript endpoint sends to Solifyn. */
  function toSent(body: string): unknown {
    try {
      // The endpoint ignores a byte order mark.
      return JSON.parse(JSON.stringify(parseRequest(new TextDecoder().decode(Buffer.from(body)))));
    } catch (error) {
      if (error instanceof HttpError) return null;
      throw error;
    }
  }

  const parseInPhp = async (bodies: readonly string[]): Promise<unknown[]> => {
    const results = await call<string | null>(
      bodies.map((body) => ['parseRequest', Buffer.from(body).toString('base64')]),
    );
    return results.map((result) => (result === null ? null : JSON.parse(result)));
  };

  test('any request', async () => {
    const bodies = fc
      .sample(anyRequest, { numRuns: 400, seed: fuzzSeed })
      .map((request) => JSON.stringify(request));
    const results = await parseInPhp(bodies);
    for (const [index, body] of bodies.entries()) {
      assert.deepEqual(results[index], toSent(body), `seed ${fuzzSeed}: ${body}`);
    }
    assert.ok(results.some((result) => result !== null));
  });

  test('JSON that PHP reads differently', async () => {
    const data = (value: string): string => `{"productId":"prod_a","checkoutData":{"a":${value}}}`;
    const bodies = [
      ...['TRUE', 'truE', 'NULL', 'False', 'falsE', 'nan', "'x'", '01', '+1', '.5', '1.', '0x1', '1,'].map(
        data,
      ),
      ...[
        '1E5',
        '1e-7',
        '-0',
        '0.1',
        '1e999',
        '123456789012345678901',
        '[]',
        '{}',
        '[{}]',
        '"TRUE \\" E"',
      ].map(data),
      ...[
        '"\\u0000"',
        '"\\ud83d\\ude00"',
        '"/\\/"',
        '"é\u2028"',
        '{"":1}',
        '{"1":2,"0":1}',
        '{"__proto__":1}',
      ].map(data),
      `\uFEFF${data('1')}`,
      `${data('1')}\u00a0`,
      `${data('1')}x`,
      '{"productId":"prod_a","productId":"prod_b"}',
      '{"productId":"prod_a","quantity":1.0e1}',
      `{"productId":"${'😀'.repeat(250)}"}`,
      `{"productId":"${'😀'.repeat(250)}x"}`,
      `{"productId":"${'é'.repeat(500)}"}`,
      '{"productId":"\u2003\ufeff"}',
      '{"productId":"a\u200bb"}',
    ];
    const results = await parseInPhp(bodies);
    for (const [index, body] of bodies.entries()) assert.deepEqual(results[index], toSent(body), body);
  });

  test('addresses of clients, with and without proxies', async () => {
    const addresses = [
      '198.51.100.7',
      '::ffff:198.51.100.7',
      '2001:db8:1:2:3:4:5:6',
      'fe80::1%eth0',
      '::1',
      'unknown',
      '',
    ];
    const keys = await call(addresses.map((address) => ['limitKey', address]));
    // The two endpoints write a network differently. Only which addresses share a key matters.
    const others = ['198.51.100.8', '198.51.100.7', '2001:db8:1:2::9', 'fe80::2', '::1', 'unknown', '1'];
    const otherKeys = await call(others.map((address) => ['limitKey', address]));
    assert.deepEqual(
      addresses.map((_, index) => keys[index] === otherKeys[index]),
      addresses.map((address, index) => limitKey(address) === limitKey(others[index]!)),
    );
    const seen: [forwarded: string | null, hops: number][] = [
      [null, 1],
      ['198.51.100.7', 0],
      ['192.0.2.66, 198.51.100.7', 1],
      ['192.0.2.66, 198.51.100.7, 10.0.0.9', 2],
      ['198.51.100.7', 3],
      ['unknown, 10.0.0.9', 2],
      ['<script>', 1],
      ['', 1],
      ['198.51.100.7:4711', 1],
      ['[2001:db8::1]:4711', 1],
    ];
    assert.deepEqual(
      await call(seen.map(([forwarded, hops]) => ['resolve', '10.0.0.1', forwarded, hops])),
      seen.map(([forwarded, hops]) => clientAddress('10.0.0.1', forwarded ?? undefined, hops)),
    );
  });

  test('origins in a list', async () => {
    const texts = [
      ...[
        'https://shop.example',
        'HTTPS://Shop.Example/',
        'https://shop.example:443',
        'http://localhost:5173',
      ],
      ...[
        'http://shop.example:080',
        'capacitor://localhost',
        'https://[::1]:8443',
        'https://shop.example:65536',
      ],
      ...[
        'https://shop.example/path',
        'https://u@shop.example',
        'https://*.shop.example',
        'shop.example',
        'null',
        '',
      ],
      ...['https://shop.example?x', 'https://shop example', 'https://', 'https://a:b'],
    ];
    assert.deepEqual(
      await call(texts.map((text) => ['normalizeOrigin', text])),
      texts.map((text) => toOrigin(text) ?? null),
    );
  });
});

describe('the WordPress plugin', () => {
  test('rejects a checkout address that a browser would read differently', async () => {
    const unsafe = [
      ...[
        'http://solifyn.com',
        'javascript:alert(1)',
        '//solifyn.com',
        'https:solifyn.com',
        'https:///x',
        'https://',
      ],
      ...[
        'https://a@b',
        'https://a:b@c',
        'https:\\\\evil.example',
        'https://a\\@b',
        'https://a\n.b',
        'https://a b',
      ],
      ...[
        'http://localhost.evil.example',
        'http://127.0.0.1.evil.example',
        'http://127.0.0.1@evil',
        'https://a:99999',
      ],
      ...['http://[::1].evil', 'https://%61', '\u0000https://a', ' https://a', 'https://a\t/'],
    ];
    const safe = [
      'https://solifyn.com',
      'HTTPS://solifyn.com:8443/c?a=b#c',
      'http://localhost:3000/x',
      'http://[::1]/',
    ];
    const answers = await call([...unsafe, ...safe].map((text) => ['isSafeUrl', text]));
    assert.deepEqual(answers, [...unsafe.map(() => false), ...safe.map(() => true)]);
  });

  test('rejects invalid options without repeating them', async () => {
    const secret = 'sk_live_secret_0123';
    const wrong: Record<string, string>[] = [
      { apiKey: '' },
      { apiKey: `"${secret}"` },
      { apiKey: `’${secret}` },
      { apiKey: secret.slice(0, 15) },
      { apiKey: secret, apiUrl: 'https://sandbox-api.solifyn.com' },
      { apiKey: 'sk_test_4f9Qm2Lx7Zr8Vt1', apiUrl: 'https://api.solifyn.com/v1/' },
      { products: `"${secret}"` },
      { apiKey: `${secret}\n` },
      { apiKey: `${secret} ` },
      { apiUrl: `http://${secret}` },
      { apiUrl: `https://${secret}@solifyn.com` },
      { apiUrl: `https://solifyn.com?key=${secret}` },
      { allowedOrigins: secret },
      { allowedOrigins: `https://shop.example, https://shop.example/${secret}` },
      { customPrices: secret },
      { customPrices: `${secret}:-1` },
      { customPrices: 'prod_a:5-4' },
    ];
    const right: Record<string, string>[] = [
      {},
      { apiUrl: 'http://127.0.0.1:8788/v1/' },
      { apiKey: 'sk_test_4f9Qm2Lx7Zr8Vt1', apiUrl: 'https://sandbox-api.solifyn.com/v1' },
      { allowedOrigins: ' * ' },
      { allowedOrigins: 'https://a.example,\n https://b.example/ ,' },
      { customPrices: 'prod_a:5, prod_b:1-500,prod_c:0.5-0.5' },
    ];
    const answers = await call<string | null>([...wrong, ...right].map((typed) => ['configProblem', typed]));
    for (const [index, typed] of wrong.entries()) {
      assert.equal(typeof answers[index], 'string', JSON.stringify(typed));
      assert.ok(!answers[index]!.includes(secret), answers[index]!);
    }
    assert.deepEqual(
      answers.slice(wrong.length),
      right.map(() => null),
    );
  });

  interface Limited {
    verdicts: { allowed: boolean; retryAfter: number }[];
    counts: number;
  }

  test('allows 30 tries a minute per address and 600 in all, with a bounded number of counts', async () => {
    const own = Array.from({ length: 31 }, () => ['198.51.100.7', 70]);
    const others = Array.from({ length: 5000 }, (_, index) => [`2001:db8:${index.toString(16)}::1`, 80]);
    const [limited] = await call<Limited>([
      ['limit', [...own, ['192.0.2.1', 71], ...others, ['198.51.100.7', 120]]],
    ]);
    const { verdicts, counts } = limited!;
    assert.deepEqual(verdicts.slice(0, 30), Array(30).fill({ allowed: true, retryAfter: 50 }));
    assert.deepEqual(verdicts[30], { allowed: false, retryAfter: 50 });
    assert.equal(verdicts[31]!.allowed, true, 'another address');
    // 31 tries were allowed before. Those over an address's own limit do not count.
    assert.equal(verdicts.slice(32, -1).filter(({ allowed }) => allowed).length, 569);
    assert.equal(verdicts.at(-1)!.allowed, true, 'the next minute');
    assert.ok(counts <= 2 * 4096 + 3, `${counts} counts`);
  });

  test('one IPv6 /56 with many /64s does not use up the tries of all', async () => {
    const household = Array.from({ length: 20 * 30 }, (_, index) => [
      `2001:db8:1:${(index % 20).toString(16)}::1`,
      70,
    ]);
    const [limited] = await call<Limited>([['limit', [...household, ['192.0.2.1', 71]]]]);
    const { verdicts } = limited!;
    assert.equal(verdicts.slice(0, -1).filter(({ allowed }) => allowed).length, 120);
    assert.equal(verdicts.at(-1)!.allowed, true, 'a buyer elsewhere');
    assert.deepEqual(
      await call(
        ['2001:db8:1:ff::1', '2001:db8:1:100::1', '::ffff:192.0.2.1', 'x'].map((address) => [
          'networkKey',
          address,
        ]),
      ),
      ['2001:db8:1::/56', '2001:db8:1:100::/56', null, null],
    );
  });

  test('sends a test key to the sandbox and a live key to the live API', async () => {
    const urls = await call(
      ['sk_test_4f9Qm2Lx7Zr8Vt1', 'sk_live_4f9Qm2Lx7Zr8Vt1'].map((key) => ['apiUrl', key]),
    );
    assert.deepEqual(urls, ['https://sandbox-api.solifyn.com', 'https://api.solifyn.com']);
  });

  test('repeats an X-Request-Id only if it is a safe token', async () => {
    const unsafe = ['', 'a b', 'a\n', '<b>', 'é', 'x'.repeat(129), null];
    const ids = await call<string>(['7f:a.b-c_1', ...unsafe].map((id) => ['requestId', id]));
    assert.equal(ids[0], '7f:a.b-c_1');
    for (const id of ids.slice(1))
      assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('is PHP that 7.4 can run, with one version number', async () => {
    const files = (await readdir(PLUGIN, { recursive: true })).filter((name) => name.endsWith('.php'));
    assert.ok(files.length > 10);
    for (const file of files) assert.match(await php(['-l', join(PLUGIN, file)]), /^No syntax errors/);
    assert.equal(await php([join(SUPPORT, 'php-7.php'), ...files.map((file) => join(PLUGIN, file))]), '');

    const read = (file: string): Promise<string> => readFile(join(PLUGIN, file), 'utf8');
    const main = await read('solifyn-buy-button.php');
    assert.equal(/^ \* Version: +(\S+)$/m.exec(main)?.[1], version);
    assert.equal(/^const VERSION = '(\S+)';$/m.exec(main)?.[1], version);
    assert.equal(/^Stable tag: (\S+)$/m.exec(await read('readme.txt'))?.[1], version);
  });

  test('is packed with the build, its notices and its texts, twice to the same bytes', async () => {
    const zip = await packPlugin();
    assert.deepEqual(await packPlugin(), zip);
    const files = new Map(pluginFiles().map(({ name, content }) => [name, content.toString()]));
    for (const name of files.keys()) assert.ok(zip.includes(`solifyn-buy-button/${name}`), name);
    for (const name of [
      'solifyn-buy-button.php',
      'readme.txt',
      'LICENSE',
      'assets/THIRD-PARTY-NOTICES.txt',
      'assets/solifyn-buy-button.umd.js',
      'assets/solifyn-buy-button.debug.js',
      'assets/solifyn-buy-button.css',
      'block/block.json',
    ]) {
      assert.ok(files.get(name), name);
    }
    const pot = files.get('languages/solifyn-buy-button.pot')!;
    assert.match(pot, /#\. translators: .+\n#: includes\/site\/settings-page\.php:\d+\nmsgid/);
    for (const text of ['Secret API key', 'Product id', 'Open the checkout', 'Solifyn buy button'])
      assert.ok(pot.includes(`msgid "${text}"`), text);
  });

  test('takes the attributes and modes of the element from the build', async () => {
    const element = pluginFiles().find(({ name }) => name === 'assets/element.php')!;
    const code = element.content.toString().replace('<?php', '');
    const manifest = JSON.parse(
      await php(['-r', `define('ABSPATH', 1); echo json_encode((function () { ${code} })());`]),
    );
    assert.ok(manifest.attributes.includes('product-id'));
    assert.deepEqual(manifest.values.mode, SETTINGS.mode.choices);
    assert.deepEqual(manifest.values.theme, SETTINGS.theme.choices);
  });

  test('a text without a literal text domain does not get into the plugin', () => {
    const extract = (content: string): string => extractTexts([{ name: 'a.php', content }]);
    assert.match(extract("<?php __('A', 'solifyn-buy-button');"), /#: a\.php:1\nmsgid "A"/);
    assert.throws(() => extract("<?php __('A', $domain);"), /a\.php:1: __ needs a literal text/);
    assert.throws(() => extract("<?php esc_html_e($text, 'solifyn-buy-button');"), /a\.php:1/);
  });
});

describe('the webhooks of the WordPress plugin', () => {
  const SECRETS = [Buffer.alloc(24, 1), Buffer.alloc(24, 2)].map((key) => `whsec_${key.toString('base64')}`);
  const [SECRET = '', OTHER_SECRET = ''] = SECRETS;
  const NOW = 1_790_000_000;
  const BODY = JSON.stringify({ type: 'payment.succeeded', data: { amount: 9.5, name: 'Zoë' } });

  /** Signed by the package that Solifyn's webhooks follow. */
  const sign = (body = BODY, { secret = SECRET, id = 'msg_1', at = NOW } = {}): Record<string, string> => ({
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at * 1000), body),
  });
  interface Waiting {
    arguments: unknown[];
    resolve(result: unknown): void;
    reject(error: unknown): void;
  }
  const waiting: Waiting[] = [];

  /** Webhooks that are verified in one turn share one PHP process, because starting it takes most of the time. */
  function verify(
    headers: Record<string, string>,
    { body = BODY, secrets = [SECRET] }: { body?: string; secrets?: readonly string[] } = {},
  ): Promise<unknown> {
    if (!waiting.length) setImmediate(() => void verifyAll(waiting.splice(0)));
    return new Promise((resolve, reject) => {
      waiting.push({ arguments: [headers, body, secrets, NOW], resolve, reject });
    });
  }

  async function verifyAll(all: readonly Waiting[]): Promise<void> {
    try {
      const results = await call(all.map((one) => ['verifyWebhook', ...one.arguments]));
      for (const [index, { resolve }] of all.entries()) resolve(results[index]);
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }

  const EVENT = {
    id: 'msg_1',
    timestamp: NOW,
    type: 'payment.succeeded',
    data: { amount: 9.5, name: 'Zoë' },
  };

  test('accepts what the standardwebhooks package signed, under both names of the headers', async () => {
    assert.deepEqual(await verify(sign()), EVENT);
    const svix = Object.entries(sign()).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]);
    assert.deepEqual(await verify(Object.fromEntries(svix)), EVENT);
  });

  test('accepts one of several signatures and one of several secrets', async () => {
    const old = sign(BODY, { secret: OTHER_SECRET })['webhook-signature'];
    const both = { ...sign(), 'webhook-signature': `${old} v2,abc ${sign()['webhook-signature']}` };
    assert.deepEqual(await verify(both), EVENT);
    assert.deepEqual(await verify(sign(), { secrets: [OTHER_SECRET, SECRET] }), EVENT);
  });

  test('refuses a changed body, id, time or secret, and a time over five minutes off', async () => {
    const refused = await Promise.all([
      verify(sign(), { body: BODY.replace('9.5', '0.5') }),
      verify({ ...sign(), 'webhook-id': 'msg_2' }),
      verify({ ...sign(), 'webhook-timestamp': String(NOW + 1) }),
      verify(sign(BODY, { secret: OTHER_SECRET })),
      verify({ ...sign(), 'webhook-signature': '' }),
      verify({ ...sign(), 'webhook-signature': 'v1,' }),
      verify({}),
      verify(sign(BODY, { at: NOW - 301 })),
      verify(sign(BODY, { at: NOW + 301 })),
      verify({ ...sign(), 'webhook-timestamp': `${NOW}.5` }),
    ]);
    for (const [index, result] of refused.entries()) assert.equal(typeof result, 'string', `${index}`);
    assert.deepEqual(await verify(sign(BODY, { at: NOW - 300 })), { ...EVENT, timestamp: NOW - 300 });
  });

  test('no signature matches a secret that is missing or malformed', async () => {
    const withKey = (key: string): Record<string, string> => ({
      ...sign(),
      'webhook-signature': `v1,${createHmac('sha256', key).update(`msg_1.${NOW}.${BODY}`).digest('base64')}`,
    });
    await Promise.all(
      ['', 'whsec_', 'whsec_***', 'whsec_YQ==', 'secret'].map(async (secret) =>
        assert.equal(typeof (await verify(withKey(''), { secrets: [secret] })), 'string', secret),
      ),
    );
    assert.equal(typeof (await verify(withKey('a'), { secrets: ['whsec_YQ=='] })), 'string');
  });

  test('decides by one family of headers, never by a mixture', async () => {
    const toSvix = (headers: Record<string, string>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
      );
    const forged = sign(BODY, { secret: OTHER_SECRET });
    assert.deepEqual(await verify({ ...sign(), ...toSvix(forged) }), EVENT);
    assert.equal(typeof (await verify({ ...forged, ...toSvix(sign()) })), 'string');
    await Promise.all(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(async (name) => {
        const { [name]: value = '', ...rest } = sign();
        const mixed = { ...rest, [name.replace('webhook', 'svix')]: value };
        assert.equal(typeof (await verify(mixed)), 'string', name);
      }),
    );
  });

  test('refuses headers that only look like those of a webhook', async () => {
    const signature = sign()['webhook-signature'] ?? '';
    const refused: Record<string, Record<string, string>> = {
      'an id with a full stop': sign(BODY, { id: 'msg.1' }),
      'an id with a blank': sign(BODY, { id: 'msg 1' }),
      'two ids': { ...sign(), 'webhook-id': 'msg_1, msg_1' },
      'a long id': sign(BODY, { id: 'x'.repeat(300) }),
      'two times': { ...sign(), 'webhook-timestamp': `${NOW}, ${NOW}` },
      'a time with a zero before it': { ...sign(), 'webhook-timestamp': `0${NOW}` },
      'a time with a sign': { ...sign(), 'webhook-timestamp': `+${NOW}` },
      'a signature in capitals': { ...sign(), 'webhook-signature': signature.toUpperCase() },
      'a signature of another version': { ...sign(), 'webhook-signature': signature.replace('v1,', 'v2,') },
      'ten signatures before the valid one': {
        ...sign(),
        'webhook-signature': `${'v1,AAAA '.repeat(10)}${signature}`,
      },
    };
    await Promise.all(
      Object.entries(refused).map(async ([what, headers]) =>
        assert.equal(typeof (await verify(headers)), 'string', what),
      ),
    );
    const twoLines = { ...sign(), 'webhook-signature': `v1,AAAA, ${signature}` };
    assert.deepEqual(await verify(twoLines), EVENT, 'two header lines, joined as servers do');
  });

  test('refuses signed bodies without the name of an event', async () => {
    const bodies = [
      'null',
      '[]',
      '[{"type":"a","data":1}]',
      '1',
      '',
      '{}',
      '{"data":1}',
      '{"type":{},"data":1}',
    ];
    await Promise.all(
      [...bodies, '{"type":"a"}', `\ufeff${BODY}`, `${BODY}x`].map(async (body) =>
        assert.equal(typeof (await verify(sign(body), { body })), 'string', body),
      ),
    );
  });

  test('reads the event of a body without type and data', async () => {
    const body = JSON.stringify({ id: 'pay_1', paymentEventType: 'payment.succeeded' });
    assert.deepEqual(await verify(sign(body), { body }), {
      ...EVENT,
      data: { id: 'pay_1', paymentEventType: 'payment.succeeded' },
    });
  });
});
