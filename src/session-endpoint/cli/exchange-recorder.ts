import type { ServerResponse } from 'node:http';
import type { WebhookOutcome } from '../../webhooks/endpoint.ts';
import type { Outcome } from '../endpoint.ts';
import type { Exchange } from './http-server.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { ErrorResponse } from './error-response.ts';

/** The result of a response, kept until the response has been sent. */
interface Result {
  readonly outcome: Outcome | 'webhook' | 'health';
  /** The code of an error response. */
  readonly code: string | undefined;
  readonly requestId: string;
}

/** Writes one line of the log for each request, and counts it. */
export class ExchangeRecorder {
  readonly #log: Log;
  readonly #metrics: Metrics | undefined;
  readonly #results = new WeakMap<ServerResponse, Result>();

  constructor(log: Log, metrics: Metrics | undefined) {
    this.#log = log;
    this.#metrics = metrics;
  }

  handleSession(outgoing: ServerResponse, outcome: Outcome, requestId: string): void {
    const code = outcome === 'session' || outcome === 'preflight' ? undefined : outcome;
    this.#results.set(outgoing, { outcome, code, requestId });
  }

  handleWebhook(outgoing: ServerResponse, outcome: WebhookOutcome, requestId: string): void {
    const code = outcome === 'handled' || outcome === 'handled-before' ? undefined : outcome;
    this.#results.set(outgoing, { outcome: 'webhook', code, requestId });
    this.#metrics?.webhookAnswered(outcome);
  }

  handleHealth(outgoing: ServerResponse, requestId: string): void {
    this.#results.set(outgoing, { outcome: 'health', code: undefined, requestId });
  }

  /** Records a request that could not be read. Without `outgoing`, no response ends later, so it is logged at once. */
  handleErrorResponse(
    { status, code }: ErrorResponse,
    requestId: string,
    outgoing: ServerResponse | undefined,
  ): void {
    if (outgoing !== undefined) {
      this.#results.set(outgoing, { outcome: code, code, requestId });
      return;
    }
    this.#metrics?.requestRefused(code);
    this.#log.request({ method: '-', target: '-', status, ms: 0, code, requestId });
  }

  handleEnd({ incoming, outgoing, status, ms }: Exchange): void {
    const { outcome, code, requestId } = this.#results.get(outgoing) ?? {};
    this.#metrics?.requestEnded(status === undefined || outcome === undefined ? 'aborted' : outcome, ms);
    this.#log.request({
      method: incoming.method ?? '',
      target: incoming.url ?? '',
      status,
      ms,
      code,
      requestId,
    });
  }
}
