/**
 * The template for Vercel: its `fetch`, called like on Vercel, with the Firewall's client and a stub of the Firewall.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { after, afterEach, beforeEach, describe, mock, test } from 'node:test';
import { runEndpointCases } from '../session-endpoint/endpoint-cases.ts';
import type { Answer, Upstream } from '../session-endpoint/endpoint-cases.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import { templateModule, toAnswer, toWebRequest } from './in-process.ts';
import {
  checkBotCheck,
  checkLimitPerAddress,
  checkWebhooks,
  checkWebhooksWithoutSecret,
  sale,
  templates,
  TURNSTILE,
  WEBHOOK_SECRET,
  withToken,
} from './template.ts';
import type { SendWebhook } from './template.ts';

interface Module {
  default: { fetch(request: Request): Promise<Response> };
}

const ORIGIN = 'https://pay.shop.example';

const template = templateModule<Module>('vercel/api/session.js');
after(() => template.remove());

// Without this variable the Firewall's client sends nothing and allows everything.
process.env.NODE_ENV = 'production';

/** A stub of the Firewall: 204 within the limit, 429 over it, 404 without the rule. */
const firewall = {
  rules: new Set<string>(),
  asked: new Map<string, number>(),
  broken: false,
};
const { fetch } = globalThis;
mock.method(globalThis, 'fetch', async (...[input, init]: Parameters<typeof fetch>) => {
  const [, rule] = /^https:\/\/pay\.shop\.example\/\.well-known\/vercel\/rate-limit-api\/(.+)$/.exec(
    String(input),
  ) ?? [undefined, undefined];
  if (rule === undefined) return fetch(input, init);
  if (firewall.broken) return new Response(null, { status: 500 });
  if (!firewall.rules.has(rule)) return new Response(null, { status: 404 });
  const address = new Headers(init?.headers).get('x-real-ip') ?? '';
  const count = (firewall.asked.get(address) ?? 0) + 1;
  firewall.asked.set(address, count);
  return new Response(null, { status: count > 30 ? 429 : 204 });
});

beforeEach(() => {
  firewall.rules = new Set(['solifyn-session']);
  firewall.asked.clear();
  firewall.broken = false;
});

/** Vercel always sets these two itself. */
const fromVisitor = (address: string): Record<string, string> => ({
  host: new URL(ORIGIN).host,
  'x-real-ip': address,
});

runEndpointCases({
  name: 'Vercel',
  runsPackage: true,
  can: ['stalled-request', 'verify', 'hanging-verify'],
  sharesTimers: true,
  upstream: stubServer,
  async start(options) {
    const { module, traces } = await template.load(options);
    const begin = traces.text.length;
    return {
      origin: ORIGIN,
      async send(request) {
        const sent = withToken(request, options);
        const headers = { ...sent.headers, ...fromVisitor('198.51.100.7') };
        return toAnswer(await module.default.fetch(toWebRequest(ORIGIN, { ...sent, headers })));
      },
      traces: () => traces.text.slice(begin),
      close: async () => {},
    };
  },
});

describe('the template for Vercel', () => {
  let upstream: Upstream;
  let traces: { text: string };
  let buy: (visitor: number) => Promise<Answer>;
  beforeEach(async () => {
    upstream = await stubServer();
    upstream.behave(sale.behaviour);
    const { module, ...loaded } = await template.load(sale.options(upstream.url));
    ({ traces } = loaded);
    buy = async (visitor) => {
      const headers = { ...sale.request.headers, ...fromVisitor(`198.51.100.${visitor}`) };
      return toAnswer(await module.default.fetch(toWebRequest(ORIGIN, { ...sale.request, headers })));
    };
  });
  afterEach(() => upstream.close());

  test('answers 429 if the rule of the Firewall refuses', () => checkLimitPerAddress(buy));

  test('keeps selling if the Firewall lacks the rule or does not respond, and logs that', async () => {
    firewall.rules.clear();
    assert.equal((await buy(1)).status, 200);
    assert.match(traces.text, /the Vercel Firewall has no rule with the ID solifyn-session/);
    firewall.broken = true;
    assert.equal((await buy(1)).status, 200);
    assert.match(traces.text, /The rate limiter failed.*500/);
  });

  test('has a time limit on Vercel that is longer than its own three', () => {
    const { functions } = JSON.parse(readFileSync(join(templates, 'vercel/vercel.json'), 'utf8')) as {
      functions: Record<string, { maxDuration: number }>;
    };
    for (const [file, { maxDuration }] of Object.entries(functions)) {
      assert.ok(existsSync(join(templates, 'vercel', file)), file);
      assert.ok(maxDuration > 30, `${maxDuration} s`);
    }
  });

  test('sells only with a token if the bot check is on', async () => {
    const { module, traces } = await template.load(sale.options('https://api.solifyn.example'), TURNSTILE);
    await checkBotCheck(
      async (request) => {
        const headers = { ...request.headers, ...fromVisitor('198.51.100.7') };
        return toAnswer(await module.default.fetch(toWebRequest(ORIGIN, { ...request, headers })));
      },
      () => traces.text,
    );
  });

  test('receives webhooks in a function of its own', async () => {
    const webhooks = templateModule<Module>('vercel/api/webhooks.js');
    const options = sale.options('https://api.solifyn.example');
    const sendTo =
      ({ module }: { module: Module }): SendWebhook =>
      async (request) =>
        toAnswer(
          await module.default.fetch(
            toWebRequest(ORIGIN, { ...request, path: '/api/webhooks', stalls: false }),
          ),
        );
    try {
      const loaded = await webhooks.load(options, { SOLIFYN_WEBHOOK_SECRET: WEBHOOK_SECRET });
      await checkWebhooks(sendTo(loaded), () => loaded.traces.text);
      await checkWebhooksWithoutSecret(sendTo(await webhooks.load(options)));
    } finally {
      webhooks.remove();
    }
  });
});
