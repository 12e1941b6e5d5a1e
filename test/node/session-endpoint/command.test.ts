/** `solifyn-session-endpoint` as a process, with requests over its socket. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { version } from '../../../src/version.ts';
import { Command, startCommand } from './command.ts';
import type { Answer, Upstream } from './endpoint-cases.ts';
import { closed } from './send-bytes.ts';
import { buy, EMAIL, exchange, API_KEY, get, session, SHOP, slowApi } from './shop.ts';
import { stubServer } from './stub-upstream.ts';

describe('the command', () => {
  let upstream: Upstream;
  let env: Record<string, string>;
  before(async () => {
    upstream = await stubServer();
    upstream.behave(session);
    env = { SOLIFYN_API_KEY: API_KEY, SOLIFYN_API_URL: upstream.url, SOLIFYN_ALLOWED_ORIGINS: SHOP };
  });
  after(() => upstream.close());

  test('sells at any path, is healthy, and logs one line for each request without anything of the buyer', async () => {
    const command = await startCommand({ env });
    try {
      assert.equal((await buy(command.url)).status, 200);
      assert.equal((await buy(command.url, { path: `/any/${EMAIL}?email=${EMAIL}` })).status, 200);
      const health = await get(command.url, '/healthz');
      assert.equal(health.status, 200);
      assert.deepEqual(JSON.parse(health.body), { status: 'ok' });
      assert.equal((await get(command.url, '/healthy')).status, 405);
      assert.equal(
        (await buy(command.url, { path: '/healthz' })).status,
        200,
        'POST is the endpoint anywhere',
      );
    } finally {
      assert.equal(await command.ended('SIGTERM'), 0);
    }
    const requests = command.lines.filter((line) => / \d+ms\b/.test(line)).map((line) => line.slice(25));
    assert.deepEqual(
      requests.map((line) => line.replace(/\d+ms/, 'ms').replace(/ [\da-f]{8}-[\da-f-]{27}$/, ' id')),
      [
        'POST / 200 ms id',
        'POST /any/*** 200 ms id',
        'GET /healthz 200 ms id',
        'GET /healthy 405 ms method-not-allowed id',
        'POST /healthz 200 ms id',
      ],
    );
    for (const secret of [API_KEY, EMAIL, 'prod_a', SHOP.slice(8), 'application/json']) {
      assert.ok(!requests.join('\n').includes(secret), secret);
    }
    assert.ok(!command.output.includes(API_KEY));
  });

  test('lets each address try 30 times a minute, and returns how long to wait', async () => {
    const command = await startCommand({ env });
    try {
      const answers: Answer[] = [];
      for (let index = 0; index < 31; index += 1) answers.push(await buy(command.url));
      assert.deepEqual(new Set(answers.slice(0, 30).map(({ status }) => status)), new Set([200]));
      const last = answers[30]!;
      assert.equal(last.status, 429);
      assert.equal((JSON.parse(last.body) as { error: { code: string } }).error.code, 'rate-limited');
      const wait = Number(last.headers['retry-after']);
      assert.ok(Number.isInteger(wait) && wait > 0 && wait <= 60, `${wait} seconds`);
      assert.equal((await buy(command.url, { method: 'OPTIONS', body: null })).status, 204, 'a preflight');
      assert.equal((await get(command.url, '/healthz')).status, 200);
    } finally {
      await command.ended('SIGTERM');
    }
  });

  test('ignores X-Forwarded-For without TRUST_PROXY, and warns once', async () => {
    const command = await startCommand({ env });
    try {
      for (let index = 0; index < 30; index += 1) {
        await buy(command.url, { headers: { 'x-forwarded-for': `198.51.100.${index}` } });
      }
      assert.equal((await buy(command.url, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status, 429);
      assert.equal(command.output.match(/TRUST_PROXY/g)?.length, 1);
    } finally {
      await command.ended('SIGTERM');
    }
  });

  test('behind a proxy it counts by the address that the proxy saw, IPv6 by its /64, and 600 for all', async () => {
    const command = await startCommand({ env: { ...env, TRUST_PROXY: '1' } });
    const from = async (address: string): Promise<number> =>
      (await buy(command.url, { headers: { 'x-forwarded-for': `192.0.2.66, ${address}` } })).status;
    try {
      for (let index = 0; index < 30; index += 1) assert.equal(await from(`2001:db8::${index}`), 200);
      assert.equal(await from('2001:db8::ffff'), 429);
      assert.equal(await from('2001:db8:0:1::1'), 200, 'the next network');
      for (let start = 31; start < 600; start += 50) {
        const indices = Array.from({ length: Math.min(50, 600 - start) }, (_, index) => start + index);
        const buyers = indices.map((index) => from(`198.51.${index % 256}.${Math.floor(index / 256)}`));
        assert.deepEqual(new Set(await Promise.all(buyers)), new Set([200]));
      }
      assert.equal(await from('203.0.113.9'), 429);
      assert.ok(!command.output.includes('TRUST_PROXY'));
    } finally {
      await command.ended('SIGTERM');
    }
  });

  test('hides the password of Redis and nothing else', async () => {
    for (const password of ['&listens', 's%26cret%25']) {
      const command = await startCommand({
        env: { ...env, REDIS_URL: `redis://:${password}@127.0.0.1:1` },
      });
      try {
        await command.saying(/warning: Redis failed \(/);
        await command.saying(/Rate limits are counted in memory\./);
        assert.ok(!command.output.includes(password), command.output);
      } finally {
        await command.ended('SIGTERM');
      }
    }
  });

  test('behind a proxy that ends TLS its own origin is the one that the proxy saw', async () => {
    const own = {
      origin: 'https://pay.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'pay.example',
    };
    for (const [hops, status] of [
      ['1', 200],
      ['0', 403],
    ] as const) {
      const command = await startCommand({ env: { ...env, TRUST_PROXY: hops } });
      try {
        assert.equal((await buy(command.url, { headers: own })).status, status, `${hops} hops`);
        assert.equal(command.output.includes('TRUST_PROXY'), hops === '0', 'says what would help');
      } finally {
        await command.ended('SIGTERM');
      }
    }
  });

  test('logs that the key is refused, is not ready until the next sale, and hides the reason from the buyer', async () => {
    const command = await startCommand({ env });
    try {
      upstream.behave({ ...session, status: 401, body: API_KEY });
      const response = await buy(command.url);
      assert.equal(response.status, 500);
      await command.saying(/warning: Solifyn refused the API key \(401\).* SOLIFYN_API_KEY /);
      const refused = await get(command.url, '/readyz');
      assert.equal(refused.status, 503);
      assert.deepEqual(JSON.parse(refused.body), {
        status: 'unavailable',
        reason: 'Solifyn refused the API key',
      });
      assert.equal((await get(command.url, '/healthz')).status, 200, 'it is alive');
      upstream.behave(session);
      await buy(command.url);
      assert.equal((await get(command.url, '/readyz')).status, 200);
      assert.ok(!command.output.includes(API_KEY));
    } finally {
      await command.ended('SIGTERM');
    }
  });

  test('keeps selling when the program that reads its log ends', async () => {
    const command = await startCommand({ env });
    upstream.behave(session);
    try {
      command.child.stdout?.destroy();
      command.child.stderr?.destroy();
      for (let index = 0; index < 3; index += 1) assert.equal((await buy(command.url)).status, 200);
    } finally {
      assert.equal(await command.ended('SIGTERM'), 0);
    }
  });

  test('a port that is taken ends it with one line that names the setting and the port', async () => {
    const { port } = new URL(upstream.url);
    for (const [name, more] of [
      ['PORT', { PORT: port }],
      ['METRICS_PORT', { PORT: '0', METRICS_PORT: port }],
    ] as const) {
      const command = new Command({ env: { ...env, ...more } });
      assert.equal(await command.ended(), 1);
      assert.equal(command.lines.length, 1);
      assert.ok(
        command.output.startsWith(`solifyn-session-endpoint: ${name} ${port} is taken `),
        command.output,
      );
    }
    const byFlag = new Command({ env, args: ['--port', port] });
    assert.equal(await byFlag.ended(), 1);
    assert.match(byFlag.output, /^solifyn-session-endpoint: --port \d+ is taken /);
  });

  test('a host that is not of this machine ends it with one line that names HOST', async () => {
    const command = new Command({ env: { ...env, PORT: '0', HOST: '192.0.2.1' } });
    assert.equal(await command.ended(), 1);
    assert.match(command.output, /^solifyn-session-endpoint: HOST [^\n]*\n$/);
  });

  test('a missing key ends it with one line that names the variable', async () => {
    const command = new Command({ env: { PORT: '0' } });
    assert.equal(await command.ended(), 1);
    assert.match(command.output, /^solifyn-session-endpoint: SOLIFYN_API_KEY [^\n]*\n$/);
  });

  test('a key on the command line ends it without showing the key', async () => {
    const command = new Command({ args: ['--api-key', API_KEY] });
    assert.equal(await command.ended(), 1);
    assert.ok(!command.output.includes(API_KEY));
  });

  test('shows its help and its version', async () => {
    const help = new Command({ args: ['help'] });
    assert.equal(await help.ended(), 0);
    assert.match(help.output, /SOLIFYN_API_KEY_FILE/);
    const versioned = new Command({ args: ['-v'] });
    assert.equal(await versioned.ended(), 0);
    assert.equal(versioned.output.trim(), version);
  });
});

describe('SIGTERM', () => {
  test('finishes open requests, takes no new ones, and ends with 0', async () => {
    const { api, calls, release } = await slowApi();
    const command = await startCommand({
      env: { SOLIFYN_API_KEY: API_KEY, SOLIFYN_API_URL: api.url, SOLIFYN_ALLOWED_ORIGINS: SHOP },
    });
    const open = Array.from({ length: 20 }, () => buy(command.url));
    await calls(20);
    // A keep-alive connection, idle at this moment.
    const idle = connect(Number(new URL(command.url).port), '127.0.0.1');
    await exchange(idle, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', /\{"status":"ok"\}/);

    const ended = command.ended('SIGTERM');
    await command.saying(/SIGTERM: finishing open requests/);
    // A request on an open connection is still answered, with `Connection: close`.
    const last = await exchange(idle, 'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n', /stopping/);
    assert.match(last, /^HTTP\/1\.1 503 .*connection: close/is);
    await assert.rejects(buy(command.url), { code: 'ECONNREFUSED' });

    release();
    const answers = await Promise.all(open);
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers.connection]),
      answers.map(() => [200, 'close']),
    );
    assert.equal(await ended, 0);
    assert.match(command.lines.at(-1) ?? '', /Stopped\.$/);
    await api.close();
  });

  test('does not wait for a connection without a request', async () => {
    const command = await startCommand({ env: { SOLIFYN_API_KEY: API_KEY } });
    const silent = connect(Number(new URL(command.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const gone = closed(silent.resume());
    assert.equal(await command.ended('SIGTERM'), 0);
    await gone;
  });
});

describe('past saturation', () => {
  test('the 101st call to Solifyn at once is refused with 503 and a wait', async () => {
    const { api, calls, release } = await slowApi();
    const command = await startCommand({
      env: {
        SOLIFYN_API_KEY: API_KEY,
        SOLIFYN_API_URL: api.url,
        SOLIFYN_ALLOWED_ORIGINS: SHOP,
        TRUST_PROXY: '1',
      },
    });
    const from = (index: number): Promise<Answer> =>
      buy(command.url, { headers: { 'x-forwarded-for': `198.51.100.${index % 250}` } });
    const open = Array.from({ length: 100 }, (_, index) => from(index));
    await calls(100);
    const shed = await from(100);
    assert.equal(shed.status, 503);
    assert.equal(shed.headers['retry-after'], '1');
    assert.equal(shed.headers['access-control-allow-origin'], SHOP);
    assert.equal((JSON.parse(shed.body) as { error: { code: string } }).error.code, 'unavailable');
    release();
    assert.ok((await Promise.all(open)).every(({ status }) => status === 200));
    assert.equal((await from(101)).status, 200);
    await command.ended('SIGTERM');
    await api.close();
  });
});
