/** Part of `npm run check:wordpress`: webhooks that arrive at the plugin, one after the other and at the same moment. */
import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { Answer, CaseRequest } from '../../node/session-endpoint/endpoint-cases.ts';
import { sendOverSocket } from '../../node/session-endpoint/send-over-socket.ts';
import { servePhp } from './php.ts';
import { checkLog, startSite, WEBHOOK_ROUTE } from './plugin.ts';
import type { WordPress } from './wordpress.ts';

const API_KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const WEBHOOK_BODY = JSON.stringify({ type: 'payment.succeeded', data: { product: "O'Neill" } });

/** Resolves when a file whose name begins like this appears in a folder. */
function nextFile(folder: string, prefix: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_event, name) => {
      if (!name?.startsWith(prefix)) return;
      watcher.close();
      resolve();
    });
  });
}

describe('webhooks in a seller’s WordPress', () => {
  let wordpress: WordPress;

  before(async () => {
    wordpress = await startSite();
  });
  after(async () => {
    checkLog(wordpress.log());
    await wordpress.close();
  });

  const settings = (entries: Record<string, string>): Promise<unknown> =>
    wordpress.evaluate(`
      update_option('solifyn_buy_button', json_decode('${JSON.stringify(entries)}', true));
      return null;
    `);

  /** Sends a signed webhook to the site, or to another server of the same site. */
  const deliver = (id: string, more: Partial<CaseRequest> = {}, to = wordpress.url): Promise<Answer> => {
    const now = new Date();
    return sendOverSocket(to, {
      method: 'POST',
      path: WEBHOOK_ROUTE,
      body: Buffer.from(WEBHOOK_BODY),
      stalls: false,
      ...more,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(WEBHOOK_SECRET).sign(id, now, WEBHOOK_BODY),
        ...more.headers,
      },
    });
  };

  test('passes each verified webhook on once, and tries again after a listener failed', async () => {
    const events = join(wordpress.folder, 'wp-content/mu-plugins/events');
    await writeFile(events, '');
    await wordpress.plugIn(
      'listener.php',
      `<?php add_action('solifyn_webhook', function ($type, $data, $id) {
        if ($id === 'msg_fails' && !get_option('failed_once')) { update_option('failed_once', 1); throw new Exception('database gone'); }
        file_put_contents('${events}', json_encode([$type, $data, $id]) . "\n", FILE_APPEND);
      }, 10, 3);`,
    );
    const received = async (): Promise<unknown[]> =>
      (await readFile(events, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line));

    await settings({ api_key: API_KEY });
    assert.equal((await deliver('msg_1')).status, 500, 'without a secret');
    await settings({ api_key: API_KEY, webhook_secret: WEBHOOK_SECRET });
    assert.equal((await deliver('msg_1', { headers: { 'webhook-signature': 'v1,AAAA' } })).status, 400);
    assert.equal((await deliver('msg_1', { body: Buffer.from(WEBHOOK_BODY.replace('O', 'P')) })).status, 400);
    assert.equal((await deliver('msg_1', { method: 'GET', body: null })).status, 405);
    assert.equal((await deliver('msg_1', { body: Buffer.alloc(262145, 'x') })).status, 413);
    assert.deepEqual(await received(), []);

    const first = await deliver('msg_1');
    assert.deepEqual([first.status, first.body], [204, '']);
    assert.equal((await deliver('msg_1')).status, 200, 'again');
    assert.equal((await deliver('msg_fails')).status, 500);
    assert.equal((await deliver('msg_fails')).status, 204);
    const event = ['payment.succeeded', { product: "O'Neill" }];
    assert.deepEqual(await received(), [[...event, 'msg_1'], [...event, 'msg_fails']]);
    assert.ok(!wordpress.log().includes("O'Neill"), 'nothing of the body is logged');
    await wordpress.plugIn('listener.php', '');
  });

  test('passes a webhook on once, if its copies arrive at several PHP processes at the same moment', async () => {
    await settings({ api_key: API_KEY, webhook_secret: WEBHOOK_SECRET });
    const folder = join(wordpress.folder, 'wp-content/mu-plugins/webhooks');
    await mkdir(folder);
    // Each call leaves a file. Those for msg_held wait until the test lets them go on.
    await wordpress.plugIn(
      'listener.php',
      `<?php add_action('solifyn_webhook', function ($type, $data, $id) {
        file_put_contents("${folder}/$id." . getmypid(), '');
        for ($waits = 0; $id === 'msg_held' && !file_exists('${folder}/go') && $waits < 20000; $waits += 1) usleep(1000);
        if (file_exists("${folder}/$id-throws")) throw new Exception('database gone');
        if (file_exists("${folder}/$id-dies")) trigger_error('out of memory', E_USER_ERROR);
      }, 10, 3);`,
    );
    const calls = async (id: string): Promise<number> =>
      (await readdir(folder)).filter((name) => name.startsWith(`${id}.`)).length;
    const rows = (): Promise<string[]> =>
      wordpress.evaluate(
        `return $GLOBALS['wpdb']->get_col("SELECT option_value FROM {$GLOBALS['wpdb']->options} WHERE option_name LIKE 'solifyn_webhook_%'");`,
      );
    const other = await servePhp(['-t', wordpress.folder]);
    try {
      for (const outcome of ['ends', 'throws', 'dies']) {
        if (outcome !== 'ends') await writeFile(join(folder, `msg_held-${outcome}`), '');
        const called = nextFile(folder, 'msg_held.');
        const first = deliver('msg_held');
        await called;
        const copy = await deliver('msg_held', {}, other.origin);
        assert.deepEqual([copy.status, copy.headers['retry-after']], [409, '60'], outcome);
        assert.equal(await calls('msg_held'), 1, outcome);
        await writeFile(join(folder, 'go'), '');
        assert.equal((await first).status, outcome === 'ends' ? 204 : 500, outcome);
        await rm(join(folder, `msg_held-${outcome}`), { force: true });
        const again = await deliver('msg_held', {}, other.origin);
        assert.equal(again.status, outcome === 'ends' ? 200 : 204, `again after it ${outcome}`);
        // The next round begins with no memory of this one.
        await wordpress.evaluate(
          `return $GLOBALS['wpdb']->query("UPDATE {$GLOBALS['wpdb']->options} SET option_value = '1700000000 done' WHERE option_name LIKE 'solifyn_webhook_%'");`,
        );
        await rm(folder, { recursive: true });
        await mkdir(folder);
      }

      for (let index = 0; index < 20; index += 1) {
        const copies = await Promise.all(
          [wordpress.url, other.origin, wordpress.url, other.origin].map((to) => deliver(`msg_${index}`, {}, to)),
        );
        const statuses = copies.map(({ status }) => status);
        assert.equal(statuses.filter((status) => status === 204).length, 1, `${statuses}`);
        assert.ok(statuses.every((status) => [200, 204, 409].includes(status)), `${statuses}`);
        assert.equal(await calls(`msg_${index}`), 1);
      }
      const kept = await rows();
      assert.equal(kept.length, 20, 'the expired memory of msg_held is deleted');
      assert.ok(kept.every((value) => /^\d{10} done$/.test(value)));
    } finally {
      await other.close();
      await wordpress.plugIn('listener.php', '');
    }
  });
});
