import { readAttribution } from './attribution.ts';
import type { ReadOption } from '../config/configure.ts';
import { attributeName } from '../config/settings.ts';
import { CheckoutError, warn } from '../errors.ts';
import { parseJson, toJson } from '../json.ts';
import type { CheckoutRequest, JsonObject } from '../../protocol.ts';
import {
  isCollectionField,
  isJsonObject,
  isPrice,
  isQuantity,
  isWithinDepth,
  parseEmail,
  parseText,
  REQUEST_FIELDS,
  trimQuotes,
  type RequestField,
} from '../../request-rules.ts';

function parseNumber(raw: unknown): number {
  const text = parseText(raw);
  return text === undefined ? NaN : Number(text);
}

function parsePrice(raw: unknown): number | undefined {
  const value = parseNumber(raw);
  return isPrice(value) ? value : undefined;
}

function parseQuantity(raw: unknown): number | undefined {
  const value = parseNumber(raw);
  return isQuantity(value) ? value : undefined;
}

function parseObject(raw: unknown): JsonObject | undefined {
  const value = typeof raw === 'string' ? parseJson(raw) : raw;
  try {
    // A copy: what is sent is what was validated, and only what JSON can express.
    const copy = isJsonObject(value) && parseJson(toJson(value));
    return isJsonObject(copy) && isWithinDepth(copy) ? (copy as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** How a field is read, and what it expects, for the seller. */
interface FieldRule {
  /** `undefined` for an invalid value. */
  parse: (raw: unknown) => unknown;
  expected: string;
}

const TEXT: FieldRule = { parse: parseText, expected: 'a line of at most 500 characters' };
const OBJECT: FieldRule = { parse: parseObject, expected: 'a JSON object such as {"a":"b"}' };

const FIELDS: Record<RequestField, FieldRule> = {
  productId: TEXT,
  collectionId: TEXT,
  quantity: { parse: parseQuantity, expected: 'a whole number from 1' },
  discountCode: TEXT,
  customPrice: { parse: parsePrice, expected: 'a number from 0 such as 9.5' },
  customerEmail: { parse: parseEmail, expected: 'an e-mail address' },
  checkoutData: OBJECT,
  customFields: OBJECT,
  aff: TEXT,
};

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
  const data = raw === undefined ? {} : parseObject(raw);
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
  for (const field of REQUEST_FIELDS) {
    const value = given(values(field)) ?? visited[field];
    const filled = said[field];
    raw[field] = isJsonObject(filled) ? extend(value, filled) : (filled ?? value);
  }
  const data = parseObject(raw.checkoutData ?? {});
  if (utm && data && raw.productId) raw.checkoutData = { utm, ...data };
  return validate(raw);
}

/**
 * The request with each value as Solifyn takes it and nothing else.
 *
 * @param raw the fields by name, as text or typed
 * @throws CheckoutError `invalid-request`, naming the attribute, its value and what is expected
 */
export function validate(raw: { [name in RequestField]?: unknown } | null | undefined): CheckoutRequest {
  const request: Record<string, unknown> = {};
  for (const field of REQUEST_FIELDS) {
    const { parse, expected } = FIELDS[field];
    const value = given(raw?.[field]);
    if (value === undefined) continue;
    if (request.collectionId && !isCollectionField(field))
      warn(`Solifyn takes no ${attributeName(field)} for a collection: it is left out.`);
    else if ((request[field] = parse(value)) === undefined)
      throw invalid(`${attributeName(field)}="${String(value).slice(0, 80)}" is not ${expected}.`);
  }
  if (!request.productId === !request.collectionId)
    throw invalid(`Set ${request.productId ? 'only one of product-id and' : 'product-id or'} collection-id.`);
  return request;
}

function invalid(message: string): CheckoutError {
  return new CheckoutError('invalid-request', message);
}
