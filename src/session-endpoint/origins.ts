/**
 * Which pages may ask. Answers the value of `Access-Control-Allow-Origin` for a request, or undefined where its
 * origin is not allowed. The own origin is a function, since most requests need not be parsed for it.
 */
export type OriginPolicy = (request: Request, ownOrigin: () => string) => string | undefined;

/**
 * @param allowed origins as browsers write them (see `toOrigin`), or `'*'` for all, `null` and none included.
 *
 * The own origin is always allowed. Behind a proxy that ends TLS the request's own address reads `http:`, so the
 * browser's word for it counts as well: a page cannot set `Sec-Fetch-Site` (Fetch Metadata, W3C). It is `null`
 * for a sandboxed iframe, which is never the page's own origin, whatever else it claims.
 */
export function originPolicy(allowed: readonly string[] | '*'): OriginPolicy {
  if (allowed === '*') return () => '*';
  const list = new Set(allowed);
  return (request, ownOrigin) => {
    const origin = request.headers.get('origin');
    if (origin === 'null') return undefined;
    if (origin !== null && (list.has(origin) || origin === ownOrigin())) return origin;
    return request.headers.get('sec-fetch-site') === 'same-origin' ? (origin ?? ownOrigin()) : undefined;
  };
}

/**
 * Writes `scheme://host[:port]` as a browser does in `Origin`: lower case, no default port, no slash, an
 * international name in ASCII. Undefined where it has another form (a path, a user, a wildcard, blanks).
 * Schemes of app shells (`capacitor://localhost`) are origins too.
 */
export function toOrigin(text: string): string | undefined {
  const parts = /^([a-z][a-z\d+.-]*):\/\/([^\s/?#@\\*]+)\/?$/i.exec(text);
  if (parts === null) return undefined;
  const scheme = parts[1]!.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') return `${scheme}://${parts[2]!.toLowerCase()}`;
  return URL.canParse(text) ? new URL(text).origin : undefined;
}
