/** One call of `fetch` by the code under test. */
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
 * Replaces the page's `fetch` until `restore`.
 *
 * @param respond - returns the response to a call. If it throws or rejects, the call did not reach the server
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

/** A server that never responds. Rejects when the page aborts the request. */
export function silence({ signal }: FetchCall): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** A server that stalls in the middle of the body. */
export function stuckBody({ signal }: FetchCall): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":'));
      signal.addEventListener('abort', () => controller.error(signal.reason));
    },
  });
  return new Response(body);
}
