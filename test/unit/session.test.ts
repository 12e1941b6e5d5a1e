import { expect } from '@open-wc/testing';
import { configure } from '../../src/button/config/configure.ts';
import type { Settings } from '../../src/button/config/settings.ts';
import { CheckoutError } from '../../src/button/errors.ts';
import type { CheckoutRequest, CheckoutSession } from '../../src/protocol.ts';
import { createSession, endpointFor } from '../../src/button/session/session.ts';
import { stopClock, type Clock } from '../support/clock.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { silence, stubFetch, stuckBody, type FetchCall, type FetchStub } from '../support/fetch.ts';
import { rejection, thrownBy } from '../support/rejection.ts';

const request: CheckoutRequest = { productId: 'prod_1', quantity: 2, checkoutData: { tags: ['a'] } };

const session: CheckoutSession = {
  id: '5b0f5a4e-8f0f-4a55-9d0c-0d8f3b1c2e11',
  session_id: 'ch_7Qm2vJx4LkP9sT',
  checkout_url: 'https://solifyn.com/checkout/prod_1?checkout_id=5b0f5a4e-8f0f-4a55-9d0c-0d8f3b1c2e11',
};

/** Milliseconds of one attempt, longer than any pause between two. */
const TIMEOUT = 15_000;

let clock: Clock;
let server: FetchStub;

beforeEach(() => {
  clock = stopClock();
  configure({ endpoint: '/session' });
});

afterEach(() => {
  clock.restore();
  server.restore();
  resetConfiguration();
});

function serve(respond: (call: FetchCall, index: number) => Response | Promise<Response>): void {
  server = stubFetch(respond);
}

/** Requests a session like a button with these settings. */
function requestSession(
  settings: Settings = {},
  signal = new AbortController().signal,
): Promise<CheckoutSession> {
  return createSession(request, (name) => settings[name as keyof Settings], signal);
}

const validResponse = () => Response.json(session);
const refused = (status: number, headers?: Record<string, string>) =>
  Response.json({ error: { code: 'x', message: 'No.' } }, { status, ...(headers && { headers }) });
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'));

describe('The request', () => {
  it('is one POST of JSON to the endpoint, with no other header of ours', async () => {
    serve(validResponse);
    expect(await requestSession()).to.deep.equal(session);
    expect(server.calls).to.have.length(1);
    const { url, init } = server.calls[0]!;
    expect(url).to.equal(new URL('/session', location.href).href);
    expect(init.method).to.equal('POST');
    expect(Object.fromEntries(new Headers(init.headers))).to.deep.equal({
      'content-type': 'application/json',
    });
    expect(init.credentials).to.equal(undefined);
    expect(JSON.parse(init.body as string)).to.deep.equal(request);
  });

  it('has the credentials and further headers of configure', async () => {
    serve(validResponse);
    configure({ credentials: 'include', headers: { 'X-Shop': '1' } });
    await requestSession();
    const { init } = server.calls[0]!;
    expect(init.credentials).to.equal('include');
    expect(Object.fromEntries(new Headers(init.headers))).to.deep.equal({
      'content-type': 'application/json',
      'x-shop': '1',
    });
  });

  it('leaves no timer behind', async () => {
    serve(validResponse);
    await requestSession();
    expect(clock.waiting).to.deep.equal([]);
  });
});

describe('The endpoint', () => {
  beforeEach(() => serve(validResponse));

  it('is resolved like a link', () => {
    const base = document.createElement('base');
    base.href = 'https://shop.example/en/';
    document.head.prepend(base);
    configure({ endpoint: 'session' });
    const { href } = endpointFor();
    base.remove();
    expect(href).to.equal('https://shop.example/en/session');
  });

  const REFUSED: Record<string, RegExp> = {
    '': /No session endpoint.*data-endpoint/,
    'javascript:alert(1)': /not an http\(s\) address/,
    'data:application/json,{}': /not an http\(s\) address/,
    'https://ada:secret@shop.example/session': /not an http\(s\) address/,
    'https://': /not an http\(s\) address/,
    'https://api.solifyn.com/checkout/create': /secret key/,
    'https://API.Solifyn.com/v1/checkout/create': /secret key/,
    'https://api.solifyn.com.:443/': /secret key/,
    'http://api.solifyn.com:8080/': /secret key/,
    '//api.solifyn.com/': /secret key/,
    'https://sandbox-api.solifyn.com/': /secret key/,
    'https://eu.api.solifyn.com/v1/checkout/create': /secret key/,
    'https://solifyn.com/v1/checkout/create': /secret key/,
  };
  for (const [endpoint, message] of Object.entries(REFUSED))
    it(`cannot be ${JSON.stringify(endpoint)}: the error comes at once, without a request`, () => {
      configure({ endpoint });
      const error = thrownBy(() => void requestSession());
      expect(error.code).to.equal('not-configured');
      expect(error.message).to.match(message);
      expect(server.calls).to.have.length(0);
    });

  it('may have a host name that ends like the API’s', async () => {
    await requestSession({ endpoint: 'https://my-api.solifyn.com.example/' });
    expect(server.calls[0]!.url).to.equal('https://my-api.solifyn.com.example/');
  });
});

