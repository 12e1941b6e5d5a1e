/**
 * Who counts as one for a rate limit: an IPv4 address, or the /64 of an IPv6 address, since that is the least
 * that a provider hands to one customer (RFC 6177). What is no address counts as it is.
 */
export function limitKey(address: string): string {
  const [plain = ''] = address.split('%');
  const groups = groupsOf(plain);
  if (groups === undefined) return plain;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight numbers of an IPv6 address. `URL` knows every way of writing one, on every platform. */
function groupsOf(address: string): number[] | undefined {
  if (!/^[\da-f.]*:[\da-f:.]*$/i.test(address) || !URL.canParse(`http://[${address}]`)) return undefined;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const numbers = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return numbers(head);
  const left = numbers(head);
  const right = numbers(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
