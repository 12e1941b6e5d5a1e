/** The template for Cloudflare Workers, on the real workerd with its own rate limit binding. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { runEndpointCases } from '../session-endpoint/endpoint-cases.ts';
import type { CaseOptions } from '../session-endpoint/endpoint-cases.ts';
import { sendOverSocket } from '../session-endpoint/send-over-socket.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import {
  bundle,
  checkBotCheck,
  checkLimitPerAddress,
  checkWebhooks,
  checkWebhooksWithoutSecret,
  oncePerOptions,
  replacementsFor,
  sale,
  templates,
  toVariables,
  TURNSTILE,
  WEBHOOK_SECRET,
  withToken,
} from './template.ts';
import type { SendWebhook } from './template.ts';

interface Wrangler {
  main: string;
  compatibility_date: string;
  vars: Record<string, string>;
  ratelimits: { name: string; simple: { limit: number; period: 10 | 60 } }[];
}

const wrangler = readWrangler('cloudflare-workers/wrangler.jsonc');

/** Comments are on their own lines in that file, and no text has a comma before a bracket. */
function readWrangler(file: string): Wrangler {
  const text = readFileSync(join(templates, file), 'utf8');
  const json = text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/,(\s*[\]}])/g, '$1');
  return JSON.parse(json) as Wrangler;
}

/** The output of workerd and the Worker. */
class Traces extends Log {
  text = '';
  constructor() {
    super(LogLevel.INFO);
  }
  protected override log(message: string): void {
    this.text += `${message}\n`;
  }
}

async function startWorker(
  options: CaseOptions,
  more: Record<string, string> = {},
): Promise<{
  origin: string;
  traces: Traces;
  close(): Promise<void>;
}> {
  const traces = new Traces();
  const worker = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    log: traces,
    handleRuntimeStdio(stdout, stderr) {
      for (const stream of [stdout, stderr])
        stream.on('data', (chunk: Buffer) => (traces.text += chunk.toString()));
    },
    modules: true,
    script: await bundle(
      `cloudflare-workers/${wrangler.main}`,
      { platform: 'browser', conditions: ['workerd'], external: ['cloudflare:*'] },
      replacementsFor(options),
    ),
    compatibilityDate: wrangler.compatibility_date,
    bindings: { ...toVariables(options), ...more },
    ratelimits: Object.fromEntries(wrangler.ratelimits.map(({ name, simple }) => [name, { simple }])),
  });
  const { origin } = await worker.ready;
  return { origin, traces, close: () => worker.dispose() };
}

const workers = oncePerOptions((options: CaseOptions) => startWorker(options));
after(async () => {
  for (const worker of await workers.all()) await worker.close();
});

let visitor = 0;

runEndpointCases({
  name: 'Cloudflare Workers',
  runsPackage: true,
  can: ['stalled-request', 'verify', 'hanging-verify'],
  upstream: stubServer,
  async start(options) {
    const { origin, traces } = await workers.get(options);
    const begin = traces.text.length;
    return {
      origin,
      send(request) {
        visitor += 1;
        const headers = { ...request.headers, 'cf-connecting-ip': `2001:db8:1:${visitor}::7` };
        return sendOverSocket(origin, withToken({ ...request, headers }, options));
      },
      traces: () => traces.text.slice(begin),
      close: async () => {},
    };
  },
});

describe('the template for Cloudflare Workers', () => {
  test('lets an address try 30 times a minute by the binding of wrangler.jsonc', async () => {
    const upstream = await stubServer();
    upstream.behave(sale.behaviour);
    const worker = await startWorker(sale.options(upstream.url));
    try {
      await checkLimitPerAddress((number) =>
        sendOverSocket(worker.origin, {
          ...sale.request,
          headers: { ...sale.request.headers, 'cf-connecting-ip': `2001:db8:0:${number}::7` },
        }),
      );
    } finally {
      await worker.close();
      await upstream.close();
    }
  });

  test('has no key among its variables, and names no origin but an example', () => {
    assert.deepEqual(wrangler.vars, { SOLIFYN_ALLOWED_ORIGINS: 'https://shop.example' });
  });

  test('sells only with a token if the bot check is on', async () => {
    const worker = await startWorker(sale.options('https://api.solifyn.example'), TURNSTILE);
    try {
      await checkBotCheck(
        (request) => sendOverSocket(worker.origin, request),
        () => worker.traces.text,
      );
    } finally {
      await worker.close();
    }
  });

  test('receives webhooks at /webhooks', async () => {
    const options = sale.options('https://api.solifyn.example');
    const send =
      (origin: string): SendWebhook =>
      (request) =>
        sendOverSocket(origin, { ...request, path: '/webhooks', stalls: false });
    const worker = await startWorker(options, { SOLIFYN_WEBHOOK_SECRET: WEBHOOK_SECRET });
    const without = await startWorker(options);
    try {
      await checkWebhooks(send(worker.origin), () => worker.traces.text);
      await checkWebhooksWithoutSecret(send(without.origin));
    } finally {
      await Promise.all([worker.close(), without.close()]);
    }
  });
});
