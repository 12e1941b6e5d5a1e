import process from 'node:process';
import type { HttpBindings } from '@hono/node-server';
import { createEndpoint } from '../endpoint.ts';
import type { SessionEndpoint } from '../endpoint.ts';
import { describeError } from '../errors.ts';
import type { ParsedOptions } from '../options.ts';
import { parseOptions } from '../parse-options.ts';
import { createSolifynApi } from '../solifyn-api.ts';
import type { SolifynApi } from '../solifyn-api.ts';
import { announce } from './announce.ts';
import { MemoryCounters } from './counters.ts';
import type { Counters } from './counters.ts';
import { ExchangeRecorder } from './exchange-recorder.ts';
import { createForwarding } from './forwarding.ts';
import { startHttpServer } from './http-server.ts';
import type { HttpServer } from './http-server.ts';
import { limitConcurrency } from './limit-concurrency.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { isForeignHost } from './loopback.ts';
import { Metrics } from './metrics.ts';
import { startMetricsServer } from './metrics-server.ts';
import type { MetricsServer } from './metrics-server.ts';
import { createRateLimits } from './rate-limits.ts';
import { Readiness } from './readiness.ts';
import { RedisCounters } from './redis.ts';
import { ReplaceableApi } from './replaceable-api.ts';
import { createRoutes } from './routes.ts';
import { readSecretFile } from './secret-file.ts';
import type { ServerSettings } from './settings.ts';
import { readWebhookSecretFile } from './webhook-secret.ts';
import { createWebhookRoute, located } from './webhooks.ts';
import type { WebhookRoute } from './webhooks.ts';

/** A sandbox of the Solifyn API that runs in this process. */
export interface RunningSandbox {
  readonly url: string;
  readonly apiKey: string;
  /** Signs the webhooks that the sandbox sends. */
  readonly webhookSecret: string;
  close(): Promise<void>;
}

type Platform = [HttpBindings];

/** The session endpoint on Node's HTTP server, with rate limits, a log, health checks and metrics. */
export class SessionServer {
  readonly #settings: ServerSettings;
  readonly #sandbox: RunningSandbox | undefined;
  readonly #secrets: string[];
  readonly #log: Log;
  readonly #readiness = new Readiness();
  readonly #metrics: Metrics | undefined;
  readonly #recorder: ExchangeRecorder;
  readonly #options: ParsedOptions<Platform>;
  readonly #api: ReplaceableApi;
  #redis: RedisCounters | undefined;
  #webhooks: WebhookRoute | undefined;
  #httpServer: HttpServer | undefined;
  #metricsServer: MetricsServer | undefined;

