/** The command as its operator sees it: limits, log, metrics, health, key reload, start lines, and its own origin. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startCommand } from './command.ts';
import type { Answer, Upstream } from './endpoint-cases.ts';
import { redisServer } from './redis-server.ts';
import { sendOverSocket } from './send-over-socket.ts';
import { buy, EMAIL, API_KEY, get, session, SHOP, slowApi } from './shop.ts';
import { stubServer } from './stub-upstream.ts';

type RunningCommand = Awaited<ReturnType<typeof startCommand>>;

let upstream: Upstream;
let env: Record<string, string>;

before(async () => {
  upstream = await stubServer();
  upstream.behave(session);
  env = { SOLIFYN_API_KEY: API_KEY, SOLIFYN_API_URL: upstream.url, SOLIFYN_ALLOWED_ORIGINS: SHOP };
});
after(() => upstream.close());

async function withCommand(
  more: { env?: Record<string, string>; args?: string[] },
  act: (command: RunningCommand) => Promise<void>,
): Promise<RunningCommand> {
  const command = await startCommand({ args: more.args ?? [], env: { ...env, ...more.env } });
  try {
    await act(command);
  } finally {
    await command.ended('SIGTERM');
  }
  return command;
}

function codeOf({ body }: Answer): string | undefined {
  return (JSON.parse(body) as { error?: { code: string } }).error?.code;
}

describe('limits', () => {
  test('are set by flag or variable', async () => {
    const args = ['--rate-limit-per-address', '2'];
    await withCommand({ args, env: { RATE_LIMIT_TOTAL: '3', TRUST_PROXY: '1' } }, async ({ url }) => {
      const from = async (address: string): Promise<number> =>
        (await buy(url, { headers: { 'x-forwarded-for': address } })).status;
      assert.deepEqual(
        [await from('198.51.100.1'), await from('198.51.100.1'), await from('198.51.100.1')],
        [200, 200, 429],
      );
      assert.deepEqual([await from('198.51.100.2'), await from('198.51.100.3')], [200, 429]);
    });
  });

  test('let ports in X-Forwarded-For change nothing', async () => {
    await withCommand({ env: { RATE_LIMIT_PER_ADDRESS: '3', TRUST_PROXY: '1' } }, async ({ url }) => {
      const statuses: number[] = [];
      for (let port = 50_000; port < 50_005; port += 1) {
        const headers = { 'x-forwarded-for': `198.51.100.7:${port}` };
        statuses.push((await buy(url, { headers })).status);
      }
      assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    });
  });

  test('limit a /56 to four times the allowance of an address', async () => {
    await withCommand({ env: { RATE_LIMIT_PER_ADDRESS: '2', TRUST_PROXY: '1' } }, async ({ url }) => {
      const statuses: number[] = [];
      for (let network = 0; network < 10; network += 1) {
        const headers = { 'x-forwarded-for': `2001:db8:0:${network.toString(16)}::1` };
        statuses.push((await buy(url, { headers })).status);
      }
      assert.deepEqual(statuses, [...Array<number>(8).fill(200), 429, 429]);
    });
  });

  test('of open calls to Solifyn are set by MAX_CONCURRENT_CALLS', async () => {
    const { api, calls, release } = await slowApi();
    await withCommand({ env: { SOLIFYN_API_URL: api.url, MAX_CONCURRENT_CALLS: '2' } }, async ({ url }) => {
      const open = [buy(url), buy(url)];
      await calls(2);
      const shed = await buy(url);
      assert.deepEqual([shed.status, shed.headers['retry-after']], [503, '1']);
      release();
      assert.deepEqual(
        (await Promise.all(open)).map(({ status }) => status),
        [200, 200],
      );
    });
    await api.close();
  });

  test('hold in memory while Redis is full, with a line in the log', async () => {
    const redis = await redisServer();
    await redis.start('--maxmemory', '1');
    const options = { env: { RATE_LIMIT_PER_ADDRESS: '3', REDIS_URL: redis.url } };
    const { output } = await withCommand(options, async ({ url }) => {
      const statuses: number[] = [];
      for (let index = 0; index < 5; index += 1) statuses.push((await buy(url)).status);
      assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    });
    await redis.stop();
    assert.equal(output.match(/warning: Redis failed \(/g)?.length, 1, output);
    assert.match(output, /Rate limits are counted in memory\./);
  });

  test('need a token if TURNSTILE_SECRET_KEY is set', async () => {
    const secret = '1x0000000000000000000000000000000AA';
    const { output } = await withCommand({ env: { TURNSTILE_SECRET_KEY: secret } }, async ({ url }) => {
      const response = await buy(url);
      assert.deepEqual([response.status, codeOf(response)], [403, 'challenge-failed']);
    });
    assert.match(output, /a bot check by Turnstile/);
    assert.ok(!output.includes(secret));
  });
});

describe('the request id', () => {
  test("leads from the buyer's response to its log lines", async () => {
    upstream.behave({ ...session, status: 500 });
    let failed = '';
    const { output } = await withCommand({}, async ({ url }) => {
      failed = (await buy(url)).headers['x-request-id'] ?? '';
      const response = await buy(url, { headers: { 'x-request-id': 'from-the-platform.7' } });
      assert.equal(response.headers['x-request-id'], 'from-the-platform.7');
      assert.match((await get(url, '/healthz')).headers['x-request-id'] ?? '', /^[\da-f-]{36}$/);
    });
    upstream.behave(session);
    assert.match(output, new RegExp(`warning: Solifyn answered 500\\. \\(request ${failed}\\)`));
    assert.match(output, new RegExp(` POST / 502 \\d+ms unavailable ${failed}\n`));
    assert.match(output, / POST \/ 502 \d+ms unavailable from-the-platform\.7\n/);
  });

  const idOf = async (response: Promise<Answer>): Promise<string | undefined> =>
    (await response).headers['x-request-id'];

  test('of every response is in the log, also of a health check and of a request with an invalid Host', async () => {
    const ids: (string | undefined)[] = [];
    const { output } = await withCommand({}, async ({ url }) => {
      for (const path of ['/healthz', '/readyz']) ids.push(await idOf(get(url, path)));
      for (const host of ['a b', 'a@b', 'shop.example/a', 'shop.example:99999']) {
        ids.push(await idOf(buy(url, { headers: { host } })));
      }
    });
    const logged = [
      ...output.matchAll(/ (?:GET|POST) \/\w* (?:200|400) \d+ms (?:invalid-request )?(\S+)\n/g),
    ];
    assert.deepEqual(
      logged.map(([, id]) => id),
      ids,
    );
  });
});

describe('LOG_FORMAT=json', () => {
  test('makes every line JSON, without anything of the buyer', async () => {
    const { lines, output } = await withCommand({ env: { LOG_FORMAT: 'json' } }, async ({ url }) => {
      await buy(url, { path: `/any/${EMAIL}?email=${EMAIL}` });
      await buy(url, { headers: { origin: 'https://www.shop.example' } });
    });
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(entries.every(({ time, level }) => typeof time === 'string' && typeof level === 'string'));
    const requests = entries.filter(({ path }) => path !== undefined);
    assert.deepEqual(
      requests.map(({ level, method, path, status, code }) => [level, method, path, status, code]),
      [
        ['info', 'POST', '/any/***', 200, undefined],
        ['info', 'POST', '/', 403, 'origin-not-allowed'],
      ],
    );
    assert.ok(requests.every(({ requestId, ms }) => typeof requestId === 'string' && Number.isInteger(ms)));
    const refused = entries.find(({ message }) => String(message).includes('www.shop.example'));
    assert.equal(refused?.['level'], 'warning');
    assert.equal(refused['requestId'], requests[1]?.['requestId']);
    for (const secret of [API_KEY, EMAIL, 'prod_a']) assert.ok(!output.includes(secret), secret);
  });
});

describe('a refused origin', () => {
  test('is logged once, escaped, with the variable or flag to change', async () => {
    const { output } = await withCommand({}, async ({ url }) => {
      for (let index = 0; index < 3; index += 1) {
        await buy(url, { headers: { origin: 'https://www.shop.example' } });
      }
      await buy(url, { headers: { origin: 'https://\u00e9.example' } });
    });
    assert.equal(output.match(/"https:\/\/www\.shop\.example" was refused/g)?.length, 1, output);
    assert.match(output, /add it to SOLIFYN_ALLOWED_ORIGINS\./);
    assert.match(output, /"https:\/\/\\u\{e9\}\.example" was refused/);

    const byFlag = await withCommand({ args: ['--allowed-origins', SHOP] }, async ({ url }) => {
      await buy(url, { headers: { origin: 'https://www.shop.example' } });
    });
    assert.match(byFlag.output, /add it to --allowed-origins\./);
  });
});

describe('METRICS_PORT', () => {
  test('serves figures for Prometheus on a port of their own, without ids, addresses or origins', async () => {
    let text = '';
    const options = {
      env: { METRICS_PORT: '0', RATE_LIMIT_PER_ADDRESS: '2', REDIS_URL: 'redis://127.0.0.1:1' },
    };
    await withCommand(options, async (command) => {
      const [, address = ''] = await command.saying(/Metrics are at (\S+)\.\n/);
      await buy(command.url);
      await buy(command.url, { headers: { 'content-type': 'text/plain' } });
      await buy(command.url, { headers: { origin: 'https://www.shop.example' } });
      await buy(command.url);
      await buy(command.url);
      await get(command.url, '/healthz');
      assert.equal((await get(command.url, '/metrics')).status, 405, 'not on the public port');
      const response = await fetch(address);
      assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
      text = await response.text();
      assert.equal((await fetch(new URL('/', address))).status, 404);
    });
    const value = (name: string): number =>
      Number(
        new RegExp(`^solifyn_session_endpoint_${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1],
      );
    assert.equal(value('requests_total{code="session"}'), 2);
    assert.equal(value('requests_total{code="unsupported-media-type"}'), 1);
    assert.equal(value('requests_total{code="origin-not-allowed"}'), 1);
    assert.equal(value('requests_total{code="rate-limited"}'), 1);
    assert.equal(value('requests_total{code="health"}'), 1);
    assert.equal(value('request_duration_seconds_count{code="session"}'), 2);
    assert.equal(value('solifyn_duration_seconds_count{result="session"}'), 2);
    assert.equal(value('requests_in_flight'), 0);
    assert.equal(value('limiter_verdicts_total{verdict="allowed"}'), 2);
    assert.equal(value('limiter_verdicts_total{verdict="address"}'), 1);
    assert.equal(value('redis_up'), 0);
    for (const secret of [API_KEY, EMAIL, 'prod_a', '127.0.0.1', 'shop.example']) {
      assert.ok(!text.includes(secret), secret);
    }
  });
});

describe('SIGHUP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-key-'));
  const file = join(folder, 'key');
  const NEW_KEY = 'sk_test_another_4f9Qm2Lx7Zr8';
  after(() => rmSync(folder, { recursive: true }));

  /** The keys of all calls that Solifyn received so far. */
  const keys = (): (string | undefined)[] => upstream.received.map(({ headers }) => headers['authorization']);

  async function reload(command: RunningCommand, count: number): Promise<void> {
    command.child.kill('SIGHUP');
    await command.repeating('SIGHUP: ', count);
  }

  test('reads the key file again under load, and no request is lost', async () => {
    writeFileSync(file, `${API_KEY}\n`);
    upstream.received.length = 0;
    const options = {
      env: {
        SOLIFYN_API_KEY: '',
        SOLIFYN_API_KEY_FILE: file,
        RATE_LIMIT_PER_ADDRESS: '100000',
        RATE_LIMIT_TOTAL: '100000',
      },
    };
    const { output } = await withCommand(options, async (command) => {
      let isDone = false;
      const statuses: number[] = [];
      const buyers = Array.from({ length: 8 }, async () => {
        while (!isDone) statuses.push((await buy(command.url)).status);
      });
      for (let count = 1; count <= 4; count += 1) {
        writeFileSync(file, count % 2 === 1 ? NEW_KEY : API_KEY);
        const before = statuses.length;
        await reload(command, count);
        while (statuses.length < before + 20) await buy(command.url);
      }
      writeFileSync(file, NEW_KEY);
      await reload(command, 5);
      isDone = true;
      await Promise.all(buyers);
      assert.deepEqual(new Set(statuses), new Set([200]));
      assert.deepEqual(new Set(keys()), new Set([`Bearer ${API_KEY}`, `Bearer ${NEW_KEY}`]));

      upstream.received.length = 0;
      await buy(command.url);
      assert.deepEqual(keys(), [`Bearer ${NEW_KEY}`]);
    });
    assert.ok(!output.includes(API_KEY) && !output.includes(NEW_KEY));
  });

  test('keeps the old key if the file is invalid, and logs the reason', async () => {
    writeFileSync(file, API_KEY);
    const options = { env: { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: file } };
    await withCommand(options, async (command) => {
      writeFileSync(file, `"${NEW_KEY}"`);
      await reload(command, 1);
      assert.match(command.output, /SIGHUP: the API key is still the old one\. .*quotes/);
      assert.ok(!command.output.includes(NEW_KEY));
      upstream.received.length = 0;
      assert.equal((await buy(command.url)).status, 200);
      assert.deepEqual(keys(), [`Bearer ${API_KEY}`]);
    });
  });

  test('makes it ready again after a refused key was replaced', async () => {
    writeFileSync(file, API_KEY);
    const options = { env: { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: file } };
    await withCommand(options, async (command) => {
      upstream.behave({ ...session, status: 401 });
      assert.equal((await buy(command.url)).status, 500);
      upstream.behave(session);
      await command.saying(/SOLIFYN_API_KEY_FILE holds the whole key/);
      assert.equal((await get(command.url, '/readyz')).status, 503);
      writeFileSync(file, NEW_KEY);
      await reload(command, 1);
      assert.equal((await get(command.url, '/readyz')).status, 200);
    });
  });
});

