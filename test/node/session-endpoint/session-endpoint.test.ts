/** What the table of cases cannot express: options, incidents, and how the endpoint uses its platform. */
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { inspect } from 'node:util';
import { freePort } from '../../../scripts/test/free-port.mjs';
import {
  ConfigError,
  createSessionEndpoint,
  SessionEndpointError,
} from '../../../src/session-endpoint/index.ts';
import type { EndpointError, SessionEndpointOptions } from '../../../src/session-endpoint/index.ts';

const API_KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
const SHOP = 'https://shop.example';
const SESSION = {
  id: '5b0c6a52-3c2f-4d0e-9a58-0f6f3c1f7f10',
  session_id: 'ch_R4nD0mS3ss10n',
  checkout_url: 'https://solifyn.com/checkout/prod_a?checkout_id=5b0c6a52',
};

function order(body: BodyInit = '{"productId":"prod_a"}', headers: Record<string, string> = {}): Request {
  return new Request('https://pay.shop.example/', {
    method: 'POST',
    headers: { origin: SHOP, 'content-type': 'application/json', ...headers },
    body,
    duplex: 'half', // which the DOM's types do not know yet
  } as RequestInit);
}

function endpoint(options: Partial<SessionEndpointOptions> = {}) {
  return createSessionEndpoint({
    apiKey: API_KEY,
    allowedOrigins: [SHOP],
    fetch: async () => Response.json(SESSION),
    onError: (error) => assert.fail(error),
    ...options,
  });
}

async function codeOf(response: Response): Promise<string | undefined> {
  return ((await response.json()) as EndpointError).error.code;
}

