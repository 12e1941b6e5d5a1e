/**
 * `npm run check:wordpress`, last part: the plugin of wordpress in a real WordPress, as its seller, an author
 * and a buyer meet it. Not part of `npm test`: it needs a large download.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { chromiumArgs, need } from '../../../scripts/test/browsers.mjs';
import type { Answer, Behaviour, CaseRequest, Upstream } from '../../node/session-endpoint/endpoint-cases.ts';
import { sendOverSocket } from '../../node/session-endpoint/send-over-socket.ts';
import { stubServer } from '../../node/session-endpoint/stub-upstream.ts';
import { checkLog, ROUTE, startSite } from './plugin.ts';
import type { WordPress } from './wordpress.ts';

const KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
const SESSION: Behaviour = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id: '1', session_id: 'ch_1', checkout_url: 'http://localhost:1/checkout' }),
  gzip: false,
  fails: false,
  hangs: undefined,
};

describe('the plugin in a seller’s WordPress', () => {
  let wordpress: WordPress;
  let upstream: Upstream;
  let browser: Browser;
  let page: Page;

  const settings = (values: Record<string, string>): Promise<unknown> =>
    wordpress.evaluate(`
      $GLOBALS['values'] = json_decode('${JSON.stringify(values)}', true);
      update_option('solifyn_buy_button', $GLOBALS['values']);
      global $wpdb;
      $wpdb->query("DELETE FROM {$wpdb->options} WHERE option_name LIKE '%transient%solifyn%'");
      return get_option('solifyn_buy_button');
    `);

  const send = (path: string, more: Partial<CaseRequest> = {}): Promise<Answer> =>
    sendOverSocket(wordpress.url, {
      method: 'POST',
      path,
      body: Buffer.from('{"productId":"prod_a"}'),
      stalls: false,
      ...more,
      headers: { origin: wordpress.url, 'content-type': 'application/json', ...more.headers },
    });

  const saved = (): Promise<Record<string, string>> =>
    wordpress.evaluate(`return get_option('solifyn_buy_button');`);

  /** The page that a new post of this person shows. */
  async function visit(role: 'administrator' | 'author', content: string): Promise<string> {
    const [post] = await wordpress.publish([{ role, content }]);
    await page.goto(post!.url);
    return page.content();
  }

  async function logIn(user: string): Promise<void> {
    await page.context().clearCookies();
    await wordpress.evaluate(`wp_set_password('pw', get_user_by('login', '${user}')->ID); return null;`);
    await page.goto(`${wordpress.url}/wp-login.php`);
    await page.getByLabel('Username or Email Address').fill(user);
    await page.getByLabel('Password', { exact: true }).fill('pw');
    await page.getByRole('button', { name: 'Log In' }).click();
    await page.waitForURL(/wp-admin/);
  }

  const openSettings = () =>
    page.goto(`${wordpress.url}/wp-admin/options-general.php?page=solifyn-buy-button`);
  const save = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await page.waitForURL(/settings-updated=true/);
  };

  before(async () => {
    upstream = await stubServer();
    upstream.behave(SESSION);
    wordpress = await startSite();
    const config = join(wordpress.folder, 'wp-config.php');
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace(/^<\?php/, `<?php define('SOLIFYN_API_URL', '${upstream.url}');`));
    browser = await chromium.launch({ executablePath: need('chromium').path, args: chromiumArgs });
    page = await browser.newPage();
    await page.context().route('http://localhost:1/**', (route) => route.fulfill({ body: 'the checkout' }));
  });
  after(async () => {
    await browser.close();
    checkLog(wordpress.log());
    await Promise.all([wordpress.close(), upstream.close()]);
  });

  test('takes the key on its settings page, and never shows it again', async () => {
    await wordpress.publish([{ role: 'author', content: 'makes the user' }]);
    await logIn('admin');
    await openSettings();
    await page.getByText('There is no API key yet').waitFor();
    await page.getByLabel('Secret API key').fill(KEY);
    await page.getByLabel('Products for sale').fill('prod_a, prod_b');
    await page.getByLabel('Load it on every page').check();
    await save();
    const now = await saved();
    assert.equal(now.api_key, KEY);
    assert.equal(now.products, 'prod_a, prod_b');
    assert.equal(now.everywhere, '1');
    assert.equal(await page.getByLabel('Secret API key').getAttribute('placeholder'), '••••••••8Vt1');

    for (const path of [page.url(), '/wp-admin/options.php', '/wp-json/wp/v2/settings', '/wp-json/', '/']) {
      const shown = await page.goto(new URL(path, wordpress.url).href);
      assert.ok(!(await shown!.text()).includes(KEY), path);
    }
    assert.deepEqual(
      await wordpress.evaluate(`return array_key_exists('solifyn_buy_button', wp_load_alloptions());`),
      false,
      'not in the memory of every page',
    );
  });

  test('keeps what was there where something else is typed wrong, and says so without repeating it', async () => {
    await openSettings();
    await page.getByLabel('Secret API key').fill('sk with blanks');
    await page.getByLabel('Products for sale').fill('prod_c');
    await page.getByLabel('Prices that buyers may choose').fill('sk_in_the_wrong_line');
    await page.getByLabel('Other sites that may sell here').fill('https://shop.example/path');
    await save();
    for (const name of ['Secret API key', 'Prices that buyers may choose', 'Other sites that may sell here'])
      await page.getByText(`“${name}” was not saved`).waitFor();
    assert.ok(!(await page.content()).includes('sk_in_the_wrong_line'));
    const now = await saved();
    assert.deepEqual(
      [now.api_key, now.products, now.custom_prices, now.allowed_origins],
      [KEY, 'prod_c', '', ''],
    );
    await page.getByLabel('Products for sale').fill('');
    await page.getByLabel('Other sites that may sell here').fill('https://shop.example');
    await save();
    assert.equal((await send(ROUTE, { headers: { origin: 'https://shop.example' } })).status, 200);
    await page.getByLabel('Remove').check();
    await save();
    assert.equal((await saved()).api_key, '');
  });

  test('lets nobody change its settings without the right and the nonce', async () => {
    const form = {
      option_page: 'solifyn-buy-button',
      action: 'update',
      'solifyn_buy_button[api_key]': 'sk_stolen',
    };
    const asAdmin = await page.request.post(`${wordpress.url}/wp-admin/options.php`, {
      form,
      maxRedirects: 0,
    });
    assert.equal(asAdmin.status(), 403);
    await logIn('author');
    const asAuthor = await page.request.post(`${wordpress.url}/wp-admin/options.php`, {
      form,
      maxRedirects: 0,
    });
    assert.equal(asAuthor.status(), 403);
    assert.equal((await openSettings())!.status(), 403);
    assert.equal((await saved()).api_key, '');
    await page.context().clearCookies();
  });

  test('without a key it is not set up, and says so to the seller alone', async () => {
    await settings({});
    const answer = await send(ROUTE);
    assert.equal(answer.status, 500);
    assert.equal(JSON.parse(answer.body).error.code, 'misconfigured');
    assert.doesNotMatch(answer.body, /key/i);
    assert.match(wordpress.log(), /\[solifyn\] Nothing can be sold: There is no API key yet\./);
    await logIn('admin');
    await settings({ api_key: KEY });
    upstream.behave({ ...SESSION, status: 401 });
    assert.equal((await send(ROUTE)).status, 500);
    upstream.behave(SESSION);
    await openSettings();
    await page.getByText('Last problem').waitFor();
    await page.getByText('Solifyn refused the API key (401)').waitFor();
    await page.context().clearCookies();
  });

  test('prefers the key of wp-config.php', async () => {
    await settings({ api_key: 'sk_of_the_database_1234' });
    const config = join(wordpress.folder, 'wp-config.php');
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace(/^<\?php/, `<?php define('SOLIFYN_API_KEY', '${KEY}');`));
    upstream.received.length = 0;
    assert.equal((await send(ROUTE)).status, 200);
    assert.equal(upstream.received[0]!.headers.authorization, `Bearer ${KEY}`);
    await logIn('admin');
    await openSettings();
    await page.getByText('set in wp-config.php').waitFor();
    assert.ok(!(await page.content()).includes(KEY));
    await page.context().clearCookies();
    await writeFile(config, text);
  });

  test('answers under each form of its address, whatever WordPress would make of it', async () => {
    await settings({ api_key: KEY });
    const expected = await send(ROUTE);
    assert.equal(expected.status, 200);
    const plain = '/index.php?rest_route=/solifyn/v1/session';
    for (const path of [
      `${ROUTE}/`,
      plain,
      '/?rest_route=/solifyn/v1/session/',
      `${ROUTE}?_envelope=1`,
      `${ROUTE}?_jsonp=call`,
      `${ROUTE}?_fields=id`,
      `${ROUTE}?_pretty=1`,
    ]) {
      const answer = await send(path);
      assert.deepEqual([answer.status, answer.body], [200, expected.body], path);
      for (const name of [
        'content-type',
        'cache-control',
        'vary',
        'access-control-allow-origin',
        'access-control-allow-headers',
      ])
        assert.equal(answer.headers[name], expected.headers[name], `${path}: ${name}`);
    }
    const closing = `<?php add_filter('rest_authentication_errors', function () { return new WP_Error('closed', 'Closed', ['status' => 401]); });`;
    await wordpress.plugIn('closed.php', closing);
    assert.equal((await send(ROUTE)).status, 200, 'where the REST API is closed to visitors');
    assert.equal((await send('/wp-json/wp/v2/posts', { method: 'GET', body: null })).status, 401);
    await wordpress.plugIn('closed.php', '');
  });

  test('lets an address try 30 times a minute, and believes X-Forwarded-For as far as it is told', async () => {
    await settings({ api_key: KEY });
    const from = async (address: string): Promise<number> =>
      (await send(ROUTE, { headers: { 'x-forwarded-for': address } })).status;
    const tries = async (): Promise<number[]> => {
      const all: number[] = [];
      for (let index = 0; index < 31; index += 1) all.push(await from(`198.51.100.${index}`));
      return all;
    };
    // A minute may end on the way: then the second half is counted anew.
    const believesNothing = [...(await tries()), ...(await tries())];
    assert.ok(believesNothing.includes(429));
    const last = await send(ROUTE, { headers: { origin: 'https://evil.example' } });
    assert.equal(last.status, 403, 'the origin is judged before the limit');
    await settings({ api_key: KEY, proxies: '1' });
    assert.ok(!(await tries()).includes(429));
    assert.deepEqual(
      await wordpress.evaluate(`
        $counter = new Solifyn\\BuyButton\\Site\\ObjectCacheCounter();
        $allowed = array_map(function () use ($counter) { return $counter->take('x', 1, 60, 30); }, range(1, 31));
        return [count(array_filter($allowed)), $counter->take('x', 2, 60, 30)];
      `),
      [30, true],
      'with an object cache',
    );
  });

  test('an author’s shortcode sells, and what does not belong there is escaped or dropped', async () => {
    await settings({ api_key: KEY });
    upstream.received.length = 0;
    const html = await visit(
      'author',
      'Hello\n\n[solifyn_buy product-id="prod_a" quantity=2 link="https://solifyn.com/checkout/prod_a"]Buy <b>now</b>[/solifyn_buy]\n\nBye',
    );
    assert.match(
      html,
      /<a href="https:\/\/solifyn\.com\/checkout\/prod_a">Buy <b>now<\/b><\/a><\/solifyn-buy-button>/,
    );
    assert.equal(await page.locator('script[src*="solifyn-buy-button.umd.js"]').count(), 1);
    await page.getByRole('button', { name: 'Buy now' }).click();
    await page.waitForURL('http://localhost:1/checkout');
    assert.deepEqual(JSON.parse(upstream.received[0]!.body), { productId: 'prod_a', quantity: 2 });

    await visit(
      'author',
      [
        `[solifyn_buy product_id='a"><img src=x onerror=alert(1)>' onclick="alert(1)" endpoint="https://evil.example" style="x" link="javascript:alert(1)"]<img src=x onerror=alert(2)>[/solifyn_buy]`,
        `[solifyn_buy product-id=prod_b disabled /]`,
        `[solifyn_buy]Nothing to sell[/solifyn_buy]`,
        `[solifyn_buy product-id="prod_c" custom-fields='{"a":"b"}' mode=modal /]`,
      ].join('\n\n'),
    );
    const strange = page.locator('img[onerror], [onclick], [endpoint], a[href^="javascript"]');
    assert.deepEqual(await strange.evaluateAll((all) => all.map(({ outerHTML }) => outerHTML)), []);
    const buttons = page.locator('solifyn-buy-button');
    assert.equal(await buttons.count(), 3);
    const values = buttons
      .nth(1)
      .evaluate((button) => ['productId', 'disabled'].map((name) => Reflect.get(button, name)));
    assert.deepEqual(await values, ['prod_b', true]);
    assert.equal(await buttons.nth(2).getAttribute('custom-fields'), '{"a":"b"}');
    assert.equal(await page.getByText('Nothing to sell').count(), 0);
  });

  test('loads its script where a button is, once and from this site, or everywhere if told', async () => {
    await settings({ api_key: KEY });
    assert.doesNotMatch(await visit('author', 'No button'), /solifyn-buy-button/);
    await settings({ api_key: KEY, everywhere: '1' });
    await visit('author', '<a href="https://solifyn.com/x" data-solifyn-product-id="prod_d">Get it</a>');
    const script = page.locator('script[src*="solifyn-buy-button.umd.js"]');
    assert.equal(await script.count(), 1);
    assert.match((await script.getAttribute('src'))!, new RegExp(`^${wordpress.url}/wp-content/plugins/`));
    assert.notEqual(await script.getAttribute('async'), null);
    assert.equal(await script.getAttribute('data-cfasync'), 'false');
    assert.equal(await script.getAttribute('data-endpoint'), `${wordpress.url}${ROUTE}`);
    upstream.received.length = 0;
    await page.getByRole('link', { name: 'Get it' }).click();
    await page.waitForURL('http://localhost:1/checkout');
    assert.deepEqual(JSON.parse(upstream.received[0]!.body), { productId: 'prod_d' });
  });

  test('in a feed the button is a link', async () => {
    await wordpress.publish([
      {
        role: 'author',
        content: '[solifyn_buy product-id="prod_feed" link="https://solifyn.com/feed"]Buy[/solifyn_buy]',
      },
    ]);
    const feed = await (await fetch(`${wordpress.url}/?feed=rss2`)).text();
    assert.match(feed, /<a href="https:\/\/solifyn\.com\/feed">Buy<\/a>/);
    assert.doesNotMatch(feed, /<solifyn-buy-button[^>]*prod_feed/);
  });

  test('the block is made in the editor and sells on the page', async () => {
    await settings({ api_key: KEY });
    await logIn('author');
    await page.goto(`${wordpress.url}/wp-admin/post-new.php`);
    await page.waitForFunction(`window.wp?.blocks?.getBlockType('solifyn/buy-button')`);
    const link = await page.evaluate<string>(`(async () => {
      const attributes = { productId: 'prod_block', mode: 'new-tab', label: 'Take <strong>it</strong>' };
      const block = wp.blocks.createBlock('solifyn/buy-button', attributes);
      wp.data.dispatch('core/block-editor').insertBlocks(block);
      wp.data.dispatch('core/editor').editPost({ title: 'Block', status: 'publish' });
      await wp.data.dispatch('core/editor').savePost();
      return wp.data.select('core/editor').getPermalink();
    })()`);
    // The editor reads back what it saved: a block that it does not recognise would be marked as broken.
    await page.reload();
    const blocks = `window.wp?.data?.select('core/block-editor').getBlocks()`;
    await page.waitForFunction(`${blocks}?.length`);
    assert.deepEqual(await page.evaluate(`${blocks}.map(({ name, isValid }) => [name, isValid])`), [
      ['solifyn/buy-button', true],
    ]);
    await page.context().clearCookies();
    await page.goto(link);
    const button = page.locator('.wp-block-solifyn-buy-button solifyn-buy-button');
    assert.equal(await button.getAttribute('product-id'), 'prod_block');
    assert.equal(await button.getAttribute('mode'), 'new-tab');
    upstream.received.length = 0;
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Take it' }).click(),
    ]);
    await tab.waitForURL('http://localhost:1/checkout');
    assert.deepEqual(JSON.parse(upstream.received[0]!.body), { productId: 'prod_block' });
  });

  test('leaves nothing behind when it is deleted', async () => {
    await settings({ api_key: KEY });
    await send(ROUTE);
    const left = await wordpress.evaluate(`
      require_once ABSPATH . 'wp-admin/includes/plugin.php';
      global $wpdb;
      deactivate_plugins('solifyn-buy-button/solifyn-buy-button.php');
      $count = "SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name LIKE '%solifyn%' AND option_name != 'uninstall_plugins'";
      $before = (int) $wpdb->get_var($count);
      uninstall_plugin('solifyn-buy-button/solifyn-buy-button.php');
      return [$before > 1, (int) $wpdb->get_var($count)];
    `);
    assert.deepEqual(left, [true, 0]);
  });
});
