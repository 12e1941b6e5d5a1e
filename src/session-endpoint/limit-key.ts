import { ipv6Groups } from './ip-address.ts';

/**
 * Returns the key to rate-limit by.
 *
 * @param address an IP address without a port, as `clientAddress` returns it.
 * @returns an IPv4 address, or the /64 of an IPv6 address, which is the smallest network that a provider assigns to a
 *   customer (RFC 6177). Any other text is its own key.
 */
export function limitKey(address: string): string {
  const plain = withoutZone(address);
  const groups = ipv6Groups(plain);
  if (groups === undefined) return plain;
  if (isMappedIpv4(groups)) {
    return groups
      .slice(6)
      .flatMap((group) => [Math.floor(group / 256), group % 256])
      .join('.');
  }
  return `${groups.slice(0, 4).map(toHex).join(':')}::/64`;
}

/**
 * The key of the IPv6 /56 that an address belongs to. Providers assign up to a /56, 256 networks of /64, to one household.
 * Undefined for IPv4 and other text.
 */
export function networkKey(address: string): string | undefined {
  const groups = ipv6Groups(withoutZone(address));
  if (groups === undefined || isMappedIpv4(groups)) return undefined;
  const [first = 0, second = 0, third = 0, fourth = 0] = groups;
  return `${[first, second, third, fourth - (fourth % 256)].map(toHex).join(':')}::/56`;
}

/** `fe80::1%eth0` without the name of the network interface. */
function withoutZone(address: string): string {
  return address.split('%', 1)[0] ?? '';
}

/** `::ffff:192.0.2.1`, an IPv4 client of a socket that accepts both. */
function isMappedIpv4(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

function toHex(group: number): string {
  return group.toString(16);
}
