/** The exact bytes as text. `ignoreBOM` keeps a byte order mark, because the signature covers it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The result of reading a body. */
export type BodyResult = { readonly text: string } | { readonly problem: 'too-large' | 'invalid-body' };

/** Reads at most `maxBytes`. The bytes are counted as they arrive, independent of `Content-Length`. It never rejects. */
export async function readBody(request: Request, maxBytes: number): Promise<BodyResult> {
  try {
    return await readChunks(request, maxBytes);
  } catch {
    // The sender is gone, the body was read before, or it is not UTF-8.
    return { problem: 'invalid-body' };
  }
}

async function readChunks(request: Request, maxBytes: number): Promise<BodyResult> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      reader.cancel().catch(() => {});
      return { problem: 'too-large' };
    }
    chunks.push(value);
  }
  return { text: decode(chunks, size) };
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
