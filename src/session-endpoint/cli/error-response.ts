import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpErrorCode } from '../errors.ts';

/** The response to a request that no handler sees, because Node's parser or its adapter cannot read it. */
export interface ErrorResponse {
  readonly status: number;
  readonly code: HttpErrorCode;
  readonly message: string;
}

export const INVALID_REQUEST: ErrorResponse = {
  status: 400,
  code: 'invalid-request',
  message: 'The request could not be read.',
};
export const UNKNOWN_EXPECTATION: ErrorResponse = {
  status: 417,
  code: 'invalid-request',
  message: 'The header Expect has an unknown value.',
};

/** By the code of the parser's error. */
const ERROR_RESPONSES: Readonly<Record<string, ErrorResponse>> = {
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

export function errorResponseFor({ code = '' }: { code?: string | undefined }): ErrorResponse {
  return ERROR_RESPONSES[code] ?? INVALID_REQUEST;
}

/** Answers a request whose headers were read. */
export function respond(outgoing: ServerResponse, errorResponse: ErrorResponse, requestId: string): void {
  const body = bodyOf(errorResponse);
  outgoing.writeHead(errorResponse.status, closingHeaders(requestId, body)).end(body);
}

/** Answers on a connection whose request was not read, so Node has no response for it. */
export function writeTo(socket: Socket, errorResponse: ErrorResponse, requestId: string): void {
  const { status } = errorResponse;
  const body = bodyOf(errorResponse);
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

function bodyOf({ code, message }: ErrorResponse): string {
  return JSON.stringify({ error: { code, message } });
}