describe('options', () => {
  const validOptions = { apiKey: API_KEY };
  const wrong: [name: string, options: Record<string, unknown>, what: string][] = [
    ['apiKey', {}, 'missing'],
    ['apiKey', { apiKey: '' }, 'empty'],
    ['apiKey', { apiKey: 7 }, 'a number'],
    ['apiKey', { apiKey: `${API_KEY}\n` }, 'with a line break'],
    ['apiKey', { apiKey: `${API_KEY} x` }, 'with a space'],
    ['apiKey', { apiKey: `\u200b${API_KEY}` }, 'with an invisible character'],
    ['apiKey', { apiKey: `${API_KEY}é` }, 'with a letter that no header takes'],
    ['apiKey', { apiKey: `"${API_KEY}"` }, 'with quotes around it'],
    ['apiKey', { apiKey: 'sk_test_4f9Qm2L' }, 'with 15 characters'],
    ['apiUrl', { ...validOptions, apiUrl: 'https://api.solifyn.com/v1' }, 'the live address with a test key'],
    ['apiUrl', { ...validOptions, apiUrl: 'http://api.solifyn.com' }, 'plain http'],
    ['apiUrl', { ...validOptions, apiUrl: 'api.solifyn.com' }, 'not an address'],
    ['apiUrl', { ...validOptions, apiUrl: `https://${API_KEY}@api.solifyn.com` }, 'with a user'],
    ['apiUrl', { ...validOptions, apiUrl: `https://api.solifyn.com?key=${API_KEY}` }, 'with a query'],
    ['apiUrl', { ...validOptions, apiUrl: 'https://api.solifyn.com#v1' }, 'with a fragment'],
    ['apiUrl', { ...validOptions, apiUrl: 'ftp://localhost' }, 'of another scheme'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: SHOP }, 'a text'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: ['shop.example'] }, 'without a scheme'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: [`${SHOP}/shop`] }, 'with a path'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: ['https://*.shop.example'] }, 'with a wildcard'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: ['https://user@shop.example'] }, 'with a user'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: ['null'] }, 'null as a text'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: [SHOP, ''] }, 'empty'],
    ['allowedOrigins', { ...validOptions, allowedOrigins: [API_KEY] }, 'the key by mistake'],
    ['products', { ...validOptions, products: 'prod_a' }, 'a text'],
    ['products', { ...validOptions, products: ['prod_a', ' '] }, 'with a blank id'],
    ['collections', { ...validOptions, collections: [7] }, 'with a number'],
    ['customPrices', { ...validOptions, customPrices: ['prod_a'] }, 'a list'],
    ['customPrices', { ...validOptions, customPrices: new Map([['prod_a', { min: 1 }]]) }, 'a Map'],
    ['customPrices', { ...validOptions, customPrices: { prod_a: 5 } }, 'a bare number'],
    [
      'customPrices',
      { ...validOptions, customPrices: { prod_a: { min: 5, maximum: 9 } } },
      'with a misspelt max',
    ],
    ['customPrices', { ...validOptions, customPrices: { prod_a: {} } }, 'without a min'],
    ['customPrices', { ...validOptions, customPrices: { prod_a: { min: NaN } } }, 'with NaN for a min'],
    ['customPrices', { ...validOptions, customPrices: { prod_a: { min: Infinity } } }, 'with an endless min'],
    ['customPrices', { ...validOptions, customPrices: { prod_a: { min: -1 } } }, 'with a negative min'],
    [
      'customPrices',
      { ...validOptions, customPrices: { prod_a: { min: 5, max: 4 } } },
      'with a max under min',
    ],
    [
      'customPrices',
      { ...validOptions, customPrices: { prod_a: { min: 5, max: '9' } } },
      'with a text for a max',
    ],
    ['timeout', { ...validOptions, timeout: 0 }, 'zero'],
    ['timeout', { ...validOptions, timeout: Infinity }, 'endless'],
    ['timeout', { ...validOptions, timeout: 2 ** 31 }, 'more than a timer can hold'],
    ['timeout', { ...validOptions, timeout: '1000' }, 'a text'],
    ['limit', { ...validOptions, limit: { allowed: true } }, 'not a function'],
    ['verify', { ...validOptions, verify: true }, 'not a function'],
    ['fetch', { ...validOptions, fetch: 'fetch' }, 'not a function'],
    ['onError', { ...validOptions, onError: console }, 'not a function'],
    ['allowedOrigin', { ...validOptions, allowedOrigin: [SHOP] }, 'an unknown name'],
    ['an option', { [API_KEY]: true }, 'the key in place of a name'],
  ];

  for (const [name, options, what] of wrong) {
    test(`${name}, ${what}, throws at once and names the option but never the key`, () => {
      assert.throws(
        () => createSessionEndpoint(options as unknown as SessionEndpointOptions),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError);
          assert.ok(error instanceof TypeError);
          assert.match(error.message, new RegExp(`\\b${name}\\b`));
          assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), new RegExp(API_KEY));
          return true;
        },
      );
    });
  }

  test('an option that is undefined has its default', async () => {
    const sell = endpoint({ apiUrl: undefined, products: undefined, timeout: undefined, limit: undefined });
    assert.equal((await sell(order())).status, 200);
  });

  for (const [apiKey, apiUrl] of [
    ['sk_live_4f9Qm2Lx7Zr8Vt1', 'https://api.solifyn.com'],
    ['4f9Qm2Lx7Zr8Vt1_without_a_prefix', 'https://api.solifyn.com'],
    [API_KEY, 'https://sandbox-api.solifyn.com'],
  ] as const) {
    test(`the API of a key like ${apiKey.slice(0, 8)}… is at ${apiUrl} by default`, async () => {
      const fetch = mock.fn(async (_input: unknown) => Response.json(SESSION));
      await endpoint({ apiKey, fetch })(order());
      assert.equal(fetch.mock.calls[0]?.arguments[0], `${apiUrl}/checkout/create`);
    });
  }

  test('a key on the wrong address is an error that names both', () => {
    assert.throws(
      () => endpoint({ apiUrl: 'https://api.solifyn.com' }),
      /live address.*test key.*sandbox-api/,
    );
    assert.throws(
      () => endpoint({ apiKey: 'sk_live_4f9Qm2Lx7Zr8Vt1', apiUrl: 'https://sandbox-api.solifyn.com' }),
      /test address.*not a test key/,
    );
  });

  for (const apiUrl of ['http://localhost:4000', 'http://127.0.0.1:4000/', 'http://[::1]:4000/v1']) {
    test(`the API on this machine may be plain http: ${apiUrl}`, () => {
      assert.doesNotThrow(() => endpoint({ apiUrl }));
    });
  }

  test('`*` inside the list allows all, as it does alone', async () => {
    const sell = endpoint({ allowedOrigins: ['https://other.example', '*'] });
    assert.equal((await sell(order())).status, 200);
  });

  test("an app shell's origin can be allowed", async () => {
    const sell = endpoint({ allowedOrigins: ['capacitor://localhost'] });
    assert.equal((await sell(order(undefined, { origin: 'capacitor://localhost' }))).status, 200);
  });
});

