/** The template for Netlify: its default export, called with a Request and a context as Netlify calls it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Config, Context } from '@netlify/functions';
import { runEndpointCases } from '../session-endpoint/endpoint-cases.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import { templateModule, toAnswer, toWebRequest } from './in-process.ts';
import {
  checkBotCheck,
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
  default(request: Request, context: Context): Promise<Response>;
  config: Config;
}

const ORIGIN = 'https://shop.netlify.app';

const template = templateModule<Module>('netlify/netlify/functions/solifyn-session.mts');
after(() => template.remove());

/** The part of a context that describes the visitor; the endpoint needs none of it. */
const context = { ip: '198.51.100.7', requestId: '01', params: {} } as Context;

runEndpointCases({
  name: 'Netlify',
  runsPackage: true,
  can: ['stalled-request', 'verify', 'hanging-verify'],
  sharesTimers: true,
  upstream: stubServer,
  async start(options) {
    const { module, traces } = await template.load(options);
    const begin = traces.text.length;
    return {
      origin: ORIGIN,
      send: async (request) =>
        toAnswer(await module.default(toWebRequest(ORIGIN, withToken(request, options)), context)),
      traces: () => traces.text.slice(begin),
      close: async () => {},
    };
  },
});

describe('the template for Netlify', () => {
  test('sets Netlify’s limit to 30 requests a minute for each address', async () => {
    const { module } = await template.load(sale.options('https://api.solifyn.example'));
    assert.deepEqual(module.config, {
      path: '/solifyn/session',
      rateLimit: { windowLimit: 30, windowSize: 60, aggregateBy: ['ip', 'domain'] },
    });
  });

  test('is in the folder that netlify.toml names', () => {
    const toml = readFileSync(join(templates, 'netlify/netlify.toml'), 'utf8');
    for (const [, folder] of toml.matchAll(/^ +(?:publish|directory) = "(.+)"$/gm)) {
      assert.ok(existsSync(join(templates, 'netlify', folder!)), folder);
    }
  });

  test('sells only with a token if the bot check is on', async () => {
    const { module, traces } = await template.load(sale.options('https://api.solifyn.example'), TURNSTILE);
    await checkBotCheck(
      async (request) => toAnswer(await module.default(toWebRequest(ORIGIN, request), context)),
      () => traces.text,
    );
  });

  test('receives webhooks in a function of its own', async () => {
    const webhooks = templateModule<Module>('netlify/netlify/functions/solifyn-webhooks.mts');
    const options = sale.options('https://api.solifyn.example');
    const sendTo =
      ({ module }: { module: Module }): SendWebhook =>
      async (request) =>
        toAnswer(
          await module.default(
            toWebRequest(ORIGIN, { ...request, path: '/solifyn/webhooks', stalls: false }),
            context,
          ),
        );
    try {
      const loaded = await webhooks.load(options, { SOLIFYN_WEBHOOK_SECRET: WEBHOOK_SECRET });
      await checkWebhooks(sendTo(loaded), () => loaded.traces.text);
      await checkWebhooksWithoutSecret(sendTo(await webhooks.load(options)));
      assert.deepEqual(loaded.module.config, { path: '/solifyn/webhooks' });
    } finally {
      webhooks.remove();
    }
  });
});