describe('A temporary failure', () => {
  const RETRYABLE: [
    name: string,
    answer: () => Response | Promise<Response>,
    code: string,
    status?: number,
  ][] = [
    ['a network failure', unreachable, 'network'],
    ['429', () => refused(429), 'rejected', 429],
    ['502', () => refused(502), 'unavailable', 502],
    ['503', () => refused(503), 'unavailable', 503],
  ];
  for (const [name, respond, code, status] of RETRYABLE)
    it(`is retried twice, after growing pauses: ${name}`, async () => {
      serve(respond);
      const failing = rejection(requestSession());
      const first = await clock.next(TIMEOUT);
      const second = await clock.next(TIMEOUT);
      const error = await failing;
      expect(server.calls).to.have.length(3);
      expect(first).to.be.greaterThan(0);
      expect(second).to.be.greaterThan(first);
      expect(error.code).to.equal(code);
      expect(error.status).to.equal(status);
    });

  it('is retried with the same body', async () => {
    serve(unreachable);
    const failing = rejection(requestSession({ retries: 1 }));
    await clock.next(TIMEOUT);
    await failing;
    const bodies = server.calls.map(({ init }) => init.body);
    expect(bodies[1]).to.equal(bodies[0]);
  });

  for (const retries of [0, 1, 4])
    it(`is retried as often as set: ${retries}`, async () => {
      serve(() => refused(503));
      const failing = rejection(requestSession({ retries }));
      for (let pause = 0; pause < retries; pause++) await clock.next(TIMEOUT);
      await failing;
      expect(server.calls).to.have.length(retries + 1);
    });

  it('followed by a session is not an error', async () => {
    serve((_, index) => (index ? validResponse() : refused(502)));
    const asking = requestSession();
    await clock.next(TIMEOUT);
    expect(await asking).to.deep.equal(session);
    expect(server.calls).to.have.length(2);
  });

  it('has the network’s error as its cause, and names the endpoint', async () => {
    serve(unreachable);
    const error = await rejection(requestSession({ retries: 0 }));
    expect(error.cause).to.be.instanceOf(TypeError);
    expect(error.message).to.contain('/session').and.contain(location.origin).and.contain('CORS');
  });
});

describe('Any other status', () => {
  const CASES: [code: string, statuses: number[]][] = [
    ['rejected', [400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422]],
    ['unavailable', [500, 501, 504, 505, 599]],
  ];
  for (const [code, statuses] of CASES)
    for (const status of statuses)
      it(`is ${code} and not retried: ${status}`, async () => {
        serve(() => refused(status));
        const error = await rejection(requestSession());
        expect(error.code).to.equal(code);
        expect(error.status).to.equal(status);
        expect(error.message).to.contain(String(status)).and.contain('No.');
        expect(server.calls).to.have.length(1);
      });

  it('that is neither an error nor a success is not a session: 304', async () => {
    serve(() => new Response(null, { status: 304 }));
    expect((await rejection(requestSession())).code).to.equal('invalid-session');
    expect(server.calls).to.have.length(1);
  });
});

