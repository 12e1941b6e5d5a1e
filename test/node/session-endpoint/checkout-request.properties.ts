/**
 * Properties of the validation of requests, by fast-check. The oracle states the rules for 400 again, in plain code and
 * without the validator.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseRequest } from '../../../src/session-endpoint/checkout-request.ts';
import type { CheckoutRequest } from '../../../src/session-endpoint/checkout-request.ts';
import { HttpError } from '../../../src/session-endpoint/errors.ts';
import { fuzzSeed } from '../../../scripts/test/fuzz-seed.mjs';

type Fields = Record<string, unknown>;

const PRODUCT_FIELDS = [
  'productId',
  'quantity',
  'discountCode',
  'customPrice',
  'customerEmail',
  'checkoutData',
  'customFields',
  'aff',
];
const COLLECTION_FIELDS = ['collectionId', 'quantity', 'discountCode', 'aff'];

const controls = ['\u0000', '\t', '\n', '\r', '\u001b', '\u007f', '\u0085', '\u009f'];

const niceText = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
const anyText = fc.oneof(
  { weight: 4, arbitrary: niceText },
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '\u00a0', '\u3000 \t', '__proto__', 'null'),
  fc.tuple(niceText, fc.constantFrom(...controls), niceText).map((parts) => parts.join('')),
  fc.integer({ min: 490, max: 510 }).map((length) => 'x'.repeat(length)),
);
const anyEmail = fc.oneof(
  fc.emailAddress(),
  fc.emailAddress().map((address) => `${address}\n`),
  anyText,
  niceText.map((name) => `${name}@`),
);
const anyNumber = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, 1.5, 1e300),
);
const anyDepth = fc.integer({ min: 1, max: 20 }).map((depth) => {
  let value: unknown = { leaf: 1 };
  for (let level = 1; level < depth; level += 1) value = level % 2 === 0 ? { inner: value } : [value];
  return value;
});
const anyObject = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue()),
  anyDepth,
  anyDepth.map((inner) => ({ inner })),
);
const anything = fc.jsonValue();

/** A field by its name, mostly of the right type. */
function field(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary }, anything);
}

const someFields = fc.record(
  {
    productId: field(anyText),
    collectionId: field(anyText),
    quantity: field(anyNumber),
    discountCode: field(anyText),
    customPrice: field(anyNumber),
    customerEmail: field(anyEmail),
    checkoutData: field(anyObject),
    customFields: field(anyObject),
    aff: field(anyText),
  },
  { requiredKeys: [] },
);

const stray = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  fc.dictionary(fc.oneof(niceText, fc.constantFrom('constructor', 'toString', 'productID')), anything, {
    minKeys: 1,
    maxKeys: 1,
  }),
);

const likelyProduct = fc
  .record({ id: niceText, rest: someFields })
  .map(({ id, rest: { collectionId: _, ...rest } }) => ({ ...rest, productId: id }));
const likelyCollection = fc
  .record({ id: niceText, quantity: fc.integer({ min: 1, max: 9 }), aff: niceText })
  .map(({ id, ...rest }) => ({ ...rest, collectionId: id }));

export const anyRequest = fc.oneof(
  { weight: 6, arbitrary: likelyProduct },
  { weight: 2, arbitrary: likelyCollection },
  { weight: 4, arbitrary: fc.tuple(someFields, stray).map(([fields, more]) => ({ ...fields, ...more })) },
  { weight: 1, arbitrary: anything },
);

function isPlain(value: unknown): value is Fields {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function isName(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 500 || value.trim().length === 0) return false;
  return Array.from(value).every((character) => {
    const code = character.codePointAt(0)!;
    return code > 31 && (code < 127 || code > 159);
  });
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function isMetadata(value: unknown): boolean {
  return isPlain(value) && depthOf(value) <= 16;
}

/** The HTML standard's production of a valid e-mail address, taken apart. */
function isEmail(value: unknown): boolean {
  if (typeof value !== 'string' || !isName(value)) return false;
  const [name, host, ...more] = value.split('@');
  if (host === undefined || more.length > 0) return false;
  const labels = host.split('.');
  return (
    /^[\w.!#$%&'*+/=?^`{|}~-]+$/.test(name!) &&
    labels.every((label) => /^[a-z\d-]{1,63}$/i.test(label) && !label.startsWith('-') && !label.endsWith('-'))
  );
}

const rules: Record<string, (value: unknown) => boolean> = {
  productId: isName,
  collectionId: isName,
  discountCode: isName,
  aff: isName,
  customerEmail: isEmail,
  checkoutData: isMetadata,
  customFields: isMetadata,
  quantity: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  customPrice: (value) => typeof value === 'number' && Math.abs(value) < Infinity && value >= 0,
};

function isAcceptable(value: unknown): boolean {
  if (!isPlain(value)) return false;
  const names = Object.keys(value);
  if (names.includes('productId') === names.includes('collectionId')) return false;
  const known = names.includes('productId') ? PRODUCT_FIELDS : COLLECTION_FIELDS;
  return names.every((name) => known.includes(name) && rules[name]!(value[name]));
}

function parse(body: string): CheckoutRequest | HttpError {
  try {
    return parseRequest(body);
  } catch (error) {
    assert.ok(error instanceof HttpError, `not an HttpError: ${String(error)}`);
    return error;
  }
}

/** Any code points. To shrink a text of the unit "binary", fast-check lists them all, which takes a second. */
const anyBody = fc
  .array(fc.integer({ min: 0, max: 0x10_ff_ff }), { maxLength: 200 })
  .map((codePoints) => String.fromCodePoint(...codePoints));

/** @param runs cases per property. */
export function checkProperties(runs: number): void {
  const settings = { seed: fuzzSeed, numRuns: runs };

  describe(`any request, ${runs} cases, seed ${fuzzSeed}`, () => {
    test('is accepted exactly if it follows the rules, and is then sent on unchanged', (context) => {
      let accepted = 0;
      fc.assert(
        fc.property(anyRequest, (request) => {
          const body = JSON.stringify(request);
          const sent: unknown = JSON.parse(body);
          const result = parse(body);
          if (isAcceptable(sent)) {
            accepted += 1;
            assert.deepEqual(result, sent);
          } else {
            assert.ok(result instanceof HttpError, `accepted: ${body}`);
            assert.equal(result.status, 400);
            assert.equal(result.code, 'invalid-request');
          }
        }),
        settings,
      );
      context.diagnostic(`seed ${fuzzSeed}: ${accepted} of ${runs} accepted`);
      // With hardly any accepted, the property would prove little.
      assert.ok(accepted > runs / 20 && accepted < runs * 0.95, `${accepted} of ${runs} accepted`);
    });

    test('a text that is not JSON is always 400', () => {
      fc.assert(
        fc.property(anyBody, (body) => {
          const result = parse(body);
          assert.ok(result instanceof HttpError);
          assert.equal(result.status, 400);
        }),
        settings,
      );
    });

    test('never gets its own texts back', () => {
      fc.assert(
        fc.property(fc.stringMatching(/^[a-z]{8}-[0-9]{6}$/), fc.nat(8), (marker, place) => {
          const name = [...PRODUCT_FIELDS, marker][place]!;
          const result = parse(JSON.stringify({ productId: 'prod_a', [name]: [marker] }));
          assert.ok(result instanceof HttpError);
          assert.ok(!JSON.stringify(result).includes(marker));
        }),
        settings,
      );
    });
  });
}
