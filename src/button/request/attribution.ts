import { readSetting, type ReadOption } from '../config/configure.ts';
import { toJson } from '../json.ts';
import { readStorage, writeStorage } from '../storage.ts';
import { isJsonObject, parseText } from '../../request-rules.ts';

/** What the addresses of this visit carried. */
export interface Visit {
  aff?: string;
  discountCode?: string;
  utm?: Record<string, string>;
}

const STORAGE_KEY = 'solifyn-visit';

/** The names and values of `utm` together. More would not fit in a request beside everything else. */
const MAX_UTM_CHARACTERS = 2_000;

/**
 * What this visit has carried so far, by the names in the address. The storage keeps it for the next page, where the page
 * may use storage.
 */
let stored: Record<string, unknown> = {};

/** Discount codes of the address that Solifyn rejected on this page. */
const rejectedDiscounts = new Set<string>();

/**
 * Reads what the visit carries, the newest address first, and stores what this page's address adds. A value that Solifyn
 * would refuse is ignored, so that a bad link does not end the sale.
 *
 * @param readOption settings of one button, where they differ from the page's
 */
export function readAttribution(readOption?: ReadOption): Visit {
  const query = new URLSearchParams(location.search);
  stored = readStored() ?? stored;
  const before = toJson(stored);
  const attribution: Visit = {};
  for (const [field, setting] of [
    ['aff', 'affParam'],
    ['discountCode', 'discountParam'],
  ] as const) {
    const name = readSetting(setting, readOption);
    const value = [query.get(name), stored[name]]
      .map(parseText)
      .find((value) => value && isUsable(field, value));
    if (name && value) attribution[field] = stored[name] = value;
  }
  if (readSetting('utm', readOption)) {
    const utm = readUtm(query);
    if (utm) stored['utm'] = utm;
    if (isJsonObject(stored['utm'])) attribution.utm = stored['utm'] as Record<string, string>;
  }
  if (toJson(stored) !== before) writeStorage(STORAGE_KEY, stored);
  return attribution;
}

/** Forgets a discount code that came from the address, also on the visit's next pages. */
export function forgetDiscount(code: string): void {
  rejectedDiscounts.add(code);
  stored = Object.fromEntries(Object.entries(readStored() ?? stored).filter(([, value]) => value !== code));
  writeStorage(STORAGE_KEY, stored);
}

function isUsable(field: keyof Visit, value: string): boolean {
  return field !== 'discountCode' || !rejectedDiscounts.has(value);
}

/** The `utm_…` of the address, as many as fit. */
function readUtm(query: URLSearchParams): Record<string, string> | undefined {
  const utm: Record<string, string> = {};
  let size = 0;
  for (const [name, raw] of query) {
    const [, key] = /^utm_(\w{1,40})$/.exec(name) ?? [];
    const value = parseText(raw);
    if (!key || !value || size + key.length + value.length > MAX_UTM_CHARACTERS) continue;
    size += key.length + value.length;
    utm[key] = value;
  }
  return size ? utm : undefined;
}

/** What earlier pages have stored. `undefined` if there is no storage, or if it has lost what was written to it. */
function readStored(): Record<string, unknown> | undefined {
  const value = readStorage(STORAGE_KEY);
  return isJsonObject(value) ? value : undefined;
}
