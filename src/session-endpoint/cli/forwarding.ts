import { clientAddress } from '../client-address.ts';

/** Reads where a request comes from through the proxies in front. */
export interface Forwarding {
  /** The address of the client. */
  clientOf(request: Request, remote: string | undefined): string;
  /** The origin that the browser sees. */
  originOf(request: Request): string;
}

const FORWARDED_HEADERS = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'];

/**
 * @param hops proxies in front whose `X-Forwarded-*` headers are trusted. With 0 the headers are ignored.
 * @param onIgnored called once if such headers arrive and are ignored.
 */
export function createForwarding(hops: number, onIgnored: () => void): Forwarding {
  let isReported = false;
  const reportIgnored = (headers: Headers): void => {
    if (hops > 0 || isReported || !FORWARDED_HEADERS.some((name) => headers.has(name))) return;
    isReported = true;
    onIgnored();
  };
  return {
    clientOf({ headers }, remote = 'unknown') {
      reportIgnored(headers);
      return clientAddress(remote, headers.get('x-forwarded-for'), hops);
    },
    originOf({ url, headers }) {
      reportIgnored(headers);
      const { host, origin } = new URL(url);
      const proto = headers.get('x-forwarded-proto') ?? undefined;
      const forwardedHost = headers.get('x-forwarded-host') ?? undefined;
      return forwardedOrigin({ host, proto, forwardedHost }, hops) ?? origin;
    },
  };
}

/**
 * The origin that a browser sees behind `hops` proxies that set `X-Forwarded-Proto` and `X-Forwarded-Host`, undefined
 * without these headers.
 */
export function forwardedOrigin(
  {
    host,
    proto,
    forwardedHost,
  }: { host: string; proto: string | undefined; forwardedHost: string | undefined },
  hops: number,
): string | undefined {
  const scheme = entryOf(proto, hops);
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  const address = `${scheme}://${entryOf(forwardedHost, hops) ?? host}`;
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

/** The entry of a list that the outermost of `hops` proxies wrote. */
function entryOf(list: string | undefined, hops: number): string | undefined {
  const entries = list?.split(',').map((entry) => entry.trim()) ?? [];
  return hops === 0 ? undefined : entries[Math.max(0, entries.length - hops)];
}
