/** The template for AWS Lambda: its handler, called with the events of a function URL (payload format 2.0). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyStructuredResultV2, LambdaFunctionURLEvent } from 'aws-lambda';
import { runEndpointCases } from '../session-endpoint/endpoint-cases.ts';
import type { Answer, CaseRequest } from '../session-endpoint/endpoint-cases.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import { templateModule } from './in-process.ts';
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
import { manyWebhooks } from '../webhooks/many-webhooks.ts';
import { signWebhook } from '../webhooks/webhook-sender.ts';
import type { SendWebhook } from './template.ts';

interface Module {
  handler(event: LambdaFunctionURLEvent): Promise<APIGatewayProxyStructuredResultV2>;
}

const HOST = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws';

const template = templateModule<Module>('aws-lambda/index.mjs');
after(() => template.remove());

const sendTo =
  ({ handler }: Module, isBase64Encoded: boolean): SendWebhook =>
  async (request) => {
    const caseRequest = { ...request, path: '/webhooks', stalls: false };
    const { statusCode = 0, body = '' } = await handler(
      toEvent(caseRequest, '198.51.100.7', isBase64Encoded),
    );
    return { status: statusCode, body };
  };

/** An event of Lambda: names in lower case, separate cookies, and a whole body as text or base64. */
function toEvent(
  { method, path, headers, body }: CaseRequest,
  sourceIp: string,
  isBase64Encoded: boolean,
): LambdaFunctionURLEvent {
  const { pathname, search } = new URL(path, `https://${HOST}`);
  const { cookie, ...rest } = headers;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers: {
      ...rest,
      host: HOST,
      'x-forwarded-for': sourceIp,
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      ...(body !== null && { 'content-length': `${body.byteLength}` }),
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: HOST.split('.')[0]!,
      domainName: HOST,
      domainPrefix: HOST.split('.')[0]!,
      http: {
        method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: '7b1c0f6e-6f1c-4b0f-9a58-0f6f3c1f7f10',
      routeKey: '$default',
      stage: '$default',
      time: '22/Nov/2026:18:00:00 +0000',
      timeEpoch: 1_795_370_400_000,
    },
    ...(body !== null && { body: Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded: body !== null && isBase64Encoded,
  };
}

function toAnswer({ statusCode = 200, headers = {}, body = '' }: APIGatewayProxyStructuredResultV2): Answer {
  const lowered = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return { status: statusCode, headers: Object.fromEntries(lowered), body };
}

let visitor = 0;

runEndpointCases({
  name: 'AWS Lambda',
  runsPackage: true,
  can: ['verify', 'hanging-verify'],
  sharesTimers: true,
  upstream: stubServer,
  async start(options) {
    const { module, traces } = await template.load(options);
    const begin = traces.text.length;
    return {
      origin: `https://${HOST}`,
      async send(request) {
        visitor += 1;
        const sent = withToken(request, options);
        return toAnswer(await module.handler(toEvent(sent, `2001:db8:1:${visitor}::7`, true)));
      },
      traces: () => traces.text.slice(begin),
      close: async () => {},
    };
  },
});

describe('the template for AWS Lambda', () => {
  test('accepts a body as text, and allows an address 30 tries a minute in one instance', async () => {
    const upstream = await stubServer();
    upstream.behave(sale.behaviour);
    const { module } = await template.load(sale.options(upstream.url));
    await checkLimitPerAddress(async (number) =>
      toAnswer(await module.handler(toEvent(sale.request, `198.51.100.${number}`, false))),
    );
    await upstream.close();
  });

  const yaml = readFileSync(join(templates, 'aws-lambda/template.yaml'), 'utf8');

  test('keeps the key in Secrets Manager, bounds its instances, and leaves CORS to the endpoint', () => {
    assert.match(yaml, /SOLIFYN_API_KEY: '\{\{resolve:secretsmanager:solifyn-api-key\}\}'/);
    assert.match(yaml, /^ +ReservedConcurrentExecutions: \d+$/m);
    assert.match(yaml, /^ +Handler: index\.handler$/m);
    assert.doesNotMatch(yaml, /^ +Cors:/m);
  });

  test('has a time limit on Lambda that is longer than its own three', () => {
    const [, seconds] = /^ +Timeout: (\d+)$/m.exec(yaml) ?? [];
    assert.ok(Number(seconds) > 30, `${seconds} s`);
  });

  test('sets every variable except the address of the Solifyn API', () => {
    const set = [...yaml.matchAll(/^ +((?:SOLIFYN|TURNSTILE)_\w+):/gm)].map(([, name]) => name);
    assert.deepEqual(set.sort(), [
      'SOLIFYN_ALLOWED_ORIGINS',
      'SOLIFYN_API_KEY',
      'SOLIFYN_COLLECTIONS',
      'SOLIFYN_CUSTOM_PRICES',
      'SOLIFYN_PRODUCTS',
      'SOLIFYN_WEBHOOK_SECRET',
      'TURNSTILE_SECRET_KEY',
    ]);
  });

  test('sells only with a token if the bot check is on', async () => {
    const { module, traces } = await template.load(sale.options('https://api.solifyn.example'), TURNSTILE);
    await checkBotCheck(
      async (request) => toAnswer(await module.handler(toEvent(request, '198.51.100.7', true))),
      () => traces.text,
    );
  });

  test('receives webhooks at /webhooks, as text and in base64', async () => {
    const options = sale.options('https://api.solifyn.example');
    for (const isBase64Encoded of [true, false]) {
      const { module, traces } = await template.load(options, { SOLIFYN_WEBHOOK_SECRET: WEBHOOK_SECRET });
      await checkWebhooks(sendTo(module, isBase64Encoded), () => traces.text);
    }
    await checkWebhooksWithoutSecret(sendTo((await template.load(options)).module, false));
  });

  test('calls the handler once for each good one of many good, repeated and wrong webhooks', async () => {
    const count = process.env['SOAK'] ? 1000 : 100;
    const { module, traces } = await template.load(
      sale.options('https://api.solifyn.example'),
      { SOLIFYN_WEBHOOK_SECRET: WEBHOOK_SECRET },
      { webhooks: fileURLToPath(new URL('../webhooks/remembering-webhooks.ts', import.meta.url)) },
    );
    const send = sendTo(module, true);
    const statuses: Record<string, number> = {};
    for (const webhook of manyWebhooks(count)) {
      const { headers, body } = signWebhook(webhook);
      const { status } = await send({ method: 'POST', headers, body: Buffer.from(body) });
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    assert.deepEqual(statuses, { 200: count, 204: count, 400: count });
    const handled = [...traces.text.matchAll(/HANDLED (\w+)/g)].map(([, id]) => id);
    const ids = Array.from({ length: count }, (_, index) => `msg_${index}`);
    assert.deepEqual(handled.sort(), ids.sort());
  });
});
