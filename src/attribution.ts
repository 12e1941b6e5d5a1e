import { flag, parameter, type Values } from './config.ts';
import { isObject, parseJson, word } from './values.ts';

/** What the addresses of this visit said. */
export interface Visit {
  aff?: string;
  discountCode?: string;
  utm?: Record<string, string>;
}

const KEY = 'solifyn-visit';

/** Stands in for the storage where the page may not use it. */
let memory: Visit = {};

function read(): Visit {
  try {
    const kept = parseJson(sessionStorage.getItem(KEY)!);
    if (isObject(kept)) return kept;
  } catch {
    // No storage in a sandboxed frame, or with cookies blocked.
  }
  return { ...memory };
}

function keep(visit: Visit): void {
  memory = visit;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(visit));
  } catch {
    // As above; `memory` serves this page.
  }
}

/**
 * What the visit says, the newest address first: reads this page's address and keeps what it finds. A value
 * that Solifyn would refuse is passed over, so a bad link costs nobody the sale.
 *
 * @param values settings of one button, where they differ from the page's
 */
export function visit(values?: Values): Visit {
  const query = new URLSearchParams(location.search);
  const kept = read();
  const said: Visit = {};
  const take = (field: 'aff' | 'discountCode', name: string) => {
    const value = word(query.get(name)) ?? word(kept[field]);
    if (name && value) said[field] = kept[field] = value;
  };
  take('aff', parameter('affParam', 'aff', values));
  take('discountCode', parameter('discountParam', 'discount', values));
  if (flag('utm', values)) {
    const found = [...query].filter(([name, value]) => /^utm_\w{1,40}$/.test(name) && word(value));
    if (found[0]) kept.utm = Object.fromEntries(found.map(([name, value]) => [name.slice(4), word(value)!]));
    if (isObject(kept.utm)) said.utm = kept.utm;
  }
  keep(kept);
  return said;
}