describe('answers', () => {
  test('a sale has exactly the documented headers', async () => {
    const response = await endpoint()(order(undefined, { 'x-request-id': 'req-7' }));
    assert.deepEqual(Object.fromEntries(response.headers), {
      'access-control-allow-origin': SHOP,
      'access-control-expose-headers': 'Retry-After, X-Request-Id',
      'cache-control': 'no-store',
      'content-type': 'application/json',
      vary: 'Origin',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'req-7',
    });
  });

  test('HEAD is answered 405 without a body', async () => {
    const response = await endpoint()(
      new Request('https://pay.shop.example/', { method: 'HEAD', headers: { origin: SHOP } }),
    );
    assert.equal(response.status, 405);
    assert.equal(await response.text(), '');
  });

  test('a GET from the own page is answered with the method that is allowed', async () => {
    const response = await endpoint({ allowedOrigins: [] })(
      new Request('https://pay.shop.example/', { headers: { 'sec-fetch-site': 'same-origin' } }),
    );
    assert.equal(response.status, 405);
  });

  test('a message is not cut through a character', async () => {
    const message = `${'m'.repeat(499)}😀`;
    const sell = endpoint({ fetch: async () => Response.json({ message }, { status: 400 }) });
    const body = (await (await sell(order())).json()) as EndpointError;
    assert.equal(body.error.message, 'm'.repeat(499));
  });
});

describe('the body of a request', () => {
  test('a declared length that is too small is ignored', async () => {
    const response = await endpoint()(order('x'.repeat(20_000), { 'content-length': '10' }));
    assert.equal(response.status, 413);
  });

  test('a declared length that is too large is ignored', async () => {
    const response = await endpoint()(order(undefined, { 'content-length': '999999' }));
    assert.equal(response.status, 200);
  });

  test('a declared length that is not a number is ignored', async () => {
    const response = await endpoint()(order('x'.repeat(20_000), { 'content-length': 'few' }));
    assert.equal(response.status, 413);
  });

  for (const declared of [undefined, '10', '10000'])
    test(`an endless body, length ${declared ?? 'unknown'}, is read no further than necessary, and cancelled`, async () => {
      let sent = 0;
      const { promise: stopped, resolve: stop } = withResolvers();
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1024;
          controller.enqueue(new Uint8Array(1024).fill(32));
        },
        cancel: stop,
      });
      const headers: Record<string, string> = declared === undefined ? {} : { 'content-length': declared };
      assert.equal((await endpoint()(order(endless, headers))).status, 413);
      await stopped;
      assert.ok(sent <= 18 * 1024, `${sent} bytes were taken`);
    });

  test('a body that breaks off is malformed', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('reset'));
      },
    });
    const response = await endpoint()(order(broken));
    assert.equal(response.status, 400);
    assert.equal(await codeOf(response), 'invalid-request');
  });

  for (const declared of ['22', undefined]) {
    test(`a body that was read before, length ${declared ?? 'unknown'}, is reported to the seller`, async () => {
      const errors: SessionEndpointError[] = [];
      const sell = endpoint({
        onError: (error) => errors.push(error),
        limit: async (request) => ({ allowed: (await request.text()) !== '' }),
      });
      const response = await sell(
        order(undefined, declared === undefined ? {} : { 'content-length': declared }),
      );
      assert.equal(response.status, 502);
      assert.match(errors[0]!.message, /body.*already been read/);
    });
  }

  test('the time limits for reading and for Solifyn are separate', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { promise: rest, resolve: finish } = withResolvers();
    const slow = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await rest;
        controller.enqueue(new TextEncoder().encode('{"productId":"prod_a"}'));
        controller.close();
      },
    });
    const { promise: asked, resolve: handleCall } = withResolvers();
    const { promise: answered, resolve: respond } = withResolvers();
    const sell = endpoint({
      timeout: 1000,
      fetch: async () => {
        handleCall();
        await answered;
        return Response.json(SESSION);
      },
    });
    const response = sell(order(slow));
    context.mock.timers.tick(900);
    finish();
    await asked;
    context.mock.timers.tick(900);
    respond();
    assert.equal((await response).status, 200);
  });
});

