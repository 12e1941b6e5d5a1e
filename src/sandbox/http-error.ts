import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An answer that is not a success: the status, and the `message` of the API's JSON, which a buyer may read. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: ContentfulStatusCode;

  constructor(status: ContentfulStatusCode, message: string) {
    super(message);
    this.status = status;
  }
}
