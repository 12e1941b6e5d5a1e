/** The API calls that the sandbox received, for tests and for developers: `/__sandbox/requests`. */
import { Hono } from 'hono';

/** One call of the API. */
export interface ReceivedRequest {
  method: string;
  path: string;
  /** All headers except `Authorization`. */
  headers: Record<string, string>;
  /** The parsed JSON, or the text if it is not JSON. */
  body: unknown;
  /** The status of the sandbox's answer. */
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
    this.#requests.push({ method: request.method, path, headers, body: parseBody(text), status });
    this.#requests = this.#requests.slice(-this.#limit);
  }

  clear(): void {
    this.#requests = [];
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `GET` lists the calls, oldest first. `DELETE` clears the list. */
export function requestLogRoutes(log: RequestLog): Hono {
  return new Hono()
    .get('/', (c) => c.json(log.requests, 200, { 'cache-control': 'no-store' }))
    .delete('/', (c) => {
      log.clear();
      return c.body(null, 204);
    });
}
