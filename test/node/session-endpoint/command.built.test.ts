/** The built command, as npm installs it: two files that need nothing beside them. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCommand } from './command.ts';
import { SECRET } from '../webhooks/webhook-sender.ts';
import { sendOverSocket } from './send-over-socket.ts';
import { API_KEY, buy } from './shop.ts';

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));

test('in an empty folder, with --sandbox and no account, the command sells to a page from anywhere', async () => {
  assert.ok(existsSync(join(dist, 'cli.js')), 'run `npm run build` first');
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-built-'));
  copyFileSync(join(dist, 'cli.js'), join(folder, 'cli.js'));
  copyFileSync(join(dist, 'sandbox.js'), join(folder, 'sandbox.js'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const args = ['--sandbox', '--metrics-port', '0'];
  const command = await startCommand({ built: join(folder, 'cli.js'), args });
  try {
    const response = await sendOverSocket(command.url, {
      method: 'POST',
      path: '/',
      headers: { origin: 'null', 'content-type': 'application/json' },
      body: Buffer.from('{"productId":"prod_z2o92kEl6cYYX","quantity":2,"discountCode":"LAUNCH20"}'),
      stalls: false,
    });
    assert.equal(response.status, 200, response.body);
    const session = JSON.parse(response.body) as { checkout_url: string };
    const page = await fetch(session.checkout_url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);

    const [, metrics = ''] = await command.saying(/Metrics are at (\S+)\.\n/);
    assert.match(
      await (await fetch(metrics)).text(),
      /^solifyn_session_endpoint_requests_total\{code="session"\} 1$/m,
    );
  } finally {
    assert.equal(await command.ended('SIGTERM'), 0);
    rmSync(folder, { recursive: true });
  }
});

test('a payment in the sandbox reaches the module of a command with the same webhook secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-built-'));
  const handler = join(folder, 'deliver.mjs');
  writeFileSync(
    handler,
    'export default ({ type, data }) => console.log(`DELIVER ${type} ${data.productId}`);',
  );
  const env = { SOLIFYN_WEBHOOK_SECRET: SECRET };
  const receiver = await startCommand({
    built: join(dist, 'cli.js'),
    env: { ...env, SOLIFYN_API_KEY: API_KEY, WEBHOOK_HANDLER: handler },
  });
  const sandbox = await startCommand({
    built: join(dist, 'cli.js'),
    args: ['--sandbox', '--webhook-url', `${receiver.url}/webhooks`],
    env,
  });
  try {
    const sale = await buy(sandbox.url, { body: Buffer.from('{"productId":"prod_z2o92kEl6cYYX"}') });
    const { checkout_url } = JSON.parse(sale.body) as { checkout_url: string };
    const form = new URLSearchParams({ email: 'ada@example.com', method: 'card' });
    await fetch(checkout_url, { method: 'POST', headers: { accept: 'text/html' }, body: form });
    await receiver.saying(/^DELIVER payment\.succeeded prod_z2o92kEl6cYYX$/m);
    assert.match(sandbox.output, /They are signed with your SOLIFYN_WEBHOOK_SECRET\./);
    assert.ok(!sandbox.output.includes(SECRET));
  } finally {
    await sandbox.ended('SIGTERM');
    await receiver.ended('SIGTERM');
    rmSync(folder, { recursive: true });
  }
});
