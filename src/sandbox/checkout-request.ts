/**
 * The bodies of the API's two calls. They are validated here only. A field that a call does not document is refused, so
 * that a seller finds a typo in the sandbox and not in the shop.
 */
import * as v from 'valibot';

import type { JsonObject } from '../protocol.ts';
import { isEmail, isJsonObject, isPrice, isQuantity, isText } from '../request-rules.ts';
import { HttpError } from './http-error.ts';

/** How the item is bought, in either call. */
export interface CheckoutRequest {
  quantity: number;
  discountCode?: string;
  /** In dollars. */
  customPrice?: number;
  customerEmail?: string;
  checkoutData?: JsonObject;
  customFields?: JsonObject;
  aff?: string;
}

/** Sums above these would no longer fit on the checkout page. */
const MAX_QUANTITY = 10_000;
const MAX_PRICE = 1_000_000;

const text = (name: string) => {
  const message = `${name} must be a text that is not blank`;
  return v.pipe(v.custom<string>(isText, message), v.trim());
};

const object = (name: string) => v.custom<JsonObject>(isJsonObject, `${name} must be a JSON object`);

const quantityMessage = `quantity must be a whole number from 1 to ${MAX_QUANTITY}`;
const priceMessage = `customPrice must be a number from 0 to ${MAX_PRICE}`;

const sharedFields = {
  quantity: v.exactOptional(
    v.pipe(v.custom<number>(isQuantity, quantityMessage), v.maxValue(MAX_QUANTITY, quantityMessage)),
    1,
  ),
  discountCode: v.exactOptional(text('discountCode')),
  aff: v.exactOptional(text('aff')),
};

const productRequest = v.strictObject(
  {
    productId: text('productId'),
    ...sharedFields,
    customPrice: v.exactOptional(
      v.pipe(v.custom<number>(isPrice, priceMessage), v.maxValue(MAX_PRICE, priceMessage)),
    ),
    customerEmail: v.exactOptional(v.custom<string>(isEmail, 'customerEmail must be an e-mail address')),
    checkoutData: v.exactOptional(object('checkoutData')),
    customFields: v.exactOptional(object('customFields')),
  },
  describeIssue,
);

const collectionRequest = v.strictObject(
  { collectionId: text('collectionId'), ...sharedFields },
  describeIssue,
);

/**
 * Parses the body of `POST /checkout/create`.
 *
 * @throws {HttpError} 400, with a message that names the first invalid field.
 */
export function parseProductRequest(body: unknown): CheckoutRequest & { productId: string } {
  return validate(productRequest, body);
}

/**
 * Parses the body of `POST /checkout/collection/create`.
 *
 * @throws {HttpError} 400, with a message that names the first invalid field.
 */
export function parseCollectionRequest(body: unknown): CheckoutRequest & { collectionId: string } {
  return validate(collectionRequest, body);
}

function validate<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  // valibot's object schemas accept arrays.
  if (Array.isArray(body)) throw new HttpError(400, 'The body must be a JSON object');
  const result = v.safeParse(schema, body, { abortEarly: true, abortPipeEarly: true });
  if (!result.success) throw new HttpError(400, result.issues[0].message);
  return result.output;
}

/** The message for the object itself: it is not an object, a field is missing, or a field is unknown. */
function describeIssue(issue: v.StrictObjectIssue): string {
  const field = issue.path?.[0]?.key;
  if (field === undefined) return 'The body must be a JSON object';
  return issue.expected === 'never'
    ? `This call takes no field ${String(field)}`
    : `${String(field)} is required`;
}
