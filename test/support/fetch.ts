/** One call of `fetch`, as the code under test made it. */
export interface FetchCall {
  url: string;
  init: RequestInit;
  signal: AbortSignal;
}

export interface FetchStub {
  /** Oldest first. */
  calls: readonly FetchCall[];
  restore(): void;
}

/**
 * Stands in for the page's `fetch` until `restore`.
 *
 * @param respond - what a call gets; a call that throws or rejects has not reached the server
 */
export function stubFetch(
  respond: (call: FetchCall, index: number) => Response | Promise<Response>,
): FetchStub {
  const { fetch } = globalThis;
  const calls: FetchCall[] = [];
  globalThis.fetch = async (url, init = {}) => {
    const call = { url: String(url), init, signal: init.signal! };
    calls.push(call);
    return respond(call, calls.length - 1);
  };
  return { calls, restore: () => void (globalThis.fetch = fetch) };
}

/** A server that never answers: rejects when the page hangs up. */
export function silence({ signal }: FetchCall): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** A server that sends its header and some of the body, and then nothing more. */
export function stuckBody({ signal }: FetchCall): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":'));
      signal.addEventListener('abort', () => controller.error(signal.reason));
    },
  });
  return new Response(body);
}
