/**
 * Part of `npm run check:wordpress`: the plugin on a site whose API hangs, and on a network of sites that share a key.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Answer, Behaviour, Upstream } from '../../node/session-endpoint/endpoint-cases.ts';
import { sendOverSocket } from '../../node/session-endpoint/send-over-socket.ts';
import { stubServer } from '../../node/session-endpoint/stub-upstream.ts';
import { checkLog, ROUTE, startSite } from './plugin.ts';
import type { WordPress } from './wordpress.ts';

const API_KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
const SESSION: Behaviour = {
  status: 201,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id: '1', session_id: 'ch_1', checkout_url: 'http://localhost:1/checkout' }),
  gzip: false,
  fails: false,
  hangs: undefined,
};

const buy = (wordpress: WordPress, fields: object = { productId: 'prod_a' }): Promise<Answer> =>
  sendOverSocket(wordpress.url, {
    method: 'POST',
    path: ROUTE,
    body: Buffer.from(JSON.stringify(fields)),
    stalls: false,
    headers: { origin: wordpress.url, 'content-type': 'application/json' },
  });

/** Adds constants to wp-config.php. */
async function define(wordpress: WordPress, constants: Record<string, string>): Promise<void> {
  const config = join(wordpress.folder, 'wp-config.php');
  const lines = Object.entries(constants).map(([name, value]) => `define('${name}', ${value});`);
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace(/^<\?php/, `<?php ${lines.join(' ')}`));
}

describe('the plugin while Solifyn hangs', () => {
  test('leaves PHP processes for the pages of the site', async () => {
    const upstream = await stubServer();
    const wordpress = await startSite([], { workers: 6 });
    try {
      await define(wordpress, { SOLIFYN_API_URL: `'${upstream.url}'`, SOLIFYN_API_KEY: `'${API_KEY}'` });
      assert.equal(
        await wordpress.evaluate(`return Solifyn\\BuyButton\\Site\\Options::parse()->timeout;`),
        5000,
        'ms until a call is given up',
      );
      // A longer limit, so that the calls still hang when the page has loaded on a slow machine.
      await wordpress.plugIn(
        'patience.php',
        `<?php add_filter('solifyn_buy_button_options', function ($options) { return ['timeout' => 120000] + $options; });`,
      );
      upstream.behave({ ...SESSION, hangs: 'headers' });

      // One after the other, because PHP's own server can give one process several simultaneous connections.
      const hanging: Promise<Answer>[] = [];
      for (let count = 0; count < 4; count += 1) {
        const arrived = nextReceived(upstream);
        hanging.push(buy(wordpress));
        await arrived;
      }
      let answered = 0;
      for (const response of hanging) void response.then(() => (answered += 1));
      const fifth = await buy(wordpress);
      assert.deepEqual([fifth.status, fifth.headers['retry-after']], [503, '1']);
      assert.equal((await fetch(wordpress.url)).status, 200, 'a page of the site');
      assert.equal(answered, 0, 'the four calls still hang');

      await upstream.close();
      for (const response of hanging) assert.equal((await response).status, 502);
      assert.equal(upstream.received.length, 4, 'calls to Solifyn');
      assert.equal((await buy(wordpress)).status, 502, 'the places are free again');
      checkLog(wordpress.log());
    } finally {
      await wordpress.close();
    }
  });
});

/** Resolves when Solifyn receives the next request. */
function nextReceived(upstream: Upstream): Promise<void> {
  const { received } = upstream;
  return new Promise((resolve) => {
    received.push = (...calls) => {
      Reflect.deleteProperty(received, 'push');
      const length = received.push(...calls);
      resolve();
      return length;
    };
  });
}

describe('the plugin in a network of sites that share a key', () => {
  test('only the network’s administrator decides what is sold with the key, and at which prices', async () => {
    const upstream = await stubServer();
    upstream.behave(SESSION);
    const wordpress = await startSite();
    try {
      await makeNetwork(wordpress);
      await define(wordpress, { SOLIFYN_API_URL: `'${upstream.url}'` });
      const free = { productId: 'prod_a', customPrice: 0 };
      // A site's administrator sets a key and allows any price.
      await wordpress.evaluate(`
        wp_insert_user(['user_login' => 'seller', 'user_pass' => 'pw', 'role' => 'administrator']);
        update_option('solifyn_buy_button', ['api_key' => 'sk_test_of_the_seller_1', 'custom_prices' => 'prod_a:0']);
        return null;
      `);
      assert.equal((await buy(wordpress, free)).status, 200, 'with a key of their own');

      await define(wordpress, { SOLIFYN_API_KEY: `'${API_KEY}'` });
      const refused = await buy(wordpress, free);
      assert.equal(refused.status, 400, 'with the key of the network');
      assert.equal(JSON.parse(refused.body).error.code, 'custom-price-not-allowed');
      assert.equal((await buy(wordpress)).status, 200, 'at the price of the product');
      assert.equal(upstream.received.at(-1)!.headers.authorization, `Bearer ${API_KEY}`);

      const asUser = (login: string): Promise<unknown> =>
        wordpress.evaluate(`
          require_once ABSPATH . 'wp-admin/includes/admin.php';
          wp_set_current_user(get_user_by('login', '${login}')->ID);
          $GLOBALS['menu'] = $GLOBALS['submenu'] = [];
          do_action('admin_menu');
          $page = current(array_filter($GLOBALS['submenu']['options-general.php'] ?? [], function ($entry) { return $entry[2] === 'solifyn-buy-button'; }));
          $capability = apply_filters('option_page_capability_solifyn-buy-button', 'manage_options');
          return [is_super_admin(), (bool) $page, current_user_can($capability)];
        `);
      assert.deepEqual(await asUser('seller'), [false, false, false]);
      assert.deepEqual(await asUser('admin'), [true, true, true]);

      await wordpress.evaluate(
        `update_option('solifyn_buy_button_network', ['custom_prices' => 'prod_a:5-9']); return null;`,
      );
      assert.equal((await buy(wordpress, { productId: 'prod_a', customPrice: 7 })).status, 200);
      assert.match((await buy(wordpress, { productId: 'prod_a', customPrice: 10 })).body, /The highest price is 9\./);
    } finally {
      await Promise.all([wordpress.close(), upstream.close()]);
    }
  });
});

/** Turns a site into the first one of a network. */
async function makeNetwork(wordpress: WordPress): Promise<void> {
  const { host } = new URL(wordpress.url);
  await wordpress.evaluate(`
    define('WP_INSTALLING_NETWORK', true);
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    require_once ABSPATH . 'wp-admin/includes/network.php';
    global $wpdb;
    foreach ($wpdb->tables('ms_global') as $table => $prefixed) $wpdb->$table = $prefixed;
    install_network();
    populate_network(1, '${host}', 'admin@example.com', 'Network', '/', false);
    return null;
  `);
  await define(wordpress, {
    MULTISITE: 'true',
    SUBDOMAIN_INSTALL: 'false',
    DOMAIN_CURRENT_SITE: `'${host}'`,
    PATH_CURRENT_SITE: `'/'`,
    SITE_ID_CURRENT_SITE: '1',
    BLOG_ID_CURRENT_SITE: '1',
  });
}
