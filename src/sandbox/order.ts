/**
 * The bodies of the API's two calls. The one place where they are judged: what comes out of here has the
 * types that the seed document states. A field that a call does not document is refused, as a seller's typo
 * is better found in the sandbox than in the shop.
 */
import * as v from 'valibot';

import type { JsonObject } from '../protocol.ts';
import { Refusal } from './refusal.ts';

/** How to buy it, from either call. */
export interface Order {
  quantity: number;
  discountCode?: string;
  /** In dollars. */
  customPrice?: number;
  customerEmail?: string;
  checkoutData?: JsonObject;
  customFields?: JsonObject;
  aff?: string;
}

/** Beyond this the sums of a test would say nothing any more. */
const MOST_AT_ONCE = 10_000;
const HIGHEST_PRICE = 1_000_000;

const text = (name: string) => {
  const message = `${name} must be a text that is not blank`;
  return v.pipe(v.string(message), v.trim(), v.nonEmpty(message));
};

const object = (name: string) =>
  v.custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    `${name} must be a JSON object`,
  );

const wholeNumber = `quantity must be a whole number from 1 to ${MOST_AT_ONCE}`;
const price = `customPrice must be a number from 0 to ${HIGHEST_PRICE}`;

const shared = {
  quantity: v.exactOptional(
    v.pipe(
      v.number(wholeNumber),
      v.integer(wholeNumber),
      v.minValue(1, wholeNumber),
      v.maxValue(MOST_AT_ONCE, wholeNumber),
    ),
    1,
  ),
  discountCode: v.exactOptional(text('discountCode')),
  aff: v.exactOptional(text('aff')),
};

const productOrder = v.strictObject(
  {
    productId: text('productId'),
    ...shared,
    customPrice: v.exactOptional(
      v.pipe(v.number(price), v.minValue(0, price), v.maxValue(HIGHEST_PRICE, price)),
    ),
    customerEmail: v.exactOptional(
      v.pipe(text('customerEmail'), v.rfcEmail('customerEmail must be an e-mail address')),
    ),
    checkoutData: v.exactOptional(object('checkoutData')),
    customFields: v.exactOptional(object('customFields')),
  },
  complaint,
);

const collectionOrder = v.strictObject({ collectionId: text('collectionId'), ...shared }, complaint);

/**
 * Judges the body of `POST /checkout/create`.
 *
 * @throws {Refusal} 400, naming the first field that is wrong.
 */
export function toProductOrder(body: unknown): Order & { productId: string } {
  return judge(productOrder, body);
}

/**
 * Judges the body of `POST /checkout/collection/create`.
 *
 * @throws {Refusal} 400, naming the first field that is wrong.
 */
export function toCollectionOrder(body: unknown): Order & { collectionId: string } {
  return judge(collectionOrder, body);
}

function judge<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  // An array passes for an object in valibot.
  if (Array.isArray(body)) throw new Refusal(400, 'The body must be a JSON object');
  const result = v.safeParse(schema, body, { abortEarly: true, abortPipeEarly: true });
  if (!result.success) throw new Refusal(400, result.issues[0].message);
  return result.output;
}

/** What is wrong with the object itself: no object, a field too few, a field too many. */
function complaint(issue: v.StrictObjectIssue): string {
  const field = issue.path?.[0]?.key;
  if (field === undefined) return 'The body must be a JSON object';
  return issue.expected === 'never'
    ? `This call takes no field ${String(field)}`
    : `${String(field)} is required`;
}
