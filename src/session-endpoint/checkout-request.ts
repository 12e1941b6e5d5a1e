import * as v from 'valibot';
import type { JsonObject } from '../protocol.ts';
import { HttpError } from './errors.ts';

/** UTF-16 units in a named field. */
const MAX_TEXT_LENGTH = 500;
/** Levels of nested objects and arrays in `checkoutData` and `customFields`, counting these themselves. */
const MAX_DEPTH = 16;

const CONTROL_CHARACTER = /\p{Cc}/u;

const text = (field: string) => {
  const message = `\`${field}\` must be a text of 1 to ${MAX_TEXT_LENGTH} characters without control characters.`;
  return v.pipe(
    v.string(message),
    v.maxLength(MAX_TEXT_LENGTH, message),
    v.check((value) => value.trim() !== '' && !CONTROL_CHARACTER.test(value), message),
  );
};

/** `rfcEmail`, because valibot's `email` rejects `o'brien@example.com`. */
const email = (field: string) => v.pipe(text(field), v.rfcEmail(`\`${field}\` must be an e-mail address.`));

/**
 * A JSON object, kept unchanged. `v.record` accepts arrays and silently drops the keys `constructor` and `prototype`.
 * The depth is limited because `JSON.stringify` overflows the stack on nesting that fits in 16 KiB.
 */
const json = (field: string) =>
  v.custom<JsonObject>(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && isWithin(MAX_DEPTH, value),
    `\`${field}\` must be a JSON object with at most ${MAX_DEPTH} levels.`,
  );

const quantity = v.pipe(
  v.number('`quantity` must be a whole number from 1.'),
  v.check((value) => Number.isSafeInteger(value) && value >= 1, '`quantity` must be a whole number from 1.'),
);

/** `1e999` is valid JSON and parses as Infinity. */
const price = v.pipe(
  v.number('`customPrice` must be a number from 0.'),
  v.check((value) => Number.isFinite(value) && value >= 0, '`customPrice` must be a number from 0.'),
);

/** The fields that Solifyn accepts with both ids. */
const sharedFields = {
  quantity: v.exactOptional(quantity),
  discountCode: v.exactOptional(text('discountCode')),
  aff: v.exactOptional(text('aff')),
};

const productRequest = v.strictObject(
  {
    productId: text('productId'),
    ...sharedFields,
    customPrice: v.exactOptional(price),
    customerEmail: v.exactOptional(email('customerEmail')),
    checkoutData: v.exactOptional(json('checkoutData')),
    customFields: v.exactOptional(json('customFields')),
  },
  'A product accepts the fields productId, quantity, discountCode, customPrice, customerEmail, checkoutData, customFields and aff.',
);

const collectionRequest = v.strictObject(
  { collectionId: text('collectionId'), ...sharedFields },
  'A collection accepts the fields collectionId, quantity, discountCode and aff.',
);

/** The body of `POST /checkout/create`. */
export type ProductRequest = v.InferOutput<typeof productRequest>;
/** The body of `POST /checkout/collection/create`. */
export type CollectionRequest = v.InferOutput<typeof collectionRequest>;
/** A validated request, which can be sent to Solifyn unchanged. */
export type CheckoutRequest = ProductRequest | CollectionRequest;

/**
 * @param body the request's body as text.
 * @throws {HttpError} 400 `invalid-request`, with a message that names the field and what it must be.
 */
export function parseRequest(body: string): CheckoutRequest {
  const value = parseObject(body);
  const isProduct = Object.hasOwn(value, 'productId');
  if (isProduct === Object.hasOwn(value, 'collectionId')) {
    throw invalid('Send either `productId` or `collectionId`.');
  }
  const result = v.safeParse(isProduct ? productRequest : collectionRequest, value, { abortEarly: true });
  if (!result.success) throw invalid(result.issues[0].message);
  return result.output;
}

function parseObject(body: string): object {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw invalid('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null) throw invalid('The body must be a JSON object.');
  return value;
}

function isWithin(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((child) => isWithin(depth - 1, child));
}

function invalid(message: string): HttpError {
  return new HttpError(400, 'invalid-request', message);
}
