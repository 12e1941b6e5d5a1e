import { limitKey, networkKey } from '../limit-key.ts';
import type { LimitVerdict } from '../options.ts';
import type { Counters } from './counters.ts';

/** Which limit decided. */
export type LimitedBy = 'address' | 'network' | 'total';

export interface RateLimitVerdict extends LimitVerdict {
  /** Undefined if the attempt is allowed. */
  readonly limitedBy?: LimitedBy;
}

export interface RateLimitOptions {
  /** Attempts per minute of one address. */
  readonly perAddress: number;
  /** Attempts per minute of all addresses together. */
  readonly total: number;
  readonly counters: Counters;
}

/** A household's IPv6 /56 may have this many times the allowance of one address. */
const NETWORK_FACTOR = 4;

/**
 * The limits of the command. The narrowest comes first, and an attempt that it refuses does not count for the wider ones.
 * Otherwise one visitor who floods the endpoint could stop every sale.
 *
 * @returns a function from the address of a client to a verdict.
 */
export function createRateLimits({
  perAddress,
  total,
  counters,
}: RateLimitOptions): (address: string) => Promise<RateLimitVerdict> {
  const addressLimit = { name: 'address', maxPerWindow: perAddress };
  const networkLimit = { name: 'network', maxPerWindow: NETWORK_FACTOR * perAddress };
  const totalLimit = { name: 'total', maxPerWindow: total };

  return async (address) => {
    const own = await counters.consume(addressLimit, limitKey(address));
    if (!own.allowed) return { ...own, limitedBy: 'address' };
    const network = networkKey(address);
    if (network !== undefined) {
      const shared = await counters.consume(networkLimit, network);
      if (!shared.allowed) return { ...shared, limitedBy: 'network' };
    }
    const all = await counters.consume(totalLimit, 'all');
    return all.allowed ? all : { ...all, limitedBy: 'total' };
  };
}