describe('the call to Solifyn', () => {
  test('is made with a function that has no `this`, as workerd demands of fetch', async () => {
    const fetch = mock.fn(async () => Response.json(SESSION));
    await endpoint({ fetch })(order());
    assert.equal(fetch.mock.calls[0]?.this, undefined);
    assert.equal(fetch.mock.callCount(), 1);
  });

  test('has the key and JSON, follows no redirect, and uses nothing that a platform may lack', async () => {
    const fetch = mock.fn(async (_input: unknown, _init?: RequestInit) => Response.json(SESSION));
    await endpoint({ fetch })(order());
    const { signal, ...init } = fetch.mock.calls[0]!.arguments[1]!;
    assert.ok(signal instanceof AbortSignal);
    assert.deepEqual(init, {
      method: 'POST',
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
      body: '{"productId":"prod_a"}',
      redirect: 'manual',
    });
  });

  test('uses the global fetch of the moment by default', async (context) => {
    const sell = endpoint({ fetch: undefined });
    context.mock.method(globalThis, 'fetch', async () => Response.json(SESSION));
    assert.equal((await sell(order())).status, 200);
  });

  test('is aborted when its time is over', async () => {
    const { promise: aborted, resolve: abort } = withResolvers();
    const sell = endpoint({
      timeout: 20,
      onError: () => {},
      fetch: (_input, init) => {
        init?.signal?.addEventListener('abort', () => abort());
        return new Promise(() => {});
      },
    });
    assert.equal((await sell(order())).status, 504);
    await aborted;
  });

  test('a response whose body stalls is cancelled', async () => {
    const { promise: stopped, resolve: stop } = withResolvers();
    const sell = endpoint({
      timeout: 20,
      onError: () => {},
      fetch: async () => new Response(new ReadableStream({ cancel: stop })),
    });
    assert.equal((await sell(order())).status, 504);
    await stopped;
  });

  test('a response that is not read is cancelled', async () => {
    const { promise: stopped, resolve: stop } = withResolvers();
    const body = new ReadableStream({ cancel: stop });
    const sell = endpoint({ onError: () => {}, fetch: async () => new Response(body, { status: 503 }) });
    assert.equal((await sell(order())).status, 502);
    await stopped;
  });
});

