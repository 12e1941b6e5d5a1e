/** A WordPress with the plugin. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packPlugin } from '../../../scripts/build/wordpress-plugin.mjs';
import { startWordPress } from './wordpress.ts';
import type { WordPress } from './wordpress.ts';

/** The address of the session endpoint. */
export const ROUTE = '/wp-json/solifyn/v1/session';

/** The address that receives webhooks. */
export const WEBHOOK_ROUTE = '/wp-json/solifyn/v1/webhook';

/** A WordPress with permalinks and the plugin as a seller uploads it, activated. */
export async function startSite(
  args: readonly string[] = [],
  { workers = 2 }: { workers?: number } = {},
): Promise<WordPress> {
  const wordpress = await startWordPress(args, { workers });
  const zip = join(wordpress.folder, 'plugin.zip');
  await writeFile(zip, await packPlugin());
  execFileSync('unzip', ['-q', zip, '-d', join(wordpress.folder, 'wp-content/plugins')]);
  await wordpress.evaluate(`
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    update_option('permalink_structure', '/%postname%/');
    flush_rewrite_rules();
    $error = activate_plugin('solifyn-buy-button/solifyn-buy-button.php');
    if (is_wp_error($error)) throw new Exception($error->get_error_message());
    return null;
  `);
  return wordpress;
}

/** Fails if PHP logged a warning or error about the plugin. WordPress of that age itself logs some on PHP 8. */
export function checkLog(log: string): void {
  const errors = log
    .split('\n')
    .filter((line) => /PHP \w+:/.test(line) && line.includes('solifyn-buy-button'));
  assert.deepEqual(errors, []);
}
