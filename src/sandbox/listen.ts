/** Serves a fetch handler over HTTP, for the sandbox and for the demo. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';

/**
 * How long an idle connection stays open. A request that arrives as its connection is closed fails, and an endpoint cannot send
 * the request for a session again by itself.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/** A running server. */
export interface Listening {
  /** Its address without a trailing slash, e.g. `http://127.0.0.1:8080`. */
  url: string;
  /** Stops the server and closes its connections. Resolves when the port is free. */
  close(): Promise<void>;
}

/** The address to listen on. */
export interface ListenOptions {
  /** An address of this machine. Default: `127.0.0.1`. */
  host?: string;
  /** A port. Default: 0, which is any free one. */
  port?: number;
}

/**
 * Serves `fetch` over HTTP.
 *
 * @throws The server's own error, e.g. with `code: 'EADDRINUSE'` if the port is taken.
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host = '127.0.0.1', port = 0 }: ListenOptions = {},
): Promise<Listening> {
  const server = createAdaptorServer({ fetch, hostname: host }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