describe('onError', () => {
  /** What causes each incident. */
  const incidents: [code: string, options: Partial<SessionEndpointOptions>, body?: string][] = [
    ['misconfigured', { fetch: async () => new Response(API_KEY, { status: 401 }) }],
    ['unavailable', { fetch: async () => new Response(API_KEY, { status: 500 }) }],
    ['unavailable', { fetch: async () => Promise.reject(new Error(`cannot send Bearer ${API_KEY}`)) }],
    [
      'unavailable',
      {
        fetch: async () => {
          throw new TypeError('fetch failed', { cause: new Error(`invalid header ${API_KEY}`) });
        },
      },
    ],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a fetch in plain JavaScript may
    ['unavailable', { fetch: async () => Promise.reject(API_KEY) }],
    [
      'unavailable',
      { fetch: async () => Response.json({ ...SESSION, checkout_url: `https://${API_KEY}@a.example` }) },
    ],
    ['timeout', { timeout: 20, fetch: () => new Promise(() => {}) }],
    ['limit-failed', { limit: () => Promise.reject(new Error(`no counter for ${API_KEY}`)) }],
    [
      'limit-failed',
      {
        limit: () => {
          throw new Error('at once');
        },
      },
    ],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a limiter in plain JavaScript may
    ['limit-failed', { limit: () => Promise.reject(null) }],
    [
      'limit-failed',
      { limit: () => Promise.reject(Object.assign(new Error(), { message: Symbol('none') })) },
    ],
    ['limit-failed', { limit: () => undefined as never }],
    ['limit-failed', { limit: () => ({ allowed: 'yes' }) as never }],
    ['custom-price-not-allowed', {}, '{"productId":"prod_a","customPrice":5}'],
  ];

  incidents.forEach(([code, options, body], index) => {
    test(`receives ${code} (${index + 1}) with a message, without the key and without a cause`, async () => {
      const received: [SessionEndpointError, Request][] = [];
      const request = order(body);
      await endpoint({ ...options, onError: (...about) => received.push(about) })(request);
      assert.equal(received.length, 1);
      const [error, about] = received[0]!;
      assert.ok(error instanceof SessionEndpointError);
      assert.equal(error.code, code);
      assert.equal(error.cause, undefined);
      assert.equal(about, request);
      assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), new RegExp(API_KEY));
    });
  });

  test('has the reason of a failed connection', async () => {
    const errors: SessionEndpointError[] = [];
    const port = await freePort();
    const sell = endpoint({
      fetch: undefined,
      apiUrl: `http://127.0.0.1:${port}`,
      onError: (error) => errors.push(error),
    });
    assert.equal((await sell(order())).status, 502);
    assert.match(errors[0]!.message, /ECONNREFUSED/);
  });

  test('receives a refused custom price once per product', async () => {
    const messages: string[] = [];
    const sell = endpoint({ onError: ({ message }) => messages.push(message) });
    for (const productId of ['prod_a', 'prod_a', 'prod_b', 'prod_a']) {
      await sell(order(JSON.stringify({ productId, customPrice: 5 })));
    }
    assert.equal(messages.length, 2);
    assert.match(messages[0]!, /"prod_a".*customPrices/);
    assert.match(messages[1]!, /"prod_b"/);
  });

  test('does not receive every invented product id', async () => {
    let count = 0;
    const sell = endpoint({ onError: () => (count += 1) });
    for (let index = 0; index < 1100; index += 1) {
      await sell(order(JSON.stringify({ productId: `made_up_${index}`, customPrice: 1 })));
    }
    assert.equal(count, 1000);
  });

  for (const [what, onError] of [
    ['throws', () => assert.fail('the log is full')],
    ['rejects', async () => Promise.reject(new Error('the log is full'))],
  ] as const) {
    test(`does not change the response if it ${what}`, async () => {
      const sell = endpoint({ fetch: async () => new Response('', { status: 500 }), onError });
      assert.equal((await sell(order())).status, 502);
    });
  }

  test('is one line on the console by default', async (context) => {
    const error = context.mock.method(console, 'error', () => {});
    await endpoint({ fetch: async () => new Response('', { status: 401 }), onError: undefined })(order());
    assert.equal(error.mock.callCount(), 1);
    assert.match(
      String(error.mock.calls[0]?.arguments[0]),
      /^\[solifyn\] Solifyn refused the API key \(401\)/,
    );
  });
});

describe('a refused origin', () => {
  function shop() {
    const errors: SessionEndpointError[] = [];
    const sell = endpoint({ onError: (error) => errors.push(error) });
    return { errors, from: (origin: string) => sell(order(undefined, { origin })) };
  }

  test('is reported once, with its name and what to do', async () => {
    const { errors, from } = shop();
    for (const origin of ['https://www.shop.example', 'https://www.shop.example', 'https://b.example']) {
      assert.equal((await from(origin)).status, 403);
    }
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['origin-not-allowed', 'origin-not-allowed'],
    );
    assert.match(
      errors[0]?.message ?? '',
      /"https:\/\/www\.shop\.example".*allowedOrigins.*SOLIFYN_ALLOWED_ORIGINS/,
    );
  });

  test('`null` is reported with its own advice', async () => {
    const { errors, from } = shop();
    await from('null');
    assert.match(errors[0]?.message ?? '', /"null".*sandboxed frame/);
  });

  test('is cut and escaped, and the number of reported origins is limited', async () => {
    const { errors, from } = shop();
    await from(`https://${'x'.repeat(10_000)}.example`);
    assert.ok((errors[0]?.message.length ?? 0) < 400);
    await from('https://"quoted\\.example');
    assert.match(errors[1]?.message ?? '', /"https:\/\/\\"quoted\\\\\.example"/);
    for (let index = 0; index < 1100; index += 1) await from(`https://${index}.example`);
    assert.equal(errors.length, 1000);
  });

  test('that is missing is not reported', async () => {
    const errors: SessionEndpointError[] = [];
    const sell = endpoint({ onError: (error) => errors.push(error) });
    assert.equal((await sell(new Request('https://pay.shop.example/', { method: 'POST' }))).status, 403);
    assert.deepEqual(errors, []);
  });
});

