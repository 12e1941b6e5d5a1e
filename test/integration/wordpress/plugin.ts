/** A WordPress with the plugin of wordpress in it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packPlugin } from '../../../scripts/build/wordpress-plugin.mjs';
import { startWordPress } from './wordpress.ts';
import type { WordPress } from './wordpress.ts';

/** Where the endpoint is. */
export const ROUTE = '/wp-json/solifyn/v1/session';

/** A WordPress with pretty addresses and the plugin as a seller uploads it, active. */
export async function startSite(args: readonly string[] = []): Promise<WordPress> {
  const wordpress = await startWordPress(args);
  const zip = join(wordpress.folder, 'plugin.zip');
  await writeFile(zip, packPlugin());
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

/** The log has no complaint of PHP about our files. (WordPress's own of that age complain on PHP 8.) */
export function checkLog(log: string): void {
  const complaints = log
    .split('\n')
    .filter((line) => /PHP \w+:/.test(line) && line.includes('solifyn-buy-button'));
  assert.deepEqual(complaints, []);
}
