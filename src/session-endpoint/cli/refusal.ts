import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpErrorCode } from '../errors.ts';

/** The response to a request that no handler sees, because Node's parser or its adapter cannot read it. */
export interface Refusal {
  readonly status: number;
  readonly code: HttpErrorCode;
  readonly message: string;
}

export const INVALID_REQUEST: Refusal = {
  status: 400,
  code: 'invalid-request',
  message: 'The request could not be read.',
};
export const UNKNOWN_EXPECTATION: Refusal = {
  status: 417,
  code: 'invalid-request',
  message: 'The header Expect has an unknown value.',
};

/** By the code of the parser's error. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'too-large', message: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'too-large',
    message: 'The extensions of a chunk are too large.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'timeout',
    message: 'The request did not arrive in time.',
  },
};

export function refusalOf({ code = '' }: { code?: string | undefined }): Refusal {
  return REFUSALS[code] ?? INVALID_REQUEST;
}

/** Answers a request whose headers were read. */
export function respond(outgoing: ServerResponse, refusal: Refusal, requestId: string): void {
  const body = bodyOf(refusal);
  outgoing.writeHead(refusal.status, closingHeaders(requestId, body)).end(body);
}

/** Answers on a connection whose request was not read, so Node has no response for it. */
export function writeTo(socket: Socket, refusal: Refusal, requestId: string): void {
  const { status } = refusal;
  const body = bodyOf(refusal);
  const lines = Object.entries(closingHeaders(requestId, body)).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}

function closingHeaders(requestId: string, body: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Origin',
    'X-Request-Id': requestId,
    'Content-Length': `${Buffer.byteLength(body)}`,
    Connection: 'close',
  };
}

function bodyOf({ code, message }: Refusal): string {
  return JSON.stringify({ error: { code, message } });
}
