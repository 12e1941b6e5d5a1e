import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What the shop will not do, in words that a buyer may read: the API's `{ "message": … }` and its status. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;

  constructor(status: ContentfulStatusCode, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}
