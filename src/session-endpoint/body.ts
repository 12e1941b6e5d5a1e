import { MAX_BODY_BYTES } from '../request-rules.ts';
import { DeadlineError, withTimeout } from './deadline.ts';
import { HttpError } from './errors.ts';

/** The body is longer than the limit. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** A body that is being read. `text` rejects if it is too long or not UTF-8. `cancel` stops reading and never throws. */
export interface BodyReader {
  readonly text: Promise<string>;
  cancel(): void;
}

/** JSON is UTF-8 (RFC 8259, section 8.1), so other bytes are malformed instead of being replaced by question marks. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a body of at most `maxBytes` chunk by chunk and stops at the first chunk that goes over. It does not rely on a
 * declared length, so a compressed or endless body costs no more than `maxBytes` and one chunk.
 */
export function readLimited(body: ReadableStream<Uint8Array> | null, maxBytes: number): BodyReader {
  if (body === null) return { text: Promise.resolve(''), cancel() {} };
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => {});
  const read = async (): Promise<string> => {
    let bytes: Uint8Array | undefined;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytes === undefined ? '' : utf8.decode(bytes);
      if ((bytes?.byteLength ?? 0) + value.byteLength > maxBytes) {
        cancel();
        throw new BodyTooLargeError(`over ${maxBytes} bytes`);
      }
      bytes = bytes === undefined ? value : concat(bytes, value);
    }
  };
  return { text: read(), cancel };
}

/**
 * Reads the body of a request as text.
 *
 * @param trustsContentLength whether the server enforces the declared length, as Node's HTTP parser does.
 * @throws {HttpError} 413, 408 or 400
 */
export async function readBody(
  request: Request,
  timeout: number,
  trustsContentLength: boolean,
): Promise<string> {
  if (request.bodyUsed)
    throw new Error('the body has already been read, which `limit` and `verify` must not do');
  const reader = openBody(request, trustsContentLength);
  try {
    return await withTimeout(timeout, reader.text, reader.cancel);
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      throw new HttpError(413, 'too-large', `The body is over ${MAX_BODY_BYTES} bytes.`);
    }
    if (error instanceof DeadlineError) {
      throw new HttpError(408, 'timeout', 'The body did not arrive in time.');
    }
    throw new HttpError(400, 'invalid-request', 'The body could not be read as UTF-8 text.');
  }
}

/**
 * If the declared length is small and the server enforces it, the platform reads the body in one step. On Node this saves
 * a web stream around the socket, which costs more than everything else in the endpoint. The bytes are counted anyway.
 */
function openBody(request: Request, trustsContentLength: boolean): BodyReader {
  const declared = trustsContentLength ? request.headers.get('content-length') : null;
  if (declared === null || !(Number(declared) <= MAX_BODY_BYTES)) {
    return readLimited(request.body, MAX_BODY_BYTES);
  }
  const read = async (): Promise<string> => {
    const bytes = await request.arrayBuffer();
    if (bytes.byteLength > MAX_BODY_BYTES) throw new BodyTooLargeError(`over ${MAX_BODY_BYTES} bytes`);
    return utf8.decode(bytes);
  };
  return { text: read(), cancel() {} };
}

function concat(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.byteLength + tail.byteLength);
  bytes.set(head);
  bytes.set(tail, head.byteLength);
  return bytes;
}
