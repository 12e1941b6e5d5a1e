/** Session endpoints that fail, each in another way, for the demo pages that show errors. */
import { Hono } from 'hono';

/** The endpoints, for the path `/faults`. */
export function faultRoutes(): Hono {
  return new Hono()
    .post('/unavailable', (c) =>
      c.json({ error: { code: 'unavailable', message: 'Down for repairs.' } }, 503),
    )
    .post('/html', (c) =>
      c.html('<!doctype html><title>Welcome</title><p>A site that answers everything.</p>'),
    )
    .post('/not-a-session', (c) => c.json({ id: 'one', session_id: 'ch_1' }))
    .post('/silent', (c) => waitUntilAborted(c.req.raw.signal));
}

/** Answers only after the browser has given up. */
function waitUntilAborted(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(new Response(null, { status: 504 })), { once: true });
  });
}