  constructor(settings: ServerSettings, sandbox: RunningSandbox | undefined) {
    this.#settings = settings;
    this.#sandbox = sandbox;
    this.#options = parseOptions<Platform>({
      ...settings.options,
      ...(sandbox !== undefined && { apiKey: sandbox.apiKey, apiUrl: sandbox.url }),
    });
    this.#secrets = [this.#options.apiKey, ...settings.secrets];
    this.#log = createLog({
      out: process.stdout,
      err: process.stderr,
      format: settings.logFormat,
      secrets: this.#secrets,
    });
    this.#metrics =
      settings.metricsPort === undefined
        ? undefined
        : new Metrics({ hasRedis: settings.redisUrl !== undefined });
    this.#recorder = new ExchangeRecorder(this.#log, this.#metrics);
    this.#api = new ReplaceableApi(this.#createApi(this.#options));
  }

  /** @throws {ConfigError} if the server cannot listen or a package is missing. */
  async start(): Promise<void> {
    const { host, port, nameOf, metricsPort } = this.#settings;
    const counters = await this.#connectCounters();
    this.#webhooks = await this.#createWebhooks();
    const { fetch } = createRoutes({
      endpoint: this.#createEndpoint(counters),
      webhooks: this.#webhooks,
      readiness: this.#readiness,
      onHealth: (requestId, { outgoing }) => this.#recorder.handleHealth(outgoing, requestId),
    });
    this.#httpServer = await startHttpServer({
      host,
      port,
      hostName: nameOf('host'),
      portName: nameOf('port'),
      handler: fetch,
      timeout: this.#options.timeout,
      onRequest: () => this.#metrics?.requestStarted(),
      onEnd: (exchange) => this.#recorder.handleEnd(exchange),
      onErrorResponse: (errorResponse, requestId, outgoing) =>
        this.#recorder.handleErrorResponse(errorResponse, requestId, outgoing),
    });
    if (this.#metrics !== undefined && metricsPort !== undefined) {
      const portName = nameOf('metrics-port');
      this.#metricsServer = await startMetricsServer(this.#metrics, { host, port: metricsPort, portName });
    }
  }

  /** The address without a trailing slash. */
  get url(): string {
    return this.#httpServer?.url ?? '';
  }

  /** Writes the start lines. It comes last, because a program that reads them may send a signal at once. */
  announce(): void {
    announce(this.#log, this.#settings, {
      url: this.url,
      metricsUrl: this.#metricsServer?.url,
      sandbox: this.#sandbox,
      isShared: this.#redis?.isShared ?? false,
    });
  }

  /** Finishes open requests. */
  async stop(signal: string): Promise<void> {
    this.#readiness.setStopping();
    this.#log.info(`${signal}: finishing open requests.`);
    await this.#httpServer?.stop();
    await this.#metricsServer?.stop();
    await this.#sandbox?.close();
    this.#redis?.close();
    this.#log.info('Stopped.');
  }

  /** Whether a secret is in a file that can be read again. A sandbox keeps the secrets that it started with. */
  get hasSecretFiles(): boolean {
    const { keyFile, webhooks, sandbox } = this.#settings;
    return !sandbox && (keyFile !== undefined || webhooks?.secrets.file !== undefined);
  }

  /** Reads the files of the API key and of the webhook secret again. A bad file changes nothing. */
  reloadSecrets(): void {
    const { keyFile, webhooks } = this.#settings;
    const webhookFile = webhooks?.secrets.file;
    if (keyFile !== undefined) this.#reload('API key', () => this.#reloadKey(keyFile));
    if (webhookFile !== undefined) this.#reload('webhook secret', () => this.#reloadWebhooks(webhookFile));
  }

  #reload(what: string, read: () => void): void {
    try {
      read();
      this.#log.info(`SIGHUP: the ${what} was read again.`);
    } catch (error) {
      this.#log.warn(`SIGHUP: the ${what} is still the old one. ${describeError(error)}`);
    }
  }

  /** Open calls keep the key that they began with. */
  #reloadKey(file: string): void {
    const apiKey = readSecretFile(file, 'SOLIFYN_API_KEY_FILE');
    const parsed = parseOptions<Platform>({ ...this.#settings.options, apiKey });
    this.#redact(apiKey);
    this.#api.replace(this.#createApi(parsed));
    this.#readiness.forgetKey();
  }

  #reloadWebhooks(file: string): void {
    const secrets = readWebhookSecretFile(file);
    this.#redact(...secrets);
    this.#webhooks?.replaceSecrets(secrets);
  }

  /** Removes secrets from the log, besides those of the start. */
  #redact(...secrets: readonly string[]): void {
    this.#secrets.push(...secrets.filter((secret) => !this.#secrets.includes(secret)));
  }

  /** A promise of the seller's module was rejected, and nothing handled it. */
  reportRejection(error: unknown): void {
    this.#log.warn(
      `A promise of ${this.#settings.nameOf('webhook-handler')} was rejected: ${located(error)}`,
    );
  }

  #createApi({ apiKey, apiUrl, fetch, timeout }: ParsedOptions<Platform>): SolifynApi {
    const settingName = this.#settings.nameOf;
    const api = this.#readiness.watch(createSolifynApi({ apiKey, apiUrl, fetch, timeout, settingName }));
    return this.#metrics?.watch(api) ?? api;
  }

  async #connectCounters(): Promise<Counters> {
    const { redisUrl } = this.#settings;
    if (redisUrl === undefined) return new MemoryCounters();
    this.#redis = await RedisCounters.connect({
      url: redisUrl,
      onChange: (isShared, reason) => {
        this.#metrics?.setRedisUp(isShared);
        if (isShared) this.#log.info('Redis works again: the rate limits are shared.');
        else
          this.#log.warn(`Redis failed (${reason}). Until it works again, this instance counts in memory.`);
      },
    });
    this.#metrics?.setRedisUp(this.#redis.isShared);
    return this.#redis;
  }

  #createEndpoint(counters: Counters): SessionEndpoint<Platform> {
    const { trustProxy, rateLimits, maxConcurrentCalls, nameOf } = this.#settings;
    const checkRate = createRateLimits({ ...rateLimits, counters });
    const forwarding = createForwarding(trustProxy, () =>
      this.#log.warn(
        'X-Forwarded-* headers are ignored. Behind a proxy set TRUST_PROXY to the number of proxies, or all buyers share ' +
          'one rate limit.',
      ),
    );
    return createEndpoint<Platform>({
      ...this.#options,
      api: limitConcurrency(this.#api, maxConcurrentCalls),
      settingName: nameOf,
      trustsContentLength: true,
      ownOrigin: (request) =>
        isForeignHost(request, this.#settings) ? undefined : forwarding.originOf(request),
      limit: async (request, { incoming }) => {
        const verdict = await checkRate(forwarding.clientOf(request, incoming.socket.remoteAddress));
        this.#metrics?.limiterDecided(verdict.limitedBy);
        return verdict;
      },
      onError: (error) => this.#log.warn(error.message, error.requestId),
      onResponse: (outcome, requestId, { outgoing }) =>
        this.#recorder.handleSession(outgoing, outcome, requestId),
    });
  }

  async #createWebhooks(): Promise<WebhookRoute | undefined> {
    const { webhooks: settings, nameOf } = this.#settings;
    if (settings === undefined) return undefined;
    return createWebhookRoute({
      settings,
      log: this.#log,
      handlerName: nameOf('webhook-handler'),
      onResponse: (outcome, requestId, { outgoing }) =>
        this.#recorder.handleWebhook(outgoing, outcome, requestId),
    });
  }
}
