import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as TcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import type { Log } from './log.ts';

export interface RunningServer {
  /** Address without a slash at its end. */
  readonly url: string;
  /** Takes no new connections, finishes what is open, and resolves when the last connection is gone. */
  stop(): Promise<void>;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly handler: (request: Request, env: HttpBindings) => Response | Promise<Response>;
  readonly log: Log;
  /** ms for a request's headers, and the handler's limit for its body. */
  readonly timeout: number;
}

/** ms that an idle connection stays open: longer than the load balancers in front, which keep theirs for a minute. */
const KEEP_ALIVE = 75_000;
/** ms after which a connection that sent nothing since the stop was told is taken for idle. */
const LINGER = 1000;
/** ms for open requests to finish: the body's time, Solifyn's, and a margin. */
const STOP_FACTOR = 2.5;

/**
 * Serves a Web-standard handler on Node's own server.
 *
 * @throws Node's error where the address cannot be listened on (`EADDRINUSE`, `EACCES`, `ENOTFOUND`, …).
 */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningServer> {
  const { host, port, handler, log, timeout } = options;
  const open = new Set<ServerResponse>();
  let stopped: Promise<void> | undefined;

  const listener = getRequestListener((request, env) => handler(request, env as HttpBindings), {
    hostname: host,
    errorHandler: () => unreadable(),
  });

  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const started = performance.now();
    open.add(outgoing);
    if (stopped !== undefined) closeAfter(outgoing);
    outgoing.on('finish', () => {
      // Whose body stalled would keep the connection for nothing. (Of other bodies that nobody read the listener
      // takes what comes for half a second: cut off while sending, a client may not see its answer.)
      if (outgoing.statusCode === 408) incoming.socket.destroySoon();
    });
    outgoing.on('close', () => {
      open.delete(outgoing);
      const status = outgoing.writableFinished ? outgoing.statusCode : undefined;
      log.request(incoming.method ?? '', incoming.url ?? '', status, performance.now() - started);
    });
    void listener(incoming, outgoing);
  };

  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE,
      headersTimeout: timeout,
      // A safety net only: the handler times the body and answers in JSON.
      requestTimeout: 2 * timeout,
      connectionsCheckingInterval: Math.min(timeout / 4, 1000),
    },
    serve,
  );
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');

  const stop = async (): Promise<void> => {
    // Node's own `close` would cut idle connections at once, and with them a request that is on its way. So only
    // the listening ends here; open connections end with their next answer, or when they stay silent.
    const closed = once(server, 'close');
    TcpServer.prototype.close.call(server);
    for (const outgoing of open) closeAfter(outgoing);
    const sweep = setInterval(() => {
      server.closeIdleConnections();
      // Node counts a connection that has sent nothing yet as busy. Browsers open such in advance.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }, LINGER);
    const cut = setTimeout(() => server.closeAllConnections(), STOP_FACTOR * timeout);
    await closed;
    // The connection's end may be heard before its answer's: wait for the last line of the log.
    await Promise.all([...open].map((outgoing) => once(outgoing, 'close')));
    clearInterval(sweep);
    clearTimeout(cut);
  };

  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: () => (stopped ??= stop()),
  };
}

function closeAfter(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.setHeader('Connection', 'close');
}

/** The answer to a request whose address or host makes no sense, before any handler sees it. */
function unreadable(): Response {
  return Response.json(
    { error: { code: 'invalid-request', message: 'The request could not be read.' } },
    {
      status: 400,
      headers: { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', Vary: 'Origin' },
    },
  );
}
