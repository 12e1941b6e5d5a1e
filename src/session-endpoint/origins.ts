/**
 * Decides which pages may send requests. It returns the value of `Access-Control-Allow-Origin`, or undefined if the origin
 * is not allowed. The own origin is a function because most requests don't need it.
 */
export type OriginPolicy = (request: Request, ownOrigin: () => string | undefined) => string | undefined;

/**
 * @param allowed origins in the form of `toOrigin`, or `'*'` for all, including `null` and a missing one.
 *
 * The own origin is always allowed. Behind a proxy that ends TLS the request's address begins with `http:`, so
 * `Sec-Fetch-Site: same-origin` counts too: a page cannot set that header (Fetch Metadata). The origin `null` of a sandboxed
 * iframe is never the own origin.
 */
export function createOriginPolicy(allowed: readonly string[] | '*'): OriginPolicy {
  if (allowed === '*') return () => '*';
  const list = new Set(allowed);
  return (request, ownOrigin) => {
    const origin = request.headers.get('origin');
    if (origin === 'null') return undefined;
    if (origin !== null && list.has(origin)) return origin;
    const own = ownOrigin();
    if (own === undefined) return undefined;
    if (origin === own) return origin;
    return request.headers.get('sec-fetch-site') === 'same-origin' ? (origin ?? own) : undefined;
  };
}

/**
 * Writes `scheme://host[:port]` as a browser does in `Origin`: lower case, without the default port or a slash, an
 * international name in ASCII. Undefined for any other form, such as a path, a user, a wildcard or spaces. Schemes of app
 * shells (`capacitor://localhost`) are origins too.
 */
export function toOrigin(text: string): string | undefined {
  const match = /^([a-z][a-z\d+.-]*):\/\/([^\s/?#@\\*]+)\/?$/i.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', host = ''] = match;
  if (!/^https?$/i.test(scheme)) return `${scheme}://${host}`.toLowerCase();
  return URL.canParse(text) ? new URL(text).origin : undefined;
}
