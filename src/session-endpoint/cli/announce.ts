import { version } from '../../version.ts';
import type { Log } from './log.ts';
import { isLoopbackHost } from './loopback.ts';
import type { ServerSettings } from './settings.ts';

export interface Running {
  readonly url: string;
  readonly metricsUrl: string | undefined;
  readonly sandbox: { readonly url: string; readonly webhookSecret: string } | undefined;
  /** Whether the rate limits are counted in Redis at this moment. */
  readonly isShared: boolean;
}

/** The lines at the start: where it listens, who can reach it, which pages may use it. */
export function announce(log: Log, settings: ServerSettings, running: Running): void {
  log.info(`solifyn-session-endpoint ${version} listens on ${running.url}`);
  announceReach(log, settings);
  if (running.sandbox !== undefined) {
    log.info(`It sells through a sandbox at ${running.sandbox.url}: nothing is ever charged.`);
    if (settings.webhookUrl !== undefined) {
      const secret =
        settings.webhooks === undefined
          ? `Their signing secret is ${running.sandbox.webhookSecret}`
          : `They are signed with your ${settings.webhooks.secrets.variable}.`;
      log.info(`The sandbox sends webhooks to ${settings.webhookUrl}. ${secret}`);
    }
  }
  announceWebhooks(log, settings, running);
  if (running.metricsUrl !== undefined) log.info(`Metrics are at ${running.metricsUrl}.`);
  const { allowedOrigins, verify } = settings.options;
  const pages = allowedOrigins === '*' ? 'any origin' : (allowedOrigins?.join(', ') ?? 'its own origin only');
  const counted = running.isShared ? 'Redis' : 'memory';
  const check = verify === undefined ? 'no bot check' : 'a bot check by Turnstile';
  log.info(`Allowed pages: ${pages}. Rate limits are counted in ${counted}. There is ${check}.`);
}

function announceWebhooks(log: Log, { webhooks, nameOf }: ServerSettings, { url }: Running): void {
  if (webhooks === undefined) return;
  const name = nameOf('webhook-handler');
  if (webhooks.handler !== undefined) {
    log.info(`Webhooks are received at ${url}/webhooks and passed to ${name}.`);
    return;
  }
  log.warn(
    `Webhooks are received at ${url}/webhooks and only logged. Set ${name} to a module that delivers what was bought.`,
  );
}

function announceReach(log: Log, { host, trustProxy, sandbox }: ServerSettings): void {
  if (!isLoopbackHost(host)) {
    const where = host === '0.0.0.0' || host === '::' ? 'any address of this computer' : host;
    log.info(
      `Everyone who can connect to ${where} can reach it. Buyers need an https address in front of it.`,
    );
  } else if (trustProxy > 0) {
    log.info('Only programs on this computer can reach it, such as your proxy.');
  } else if (sandbox) {
    log.info('Only programs on this computer can reach it.');
  } else {
    log.warn(
      'Only programs on this computer can reach it. Buyers need a public https address: put a proxy with a certificate in ' +
        'front of it, or run it at a hosting provider.',
    );
  }
}
