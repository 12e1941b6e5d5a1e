/** Session endpoints that fail, each in its own way: what a seller's page does then is worth seeing. */
import { Hono } from 'hono';

/** To be mounted under `/faults`. */
export function faultRoutes(): Hono {
  return new Hono()
    .post('/unavailable', (c) =>
      c.json({ error: { code: 'unavailable', message: 'Down for repairs.' } }, 503),
    )
    .post('/html', (c) =>
      c.html('<!doctype html><title>Welcome</title><p>A site that answers everything.</p>'),
    )
    .post('/not-a-session', (c) => c.json({ id: 'one', session_id: 'ch_1' }))
    .post('/silent', (c) => untilGone(c.req.raw.signal));
}

/** An answer that comes only when nobody waits for it any more. */
function untilGone(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(new Response(null, { status: 504 })), { once: true });
  });
}
