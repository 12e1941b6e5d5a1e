import { isIP } from 'node:net';
import { limitKey } from '../limit-key.ts';

/** Where a request comes from, seen through the proxies in front. */
export interface Forwarding {
  /** Who counts as one for a rate limit. */
  clientOf(request: Request, remote: string | undefined): string;
  /** The origin that the browser sees. */
  originOf(request: Request): string;
}

/** What a proxy says of the client, and of the address that the client asked for. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'];

/**
 * @param hops proxies whose `X-Forwarded-*` is true; with 0 it is ignored.
 * @param onIgnored told once, when it is ignored though there is some.
 */
export function forwarding(hops: number, onIgnored: () => void): Forwarding {
  let isTold = false;
  const tell = (headers: Headers): void => {
    if (hops > 0 || isTold || !FORWARDED.some((name) => headers.has(name))) return;
    isTold = true;
    onIgnored();
  };
  return {
    clientOf({ headers }, remote = 'unknown') {
      tell(headers);
      const forwardedFor = headers.get('x-forwarded-for') ?? undefined;
      return limitKey(clientAddress(remote, forwardedFor, hops));
    },
    originOf({ url, headers }) {
      tell(headers);
      const { host, origin } = new URL(url);
      const proto = headers.get('x-forwarded-proto') ?? undefined;
      const forwardedHost = headers.get('x-forwarded-host') ?? undefined;
      return forwardedOrigin({ host, proto, forwardedHost }, hops) ?? origin;
    },
  };
}

/**
 * The address of the client, behind `hops` proxies that are trusted to append to `X-Forwarded-For`. Each proxy
 * adds the address that it was called from, so the client's is the one that the outermost trusted proxy added;
 * what stands before it is the client's own claim.
 *
 * @param remote the socket's other end.
 */
export function clientAddress(remote: string, forwardedFor: string | undefined, hops: number): string {
  let address = remote;
  const claims = forwardedFor?.split(',') ?? [];
  for (let hop = 0; hop < hops && claims.length > 0; hop += 1) {
    const claim = withoutPort(claims.pop()!.trim());
    if (isIP(claim) === 0) break;
    address = claim;
  }
  return address;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(claim: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(claim)?.[1] ?? /^([\d.]+):\d+$/.exec(claim)?.[1] ?? claim;
}

/**
 * The origin that a browser sees, behind `hops` proxies that are trusted to set `X-Forwarded-Proto` and
 * `X-Forwarded-Host`; undefined where they do not.
 */
export function forwardedOrigin(
  {
    host,
    proto,
    forwardedHost,
  }: { host: string; proto: string | undefined; forwardedHost: string | undefined },
  hops: number,
): string | undefined {
  const scheme = nth(proto, hops);
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  const address = `${scheme}://${nth(forwardedHost, hops) ?? host}`;
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

/** The entry of a list that the outermost of `hops` proxies wrote. */
function nth(list: string | undefined, hops: number): string | undefined {
  const entries = list?.split(',').map((entry) => entry.trim()) ?? [];
  return hops === 0 ? undefined : entries[Math.max(0, entries.length - hops)];
}
