import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { inspect } from 'node:util';
import { createSessionEndpoint, turnstile } from '../../../src/session-endpoint/index.ts';
import type { EndpointError, SessionEndpointError } from '../../../src/session-endpoint/index.ts';

/** Cloudflare's documented secret key that always passes. */
const SECRET = '1x0000000000000000000000000000000AA';
const SHOP = 'https://shop.example';

type Siteverify = (body: URLSearchParams) => Response | Promise<Response>;

function check(siteverify: Siteverify, options: { header?: string } = {}) {
  const fetch = mock.fn(async (_input: string | URL | Request, init?: RequestInit) =>
    siteverify(init?.body as URLSearchParams),
  );
  return { verify: turnstile({ secretKey: SECRET, fetch, ...options }), fetch };
}

function request(headers: Record<string, string>): Request {
  return new Request('https://pay.shop.example/', {
    method: 'POST',
    headers: { origin: SHOP, 'content-type': 'application/json', ...headers },
    body: '{"productId":"prod_a"}',
  });
}

const passes: Siteverify = () => Response.json({ success: true, 'error-codes': [] });

describe('turnstile', () => {
  test('sends the token of the request to Cloudflare, with the secret key in the body', async () => {
    const { verify, fetch } = check(passes);
    assert.equal(await verify(request({ 'X-Turnstile-Token': 'token-1' })), true);
    const [address, init] = fetch.mock.calls[0]?.arguments ?? [];
    assert.equal(address, 'https://challenges.cloudflare.com/turnstile/v0/siteverify');
    assert.equal(init?.method, 'POST');
    assert.deepEqual(Object.fromEntries(init.body as URLSearchParams), {
      secret: SECRET,
      response: 'token-1',
    });
  });

  test('reads another header by option', async () => {
    const { verify, fetch } = check(passes, { header: 'X-Check' });
    assert.equal(await verify(request({ 'X-Check': 'token-1' })), true);
    assert.equal(await verify(request({ 'X-Turnstile-Token': 'token-1' })), false);
    assert.equal(fetch.mock.callCount(), 1);
  });

  for (const [what, headers] of [
    ['without a token', {}],
    ['with an empty token', { 'X-Turnstile-Token': '' }],
    ['with a token over 2,048 characters', { 'X-Turnstile-Token': 'x'.repeat(2049) }],
  ] as [string, Record<string, string>][]) {
    test(`refuses a request ${what} without a call to Cloudflare`, async () => {
      const { verify, fetch } = check(passes);
      assert.equal(await verify(request(headers)), false);
      assert.equal(fetch.mock.callCount(), 0);
    });
  }

  for (const code of ['invalid-input-response', 'timeout-or-duplicate', 'missing-input-response']) {
    test(`refuses a token that Cloudflare answers with ${code}`, async () => {
      const { verify } = check(() => Response.json({ success: false, 'error-codes': [code] }));
      assert.equal(await verify(request({ 'X-Turnstile-Token': 'token-1' })), false);
    });
  }

  const failures: [what: string, answer: Siteverify][] = [
    ['a wrong secret key', () => Response.json({ success: false, 'error-codes': ['invalid-input-secret'] })],
    ['an internal error', () => Response.json({ success: false, 'error-codes': ['internal-error'] })],
    ['an HTML page', () => new Response('<h1>502</h1>', { status: 502 })],
    ['JSON without success', () => Response.json([])],
    ['success as a text', () => Response.json({ success: 'true' })],
    ['an endless response', () => new Response('x'.repeat(100_000))],
    [
      'a broken connection',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error(SECRET) })),
    ],
  ];
  for (const [what, siteverify] of failures) {
    test(`throws for ${what}, without the secret key`, async () => {
      const { verify } = check(siteverify);
      await assert.rejects(verify(request({ 'X-Turnstile-Token': 'token-1' })), (error) => {
        assert.match(String(error), /Turnstile: /);
        assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(SECRET));
        return true;
      });
    });
  }

  for (const [option, value] of [
    ['header', 'X Token'],
    ['header', ''],
    ['fetch', 'fetch'],
  ] as const) {
    test(`does not accept the ${option} ${JSON.stringify(value)}`, () => {
      const options = { secretKey: SECRET, [option]: value };
      assert.throws(() => turnstile(options), new RegExp(`^ConfigError: turnstile: ${option} must be `));
    });
  }

  test('names what it expects instead of the key alone', () => {
    for (const options of [undefined, SECRET]) {
      assert.throws(() => turnstile(options as never), {
        message: 'turnstile expects an object with the secretKey.',
      });
    }
  });

  for (const secretKey of ['', `"${SECRET}"`, `${SECRET}\n`, undefined]) {
    test(`does not accept the secret key ${JSON.stringify(secretKey)}`, () => {
      assert.throws(() => turnstile({ secretKey: secretKey! }), /^ConfigError: turnstile: secretKey /);
    });
  }
});

describe('an endpoint with turnstile', () => {
  function endpoint(siteverify: Siteverify) {
    const errors: SessionEndpointError[] = [];
    const used = new Set<string>();
    const singleUse: Siteverify = (body) => {
      const token = body.get('response') ?? '';
      if (used.has(token)) return Response.json({ success: false, 'error-codes': ['timeout-or-duplicate'] });
      used.add(token);
      return siteverify(body);
    };
    const sell = createSessionEndpoint({
      apiKey: 'sk_test_4f9Qm2Lx7Zr8Vt1',
      allowedOrigins: [SHOP],
      verify: check(singleUse).verify,
      fetch: async () =>
        Response.json({ id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/1' }),
      onError: (error) => errors.push(error),
    });
    return { sell, errors };
  }

  async function codeOf(response: Response): Promise<string | undefined> {
    return ((await response.json()) as EndpointError).error.code;
  }

  test('sells once for each token', async () => {
    const { sell, errors } = endpoint(passes);
    assert.equal((await sell(request({ 'X-Turnstile-Token': 'a' }))).status, 200);
    const again = await sell(request({ 'X-Turnstile-Token': 'a' }));
    assert.equal(again.status, 403);
    assert.equal(await codeOf(again), 'challenge-failed');
    assert.equal((await sell(request({ 'X-Turnstile-Token': 'b' }))).status, 200);
    assert.equal((await sell(request({}))).status, 403);
    assert.deepEqual(errors, [], "a buyer's own failure is not reported");
  });

  test('sells nothing while Cloudflare is down, and reports it', async () => {
    const { sell, errors } = endpoint(() => new Response('', { status: 500 }));
    const response = await sell(request({ 'X-Turnstile-Token': 'a' }));
    assert.equal(response.status, 503);
    assert.equal(await codeOf(response), 'unavailable');
    assert.equal(errors[0]?.code, 'verify-failed');
    assert.match(errors[0].message, /Cloudflare answered 500/);
  });
});