describe('Retry-After', () => {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();
  /** @returns the pause that the header causes */
  async function pauseAfter(header: string, status = 503): Promise<number> {
    serve((_, index) => (index ? validResponse() : refused(status, { 'Retry-After': header })));
    const asking = requestSession();
    const pause = await clock.next(TIMEOUT);
    expect(await asking).to.deep.equal(session);
    return pause;
  }

  for (const status of [429, 502, 503])
    it(`in seconds is obeyed, with ${status}`, async () => {
      expect(await pauseAfter('2', status)).to.equal(2000);
    });

  it('is obeyed up to 5 s', async () => {
    expect(await pauseAfter('5')).to.equal(5000);
  });

  it('of 0 seconds retries at once', async () => {
    expect(await pauseAfter('0')).to.equal(0);
  });

  it('with a date is obeyed', async () => {
    // A date has whole seconds.
    expect(await pauseAfter(inSeconds(4))).to.be.within(2000, 4000);
  });

  it('with a past date retries at once', async () => {
    expect(await pauseAfter(inSeconds(-60))).to.be.at.most(0);
  });

  for (const header of ['soon', ' ', '2 s'])
    it(`that is invalid causes the usual pause: "${header}"`, async () => {
      const usual = await pauseAfter('not at all');
      server.restore();
      expect(usual).to.be.greaterThan(0);
      expect(await pauseAfter(header)).to.equal(usual);
    });

  for (const [name, header] of [
    ['6 seconds', () => '6'],
    ['a minute', () => '60'],
    ['a date', () => inSeconds(60)],
  ] as const)
    it(`of more than 5 s is not waited for: ${name}`, async () => {
      serve(() => refused(429, { 'Retry-After': header() }));
      const error = await rejection(requestSession());
      expect(error.code).to.equal('rejected');
      expect(error.status).to.equal(429);
      expect(server.calls).to.have.length(1);
      expect(clock.waiting).to.deep.equal([]);
    });
});

describe('A timeout', () => {
  for (const [name, respond] of [
    ['the header', silence],
    ['the body', stuckBody],
  ] as const)
    it(`covers ${name}, aborts the request, and is not retried`, async () => {
      serve(respond);
      const failing = rejection(requestSession({ timeout: 700 }));
      expect(await clock.next()).to.equal(700);
      const error = await failing;
      expect(error.code).to.equal('timeout');
      expect(error.message).to.contain('700 ms');
      expect(server.calls).to.have.length(1);
      expect(server.calls[0]!.signal.aborted).to.equal(true);
    });

  it('is 15 s by default', async () => {
    serve(silence);
    const failing = rejection(requestSession());
    expect(await clock.next()).to.equal(15_000);
    expect((await failing).code).to.equal('timeout');
  });

  it('begins anew with each attempt', async () => {
    serve((call, index) => (index ? silence(call) : refused(503)));
    const failing = rejection(requestSession());
    const pause = await clock.next(TIMEOUT);
    expect(clock.waiting).to.not.include(pause);
    expect(await clock.next()).to.equal(TIMEOUT);
    expect((await failing).code).to.equal('timeout');
    expect(server.calls).to.have.length(2);
  });
});

describe('Aborting', () => {
  for (const [name, respond] of [
    ['the header', silence],
    ['the body', stuckBody],
  ] as const)
    it(`ends the request while ${name} is pending, and does not retry`, async () => {
      const controller = new AbortController();
      const { asked, serving } = onceAsked(respond);
      serve(serving);
      const failing = rejection(requestSession({}, controller.signal));
      await asked;
      controller.abort(new CheckoutError('canceled', 'The buyer closed the tab.'));
      await failing;
      expect(server.calls).to.have.length(1);
      expect(server.calls[0]!.signal.aborted).to.equal(true);
    });

  it('in a pause ends it, and nothing more is sent', async () => {
    const controller = new AbortController();
    serve(() => refused(503));
    const failing = rejection(requestSession({}, controller.signal));
    await clock.set(TIMEOUT);
    controller.abort(new CheckoutError('canceled', 'The buyer closed the tab.'));
    // Timers that are still set must do nothing.
    while (clock.waiting.length) await clock.next();
    expect((await failing).code).to.equal('canceled');
    expect(server.calls).to.have.length(1);
  });
});

/** @returns the responder, and a promise that resolves when it is called */
function onceAsked(respond: (call: FetchCall) => Response | Promise<Response>) {
  let signalCall!: () => void;
  const asked = new Promise<void>((resolve) => (signalCall = resolve));
  const serving = (call: FetchCall) => {
    signalCall();
    return respond(call);
  };
  return { asked, serving };
}

