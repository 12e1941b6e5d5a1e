import { HttpError } from '../errors.ts';
import type { SolifynApi } from '../solifyn-api.ts';

/** Whether this process can sell, for `GET /readyz`. */
export class Readiness {
  #isStopping = false;
  #isKeyRefused = false;

  /** Why it cannot sell, undefined if it can. */
  get reason(): string | undefined {
    if (this.#isStopping) return 'stopping';
    return this.#isKeyRefused ? 'Solifyn refused the API key' : undefined;
  }

  setStopping(): void {
    this.#isStopping = true;
  }

  /** A new key has not been refused yet. */
  forgetKey(): void {
    this.#isKeyRefused = false;
  }

  /** Watches the calls to Solifyn: a refused key stays a reason until the next success. */
  watch(api: SolifynApi): SolifynApi {
    return {
      redact: (text) => api.redact(text),
      createSession: async (request) => {
        try {
          const session = await api.createSession(request);
          this.#isKeyRefused = false;
          return session;
        } catch (error) {
          if (error instanceof HttpError && error.code === 'misconfigured') this.#isKeyRefused = true;
          throw error;
        }
      },
    };
  }
}
