/** Characters that are safe in a header, a log line and a terminal. */
const SAFE_TOKEN = /^[\w.:-]{1,128}$/;

/** The platform's own `X-Request-Id` if it is a safe token, otherwise a random one. */
export function requestIdOf(headers: Headers): string {
  const incoming = headers.get('x-request-id');
  return incoming !== null && SAFE_TOKEN.test(incoming) ? incoming : crypto.randomUUID();
}
