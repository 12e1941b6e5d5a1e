/**
 * The WordPress plugin as far as it can be judged without a WordPress: its endpoint through the table of cases, its
 * pieces, and the form of its files. `npm run check:wordpress` does the rest.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { parseRequest } from '../../../src/session-endpoint/checkout-request.ts';
import { clientAddress } from '../../../src/session-endpoint/client-address.ts';
import { HttpError } from '../../../src/session-endpoint/errors.ts';
import { limitKey } from '../../../src/session-endpoint/limit-key.ts';
import { toOrigin } from '../../../src/session-endpoint/origins.ts';
import { fuzzSeed } from '../../../scripts/test/fuzz-seed.mjs';
import { packPlugin } from '../../../scripts/build/wordpress-plugin.mjs';
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

/** Solifyn's stand-in, with the one PHP that answers all cases: it reads the options anew for each. */
interface Stage extends Upstream {
  readonly server: PhpServer;
  readonly caseFile: string;
  readonly reportFile: string;
}

runEndpointCases<Stage>({
  name: 'the WordPress plugin in PHP',
  // PHP runs once the whole body is there, and waits for whatever it asks.
  can: ['limit'],
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
        const answer = await sendOverSocket(server.origin, request);
        const lines = (await readFile(reportFile, 'utf8')).trim().split('\n');
        report = lines.filter(Boolean).map((line) => JSON.parse(line));
        assert.doesNotMatch(server.log().slice(logged), /PHP (?:Warning|Notice|Deprecated|Fatal)/);
        return answer;
      },
      reported: () => report.map(([code]) => code),
      traces: () => JSON.stringify(report) + server.log().slice(logged),
      close: async () => {},
    };
  },
});

/** Asks the plugin's pieces, see judge.php. */
async function ask<T = unknown>(questions: readonly unknown[][]): Promise<T[]> {
  return JSON.parse(await php([join(SUPPORT, 'judge.php')], JSON.stringify(questions)));
}

describe('the WordPress plugin judges as the TypeScript endpoint does', () => {
  /** What the TypeScript endpoint would send to Solifyn. */
  function toSent(body: string): unknown {
    try {
      // As the endpoint reads a body: a byte order mark is no part of it.
      return JSON.parse(JSON.stringify(parseRequest(new TextDecoder().decode(Buffer.from(body)))));
    } catch (error) {
      if (error instanceof HttpError) return null;
      throw error;
    }
  }

  const askOrders = async (bodies: readonly string[]): Promise<unknown[]> => {
    const orders = await ask<string | null>(
      bodies.map((body) => ['order', Buffer.from(body).toString('base64')]),
    );
    return orders.map((order) => (order === null ? null : JSON.parse(order)));
  };

  test('any request', async () => {
    const bodies = fc
      .sample(anyRequest, { numRuns: 400, seed: fuzzSeed })
      .map((request) => JSON.stringify(request));
    const orders = await askOrders(bodies);
    for (const [index, body] of bodies.entries()) {
      assert.deepEqual(orders[index], toSent(body), `seed ${fuzzSeed}: ${body}`);
    }
    assert.ok(orders.some((order) => order !== null));
  });

  test('JSON that PHP would read another way', async () => {
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
    const orders = await askOrders(bodies);
    for (const [index, body] of bodies.entries()) assert.deepEqual(orders[index], toSent(body), body);
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
    const keys = await ask(addresses.map((address) => ['key', address]));
    // Each writes a network in its own way; what counts is which addresses go together.
    const others = ['198.51.100.8', '198.51.100.7', '2001:db8:1:2::9', 'fe80::2', '::1', 'unknown', '1'];
    const otherKeys = await ask(others.map((address) => ['key', address]));
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
      await ask(seen.map(([forwarded, hops]) => ['client', '10.0.0.1', forwarded, hops])),
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
      await ask(texts.map((text) => ['origin', text])),
      texts.map((text) => toOrigin(text) ?? null),
    );
  });
});