describe('A response that is not a session is never opened:', () => {
  const ANSWERS: Record<string, unknown> = {
    'an array': [session],
    null: null,
    'a text': 'ch_1',
    'an empty object': {},
    ...Object.fromEntries(
      Object.keys(session).flatMap((field) => [
        [`no ${field}`, { ...session, [field]: undefined }],
        [`an empty ${field}`, { ...session, [field]: '' }],
        [`a blank ${field}`, { ...session, [field]: ' \n' }],
        [`a ${field} that is a number`, { ...session, [field]: 1 }],
        [`a ${field} that is null`, { ...session, [field]: null }],
      ]),
    ),
    ...Object.fromEntries(
      [
        'http://solifyn.com/checkout',
        'javascript:alert(1)',
        'data:text/html,x',
        'blob:https://solifyn.com/1',
        '/checkout/prod_1',
        'solifyn.com/checkout',
        'https://user:secret@solifyn.com/checkout',
      ].map((checkout_url) => [checkout_url, { ...session, checkout_url }]),
    ),
  };
  for (const [name, respond] of Object.entries(ANSWERS))
    it(name, async () => {
      serve(() => Response.json(respond));
      const error = await rejection(requestSession());
      expect(error.code).to.equal('invalid-session');
      expect(error.message).to.contain('checkout_url');
      expect(server.calls).to.have.length(1);
    });

  for (const [name, body] of Object.entries({
    nothing: '',
    'a web page': '<!doctype html><p>Welcome',
    'half of it': '{"id":',
  }))
    it(name, async () => {
      serve(() => new Response(body));
      const error = await rejection(requestSession());
      expect(error.code).to.equal('invalid-session');
      expect(error.message).to.contain(body);
    });
});

describe('A session', () => {
  for (const host of ['localhost:3000', '127.0.0.1:8082', '[::1]:8082'])
    it(`may have an http address on this computer: ${host}`, async () => {
      const checkout_url = `http://${host}/checkout/prod_1`;
      serve(() => Response.json({ ...session, checkout_url }));
      expect((await requestSession()).checkout_url).to.equal(checkout_url);
    });

  it('has three fields and nothing else', async () => {
    serve(() => Response.json({ ...session, extra: 1, __proto__: { more: 2 } }));
    expect(await requestSession()).to.deep.equal(session);
  });

  it('may come with any 2xx status', async () => {
    serve(() => Response.json(session, { status: 201 }));
    expect(await requestSession()).to.deep.equal(session);
  });

  /** A session of so many bytes, padded with characters of two bytes. */
  const sized = (bytes: number) => {
    const bare = JSON.stringify({ ...session, more: '' }).length;
    return JSON.stringify({
      ...session,
      more: 'é'.repeat(Math.floor((bytes - bare) / 2)) + 'e'.repeat((bytes - bare) % 2),
    });
  };

  it('is read up to 64 KiB', async () => {
    serve(() => new Response(sized(65_536)));
    expect(await requestSession()).to.deep.equal(session);
  });

  it('of one byte more is invalid', async () => {
    serve(() => new Response(sized(65_537)));
    expect((await rejection(requestSession())).code).to.equal('invalid-session');
  });

  it('that never ends is not read further', async () => {
    serve(({ signal }) => {
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        if (signal.aborted) controller.error(signal.reason);
        else controller.enqueue(new Uint8Array(16_384).fill(32));
      };
      return new Response(new ReadableStream({ pull }));
    });
    expect((await rejection(requestSession())).code).to.equal('invalid-session');
    expect(server.calls[0]!.signal.aborted).to.equal(true);
  });

  it('is read from chunks that split a character', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ error: { message: 'Größe fehlt.' } }));
    const cut = bytes.indexOf(0xc3) + 1;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    serve(() => new Response(body, { status: 400 }));
    expect((await rejection(requestSession())).buyerText).to.equal('Größe fehlt.');
  });
});

describe('The buyer’s text after an error response', () => {
  const CASES: [name: string, status: number, body: unknown, expected: string | undefined][] = [
    ['the message where there is no code', 400, { error: { message: 'Sold out.' } }, 'Sold out.'],
    ['the message of rejected', 409, { error: { code: 'rejected', message: ' Sold out. ' } }, 'Sold out.'],
    ['nothing of another code', 403, { error: { code: 'origin-not-allowed', message: 'Evil.' } }, undefined],
    ['nothing of a 5xx', 500, { error: { code: 'rejected', message: 'Stack trace.' } }, undefined],
    ['nothing of a message that is no text', 400, { error: { message: { html: 'x' } } }, undefined],
    ['nothing of a blank message', 400, { error: { message: ' \n' } }, undefined],
    ['nothing of another shape', 400, { message: 'Sold out.' }, undefined],
    ['nothing of an array', 400, [{ error: { message: 'Sold out.' } }], undefined],
    ['nothing of a text', 400, 'Sold out.', undefined],
    ['the first 200 characters', 400, { error: { message: 'x'.repeat(201) } }, 'x'.repeat(200)],
    ['no half of a character', 400, { error: { message: `${'x'.repeat(199)}😀😀` } }, `${'x'.repeat(199)}😀`],
  ];
  for (const [name, status, body, expected] of CASES)
    it(`is ${name}`, async () => {
      serve(() => Response.json(body, { status }));
      expect((await rejection(requestSession())).buyerText).to.equal(expected);
    });

  it('is also the message after all retries of a 429 failed', async () => {
    serve(() => Response.json({ error: { code: 'rejected', message: 'Slow down.' } }, { status: 429 }));
    expect((await rejection(requestSession({ retries: 0 }))).buyerText).to.equal('Slow down.');
  });
});

