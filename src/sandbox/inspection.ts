/** What the sandbox's API was asked, for tests and for the curious: `/__sandbox/requests`. */
import { Hono } from 'hono';

/** One call of the API. */
export interface ReceivedRequest {
  method: string;
  path: string;
  /** All but the one that carries the key. */
  headers: Record<string, string>;
  /** The parsed JSON; the text itself where it was none. */
  body: unknown;
  /** The status that the sandbox answered. */
  status: number;
}

/** Keeps the latest calls and drops the oldest. */
export class RequestLog {
  readonly #limit: number;
  #requests: ReceivedRequest[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get requests(): readonly ReceivedRequest[] {
    return this.#requests;
  }

  record(request: Request, text: string, status: number): void {
    const { authorization: _secret, ...headers } = Object.fromEntries(request.headers);
    const path = new URL(request.url).pathname;
    this.#requests.push({ method: request.method, path, headers, body: parsed(text), status });
    this.#requests = this.#requests.slice(-this.#limit);
  }

  clear(): void {
    this.#requests = [];
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `GET` lists the calls, oldest first; `DELETE` forgets them. */
export function inspectionRoutes(log: RequestLog): Hono {
  return new Hono()
    .get('/requests', (c) => c.json(log.requests, 200, { 'cache-control': 'no-store' }))
    .delete('/requests', (c) => {
      log.clear();
      return c.body(null, 204);
    });
}
