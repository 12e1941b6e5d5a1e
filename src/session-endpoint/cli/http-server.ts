import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as TcpServer } from 'node:net';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { listen } from './listen.ts';
import type { ListenOptions } from './listen.ts';
import {
  INVALID_REQUEST,
  errorResponseFor,
  respond,
  UNKNOWN_EXPECTATION,
  writeTo,
} from './error-response.ts';
import type { ErrorResponse } from './error-response.ts';

/** A request and its response, when the response has ended. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Undefined if the client disconnected before the response was complete. */
  readonly status: number | undefined;
  /** From the first byte of the request to the last of the response. */
  readonly ms: number;
}

export interface HttpServerOptions extends Pick<ListenOptions, 'host' | 'port'> {
  readonly hostName?: string;
  readonly portName?: string;
  readonly handler: (request: Request, env: HttpBindings) => Response | Promise<Response>;
  /** ms for a request's headers, and the handler's limit for its body. */
  readonly timeout: number;
  readonly onRequest?: () => void;
  readonly onEnd?: (exchange: Exchange) => void;
  /** Called for a request that could not be read. `onEnd` follows only if its headers were. */
  readonly onErrorResponse?: (
    errorResponse: ErrorResponse,
    requestId: string,
    outgoing: ServerResponse | undefined,
  ) => void;
}

/** How long an idle connection stays open: longer than at the load balancers in front, which use a minute. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** While stopping, a connection without a request for this long is idle. */
const IDLE_CHECK_INTERVAL_MS = 1000;
/** Open requests may finish for this many times the limit: the body, Solifyn and a margin. */
const STOP_TIMEOUT_FACTOR = 2.5;

/**
 * Serves a Web-standard handler on Node's own server.
 *
 * @throws {ConfigError} if the server cannot listen on the address.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = new HttpServer(options);
  await server.listen();
  return server;
}

export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  readonly #listener: ReturnType<typeof getRequestListener>;
  readonly #responses = new Set<ServerResponse>();
  readonly #sockets = new Set<Socket>();
  #stopped: Promise<void> | undefined;
  #url = '';

  constructor(options: HttpServerOptions) {
    const { handler, host, timeout } = options;
    this.#options = options;
    this.#listener = getRequestListener((request, env) => handler(request, env as HttpBindings), {
      hostname: host,
      // Its response would be missing in the log. `#respond` refuses the request.
      errorHandler: () => {},
    });
    this.#server = createServer(
      {
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
        headersTimeout: timeout,
        // Only a safety net: the handler limits the body's time and answers in JSON.
        requestTimeout: 2 * timeout,
        connectionsCheckingInterval: Math.min(timeout / 4, 1000),
        // Node's own response has neither JSON nor a request id, and Node accepts a second header. `checkHost` does not.
        requireHostHeader: false,
      },
      (incoming, outgoing) => this.#handleRequest(incoming, outgoing),
    );
    this.#server.on('checkExpectation', (incoming, outgoing) =>
      this.#handleRequest(incoming, outgoing, UNKNOWN_EXPECTATION),
    );
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
      this.#handleClientError(error, socket),
    );
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  async listen(): Promise<void> {
    const { host, port, hostName = 'HOST', portName = 'PORT' } = this.#options;
    this.#url = await listen(this.#server, { host, port, hostName, portName });
  }

  /** The address without a trailing slash. */
  get url(): string {
    return this.#url;
  }

  /** Takes no new connections, finishes open requests, and resolves when the last connection has closed. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  #handleRequest(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    errorResponse = checkHost(incoming),
  ): void {
    const started = performance.now();
    this.#responses.add(outgoing);
    this.#options.onRequest?.();
    if (this.#stopped !== undefined) closeAfter(outgoing);
    outgoing.on('finish', () => {
      // A stalled body would keep the connection for nothing. The listener reads the rest of other bodies for half a second,
      // because a client that is cut off while it sends may not see its response.
      if (outgoing.statusCode === 408) incoming.socket.destroySoon();
    });
    outgoing.on('close', () => {
      this.#responses.delete(outgoing);
      const status = outgoing.writableFinished ? outgoing.statusCode : undefined;
      this.#options.onEnd?.({ incoming, outgoing, status, ms: performance.now() - started });
    });
    if (errorResponse === undefined) void this.#respond(incoming, outgoing);
    else this.#respondWithError(outgoing, errorResponse);
  }

  /** The adapter sends no response if the address or the host of the request is invalid. */
  async #respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    await this.#listener(incoming, outgoing);
    if (!outgoing.headersSent && !outgoing.destroyed) this.#respondWithError(outgoing, INVALID_REQUEST);
  }

  #respondWithError(outgoing: ServerResponse, errorResponse: ErrorResponse): void {
    const requestId = crypto.randomUUID();
    this.#options.onErrorResponse?.(errorResponse, requestId, outgoing);
    respond(outgoing, errorResponse, requestId);
  }

  /** The parser gave up on a connection. */
  #handleClientError(error: NodeJS.ErrnoException, socket: Socket): void {
    // In the middle of another response the bytes would become a part of it.
    const isResponding = [...this.#responses].some(
      (outgoing) => outgoing.socket === socket && outgoing.headersSent,
    );
    if (socket.writable && error.code !== 'ECONNRESET' && !isResponding) {
      const errorResponse = errorResponseFor(error);
      const requestId = crypto.randomUUID();
      this.#options.onErrorResponse?.(errorResponse, requestId, undefined);
      writeTo(socket, errorResponse, requestId);
    }
    socket.destroy(error);
  }

  async #stop(): Promise<void> {
    // Node's own `close` would cut idle connections at once, and with them a request that is on its way. Here only the
    // listening ends. Open connections end with their next response, or when they stay silent.
    const closed = once(this.#server, 'close');
    TcpServer.prototype.close.call(this.#server);
    for (const outgoing of this.#responses) closeAfter(outgoing);
    const idleCheck = setInterval(() => this.#closeIdle(), IDLE_CHECK_INTERVAL_MS);
    const deadline = setTimeout(
      () => this.#server.closeAllConnections(),
      STOP_TIMEOUT_FACTOR * this.#options.timeout,
    );
    await closed;
    // A connection can close before its response does: wait for the last line of the log.
    await Promise.all([...this.#responses].map((outgoing) => once(outgoing, 'close')));
    clearInterval(idleCheck);
    clearTimeout(deadline);
  }

  #closeIdle(): void {
    this.#server.closeIdleConnections();
    // Node counts a connection without any data yet as busy. Browsers open such connections in advance.
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

function closeAfter(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.setHeader('Connection', 'close');
}

/** HTTP/1.1 requires the header exactly once (RFC 9112, section 3.2). With two, a proxy may have read the other one. */
function checkHost({ httpVersion, rawHeaders }: IncomingMessage): ErrorResponse | undefined {
  const count = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;
  const isValid = count === 1 || (count === 0 && httpVersion !== '1.1');
  return isValid ? undefined : INVALID_REQUEST;
}
