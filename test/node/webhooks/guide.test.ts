/** The code of docs/guides/webhooks.md, run with the built package. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { mock, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WEBHOOK_EVENT_TYPES } from '../../../src/webhooks/index.ts';
import { OTHER_SECRET, PAYMENT, SECRET, webhookRequest } from './webhook-sender.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const guide = readFileSync(join(root, 'docs/guides/webhooks.md'), 'utf8');

test('the guide delivers a payment once, whatever else arrives', async () => {
  const [, code = ''] = guide.split('```js title="deliver.js"\n').map((part) => part.split('```')[0]);
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-guide-'));
  const script = join(folder, 'deliver.mjs');
  const built = pathToFileURL(join(root, 'dist/webhooks.js')).href;
  writeFileSync(script, code.replace('@solifyn/buy-button/webhooks', built));
  const log = mock.method(console, 'log', () => {});
  process.env['SOLIFYN_WEBHOOK_SECRET'] = SECRET;
  try {
    const { webhooks } = (await import(pathToFileURL(script).href)) as {
      webhooks(request: Request): Promise<Response>;
    };
    assert.equal((await webhooks(webhookRequest({ secrets: [OTHER_SECRET] }))).status, 400);
    assert.equal((await webhooks(webhookRequest())).status, 204);
    assert.equal((await webhooks(webhookRequest())).status, 200);
    assert.deepEqual(
      log.mock.calls.map(({ arguments: words }) => words),
      [['Deliver', PAYMENT.data]],
    );
  } finally {
    delete process.env['SOLIFYN_WEBHOOK_SECRET'];
    log.mock.restore();
    rmSync(folder, { recursive: true });
  }
});

test('the guide names every event', () => {
  for (const type of WEBHOOK_EVENT_TYPES) assert.ok(guide.includes(`\`${type}\``), type);
});