describe('the request id', () => {
  test('is the same in the response and in onError', async () => {
    const errors: SessionEndpointError[] = [];
    const sell = endpoint({
      fetch: async () => new Response('', { status: 500 }),
      onError: (error) => errors.push(error),
    });
    const response = await sell(order());
    assert.equal(errors[0]?.requestId, response.headers.get('x-request-id'));
  });

  test('is another one for each request', async () => {
    const sell = endpoint();
    const ids = [];
    for (let index = 0; index < 100; index += 1) ids.push((await sell(order())).headers.get('x-request-id'));
    assert.equal(new Set(ids).size, 100);
  });
});

describe('verify', () => {
  test('receives the request, unread, and whatever the platform passes, after the limit', async () => {
    const calls: unknown[] = [];
    const sell = createSessionEndpoint({
      apiKey: API_KEY,
      fetch: async () => Response.json(SESSION),
      allowedOrigins: [SHOP],
      limit: (_request: Request, _env: { secret: string }) => {
        calls.push('limit');
        return { allowed: true };
      },
      verify: async (request, env) => {
        calls.push('verify', request.bodyUsed, env);
        return true;
      },
    });
    assert.equal((await sell(order(), { secret: 'binding' })).status, 200);
    assert.deepEqual(calls, ['limit', 'verify', false, { secret: 'binding' }]);
  });

  for (const [what, verify] of [
    ['throws at once', () => assert.fail('down')],
    ['returns a text', () => 'true' as never],
    ['returns nothing', () => undefined as never],
    ['rejects with the key', () => Promise.reject(new Error(API_KEY))],
  ] as [string, () => boolean | Promise<boolean>][]) {
    test(`that ${what} stops the sale`, async () => {
      const errors: SessionEndpointError[] = [];
      const response = await endpoint({ verify, onError: (error) => errors.push(error) })(order());
      assert.equal(response.status, 503);
      assert.equal(errors[0]?.code, 'verify-failed');
      assert.ok(!inspect(errors[0], { depth: 10, showHidden: true }).includes(API_KEY));
    });
  }
});

describe('limit', () => {
  test('receives the request, unread, and whatever the platform passes', async () => {
    const seen: unknown[] = [];
    const sell = createSessionEndpoint({
      apiKey: API_KEY,
      fetch: async () => Response.json(SESSION),
      allowedOrigins: [SHOP],
      limit: (request: Request, env: { limiter: string }, context: { waitUntil: boolean }) => {
        seen.push(request.bodyUsed, env, context);
        return { allowed: true };
      },
    });
    assert.equal((await sell(order(), { limiter: 'binding' }, { waitUntil: true })).status, 200);
    assert.deepEqual(seen, [false, { limiter: 'binding' }, { waitUntil: true }]);
  });

  for (const retryAfter of [NaN, Infinity, -1, 'soon', 1e21]) {
    test(`a wait of ${retryAfter} becomes whole seconds`, async () => {
      const sell = endpoint({ limit: () => ({ allowed: false, retryAfter: retryAfter as number }) });
      assert.match((await sell(order())).headers.get('retry-after') ?? '', /^\d+$/);
    });
  }
});

interface Deferred {
  promise: Promise<void>;
  resolve: () => void;
}

function withResolvers(): Deferred {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
