import { isIpAddress } from './ip-address.ts';

/**
 * The address of the client behind `hops` proxies that append to `X-Forwarded-For`. Each proxy appends the address that
 * connected to it, so the client's address is the one that the outermost trusted proxy appended. The entries before it were
 * written by the client and can be forged. Ports are removed, because each connection has another one.
 *
 * @param remote the other end of the socket.
 * @param forwardedFor the value of `X-Forwarded-For`, if any.
 * @param hops the number of trusted proxies. With 0 the header is ignored.
 * @returns an IP address without a port, or `remote` if the header has no address there.
 */
export function clientAddress(remote: string, forwardedFor: string | null | undefined, hops: number): string {
  let address = withoutPort(remote);
  const entries = forwardedFor?.split(',') ?? [];
  for (const entry of entries.reverse().slice(0, hops)) {
    const forwarded = withoutPort(entry.trim());
    if (!isIpAddress(forwarded)) break;
    address = forwarded;
  }
  return address;
}

/** Some proxies write `192.0.2.1:4711`, `[2001:db8::1]:4711` or `"[2001:db8::1]"`. */
function withoutPort(text: string): string {
  const plain = text.replaceAll('"', '');
  return /^\[(.+)\](?::\d+)?$/.exec(plain)?.[1] ?? /^([\d.]+):\d+$/.exec(plain)?.[1] ?? plain;
}
