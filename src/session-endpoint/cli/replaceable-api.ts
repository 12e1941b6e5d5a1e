import type { SolifynApi } from '../solifyn-api.ts';

/** A Solifyn API whose key can change while requests are open: each call keeps the key that it began with. */
export class ReplaceableApi implements SolifynApi {
  #current: SolifynApi;
  /** Their keys are removed from texts too, because calls with them may still be open. */
  readonly #earlier: SolifynApi[] = [];

  constructor(api: SolifynApi) {
    this.#current = api;
  }

  replace(api: SolifynApi): void {
    this.#earlier.push(this.#current);
    this.#current = api;
  }

  createSession: SolifynApi['createSession'] = (request) => this.#current.createSession(request);

  redact(text: string): string {
    return this.#earlier.reduce((redacted, api) => api.redact(redacted), this.#current.redact(text));
  }
}