describe('DNS rebinding', () => {
  const evil = { host: 'evil.example', origin: 'http://evil.example' };

  function ownOrigin(url: string, headers: Record<string, string>): Promise<Answer> {
    return sendOverSocket(url, {
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/json', ...headers },
      body: Buffer.from('{"productId":"prod_a"}'),
      stalls: false,
    });
  }

  test('on a loopback address another name in Host is not the own origin', async () => {
    const { output } = await withCommand({}, async ({ url }) => {
      const { port } = new URL(url);
      const attacks: Record<string, string>[] = [
        evil,
        { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
        { ...evil, 'sec-fetch-site': 'same-origin' },
        { host: 'evil.example', 'sec-fetch-site': 'same-origin' },
        { host: '127.0.0.1.evil.example', origin: 'http://127.0.0.1.evil.example' },
        { ...evil, 'x-forwarded-host': 'localhost', 'x-forwarded-proto': 'http' },
      ];
      for (const headers of attacks) {
        const response = await ownOrigin(url, headers);
        assert.deepEqual(
          [response.status, codeOf(response)],
          [403, 'origin-not-allowed'],
          JSON.stringify(headers),
        );
        assert.equal(response.headers['access-control-allow-origin'], undefined);
      }
      for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
        const name = `${host}:${port}`;
        assert.equal((await ownOrigin(url, { host: name, origin: `http://${name}` })).status, 200, name);
      }
    });
    assert.match(output, /"http:\/\/evil\.example" was refused/);
  });

  test('behind a proxy on this computer the name that the proxy passes on is the own origin', async () => {
    await withCommand({ env: { TRUST_PROXY: '1' } }, async ({ url }) => {
      const headers = { host: 'pay.example', 'x-forwarded-proto': 'https', origin: 'https://pay.example' };
      assert.equal((await ownOrigin(url, headers)).status, 200);
    });
  });

  test('on all addresses every name is its own', async () => {
    const args = ['--host', '0.0.0.0'];
    await withCommand({ args }, async ({ url }) => {
      const { port } = new URL(url);
      const response = await ownOrigin(`http://127.0.0.1:${port}`, {
        host: 'pay.example',
        origin: 'http://pay.example',
      });
      assert.equal(response.status, 200);
    });
  });
});

