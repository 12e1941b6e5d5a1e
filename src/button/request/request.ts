import type { ReadOption } from '../config/configure.ts';
import { attributeName } from '../config/settings.ts';
import { CheckoutError, warn } from '../errors.ts';
import { parseJson, toJson } from '../json.ts';
import { readAttribution, type Visit } from './attribution.ts';
import { idControlOf, readForm, reportFormValidity, type FormField, type FormFields } from './form.ts';
import type { CheckoutRequest, JsonObject } from '../../protocol.ts';
import {
  isCollectionField,
  isJsonObject,
  isPrice,
  isQuantity,
  isWithinDepth,
  parseDecimal,
  parseEmail,
  parseText,
  REQUEST_FIELDS,
  trimQuotes,
  type RequestField,
} from '../../request-rules.ts';

/** The value as JSON and HTML write a number. `form.ts` has already read what people typed. */
function parseNumber(raw: unknown): number {
  return typeof raw === 'number' ? raw : parseDecimal(parseText(raw) ?? '');
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

/** A request before it is validated. */
export interface RequestDraft {
  /** The values by field, as text or typed. */
  raw: Record<string, unknown>;
  form: HTMLFormElement | null | undefined;
  /** The first field of the form whose value cannot be sent, and what the form contains for it. */
  unusable: [RequestField, FormField] | undefined;
  /** A discount code that only came from the page's address. If Solifyn rejects it, the checkout goes on without it. */
  visitDiscount: string | undefined;
}

/**
 * Gathers the request from the form, the element and the visit, in that order.
 *
 * @param readOption attributes or properties by their camelCase names, raw
 */
export function draftRequest(readOption: ReadOption, form?: HTMLFormElement | null): RequestDraft {
  const fields = form ? readForm(form) : {};
  const { utm, ...attribution }: Visit = readAttribution(readOption);
  const raw: Record<string, unknown> = {};
  for (const field of REQUEST_FIELDS) {
    const option = unquoted(readOption(field)) ?? attribution[field as keyof typeof attribution];
    const filled = fields[field];
    if (!filled) raw[field] = option;
    else raw[field] = isJsonObject(filled.value) ? extend(option, filled.value) : filled.value;
  }
  // A control that names a product or a collection replaces the other id: a bundle's checkbox, a variant's <select>.
  if (fields.collectionId) delete raw.productId;
  else if (fields.productId) delete raw.collectionId;
  if (!fields.customerEmail) leaveOutBadEmail(raw);
  const data = parseObject(raw.checkoutData ?? {});
  if (utm && data && raw.productId) raw.checkoutData = { utm, ...data };
  const isChosen = fields.discountCode ?? unquoted(readOption('discountCode'));
  return {
    raw,
    form,
    unusable: findUnusable(raw, fields),
    visitDiscount: isChosen ? undefined : attribution.discountCode,
  };
}

/**
 * Creates the request from the form, the element and the visit.
 *
 * @throws CheckoutError `invalid-request`
 */
export function createRequest(readOption: ReadOption, form?: HTMLFormElement | null): CheckoutRequest {
  return validateDraft(draftRequest(readOption, form));
}

/**
 * The validated request of a draft.
 *
 * @throws CheckoutError `invalid-request`
 */
export function validateDraft({ raw, unusable }: RequestDraft): CheckoutRequest {
  if (unusable) throw invalidField(unusable[0], unusable[1].text);
  return validate(raw);
}

/**
 * Validates the draft's form on a click. The browser shows its bubble at the first control that is invalid or has a value
 * which cannot be sent.
 *
 * @returns whether the checkout may go on
 * @throws CheckoutError `invalid-request` with a text for the buyer, if the page hides that control
 */
export function validateForm({ raw, form, unusable }: RequestDraft): boolean {
  if (!form) return true;
  const hasId = raw.productId !== undefined || raw.collectionId !== undefined;
  return reportFormValidity(form, unusable?.[1].control ?? (hasId ? undefined : idControlOf(form)));
}

/**
 * The request with each value as Solifyn accepts it, and nothing else.
 *
 * @param raw the fields by name, as text or typed
 * @throws CheckoutError `invalid-request`, naming the attribute, its value and what is expected
 */
export function validate(raw: { [name in RequestField]?: unknown } | null | undefined): CheckoutRequest {
  const request: Record<string, unknown> = {};
  for (const field of REQUEST_FIELDS) {
    const value = unquoted(raw?.[field]);
    if (value === undefined) continue;
    if (request.collectionId && !isCollectionField(field)) {
      warn(`Solifyn accepts no ${attributeName(field)} for a collection: it is left out.`);
      continue;
    }
    const parsed = FIELDS[field].parse(value);
    if (parsed === undefined) throw invalidField(field, String(value));
    request[field] = parsed;
  }
  if (!request.productId === !request.collectionId)
    throw invalid(`Set ${request.productId ? 'only one of product-id and' : 'product-id or'} collection-id.`);
  return request;
}

/** The address only prefills a field, so that a template which was never filled in must not end the sale. */
function leaveOutBadEmail(raw: Record<string, unknown>): void {
  const { customerEmail, collectionId } = raw;
  if (customerEmail === undefined || collectionId || parseEmail(customerEmail)) return;
  warn(`customer-email="${String(customerEmail).slice(0, 80)}" is not an e-mail address: it is left out.`);
  delete raw.customerEmail;
}

function findUnusable(raw: Record<string, unknown>, fields: FormFields): RequestDraft['unusable'] {
  const entries = Object.entries(fields) as [RequestField, FormField][];
  return entries.find(([field]) => {
    const isIgnored = FIELDS[field] === OBJECT || (raw.collectionId && !isCollectionField(field));
    return !isIgnored && field in raw && FIELDS[field].parse(raw[field]) === undefined;
  });
}

/** The object with more keys. Any other value is returned unchanged, and the validation refuses it. */
function extend(raw: unknown, more: object): unknown {
  const data = raw === undefined ? {} : parseObject(raw);
  return data ? { ...data, ...more } : raw;
}

/** `undefined` for what counts as unset: nothing, or a text of blanks and quotes. */
function unquoted(raw: unknown): unknown {
  return typeof raw === 'string' ? trimQuotes(raw) : (raw ?? undefined);
}

function invalidField(field: RequestField, text: string): CheckoutError {
  return invalid(`${attributeName(field)}="${text.slice(0, 80)}" is not ${FIELDS[field].expected}.`);
}

function invalid(message: string): CheckoutError {
  return new CheckoutError('invalid-request', message);
}
