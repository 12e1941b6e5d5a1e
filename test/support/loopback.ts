import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server for one test. */
export interface Loopback {
  /** e.g. `http://127.0.0.1:41234`, without a trailing slash. */
  origin: string;
  /** Closes at once, with all open connections. */
  close(): Promise<void>;
}

/**
 * Serves on a free port of the loopback interface.
 *
 * @param host - the name in `origin`. `localhost` is the same machine but another site to a browser, for cookies,
 *   storage and `SameSite`.
 */
export function listen(
  listener: RequestListener,
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<Loopback> {
  return open(createServer(listener), 'http', host);
}

/** A browser keeps storage, preflights and more for an origin, so no two tests of a browser get the same one. */
const usedPorts = new Set<number>();

/** Starts an http or https server. Otherwise like {@link listen}. */
export async function open(server: Server, scheme: 'http' | 'https', host = '127.0.0.1'): Promise<Loopback> {
  // A request on a connection that its server closes at the same time would fail.
  server.keepAliveTimeout = 0;
  const port = await listenOnNewPort(server);
  return {
    origin: `${scheme}://${host}:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listenOnNewPort(server: Server): Promise<number> {
  for (;;) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    if (!usedPorts.has(port)) {
      usedPorts.add(port);
      return port;
    }
    server.close();
    await once(server, 'close');
  }
}

/** @returns the whole body as text */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
