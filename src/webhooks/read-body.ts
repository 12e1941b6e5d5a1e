/** The exact bytes as text. `ignoreBOM` keeps a byte order mark, because the signature covers it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The result of reading a body. */
export type BodyResult =
  { readonly text: string } | { readonly problem: 'too-large' | 'timeout' | 'invalid-body' };

/** How much is read, and for how many milliseconds. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeout: number;
}

/** Reads within the limits. The bytes are counted as they arrive, independent of `Content-Length`. It never rejects. */
export async function readBody(request: Request, limits: BodyLimits): Promise<BodyResult> {
  try {
    return await readChunks(request, limits);
  } catch {
    // The sender is gone, the body was read before, or it is not UTF-8.
    return { problem: 'invalid-body' };
  }
}

async function readChunks(request: Request, { maxBytes, timeout }: BodyLimits): Promise<BodyResult> {
  const reader = request.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  if (reader === undefined) return { text: '' };
  const chunks: Uint8Array[] = [];
  let size = 0;
  const deadline = { hasExpired: false };
  const cancel = (): void => void reader.cancel().catch(() => {});
  const timer = setTimeout(() => {
    deadline.hasExpired = true;
    // This also ends the read that is waiting.
    cancel();
  }, timeout);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (deadline.hasExpired) return { problem: 'timeout' };
      if (done) return { text: decode(chunks, size) };
      size += value.byteLength;
      if (size > maxBytes) {
        cancel();
        return { problem: 'too-large' };
      }
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function decode(chunks: readonly Uint8Array[], size: number): string {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return utf8.decode(bytes);
}