describe('the start lines', () => {
  const LOCAL = /Only programs on this computer can reach it/;

  test('warn on a loopback address that buyers need a public https address', async () => {
    const { output } = await withCommand({}, async (command) => void (await command.saying(/Allowed pages/)));
    assert.match(
      output,
      /warning: Only programs on this computer can reach it\. Buyers need a public https address/,
    );
    assert.match(output, /Allowed pages: https:\/\/shop\.example\. Rate limits are counted in memory\./);
  });

  test('do not warn behind a proxy', async () => {
    const { output } = await withCommand(
      { env: { TRUST_PROXY: '1' } },
      async (command) => void (await command.saying(/Allowed pages/)),
    );
    assert.match(output, LOCAL);
    assert.ok(!output.includes('warning'), output);
  });

  test('warn that everyone can reach it on all addresses', async () => {
    const { output } = await withCommand(
      { env: { HOST: '0.0.0.0' } },
      async (command) => void (await command.saying(/Allowed pages/)),
    );
    assert.match(output, /Everyone who can connect to any address of this computer can reach it\./);
    assert.ok(!output.includes('Only programs on this computer can reach it'));
  });
});

describe('the address in a browser', () => {
  test('confirms that the endpoint works, and explains where its address goes', async () => {
    await withCommand({}, async ({ url }) => {
      const response = await fetch(url, { headers: { 'sec-fetch-site': 'none' } });
      assert.equal(response.status, 403);
      assert.match(await response.text(), /This is a working session endpoint\..*data-endpoint/);
    });
  });
});
