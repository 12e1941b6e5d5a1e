/** The webhook route of the command. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { OTHER_SECRET, PAYMENT, SECRET, shuffled, signWebhook } from '../webhooks/webhook-sender.ts';
import type { WebhookOptions } from '../webhooks/webhook-sender.ts';
import { Command, startCommand } from './command.ts';
import type { CommandOptions } from './command.ts';
import type { Answer, Upstream } from './endpoint-cases.ts';
import { sendOverSocket } from './send-over-socket.ts';
import { API_KEY, buy, get, session, SHOP } from './shop.ts';
import { stubServer } from './stub-upstream.ts';

/** Writes one line for each call, so that the test sees what the module received. */
const RECORDER = `
const handled = new Set();
export const seen = (id) => handled.has(id);
export default async function ({ id, type, data, timestamp }) {
  console.log('DELIVERED ' + JSON.stringify({ id, type, data, isDate: timestamp instanceof Date }));
  handled.add(id);
}`;

const folder = mkdtempSync(join(tmpdir(), 'solifyn-webhooks-'));
let upstream: Upstream;
let env: Record<string, string>;

before(async () => {
  upstream = await stubServer();
  upstream.behave(session);
  env = {
    SOLIFYN_API_KEY: API_KEY,
    SOLIFYN_API_URL: upstream.url,
    SOLIFYN_ALLOWED_ORIGINS: SHOP,
    SOLIFYN_WEBHOOK_SECRET: SECRET,
  };
});
after(async () => {
  await upstream.close();
  rmSync(folder, { recursive: true });
});

let modules = 0;

/** Writes a seller's module. */
function moduleOf(code: string): string {
  modules += 1;
  const file = join(folder, `deliver-${modules}.mjs`);
  writeFileSync(file, code);
  return file;
}

async function withCommand(
  more: CommandOptions,
  act: (command: Awaited<ReturnType<typeof startCommand>>) => Promise<void>,
): Promise<string> {
  const command = await startCommand({ ...more, env: { ...env, ...more.env } });
  try {
    await act(command);
  } finally {
    assert.equal(await command.ended('SIGTERM'), 0);
  }
  return command.output;
}

/** What the command writes if it does not start. */
async function startError(more: CommandOptions): Promise<string> {
  const command = new Command({ ...more, env: { ...env, PORT: '0', ...more.env } });
  assert.equal(await command.ended(), 1);
  return command.output;
}

function post(url: string, webhook: WebhookOptions = {}, path = '/webhooks'): Promise<Answer> {
  const { headers, body } = signWebhook(webhook);
  return sendOverSocket(url, { method: 'POST', path, headers, body: Buffer.from(body), stalls: false });
}

