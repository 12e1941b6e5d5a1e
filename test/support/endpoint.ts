import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { CheckoutSession } from '../../src/protocol.ts';
import { listen, readBody } from './loopback.ts';

/** One POST that reached the stub. */
export interface ReceivedPost {
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  /** The raw body. */
  text: string;
  /** The parsed body. `undefined` if it is not JSON. */
  body: unknown;
  /** Settles when the page aborts the request. */
  abandoned: Promise<void>;
}

/**
 * The stub's response: `json` or `body`, with status 200 by default. `drop` breaks the connection. A function writes the
 * response itself.
 */
export type Reply =
  | { status?: number; headers?: Record<string, string>; json?: unknown; body?: string }
  | 'drop'
  | ((response: ServerResponse) => void);

/** May be async. A promise that never settles is an endpoint that hangs. */
export type Responder = (post: ReceivedPost) => Reply | Promise<Reply>;

/** A session endpoint whose responses a test sets. */
export interface EndpointStub {
  /** Its address, for the attribute `endpoint`. */
  url: string;
  /** The response until `respond` is called. Its `checkout_url` is a page of the stub with the heading "Checkout". */
  session: CheckoutSession;
  /** Every POST so far, oldest first. */
  posts: readonly ReceivedPost[];
  /** The number of preflights so far. */
  preflights: number;
  /** Whether any origin is allowed. `false` sends no CORS headers at all. Default `true`. */
  cors: boolean;
  respond(responder: Responder): void;
  /** Resolves with the n-th POST, counted from 1. */
  received(n?: number): Promise<ReceivedPost>;
  close(): Promise<void>;
}

const CHECKOUT_PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout</title><h1>Checkout</h1>';

/** @see EndpointStub */
export async function startEndpoint(): Promise<EndpointStub> {
  const arrivals = new EventEmitter();
  const posts: ReceivedPost[] = [];
  let responder: Responder;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? '/';
    if (stub.cors) allow(response, request.headers);
    if (request.method === 'GET') {
      const isCheckout = url.startsWith('/checkout');
      response.writeHead(isCheckout ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(isCheckout ? CHECKOUT_PAGE : '');
      return;
    }
    if (request.method === 'OPTIONS') {
      stub.preflights += 1;
      response.writeHead(204).end();
      return;
    }
    const text = await readBody(request);
    const abandoned = new Promise<void>((resolve) => {
      response.once('close', () => response.writableFinished || resolve());
    });
    const post = { url, headers: request.headers, text, body: parse(text), abandoned };
    posts.push(post);
    arrivals.emit('post');
    send(response, await responder(post));
  };
  const server = await listen((request, response) => void handle(request, response));

  const session: CheckoutSession = {
    id: '5b0f5a4e-8f0f-4a55-9d0c-0d8f3b1c2e11',
    session_id: 'ch_7Qm2vJx4LkP9sT',
    checkout_url: `${server.origin}/checkout/prod_z2o92kEl6cYYX?checkout_id=5b0f5a4e-8f0f-4a55-9d0c-0d8f3b1c2e11`,
  };
  responder = () => ({ json: session });

  const stub: EndpointStub = {
    url: `${server.origin}/session`,
    session,
    posts,
    preflights: 0,
    cors: true,
    respond: (next) => void (responder = next),
    async received(n = 1) {
      for (;;) {
        const post = posts[n - 1];
        if (post) return post;
        await once(arrivals, 'post');
      }
    },
    close: () => server.close(),
  };
  return stub;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function allow(response: ServerResponse, { origin = '*', ...headers }: IncomingHttpHeaders): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  const asked = headers['access-control-request-headers'];
  if (asked) response.setHeader('Access-Control-Allow-Headers', asked);
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'drop') {
    response.destroy();
    return;
  }
  if (typeof reply === 'function') {
    reply(response);
    return;
  }
  const { status = 200, headers = {}, json, body = JSON.stringify(json) } = reply;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(body);
}
