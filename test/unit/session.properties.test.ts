/** Property tests of the endpoint's response: only a valid checkout is opened. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { CheckoutErrorCode } from '../../src/button/errors.ts';
import { CheckoutError } from '../../src/button/errors.ts';
import type { CheckoutSession } from '../../src/protocol.ts';
import { createSession } from '../../src/button/session/session.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { stubFetch } from '../support/fetch.ts';
import { fuzzAsync, FUZZ_TIMEOUT } from '../support/fuzz.ts';

const scheme = fc.constantFrom(
  'https://',
  'HTTPS://',
  'https:',
  'https:/',
  'https:\\\\',
  'http://',
  'http:',
  'javascript:',
  'java\tscript:',
  'data:',
  'blob:https://',
  'file://',
  '//',
  '',
  ' https://',
  'ws://',
);
const host = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('solifyn.com', 'localhost', '127.0.0.1', '[::1]') },
  fc.constantFrom(
    'localhost.evil',
    '127.1',
    '0x7f.1',
    'user@solifyn.com',
    ':x@solifyn.com',
    'sölifyn.com',
    'a b',
    '%00',
    '',
  ),
  fc.domain(),
);
const rest = fc.oneof(
  fc.constantFrom('', '/', '/checkout?a=1#b', ':8082/', ':99999', '\\@evil', '\u0000'),
  fc.webPath(),
  fc.string(),
);
const address = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(scheme, host, rest).map((parts) => parts.join('')) },
  fc.webUrl(),
  fc.string({ unit: 'binary' }),
);

const id = fc.oneof(
  { weight: 8, arbitrary: fc.uuid() },
  fc.constantFrom('', ' \n', null, 1, [], {}, ['a'], { trim: true }),
);
const response = fc.oneof(
  { weight: 8, arbitrary: fc.record({ id, session_id: id, checkout_url: address }) },
  {
    weight: 2,
    arbitrary: fc.record(
      { id, session_id: id, checkout_url: fc.jsonValue(), error: fc.jsonValue() },
      { requiredKeys: [] },
    ),
  },
  fc.record({
    error: fc.oneof(
      fc.jsonValue(),
      fc.record({ code: fc.jsonValue(), message: fc.jsonValue() }, { requiredKeys: [] }),
    ),
  }),
  fc.jsonValue(),
);
const body = fc.oneof(
  { weight: 8, arbitrary: response.map((value) => JSON.stringify(value)) },
  fc.string({ unit: 'binary' }),
  response.map((value) => JSON.stringify(value).slice(0, -1)),
);
const status = fc.oneof({ weight: 6, arbitrary: fc.constant(200) }, fc.integer({ min: 200, max: 599 }));

const CODES: CheckoutErrorCode[] = ['rejected', 'unavailable', 'invalid-session'];
const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

function expectOpenable(session: CheckoutSession): void {
  expect(Object.keys(session)).to.deep.equal(['id', 'session_id', 'checkout_url']);
  for (const value of Object.values(session) as unknown[]) expect(value).to.be.a('string').and.match(/\S/);
  // An absolute address with an allowed scheme and host resolves to itself on any page.
  for (const base of ['https://shop.example/a/b', 'http://localhost/a/b']) {
    const { href, protocol, hostname, username, password } = new URL(session.checkout_url, base);
    expect(href).to.equal(session.checkout_url);
    expect(protocol === 'https:' || (protocol === 'http:' && LOCAL.includes(hostname)), href).to.equal(true);
    expect(username + password).to.equal('');
  }
}

function expectRefusal(error: unknown, code: number | undefined): void {
  expect(error, String(error)).to.be.instanceOf(CheckoutError);
  const { code: name, message, buyerText, status } = error as CheckoutError;
  expect(CODES).to.include(name);
  expect(status).to.equal(code);
  expect(message).to.be.a('string');
  if (buyerText === undefined) return;
  expect(name).to.equal('rejected');
  expect(Array.from(buyerText).length).to.be.within(1, 200);
}

afterEach(resetConfiguration);

describe('Any response', () => {
  it('of the endpoint is a valid checkout or one of three CheckoutErrors', async function () {
    this.timeout(FUZZ_TIMEOUT);
    let reply!: () => Response;
    const server = stubFetch(() => reply());
    const settings: Record<string, unknown> = { endpoint: '/session', retries: 0 };
    let opened = 0;
    const runs = await fuzzAsync(
      fc.asyncProperty(body, status, async (text, status) => {
        reply = () => new Response([204, 205, 304].includes(status) ? null : text, { status });
        try {
          const request = { productId: 'prod_1' };
          expectOpenable(
            await createSession(request, (name) => settings[name], new AbortController().signal),
          );
        } catch (error) {
          if (!(error instanceof CheckoutError)) throw error;
          expectRefusal(error, status);
          return;
        }
        opened += 1;
        expect(status).to.be.below(300);
      }),
      [['{"error":{"message":{"toString":0}}}', 200]],
    ).finally(() => server.restore());
    expect(opened).to.be.within(runs / 50, runs * 0.9);
  });
});
