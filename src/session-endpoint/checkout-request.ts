import * as v from 'valibot';
import type { JsonObject } from '../protocol.ts';
import { Refusal } from './errors.ts';

/** Characters (UTF-16 units) in a named field. */
const MAX_TEXT = 500;
/** Objects and arrays inside one another in `checkoutData` or `customFields`, these themselves included. */
const MAX_DEPTH = 16;

const CONTROL_CHARACTER = /\p{Cc}/u;

const text = (field: string) => {
  const message = `\`${field}\` must be a text of 1 to ${MAX_TEXT} characters without control characters.`;
  return v.pipe(
    v.string(message),
    v.maxLength(MAX_TEXT, message),
    v.check((value) => value.trim() !== '' && !CONTROL_CHARACTER.test(value), message),
  );
};

/** `rfcEmail`, since valibot's `email` refuses `o'brien@example.com`. */
const email = (field: string) => v.pipe(text(field), v.rfcEmail(`\`${field}\` must be an e-mail address.`));

/**
 * A JSON object, kept as it is. Not `v.record`: that one takes arrays, and drops the keys `constructor` and
 * `prototype` in silence. The depth is bounded because `JSON.stringify` gives out on nesting that fits in 16 KiB.
 */
const json = (field: string) =>
  v.custom<JsonObject>(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && isWithin(MAX_DEPTH, value),
    `\`${field}\` must be a JSON object, at most ${MAX_DEPTH} deep.`,
  );

const quantity = v.pipe(
  v.number('`quantity` must be a whole number from 1.'),
  v.check((value) => Number.isSafeInteger(value) && value >= 1, '`quantity` must be a whole number from 1.'),
);

/** `1e999` is valid JSON and reads as Infinity. */
const price = v.pipe(
  v.number('`customPrice` must be a number from 0.'),
  v.check((value) => Number.isFinite(value) && value >= 0, '`customPrice` must be a number from 0.'),
);

/** The fields that Solifyn takes with either id. */
const shared = {
  quantity: v.exactOptional(quantity),
  discountCode: v.exactOptional(text('discountCode')),
  aff: v.exactOptional(text('aff')),
};

const productOrder = v.strictObject(
  {
    productId: text('productId'),
    ...shared,
    customPrice: v.exactOptional(price),
    customerEmail: v.exactOptional(email('customerEmail')),
    checkoutData: v.exactOptional(json('checkoutData')),
    customFields: v.exactOptional(json('customFields')),
  },
  'A product takes the fields productId, quantity, discountCode, customPrice, customerEmail, checkoutData, customFields and aff only.',
);

const collectionOrder = v.strictObject(
  { collectionId: text('collectionId'), ...shared },
  'A collection takes the fields collectionId, quantity, discountCode and aff only.',
);

/** The body of `POST /checkout/create`. */
export type ProductOrder = v.InferOutput<typeof productOrder>;
/** The body of `POST /checkout/collection/create`. */
export type CollectionOrder = v.InferOutput<typeof collectionOrder>;
/** A `CheckoutRequest` that has been judged: what is in it may go to Solifyn as it is. */
export type Order = ProductOrder | CollectionOrder;

/**
 * @param body the request's body as text.
 * @throws {Refusal} 400 `invalid-request`, with a message that names the field and what is expected of it.
 */
export function toOrder(body: string): Order {
  const value = parsed(body);
  const isProduct = Object.hasOwn(value, 'productId');
  if (isProduct === Object.hasOwn(value, 'collectionId')) {
    throw invalid('Send either `productId` or `collectionId`.');
  }
  const result = v.safeParse(isProduct ? productOrder : collectionOrder, value, { abortEarly: true });
  if (!result.success) throw invalid(result.issues[0].message);
  return result.output;
}

function parsed(body: string): object {
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

function invalid(message: string): Refusal {
  return new Refusal(400, 'invalid-request', message);
}