describe('createSession of configure', () => {
  beforeEach(() => serve(unreachable));

  it('replaces the endpoint', async () => {
    const asked: CheckoutRequest[] = [];
    configure({
      endpoint: '',
      createSession: async (wanted) => {
        asked.push(wanted);
        return session;
      },
    });
    expect(await requestSession()).to.deep.equal(session);
    expect(asked).to.deep.equal([request]);
    expect(server.calls).to.have.length(0);
  });

  const FAILING: Record<string, () => Promise<CheckoutSession>> = {
    'a rejection': () => Promise.reject(new Error('No session.')),
    'what it throws': () => {
      throw new Error('No session.');
    },
  };
  for (const [name, create] of Object.entries(FAILING))
    it(`turns ${name} into network, once`, async () => {
      let calls = 0;
      configure({
        createSession: () => {
          calls += 1;
          return create();
        },
      });
      const error = await rejection(requestSession({ retries: 3 }));
      expect(error.code).to.equal('network');
      expect((error.cause as Error).message).to.equal('No session.');
      expect(error.message).to.contain('No session.');
      expect(calls).to.equal(1);
    });

  it('may reject with a CheckoutError of its own', async () => {
    const error = new CheckoutError('rejected', 'Sold out.', { status: 409 });
    configure({ createSession: () => Promise.reject(error) });
    expect(await rejection(requestSession())).to.equal(error);
  });

  it('must return a valid session', async () => {
    configure({ createSession: async () => ({ ...session, checkout_url: 'javascript:alert(1)' }) });
    expect((await rejection(requestSession())).code).to.equal('invalid-session');
    const cyclic: Record<string, unknown> = { ...session, more: 1n };
    cyclic.self = cyclic;
    configure({ createSession: async () => cyclic as unknown as CheckoutSession });
    expect(await requestSession()).to.deep.equal(session);
    configure({ createSession: async () => ({ ...cyclic, id: '' }) as unknown as CheckoutSession });
    expect((await rejection(requestSession())).code).to.equal('invalid-session');

    configure({ createSession: () => Promise.reject(Object.create(null)) });
    expect((await rejection(requestSession())).code).to.equal('network');
    configure({ createSession: async () => undefined as unknown as CheckoutSession });
    expect((await rejection(requestSession())).code).to.equal('invalid-session');
  });

  it('has the time of one attempt', async () => {
    configure({ createSession: () => new Promise(() => {}) });
    const failing = rejection(requestSession({ timeout: 300 }));
    expect(await clock.next()).to.equal(300);
    expect((await failing).code).to.equal('timeout');
  });
});

describe('The headers function of configure', () => {
  it('is called once per attempt, so that each one has a fresh token', async () => {
    let tokens = 0;
    configure({ headers: () => Promise.resolve({ 'X-Turnstile-Token': `token-${++tokens}` }) });
    serve((_, index) => (index ? validResponse() : refused(503)));
    const asked = requestSession();
    await clock.next(TIMEOUT);
    await asked;
    expect(server.calls.map(({ init }) => new Headers(init.headers).get('X-Turnstile-Token'))).to.deep.equal([
      'token-1',
      'token-2',
    ]);
  });

  it('that fails is a network error with its cause', async () => {
    configure({ headers: () => Promise.reject(new Error('no token')) });
    serve(validResponse);
    const error = await rejection(requestSession({ retries: 0 }));
    expect(error.code).to.equal('network');
    expect(error.message).to.include('no token');
    expect(server.calls).to.have.length(0);
  });
});

it('An error has the request id of the response, if there is one', async () => {
  serve((_, index) => refused(400, index ? undefined : { 'X-Request-Id': 'req-1' }));
  expect((await rejection(requestSession())).requestId).to.equal('req-1');
  expect((await rejection(requestSession())).requestId).to.equal(undefined);
});
