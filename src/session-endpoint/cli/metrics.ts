import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WebhookOutcome } from '../../webhooks/endpoint.ts';
import type { SolifynApi } from '../solifyn-api.ts';
import type { LimitedBy } from './rate-limits.ts';

const PREFIX = 'solifyn_session_endpoint_';
/** Seconds. A sale waits for Solifyn, for `timeout` (10 s) at most. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** Figures for Prometheus. No label holds an id, an address or an origin. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'code'>;
  readonly #duration: Histogram<'code'>;
  readonly #inFlight: Gauge;
  readonly #solifynDuration: Histogram<'result'>;
  readonly #limiterVerdicts: Counter<'verdict'>;
  readonly #webhooks: Counter<'outcome'>;
  readonly #redisUp: Gauge | undefined;

  constructor({ hasRedis }: { hasRedis: boolean }) {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: `${PREFIX}requests_total`,
      help: 'Responses by code: session, preflight, webhook, health, aborted, or the code of the error.',
      labelNames: ['code'],
      registers,
    });
    this.#duration = new Histogram({
      name: `${PREFIX}request_duration_seconds`,
      help: 'From the first byte of a request to the last of its response.',
      labelNames: ['code'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.#inFlight = new Gauge({
      name: `${PREFIX}requests_in_flight`,
      help: 'Requests without a complete response.',
      registers,
    });
    this.#solifynDuration = new Histogram({
      name: `${PREFIX}solifyn_duration_seconds`,
      help: 'Calls to Solifyn by result: session or error.',
      labelNames: ['result'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.#limiterVerdicts = new Counter({
      name: `${PREFIX}limiter_verdicts_total`,
      help: 'Verdicts of the rate limiter: allowed, address, network or total.',
      labelNames: ['verdict'],
      registers,
    });
    this.#webhooks = new Counter({
      name: `${PREFIX}webhooks_total`,
      help: 'Webhooks by outcome: handled, handled-before, or the code of the error.',
      labelNames: ['outcome'],
      registers,
    });
    if (hasRedis) {
      this.#redisUp = new Gauge({
        name: `${PREFIX}redis_up`,
        help: '1 while the rate limits are counted in Redis, 0 while they are counted in memory.',
        registers,
      });
    }
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  requestStarted(): void {
    this.#inFlight.inc();
  }

  requestEnded(code: string, ms: number): void {
    this.#inFlight.dec();
    this.#requests.inc({ code });
    this.#duration.observe({ code }, ms / 1000);
  }

  /** A request that could not be read, so it was never in flight. */
  requestRefused(code: string): void {
    this.#requests.inc({ code });
  }

  limiterDecided(limitedBy: LimitedBy | undefined): void {
    this.#limiterVerdicts.inc({ verdict: limitedBy ?? 'allowed' });
  }

  webhookAnswered(outcome: WebhookOutcome): void {
    this.#webhooks.inc({ outcome });
  }

  setRedisUp(isUp: boolean): void {
    this.#redisUp?.set(isUp ? 1 : 0);
  }

  /** Measures the calls to Solifyn. */
  watch(api: SolifynApi): SolifynApi {
    return {
      redact: (text) => api.redact(text),
      createSession: async (request) => {
        const end = this.#solifynDuration.startTimer();
        try {
          const session = await api.createSession(request);
          end({ result: 'session' });
          return session;
        } catch (error) {
          end({ result: 'error' });
          throw error;
        }
      },
    };
  }
}
