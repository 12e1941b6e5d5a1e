/** Property tests of the request, for any attributes, form, address and options. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CheckoutError } from '../../src/button/errors.ts';
import type { CheckoutRequest } from '../../src/protocol.ts';
import { validate, createRequest } from '../../src/button/request/request.ts';
import { fuzz, FUZZ_TIMEOUT } from '../support/fuzz.ts';
import { captureWarnings, type Warnings } from '../support/warnings.ts';

const TEXTS = ['productId', 'collectionId', 'discountCode', 'aff'] as const;
const OBJECTS = ['checkoutData', 'customFields'] as const;
const FIELDS = [...TEXTS, ...OBJECTS, 'quantity', 'customPrice', 'customerEmail'] as const;

const nice = fc.stringMatching(/^[\w-]{1,30}$/);
const text = fc.oneof(
  { weight: 4, arbitrary: nice },
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '“”',
    '\u00a0',
    '__proto__',
    'null',
    'a\nb',
    'x'.repeat(501),
    '1e999',
    '0x10',
    '-0',
  ),
  fc
    .tuple(fc.constantFrom('“', ' ', '"'), nice, fc.constantFrom('”', '\ufeff', '″'))
    .map((parts) => parts.join('')),
);
const number = fc.oneof(
  fc.integer({ min: -2, max: 9 }),
  fc.double(),
  fc.integer({ min: 1, max: 99 }).map(String),
  fc.bigInt(),
);
const json = fc.oneof(
  fc.dictionary(
    fc.oneof(nice, fc.constantFrom('__proto__', 'constructor', 'toJSON', 'utm')),
    fc.jsonValue(),
    { maxKeys: 4 },
  ),
  fc.json(),
  fc.anything({ maxDepth: 2 }),
);
const email = fc.oneof(
  fc.emailAddress(),
  fc.emailAddress().map((address) => ` ${address}\u00a0`),
  text,
);

/** Mostly valid values. */
const raw = fc.record(
  {
    productId: fc.oneof({ weight: 5, arbitrary: nice }, text),
    collectionId: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, text),
    quantity: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }) }, number, text),
    discountCode: text,
    aff: text,
    customPrice: fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }) },
      number,
      text,
    ),
    customerEmail: email,
    checkoutData: json,
    customFields: json,
    stray: fc.anything(),
  },
  { requiredKeys: [] },
);

const isLine = (value: unknown) =>
  typeof value === 'string' &&
  value === value.trim() &&
  value.length >= 1 &&
  value.length <= 500 &&
  // eslint-disable-next-line no-control-regex
  !/[\0-\x1f\x7f-\x9f]/.test(value);

const isPlain = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';

/** Asserts in plain code what the endpoint accepts, except for details of an e-mail address, which Solifyn validates. */
function expectSendable(request: CheckoutRequest): void {
  const names = Object.keys(request);
  expect(names.filter((name) => !(FIELDS as readonly string[]).includes(name))).to.deep.equal([]);
  expect(names.includes('productId')).to.not.equal(names.includes('collectionId'));
  if (request.collectionId) expect(names.filter((name) => /^custom|Data$/.test(name))).to.deep.equal([]);
  for (const name of TEXTS) if (name in request) expect(isLine(request[name]), name).to.equal(true);
  for (const name of OBJECTS) if (name in request) expect(isPlain(request[name]), name).to.equal(true);
  const { quantity = 1, customPrice = 0, customerEmail = 'a@b' } = request;
  expect(Number.isSafeInteger(quantity) && quantity > 0, `quantity ${quantity}`).to.equal(true);
  expect(Number.isFinite(customPrice) && customPrice >= 0, `customPrice ${customPrice}`).to.equal(true);
  expect(isLine(customerEmail) && /^[^\s@]+@[^\s@]+$/.test(customerEmail), customerEmail).to.equal(true);
  // The endpoint receives the same values. JSON has no -0.
  const sent: CheckoutRequest = {
    ...request,
    ...('customPrice' in request && { customPrice: customPrice + 0 }),
  };
  expect(JSON.parse(JSON.stringify(sent))).to.deep.equal(sent);
}

/** @returns `undefined` after `invalid-request`. Any other error fails the test. */
function attempt(create: () => CheckoutRequest): CheckoutRequest | undefined {
  try {
    return create();
  } catch (error) {
    expect(error).to.be.instanceOf(CheckoutError);
    expect((error as CheckoutError).code).to.equal('invalid-request');
    expect((error as CheckoutError).message.length).to.be.below(400);
    return undefined;
  }
}

let warnings: Warnings;
beforeEach(() => (warnings = captureWarnings()));
afterEach(() => {
  warnings.restore();
  sessionStorage.clear();
});

describe('Any request', () => {
  it('from JavaScript is valid for the endpoint or fails as invalid-request', function () {
    this.timeout(FUZZ_TIMEOUT);
    let sent = 0;
    const runs = fuzz(
      fc.property(raw, (fields) => {
        const request = attempt(() => validate(fields));
        if (!request) return;
        sent += 1;
        expectSendable(request);
        // A valid request stays valid.
        expect(JSON.stringify(validate(request))).to.equal(JSON.stringify(request));
      }),
    );
    // If nearly none or nearly all are sent, the test proves little.
    expect(sent).to.be.within(runs / 50, runs * 0.95);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('from attributes and a form is valid for the endpoint or fails as invalid-request', function () {
    this.timeout(FUZZ_TIMEOUT);
    const name = fc.oneof(
      fc.constantFrom(
        'quantity',
        'discountCode',
        'customPrice',
        'customerEmail',
        'productId',
        'aff',
        'customFields.',
      ),
      text.map((key) => `customFields.${key}`),
      text.map((key) => `checkoutData.${key}`),
      fc.constantFrom(
        'customFields.__proto__',
        'checkoutData.constructor',
        'customFields.__proto__.polluted',
        '__proto__',
      ),
      text,
    );
    const control = fc.tuple(name, fc.oneof(text, number.map(String)));
    const attributes = fc.dictionary(
      fc.constantFrom(...FIELDS),
      fc.oneof({ weight: 3, arbitrary: nice }, text, number.map(String), fc.json()),
    );
    let sent = 0;
    const runs = fuzz(
      fc.property(attributes, fc.array(control, { maxLength: 4 }), (attributes, controls) => {
        const form = document.createElement('form');
        for (const [name, value] of controls) {
          const input = document.createElement('input');
          Object.assign(input, { type: 'hidden', name, value });
          form.append(input);
        }
        const options: Record<string, string | undefined> = { productId: 'prod_1', ...attributes };
        const request = attempt(() => createRequest((name) => options[name] ?? null, form));
        if (!request) return;
        sent += 1;
        expectSendable(request);
      }),
    );
    expect(sent).to.be.within(runs / 50, runs * 0.95);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });
});