describe('the WordPress plugin', () => {
  test('opens no checkout address that a browser would read another way', async () => {
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
    const answers = await ask([...unsafe, ...safe].map((text) => ['safe', text]));
    assert.deepEqual(answers, [...unsafe.map(() => false), ...safe.map(() => true)]);
  });

  test('refuses settings of another form, and repeats nothing of them', async () => {
    const secret = 'sk_live_secret';
    const wrong: Record<string, string>[] = [
      { apiKey: '' },
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
      { allowedOrigins: ' * ' },
      { allowedOrigins: 'https://a.example,\n https://b.example/ ,' },
      { customPrices: 'prod_a:5, prod_b:1-500,prod_c:0.5-0.5' },
    ];
    const answers = await ask<string | null>([...wrong, ...right].map((typed) => ['settings', typed]));
    for (const [index, typed] of wrong.entries()) {
      assert.equal(typeof answers[index], 'string', JSON.stringify(typed));
      assert.ok(!answers[index]!.includes(secret), answers[index]!);
    }
    assert.deepEqual(
      answers.slice(wrong.length),
      right.map(() => null),
    );
  });

  test('lets each address try 30 times a minute and all together 600, and keeps a bounded number of counts', async () => {
    const own = Array.from({ length: 31 }, () => ['198.51.100.7', 70]);
    const others = Array.from({ length: 5000 }, (_, index) => [`2001:db8:0:${index.toString(16)}::/64`, 80]);
    interface Limited {
      verdicts: { allowed: boolean; retryAfter: number }[];
      counts: number;
    }
    const [limited] = await ask<Limited>([
      ['limit', [...own, ['192.0.2.1', 71], ...others, ['198.51.100.7', 120]]],
    ]);
    const { verdicts, counts } = limited!;
    assert.deepEqual(verdicts.slice(0, 30), Array(30).fill({ allowed: true, retryAfter: 50 }));
    assert.deepEqual(verdicts[30], { allowed: false, retryAfter: 50 });
    assert.equal(verdicts[31]!.allowed, true, 'another address');
    // 31 have been let through before, and what an address was refused is not among them.
    assert.equal(verdicts.slice(32, -1).filter(({ allowed }) => allowed).length, 569);
    assert.equal(verdicts.at(-1)!.allowed, true, 'the next minute');
    assert.ok(counts <= 4096 + 3, `${counts} counts`);
  });

  test('is PHP that 7.4 reads, in one version, with the attributes that the element has', async () => {
    const files = (await readdir(PLUGIN, { recursive: true })).filter((name) => name.endsWith('.php'));
    assert.ok(files.length > 10);
    for (const file of files) assert.match(await php(['-l', join(PLUGIN, file)]), /^No syntax errors/);
    assert.equal(await php([join(SUPPORT, 'php-7.php'), ...files.map((file) => join(PLUGIN, file))]), '');

    const read = (file: string): Promise<string> => readFile(join(PLUGIN, file), 'utf8');
    const main = await read('solifyn-buy-button.php');
    assert.equal(/^ \* Version: +(\S+)$/m.exec(main)?.[1], version);
    assert.equal(/^const VERSION = '(\S+)';$/m.exec(main)?.[1], version);
    assert.equal(/^Stable tag: (\S+)$/m.exec(await read('readme.txt'))?.[1], version);

    const [, list = ''] = /const ATTRIBUTES = \[([^\]]*)\]/.exec(await read('includes/site/button.php'))!;
    interface Manifest {
      modules: { declarations: { tagName?: string; attributes: { name: string }[] }[] }[];
    }
    const manifest = new URL('../../../custom-elements.json', import.meta.url);
    const { modules } = JSON.parse(await readFile(manifest, 'utf8')) as Manifest;
    const element = modules
      .flatMap(({ declarations }) => declarations)
      .find(({ tagName }) => tagName === 'solifyn-buy-button')!;
    const names = element.attributes.map(({ name }) => name);
    assert.deepEqual(
      Array.from(list.matchAll(/'([^']+)'/g), ([, name]) => name).sort(),
      names.filter((name) => name !== 'endpoint').sort(),
    );
  });

  test('is packed with the built script, twice to the same bytes', () => {
    const zip = packPlugin();
    assert.deepEqual(packPlugin(), zip);
    for (const name of ['solifyn-buy-button.php', 'assets/solifyn-buy-button.umd.js', 'block/block.json']) {
      assert.ok(zip.includes(`solifyn-buy-button/${name}`), name);
    }
  });
});
