import { readAttribution } from './attribution.ts';
import type { ReadOption } from '../config/configure.ts';
import { CheckoutError, warn } from '../errors.ts';
import type { CheckoutRequest, JsonObject } from '../../protocol.ts';
import { attributeName, trimQuotes, isObject, parseJson, toJson, parseText } from '../values.ts';

type Field = keyof CheckoutRequest;

/** Each of these returns the value as Solifyn takes it, `undefined` where it cannot be meant. */
function price(raw: unknown): number | undefined {
  const value = Number(parseText(raw));
  return value >= 0 && value < Infinity ? value : undefined;
}

function quantity(raw: unknown): number | undefined {
  const value = price(raw);
  return value && Number.isSafeInteger(value) ? value : undefined;
}

function email(raw: unknown): string | undefined {
  const value = parseText(raw);
  return value && /^[^\s@]+@[^\s@]+$/.test(value) ? value : undefined;
}

function object(raw: unknown): JsonObject | undefined {
  const value = typeof raw === 'string' ? parseJson(raw) : raw;
  try {
    // A copy: what leaves is what was judged, and only what JSON can say.
    return isObject(value) ? (parseJson(toJson(value)) as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Who judges a value, and what to tell the seller. */
type Rule = readonly [judge: (raw: unknown) => unknown, expected: string];

const TEXT: Rule = [parseText, 'a line of at most 500 characters'];
const DATA: Rule = [object, 'a JSON object such as {"a":"b"}'];

/** The fields of the Solifyn API (the seed's checkout/create), the ids first: by them it is judged what else may be. */
const FIELDS: Record<Field, Rule> = {
  productId: TEXT,
  collectionId: TEXT,
  quantity: [quantity, 'a whole number from 1'],
  discountCode: TEXT,
  customPrice: [price, 'a number from 0 such as 9.5'],
  customerEmail: [email, 'an e-mail address'],
  checkoutData: DATA,
  customFields: DATA,
  aff: TEXT,
};

/** What a collection has no field for, by the Solifyn API's checkout/collection/create. */
const PRODUCT_ONLY = /^custom|^checkoutData/;

/** What a form's controls may fill. */
const CONTROL = /^(quantity|discountCode|customPrice|customerEmail|(customFields|checkoutData)\.(.+))$/s;

/** `undefined` for what counts as not set: nothing, or a text of blanks and quotes. */
function given(raw: unknown): unknown {
  return typeof raw === 'string' ? trimQuotes(raw) : (raw ?? undefined);
}

/** What the form's filled controls say, by field. */
function readForm(form: HTMLFormElement): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const [name, value] of new FormData(form)) {
    const [, field, group, key = ''] = CONTROL.exec(name) ?? [];
    if (!field || typeof value !== 'string' || !value.trim()) continue;
    if (!group) said[field] = value;
    else {
      const answers = (said[group] ??= { __proto__: null }) as Record<string, unknown>;
      // Checkboxes that share a name answer with all that are ticked.
      answers[key] = key in answers ? [answers[key], value].flat() : value;
    }
  }
  return said;
}

/** The object with more keys; what cannot be read as an object stays as it is, to be judged. */
function extend(raw: unknown, more: object): unknown {
  const data = raw === undefined ? {} : object(raw);
  return data ? { ...data, ...more } : raw;
}

/**
 * Gathers what the buyer wants, from form, element and visit in that order, and judges it.
 *
 * @param values attributes or properties by their camelCase names, raw
 * @throws CheckoutError `invalid-request`
 */
export function createRequest(values: ReadOption, form?: HTMLFormElement | null): CheckoutRequest {
  const said = form ? readForm(form) : {};
  const { utm, ...visited }: Record<string, unknown> = { ...readAttribution(values) };
  const raw: Record<string, unknown> = {};
  for (const field of Object.keys(FIELDS)) {
    const value = given(values(field)) ?? visited[field];
    const filled = said[field];
    raw[field] = isObject(filled) ? extend(value, filled) : (filled ?? value);
  }
  const data = object(raw.checkoutData ?? {});
  if (utm && data && raw.productId) raw.checkoutData = { utm, ...data };
  return validate(raw);
}

/**
 * The request with each value as Solifyn takes it and nothing else.
 *
 * @param raw the fields by name, as text or typed
 * @throws CheckoutError `invalid-request`, naming the attribute, its value and what is expected
 */
export function validate(raw: { [name in Field]?: unknown } | null | undefined): CheckoutRequest {
  const request: Record<string, unknown> = {};
  for (const [field, [judgeValue, expected]] of Object.entries(FIELDS)) {
    const value = given(raw?.[field as Field]);
    if (value === undefined) continue;
    if (request.collectionId && PRODUCT_ONLY.test(field))
      warn(`Solifyn takes no ${attributeName(field)} for a collection: it is left out.`);
    else if ((request[field] = judgeValue(value)) === undefined)
      throw invalid(`${attributeName(field)}="${String(value).slice(0, 80)}" is not ${expected}.`);
  }
  if (!request.productId === !request.collectionId)
    throw invalid(`Set ${request.productId ? 'only one of product-id and' : 'product-id or'} collection-id.`);
  return request;
}

function invalid(message: string): CheckoutError {
  return new CheckoutError('invalid-request', message);
}
