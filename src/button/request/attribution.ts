import { readSetting, type ReadOption } from '../config/configure.ts';
import { toJson } from '../json.ts';
import { isJsonObject, parseText } from '../../request-rules.ts';

/** What the addresses of this visit said. */
export interface Visit {
  aff?: string;
  discountCode?: string;
  utm?: Record<string, string>;
}

const KEY = 'solifyn-visit';

/**
 * What the visit has said so far, by the names in the address: what a setting calls otherwise is not meant. The storage
 * carries it to the next page, where the page may use it.
 */
let kept: Record<string, unknown> = {};

/**
 * What the visit says, the newest address first: reads this page's address and keeps what it finds. A value
 * that Solifyn would refuse is passed over, so a bad link costs nobody the sale.
 *
 * @param values settings of one button, where they differ from the page's
 */
export function readAttribution(values?: ReadOption): Visit {
  const query = new URLSearchParams(location.search);
  const said: Visit = {};
  try {
    kept = { ...(JSON.parse(sessionStorage.getItem(KEY)!) as typeof kept) };
  } catch {
    // Nothing yet, or no storage: a sandboxed frame, blocked cookies.
  }
  const take = (field: 'aff' | 'discountCode', name: string) => {
    const value = parseText(query.get(name)) ?? parseText(kept[name]);
    if (name && value) said[field] = kept[name] = value;
  };
  take('aff', readSetting('affParam', values));
  take('discountCode', readSetting('discountParam', values));
  if (readSetting('utm', values)) {
    const found = [...query].filter(([name, value]) => /^utm_\w{1,40}$/.test(name) && parseText(value));
    if (found[0])
      kept.utm = Object.fromEntries(found.map(([name, value]) => [name.slice(4), parseText(value)!]));
    if (isJsonObject(kept.utm)) said.utm = kept.utm as Record<string, string>;
  }
  try {
    if (location.search) sessionStorage.setItem(KEY, toJson(kept));
  } catch {
    // As above.
  }
  return said;
}
