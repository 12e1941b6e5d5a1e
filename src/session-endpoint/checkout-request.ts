import * as v from 'valibot';
import type { JsonObject } from '../protocol.ts';
import {
  COLLECTION_FIELDS,
  isEmail,
  isJsonObject,
  isPrice,
  isQuantity,
  isText,
  isWithinDepth,
  MAX_DEPTH,
  MAX_TEXT_LENGTH,
  PRODUCT_FIELDS,
} from '../request-rules.ts';
import type { RequestField } from '../request-rules.ts';
import { HttpError } from './errors.ts';

const text = (field: string) =>
  v.custom<string>(
    isText,
    `\`${field}\` must be a text of 1 to ${MAX_TEXT_LENGTH} characters without control characters.`,
  );

/** Kept unchanged. `v.record` accepts arrays and silently drops the keys `constructor` and `prototype`. */
const json = (field: string) =>
  v.custom<JsonObject>(
    (value) => isJsonObject(value) && isWithinDepth(value),
    `\`${field}\` must be a JSON object with at most ${MAX_DEPTH} levels.`,
  );

const fields = {
  productId: text('productId'),
  collectionId: text('collectionId'),
  quantity: v.custom<number>(isQuantity, '`quantity` must be a whole number from 1.'),
  discountCode: text('discountCode'),
  customPrice: v.custom<number>(isPrice, '`customPrice` must be a number from 0.'),
  customerEmail: v.custom<string>(isEmail, '`customerEmail` must be an e-mail address.'),
  checkoutData: json('checkoutData'),
  customFields: json('customFields'),
  aff: text('aff'),
} satisfies Record<RequestField, v.GenericSchema>;

type Fields = typeof fields;

/** The schemas of these fields, each of which may be missing. */
function optional<F extends RequestField>(names: readonly F[]) {
  const entries = names.map((name) => [name, v.exactOptional(fields[name])] as const);
  return Object.fromEntries(entries) as unknown as { [K in F]: v.ExactOptionalSchema<Fields[K], undefined> };
}

const productRequest = v.strictObject(
  { ...optional(PRODUCT_FIELDS), productId: fields.productId },
  `A product accepts the fields ${PRODUCT_FIELDS.join(', ')}.`,
);

const collectionRequest = v.strictObject(
  { ...optional(COLLECTION_FIELDS), collectionId: fields.collectionId },
  `A collection accepts the fields ${COLLECTION_FIELDS.join(', ')}.`,
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

function invalid(message: string): HttpError {
  return new HttpError(400, 'invalid-request', message);
}