describe('with WEBHOOK_HANDLER', () => {
  test('each verified event is passed on once, and the log and the answer have its request id', async () => {
    let requestId = '';
    const output = await withCommand({ env: { WEBHOOK_HANDLER: moduleOf(RECORDER) } }, async ({ url }) => {
      const response = await post(url, { headers: { 'x-request-id': 'from-the-platform.7' } });
      assert.deepEqual([response.status, response.headers['x-request-id']], [204, 'from-the-platform.7']);
      assert.equal((await post(url)).status, 200, 'handled before');
      const unverified = await post(url, { id: 'msg_2', secrets: [OTHER_SECRET] });
      assert.equal(unverified.status, 400);
      assert.match(unverified.body, /"code":"invalid-signature"/);
      assert.equal(unverified.headers['cache-control'], 'no-store');
      requestId = unverified.headers['x-request-id'] ?? '';
      assert.equal((await buy(url)).status, 200, 'it still sells');
    });
    const delivered = output.match(/^DELIVERED .*/gm) ?? [];
    assert.deepEqual(delivered, [`DELIVERED ${JSON.stringify({ id: 'msg_1', ...PAYMENT, isDate: true })}`]);
    assert.match(output, / POST \/webhooks 204 \d+ms from-the-platform\.7\n/);
    assert.match(output, new RegExp(` POST /webhooks 400 \\d+ms invalid-signature ${requestId}\n`));
    assert.match(output, /Webhooks are received at \S+\/webhooks and passed to WEBHOOK_HANDLER\./);
    assert.ok(!output.includes(SECRET));
  });

  test('a relative path starts in the folder of the command, and the flag works too', async () => {
    const file = relative(process.cwd(), moduleOf(RECORDER));
    const output = await withCommand({ args: ['--webhook-handler', file] }, async ({ url }) => {
      assert.equal((await post(url)).status, 204);
    });
    assert.match(output, /passed to --webhook-handler\./);
    assert.match(output, /^DELIVERED /m);
  });

  test('an error of the module is answered 500, logged in one line with its place, and stops no sale', async () => {
    const file = moduleOf(`
      export default async function deliver({ type }) {
        if (type === 'payment.failed') Promise.reject(new Error('nobody awaits this'));
        else throw new Error('the database\\nis ' + ${JSON.stringify(SECRET)});
      }`);
    const output = await withCommand({ env: { WEBHOOK_HANDLER: file } }, async (command) => {
      const response = await post(command.url);
      assert.deepEqual(
        [response.status, (JSON.parse(response.body) as { error: { code: string } }).error.code],
        [500, 'handler-failed'],
      );
      assert.equal((await post(command.url, { body: { type: 'payment.failed', data: {} } })).status, 204);
      await command.saying(/A promise of WEBHOOK_HANDLER was rejected: nobody awaits this/);
      assert.equal((await buy(command.url)).status, 200);
    });
    assert.match(
      output,
      /warning: WEBHOOK_HANDLER failed for the webhook "msg_1" \("payment\.succeeded"\), which Solifyn sends again: the database\\u\{a\}is \[secret\] \(at deliver \(file:.*deliver-\d+\.mjs:\d+:\d+\)\) \(request \S+\)\n/,
    );
    assert.ok(!output.includes(PAYMENT.data.id), 'nothing of the data');
    assert.ok(!output.includes(SECRET));
  });

  const count = process.env['SOAK'] ? 1000 : 100;
  test(`${count} wrong, ${count} repeated and ${count} good ones in random order: one call for each good one`, async () => {
    const ids = Array.from({ length: count }, (_, index) => `msg_${index}`);
    const webhooks = shuffled([
      ...ids.flatMap((id) => [{ id }, { id }]),
      ...ids.map((id) => ({ id, secrets: [OTHER_SECRET] })),
    ]);
    const output = await withCommand({ env: { WEBHOOK_HANDLER: moduleOf(RECORDER) } }, async ({ url }) => {
      const statuses = new Map<number, number>();
      const send = async (): Promise<void> => {
        for (let next = webhooks.pop(); next !== undefined; next = webhooks.pop()) {
          const { status } = await post(url, next);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: 20 }, send));
      assert.deepEqual(Object.fromEntries(statuses), { 200: count, 204: count, 400: count });
    });
    const delivered = [...output.matchAll(/^DELIVERED \{"id":"(\w+)"/gm)].map(([, id]) => id);
    assert.deepEqual(delivered.sort(), ids.sort());
  });
});

