/** The body goes on after `limit` bytes. */
export class TooManyBytesError extends Error {
  override readonly name = 'TooManyBytesError';
}

/** A body being read. `text` rejects when it is too long or not UTF-8; `cancel` stops it, and never throws. */
export interface Reading {
  readonly text: Promise<string>;
  cancel(): void;
}

/** JSON is UTF-8 (RFC 8259, section 8.1): anything else is malformed rather than full of question marks. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a body of at most `limit` bytes chunk by chunk, and stops at the first chunk that goes over. Nothing
 * the sender declares is believed, so a compressed or endless body costs no more than `limit` and one chunk.
 */
export function readCounted(body: ReadableStream<Uint8Array> | null, limit: number): Reading {
  if (body === null) return { text: Promise.resolve(''), cancel() {} };
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => {});
  const read = async (): Promise<string> => {
    let whole: Uint8Array | undefined;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return whole === undefined ? '' : utf8.decode(whole);
      if ((whole?.byteLength ?? 0) + value.byteLength > limit) {
        cancel();
        throw new TooManyBytesError(`over ${limit} bytes`);
      }
      whole = whole === undefined ? value : joined(whole, value);
    }
  };
  return { text: read(), cancel };
}

/**
 * Reads the body of a request. Where its length is declared and small, and the server has cut it there, the platform reads
 * it in one go: on Node that saves building a web stream around the socket, which costs more than all else the endpoint
 * does. What arrives is counted all the same.
 *
 * @param isCut whether no more than the declared length can arrive, as Node's HTTP parser sees to.
 */
export function readRequest(request: Request, limit: number, isCut: boolean): Reading {
  const declared = isCut ? request.headers.get('content-length') : null;
  if (declared === null || !(Number(declared) <= limit)) return readCounted(request.body, limit);
  const read = async (): Promise<string> => {
    const bytes = await request.arrayBuffer();
    if (bytes.byteLength > limit) throw new TooManyBytesError(`over ${limit} bytes`);
    return utf8.decode(bytes);
  };
  return { text: read(), cancel() {} };
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.byteLength + tail.byteLength);
  whole.set(head);
  whole.set(tail, head.byteLength);
  return whole;
}
