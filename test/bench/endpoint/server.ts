/**
 * A process to be measured: `server.ts upstream`, `server.ts bare <apiUrl>`, `server.ts endpoint <apiUrl> <timeout>`.
 * Sends `{ url }` to its parent, and its memory whenever it is asked.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startHttpServer } from '../../../src/session-endpoint/cli/http-server.ts';
import { SESSION, subject } from './subject.ts';

/** ms that Solifyn takes. */
const UPSTREAM_DELAY = 20;

const [role = '', apiUrl = '', timeout = '10000'] = process.argv.slice(2);

if (role === 'upstream') {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on('end', () => {
      setTimeout(() => {
        outgoing.writeHead(200, { 'content-type': 'application/json' }).end(SESSION);
      }, UPSTREAM_DELAY);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
} else {
  const name = role === 'bare' ? 'bare' : 'endpoint';
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    timeout: Number(timeout),
    handler: subject(name, { apiUrl, timeout: Number(timeout) }),
  });
  process.send?.({ url: server.url });
}

process.on('message', () => {
  // Twice: what a first collection finalizes, the second one frees.
  globalThis.gc?.();
  setImmediate(() => {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage() });
  });
});