describe('without WEBHOOK_HANDLER', () => {
  test('each verified event is one line without its data, and the start logs what is missing', async () => {
    const output = await withCommand({}, async ({ url }) => {
      assert.equal((await post(url, { id: 'msg.7' })).status, 400, 'no full stop');
      assert.equal(
        (await post(url, { id: 'msg_7', body: { type: 'a\nb', data: 'secret data' } })).status,
        204,
      );
      assert.equal((await post(url, {}, '/behind/a/proxy/webhooks')).status, 204);
    });
    assert.match(
      output,
      /warning: Webhooks are received at .* only logged\. Set WEBHOOK_HANDLER to a module/,
    );
    assert.match(output, /Z The webhook "msg_7" \("a\\nb"\) was verified\.\n/);
    assert.ok(!output.includes('secret data'));
  });

  test('the secret may be in a file, and several are accepted while you change them', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, `${OTHER_SECRET},${SECRET}\n`);
    const files = { SOLIFYN_WEBHOOK_SECRET: '', SOLIFYN_WEBHOOK_SECRET_FILE: file };
    await withCommand({ env: files }, async ({ url }) => {
      assert.equal((await post(url)).status, 204);
      assert.equal((await post(url, { id: 'msg_2', secrets: [OTHER_SECRET] })).status, 204);
    });
  });

  test('the file of the secret is read again on SIGHUP, and a bad file changes nothing', async () => {
    const file = join(folder, 'changing-secret');
    writeFileSync(file, SECRET);
    const options = { env: { SOLIFYN_WEBHOOK_SECRET: '', SOLIFYN_WEBHOOK_SECRET_FILE: file } };
    const output = await withCommand(options, async (command) => {
      const statuses = async (): Promise<number[]> => [
        (await post(command.url)).status,
        (await post(command.url, { secrets: [OTHER_SECRET] })).status,
      ];
      const reload = async (secret: string, count: number): Promise<number[]> => {
        writeFileSync(file, secret);
        command.child.kill('SIGHUP');
        await command.repeating('SIGHUP: ', count);
        return statuses();
      };
      assert.deepEqual(await statuses(), [204, 400]);
      assert.deepEqual(await reload(`${SECRET},${OTHER_SECRET}\n`, 1), [204, 204], 'both while they change');
      assert.deepEqual(await reload(OTHER_SECRET, 2), [400, 204]);
      assert.deepEqual(await reload(`"${SECRET}"`, 3), [400, 204], 'a bad file');
      assert.match(command.output, /SIGHUP: the webhook secret is still the old one\. .*quotes/);
      assert.equal((await buy(command.url)).status, 200, 'it still sells');
    });
    assert.ok(!output.includes(SECRET) && !output.includes(OTHER_SECRET));
  });

  test('too large a body is answered 413, and the next one is received', async () => {
    await withCommand({}, async ({ url }) => {
      const large = await post(url, { body: { type: 'a', data: 'x'.repeat(256 * 1024) } });
      assert.equal(large.status, 413);
      assert.equal((await post(url)).status, 204);
    });
  });

  test('metrics count the webhooks by outcome', async () => {
    let text = '';
    await withCommand({ env: { METRICS_PORT: '0' } }, async (command) => {
      const [, address = ''] = await command.saying(/Metrics are at (\S+)\.\n/);
      await post(command.url);
      await post(command.url, { secrets: [OTHER_SECRET] });
      await get(command.url, '/webhooks');
      text = await (await fetch(address)).text();
    });
    for (const [outcome, count] of [
      ['handled', 1],
      ['invalid-signature', 1],
      ['method-not-allowed', 1],
    ]) {
      assert.ok(
        text.includes(`solifyn_session_endpoint_webhooks_total{outcome="${outcome}"} ${count}\n`),
        text,
      );
    }
    assert.ok(text.includes('solifyn_session_endpoint_requests_total{code="webhook"} 3\n'), text);
    assert.ok(!text.includes('msg_1'));
  });
});

test('without a secret the path is the session endpoint like any other', async () => {
  await withCommand({ env: { SOLIFYN_WEBHOOK_SECRET: '' } }, async ({ url }) => {
    assert.equal((await buy(url, { path: '/webhooks' })).status, 200);
  });
});

describe('a handler module that does not work stops the start with a sentence that explains the fix', () => {
  const cases: [what: string, options: () => CommandOptions, message: RegExp][] = [
    [
      'a handler that does not exist',
      () => ({ env: { WEBHOOK_HANDLER: SECRET } }),
      /: WEBHOOK_HANDLER names a file that does not exist\. A relative path starts in the folder/,
    ],
    [
      'a handler that cannot be loaded',
      () => ({ args: ['--webhook-handler', moduleOf('export default missing;')] }),
      /: --webhook-handler names a module that cannot be loaded: missing is not defined/,
    ],
    [
      'a handler without a function',
      () => ({ env: { WEBHOOK_HANDLER: moduleOf('export const onEvent = () => {};') } }),
      /: WEBHOOK_HANDLER names a module without a handler\. Its default export must be a function/,
    ],
    [
      'a seen that is no function',
      () => ({
        env: { WEBHOOK_HANDLER: moduleOf('export default () => {}; export const seen = new Set();') },
      }),
      /: WEBHOOK_HANDLER names a module whose export seen is not a function\./,
    ],
  ];
  for (const [what, options, message] of cases) {
    test(what, async () => {
      const output = await startError(options());
      assert.match(output, message);
      assert.ok(!output.includes(SECRET), 'no secret');
    });
  }
});
