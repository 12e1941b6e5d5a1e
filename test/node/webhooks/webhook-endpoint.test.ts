import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { inspect } from 'node:util';

import { createWebhookEndpoint, WEBHOOK_EVENT_TYPES } from '../../../src/webhooks/index.ts';
import type { WebhookEndpointOptions, WebhookEvent } from '../../../src/webhooks/index.ts';
import {
  OTHER_SECRET,
  PAYMENT,
  SECRET,
  postRequest,
  shuffled,
  signWebhook,
  webhookRequest,
} from './webhook-sender.ts';
import type { WebhookOptions } from './webhook-sender.ts';

/** An endpoint that records its events. */
function openEndpoint(options: Partial<WebhookEndpointOptions> = {}) {
  const events: WebhookEvent[] = [];
  const endpoint = createWebhookEndpoint({
    secret: SECRET,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return {
    events,
    endpoint,
    send: (webhook?: WebhookOptions) => endpoint(webhookRequest(webhook)),
  };
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

/** Everything that the console received during `run`. */
async function consoleDuring(run: () => Promise<unknown>): Promise<string> {
  let text = '';
  const mocks = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
    mock.method(
      console,
      method,
      (...words: unknown[]) => void (text += words.map((arg) => inspect(arg)).join(' ')),
    ),
  );
  try {
    await run();
  } finally {
    for (const { mock: restorable } of mocks) restorable.restore();
  }
  return text;
}

describe('a verified webhook', () => {
  it('calls onEvent with id, type, data and timestamp, and answers 204', async () => {
    const { send, events } = openEndpoint();
    const before = Math.floor(Date.now() / 1000) * 1000;
    const response = await send();
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const [{ timestamp, ...event } = {} as WebhookEvent] = events;
    assert.deepEqual(event, { id: 'msg_1', type: 'payment.succeeded', data: PAYMENT.data });
    assert.ok(
      timestamp instanceof Date && timestamp.getTime() >= before && timestamp.getTime() <= Date.now(),
    );
  });

  it('passes on the platform’s arguments, also to seen', async () => {
    const calls: unknown[] = [];
    const endpoint = createWebhookEndpoint<[string, number]>({
      secret: SECRET,
      onEvent: (event, ...platform) => calls.push([event.id, ...platform]),
      seen: (id, ...platform) => (calls.push(['seen', id, ...platform]), false),
    });
    await endpoint(webhookRequest(), 'env', 7);
    assert.deepEqual(calls, [
      ['seen', 'msg_1', 'env', 7],
      ['msg_1', 'env', 7],
    ]);
  });

  for (const prefix of ['webhook', 'svix'] as const) {
    it(`is read from the headers ${prefix}-…`, async () => {
      assert.equal((await openEndpoint().send({ prefix })).status, 204);
    });
  }

  for (const type of WEBHOOK_EVENT_TYPES) {
    it(`may be ${type}, in either documented body, with the data unchanged`, async () => {
      const { send, events } = openEndpoint();
      const data = { id: 'x', nested: [{ amount: 1.5, nothing: null }] };
      const bodies = [
        { type, data },
        { ...data, paymentEventType: type },
        { ...data, lastEventType: type },
      ];
      for (const [index, body] of bodies.entries()) {
        assert.equal((await send({ id: `msg_${index}`, body })).status, 204);
      }
      assert.deepEqual(
        events.map((event) => event.type),
        [type, type, type],
      );
      const sent = JSON.parse(JSON.stringify([data, bodies[1], bodies[2]])) as unknown[];
      assert.deepEqual(
        events.map((event) => event.data),
        sent,
      );
    });
  }

  it('may have a name that is not documented yet, and data that is null', async () => {
    const { send, events } = openEndpoint();
    assert.equal((await send({ body: { type: 'payout.created', data: null } })).status, 204);
    assert.deepEqual(
      events.map(({ type, data }) => [type, data]),
      [['payout.created', null]],
    );
  });

  it('is accepted with either secret while a secret is being changed', async () => {
    for (const secret of [[OTHER_SECRET, SECRET], `${OTHER_SECRET},${SECRET}`]) {
      const endpoint = openEndpoint({ secret });
      for (const secrets of [[SECRET], [OTHER_SECRET], [OTHER_SECRET, SECRET]]) {
        assert.equal((await endpoint.send({ secrets })).status, 204);
      }
    }
  });

  it('is accepted if any of its signatures is valid, other versions aside', async () => {
    const { endpoint } = openEndpoint();
    const { headers, body } = signWebhook();
    const other = signWebhook({ secrets: [OTHER_SECRET] }).headers['webhook-signature']!;
    const valid = headers['webhook-signature']!;
    for (const signature of [
      `${other} ${valid}`,
      `${valid} ${other}`,
      `v1a,AAAA ${valid}`,
      `v2,AAAA  ${valid}`,
      `${other}, ${valid}`,
    ]) {
      const request = new Request('https://shop.example/', {
        method: 'POST',
        headers: { ...headers, 'webhook-signature': signature },
        body,
      });
      assert.equal((await endpoint(request)).status, 204, signature);
    }
  });

  it('is verified by its exact bytes, with any spacing, escapes and characters', async () => {
    const { send } = openEndpoint();
    const bodies = [
      '{ "type" : "payment.succeeded",\r\n "data": {"a":1.0} }\n',
      '{"type":"payment.succeeded","data":{"name":"Zo\\u00eb \u{1F600} \u0000"}}'.replace(
        '\u0000',
        '\\u0000',
      ),
      '{"data":{},"type":"payment.succeeded"}',
    ];
    for (const body of bodies) assert.equal((await send({ body })).status, 204, body);
  });

  it('arrives in chunks as well', async () => {
    const { endpoint, events } = openEndpoint();
    const { headers, body } = signWebhook();
    const bytes = new TextEncoder().encode(body);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const request = postRequest(headers, stream);
    assert.equal((await endpoint(request)).status, 204);
    assert.equal(events.length, 1);
  });
});

describe('a refused webhook', () => {
  const { headers: validHeaders, body } = signWebhook();
  const without = (name: string) =>
    Object.fromEntries(Object.entries(validHeaders).filter(([key]) => key !== name));
  const changed = (changes: Record<string, string>, text = body): RequestInit => ({
    method: 'POST',
    headers: { ...validHeaders, ...changes },
    body: text,
  });

  const refusals: [what: string, init: () => RequestInit, status: number, code: string][] = [
    ['GET', () => ({ method: 'GET' }), 405, 'method-not-allowed'],
    ['OPTIONS', () => ({ method: 'OPTIONS' }), 405, 'method-not-allowed'],
    ['PUT', () => ({ method: 'PUT', headers: validHeaders, body }), 405, 'method-not-allowed'],
    ['no id', () => ({ method: 'POST', headers: without('webhook-id'), body }), 400, 'missing-headers'],
    [
      'no timestamp',
      () => ({ method: 'POST', headers: without('webhook-timestamp'), body }),
      400,
      'missing-headers',
    ],
    [
      'no signature',
      () => ({ method: 'POST', headers: without('webhook-signature'), body }),
      400,
      'missing-headers',
    ],
    ['an id with a full stop', () => changed({ 'webhook-id': 'msg.1' }), 400, 'missing-headers'],
    [
      'a timestamp with letters',
      () => changed({ 'webhook-timestamp': `${validHeaders['webhook-timestamp']}x` }),
      400,
      'missing-headers',
    ],
    ['a timestamp in exponent form', () => changed({ 'webhook-timestamp': '1e9' }), 400, 'missing-headers'],
    ['another id', () => changed({ 'webhook-id': 'msg_2' }), 400, 'invalid-signature'],
    [
      'another timestamp',
      () => changed({ 'webhook-timestamp': `${Number(validHeaders['webhook-timestamp']) - 1}` }),
      400,
      'invalid-signature',
    ],
    ['another body', () => changed({}, body.replace('4900', '4901')), 400, 'invalid-signature'],
    ['the same JSON with a blank', () => changed({}, body.replace(':', ': ')), 400, 'invalid-signature'],
    ['an empty body', () => changed({}, ''), 400, 'invalid-signature'],
    [
      'a signature that is cut',
      () => changed({ 'webhook-signature': validHeaders['webhook-signature']!.slice(0, -1) }),
      400,
      'invalid-signature',
    ],
    ['an empty signature', () => changed({ 'webhook-signature': 'v1,' }), 400, 'invalid-signature'],
    [
      'a signature of another version',
      () => changed({ 'webhook-signature': validHeaders['webhook-signature']!.replace('v1,', 'v2,') }),
      400,
      'missing-headers',
    ],
    [
      'the secret of someone else',
      () => ({ method: 'POST', ...signWebhook({ secrets: [OTHER_SECRET] }) }),
      400,
      'invalid-signature',
    ],
    ['an age over 300 s', () => ({ method: 'POST', ...signWebhook({ age: 302 }) }), 400, 'too-old'],
    ['a time over 300 s ahead', () => ({ method: 'POST', ...signWebhook({ age: -302 }) }), 400, 'too-new'],
    [
      'a text that is not JSON',
      () => ({ method: 'POST', ...signWebhook({ body: 'payment' }) }),
      400,
      'invalid-body',
    ],
    ['a list', () => ({ method: 'POST', ...signWebhook({ body: [PAYMENT] }) }), 400, 'invalid-body'],
    [
      'an object without a name',
      () => ({ method: 'POST', ...signWebhook({ body: { data: {} } }) }),
      400,
      'invalid-body',
    ],
    ['a body over 256 KiB', () => changed({}, 'x'.repeat(256 * 1024 + 1)), 413, 'too-large'],
  ];
  for (const [what, init, status, code] of refusals) {
    it(`${what}: ${status} ${code}, without a call and without a log`, async () => {
      const { endpoint, events } = openEndpoint({ seen: () => assert.fail('seen was called') });
      let response: Response | undefined;
      const log = await consoleDuring(async () => {
        response = await endpoint(new Request('https://shop.example/', init()));
      });
      assert.equal(response?.status, status);
      assert.equal(await codeOf(response), code);
      assert.equal(log, '');
      assert.equal(events.length, 0);
      if (status === 405) assert.equal(response.headers.get('allow'), 'POST');
    });
  }

  it('takes exactly 256 KiB', async () => {
    const [start, end] = ['{"type":"a","data":"', '"}'];
    const text = start + 'x'.repeat(256 * 1024 - start.length - end.length) + end;
    assert.equal((await openEndpoint().send({ body: text })).status, 204);
  });

  it('stops reading an endless body', async () => {
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const { endpoint } = openEndpoint();
    const request = postRequest(validHeaders, stream);
    assert.equal((await endpoint(request)).status, 413);
    assert.ok(sent < 1024 * 1024, `${sent} bytes`);
  });

  it('that is not UTF-8, was read before or breaks off answers 400', async () => {
    const { endpoint } = openEndpoint();
    const post = (stream: BodyInit) => postRequest(validHeaders, stream);
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
    const used = post(body);
    await used.text();
    for (const request of [post(Uint8Array.of(0xff, 0xfe)), post(broken), used]) {
      const response = await endpoint(request);
      assert.equal(response.status, 400);
    }
  });

  it('becomes too old at maxAge', async () => {
    assert.equal((await openEndpoint({ maxAge: 60 }).send({ age: 62 })).status, 400);
    assert.equal((await openEndpoint({ maxAge: 60 }).send({ age: 50 })).status, 204);
    assert.equal((await openEndpoint({ maxAge: 3600 }).send({ age: 1000 })).status, 204);
  });
});

describe('onEvent and seen that fail', () => {
  for (const [name, options] of Object.entries({
    'onEvent that throws': {
      onEvent: () => {
        throw new Error('database down');
      },
    },
    'onEvent that rejects': {
      onEvent: async () => {
        throw new Error('database down');
      },
    },
    'seen that rejects': {
      seen: async () => {
        throw new Error('database down');
      },
    },
  })) {
    it(`${name}: 500, so that Solifyn sends it again; the log has the error and nothing of the body`, async () => {
      const { send } = openEndpoint(options);
      let response: Response | undefined;
      const log = await consoleDuring(async () => {
        response = await send({ body: { type: 'payment.succeeded', data: { email: 'ada@example.com' } } });
      });
      assert.equal(response?.status, 500);
      assert.equal(await codeOf(response), 'handler-failed');
      assert.match(log, /database down/);
      assert.match(log, /msg_1/);
      assert.doesNotMatch(log, /ada@example/);
    });
  }

  it('handles the webhook when it is sent again', async () => {
    const handled = new Set<string>();
    let isDown = true;
    const { send } = openEndpoint({
      seen: (id) => handled.has(id),
      onEvent: ({ id }) => {
        if (isDown) throw new Error('down');
        handled.add(id);
      },
    });
    await consoleDuring(async () => assert.equal((await send()).status, 500));
    isDown = false;
    assert.equal((await send()).status, 204);
    assert.equal((await send()).status, 200);
  });
});

describe('a repeated webhook', () => {
  it('is handled once per id if there is seen, also when the copies arrive together', async () => {
    const handled = new Set<string>();
    let calls = 0;
    const { send } = openEndpoint({
      seen: async (id) => handled.has(id),
      onEvent: async ({ id }) => {
        calls += 1;
        await new Promise(setImmediate);
        handled.add(id);
      },
    });
    const responses = await Promise.all([send(), send(), send()]);
    assert.deepEqual(responses.map(({ status }) => status).sort(), [200, 200, 204]);
    assert.equal((await send()).status, 200);
    assert.equal(calls, 1);
  });

  it('fails together with the copy that is being handled', async () => {
    const { send } = openEndpoint({
      seen: async () => false,
      onEvent: () => Promise.reject(new Error('down')),
    });
    await consoleDuring(async () => {
      const statuses = (await Promise.all([send(), send()])).map(({ status }) => status);
      assert.deepEqual(statuses, [500, 500]);
    });
  });

  it('calls onEvent each time if there is no seen', async () => {
    const { send, events } = openEndpoint();
    await send();
    await send();
    assert.equal(events.length, 2);
  });
});

describe('a body that stalls', () => {
  for (const [what, chunks] of [
    ['before its first byte', []],
    ['in its middle', ['{"type":']],
  ] as const) {
    it(`${what} is answered 408 after 10 s, and is read no further`, async (context) => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      const { endpoint, events } = openEndpoint();
      let isCanceled = false;
      let reportReading: () => void = () => {};
      const isReading = new Promise<void>((resolve) => (reportReading = resolve));
      const parts = chunks.map((chunk) => new TextEncoder().encode(chunk));
      const stream = new ReadableStream<Uint8Array>(
        {
          // After the last part a promise that never settles: the sender is silent.
          pull(controller) {
            const next = parts.shift();
            if (next !== undefined) {
              controller.enqueue(next);
              return undefined;
            }
            reportReading();
            return new Promise<void>(() => {});
          },
          cancel: () => void (isCanceled = true),
        },
        { highWaterMark: 0 },
      );
      const pending = endpoint(postRequest(signWebhook().headers, stream));
      await isReading;
      context.mock.timers.tick(9_999);
      assert.equal(isCanceled, false);
      context.mock.timers.tick(1);
      const response = await pending;
      assert.deepEqual([response.status, await codeOf(response)], [408, 'timeout']);
      assert.equal(isCanceled, true);
      assert.deepEqual(events, []);
    });
  }
});

const COUNT = process.env['SOAK'] ? 1000 : 100;

describe(`${COUNT} valid, ${COUNT} repeated and ${COUNT} invalid webhooks in random order`, () => {
  const ids = Array.from({ length: COUNT }, (_, index) => `msg_${index}`);
  const wrong = (index: number): WebhookOptions & { tamper?: (body: string) => string } => {
    const id = `msg_wrong_${index}`;
    return [
      { id, secrets: [OTHER_SECRET] },
      { id, age: 400 },
      { id, tamper: (body: string) => body.replace('4900', '1') },
      { id, headers: { 'webhook-id': ids[index]! } },
    ][index % 4]!;
  };
  const sends = () =>
    shuffled([
      ...ids.flatMap((id) => [{ id }, { id }]),
      ...ids.map((_, index) => wrong(index)),
    ] as (WebhookOptions & { tamper?: (body: string) => string })[]);

  for (const together of [1, 50]) {
    it(`run the handler for the valid ones only, once per id, ${together} at a time`, async () => {
      const handled = new Map<string, number>();
      const endpoint = createWebhookEndpoint({
        secret: SECRET,
        seen: async (id) => handled.has(id),
        onEvent: async ({ id }) => {
          await new Promise(setImmediate);
          handled.set(id, (handled.get(id) ?? 0) + 1);
        },
      });
      const counts: Record<number, number> = {};
      const queue = sends();
      assert.equal(queue.length, 3 * COUNT);
      for (let start = 0; start < queue.length; start += together) {
        const batch = queue.slice(start, start + together).map(async ({ tamper, ...webhook }) => {
          const { headers, body } = signWebhook(webhook);
          const request = new Request('https://shop.example/', {
            method: 'POST',
            headers,
            body: tamper ? tamper(body) : body,
          });
          const { status } = await endpoint(request);
          counts[status] = (counts[status] ?? 0) + 1;
        });
        await Promise.all(batch);
      }
      assert.deepEqual(counts, { 200: COUNT, 204: COUNT, 400: COUNT });
      assert.deepEqual([...handled.keys()].sort(), [...ids].sort());
      assert.ok([...handled.values()].every((count) => count === 1));
    });
  }
});

describe('the options', () => {
  const wrong: [what: string, options: object, message: RegExp][] = [
    ['no secret', { secret: undefined }, /^secret must be the signing secret/],
    ['a blank secret', { secret: ' ' }, /^secret must be the signing secret/],
    ['an empty list', { secret: [] }, /^secret must hold at least one/],
    ['a comma at the end', { secret: `${SECRET},` }, /^secret must be the signing secret/],
    ['a list with a gap', { secret: [SECRET, ''] }, /^secret must be the signing secret/],
    ['quotes', { secret: `"${SECRET}"` }, /^secret must not have quotes/],
    ['a line break', { secret: `${SECRET}\n` }, /^secret must not contain blanks or line breaks/],
    ['an API key', { secret: 'sk_live_0123456789abcdef' }, /^secret must begin with whsec_.*not the API key/],
    ['a curly quote', { secret: `“${SECRET}` }, /^secret must not have quotes/],
    ['a quoted list', { secret: `"${SECRET},${SECRET}"` }, /^secret must not have quotes/],
    ['a part of a secret', { secret: SECRET.slice(0, 19) }, /^secret is incomplete\. Copy the whole/],
    ['a broken base64', { secret: `whsec_${'A'.repeat(25)}` }, /^secret is incomplete/],
    [
      'a misspelt option',
      { Seen() {} },
      /^Seen is not known\. The options are secret, onEvent, seen, maxAge\.$/,
    ],
    ['a secret as a name', { [SECRET]: true }, /^an option is not known/],
    ['no handler', { onEvent: undefined }, /^onEvent must be a function/],
    ['a wrong seen', { seen: true }, /^seen must be a function/],
    ['no age', { maxAge: 0 }, /^maxAge must be a number of seconds/],
    ['an age as text', { maxAge: '300' }, /^maxAge must be a number of seconds/],
  ];
  for (const options of [undefined, null, SECRET]) {
    it(`${typeof options} in place of the options: an error that says what is expected`, () => {
      assert.throws(
        () => createWebhookEndpoint(options as never),
        new TypeError('createWebhookEndpoint expects an object of options.'),
      );
    });
  }

  for (const [what, options, message] of wrong) {
    it(`${what}: an error that names the option and hides the secret`, () => {
      assert.throws(
        () => createWebhookEndpoint({ secret: SECRET, onEvent() {}, ...options }),
        (error: unknown) => {
          assert.ok(error instanceof TypeError);
          assert.match(error.message, message);
          assert.doesNotMatch(inspect(error), /MfKQ9r8G|sk_live|whsec_A/);
          return true;
        },
      );
    });
  }
});
