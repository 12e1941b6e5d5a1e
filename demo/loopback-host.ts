/** Protects servers on loopback against DNS rebinding. */
import { isLoopback } from '../src/request-rules.ts';

/**
 * Refuses requests whose `Host` is not a name of this computer. A foreign page can point a domain of its own at
 * 127.0.0.1, and its requests would then have the demo's own origin.
 */
export function requireLoopbackHost(
  handler: (request: Request) => Response | Promise<Response>,
): (request: Request) => Response | Promise<Response> {
  return (request) => {
    const { hostname } = new URL(request.url);
    if (isLoopback(hostname) || hostname.endsWith('.localhost')) return handler(request);
    return new Response('The demo answers at http://localhost and http://127.0.0.1 only.', {
      status: 421,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  };
}
