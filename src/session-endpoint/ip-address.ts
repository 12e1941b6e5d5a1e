/** The eight numbers of an IPv6 address, undefined for other texts. `URL` parses every notation on every platform. */
export function ipv6Groups(address: string): number[] | undefined {
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

export function isIpAddress(text: string): boolean {
  return isIpv4(text) || ipv6Groups(text) !== undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
