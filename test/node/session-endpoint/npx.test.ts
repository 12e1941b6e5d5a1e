/** `npx` with the packed package, in an empty folder. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pack } from '../../../scripts/release/pack.mjs';
import { startCommand } from './command.ts';
import { sendOverSocket } from './send-over-socket.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** npm's folder for its cache and its settings, such as the registry. */
const npmEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(home|npm_config_\w+|node_extra_ca_certs)$/i.test(name)),
) as Record<string, string>;

test('npx from the packed package, in an empty folder and without an account, sells to a button', async () => {
  assert.ok(existsSync(join(root, 'dist/cli.js')), 'run `npm run build` first');
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-npx-'));
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  try {
    const { tarball } = await pack(root, folder);
    const npx = ['npx', '--yes', '--prefer-offline', '--package', tarball];
    const command = await startCommand({
      program: [...npx, 'solifyn-session-endpoint'],
      args: ['--sandbox'],
      env: npmEnvironment,
      cwd: empty,
      group: true,
    });
    try {
      assert.deepEqual(readdirSync(empty), [], 'npx leaves the folder as it is');
      const response = await sendOverSocket(command.url, {
        method: 'POST',
        path: '/',
        headers: { origin: 'http://localhost:5173', 'content-type': 'application/json' },
        body: Buffer.from('{"productId":"prod_z2o92kEl6cYYX"}'),
        stalls: false,
      });
      assert.equal(response.status, 200, response.body);
      const { checkout_url: address } = JSON.parse(response.body) as { checkout_url: string };
      assert.equal((await fetch(address)).status, 200);
    } finally {
      await command.ended('SIGINT');
    }
    assert.match(command.output, /SIGINT: finishing open requests\.\n.*Stopped\./);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
