/**
 * `npm run check:wordpress`, last part: the plugin in a real WordPress, as a seller, an author and a buyer use it. Not part
 * of `npm test`, because it needs a large download.
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

const API_KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
const SESSION: Behaviour = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id: '1', session_id: 'ch_1', checkout_url: 'http://localhost:1/checkout' }),
  gzip: false,
  fails: false,
  hangs: undefined,
};

/** Runs it again if a minute ends in between, because counts begin again with each minute. */
async function withinOneMinute<Result>(run: () => Promise<Result>): Promise<Result> {
  const minute = (): number => Math.floor(Date.now() / 60_000);
  for (;;) {
    const started = minute();
    const result = await run();
    if (minute() === started) return result;
  }
}

describe('the plugin in a seller’s WordPress', () => {
  let wordpress: WordPress;
  let upstream: Upstream;
  let browser: Browser;
  let page: Page;

  const settings = (entries: Record<string, string>): Promise<unknown> =>
    wordpress.evaluate(`
      $GLOBALS['values'] = json_decode('${JSON.stringify(entries)}', true);
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

  /** Publishes a post of this role and returns its page. */
  async function openPost(role: 'administrator' | 'author', content: string): Promise<string> {
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

  test('saves the key on the settings page and never shows it again', async () => {
    await wordpress.publish([{ role: 'author', content: 'makes the user' }]);
    await logIn('admin');
    await openSettings();
    await page.getByText('The API key is missing').waitFor();
    await page.getByLabel('Secret API key').fill(API_KEY);
    await page.getByLabel('Products for sale').fill('prod_a, prod_b');
    await page.getByLabel('Load it on every page').check();
    await save();
    const now = await saved();
    assert.equal(now.api_key, API_KEY);
    assert.equal(now.products, 'prod_a, prod_b');
    assert.equal(now.everywhere, '1');
    assert.equal(await page.getByLabel('Secret API key').getAttribute('placeholder'), '••••••••8Vt1');

    for (const path of [page.url(), '/wp-admin/options.php', '/wp-json/wp/v2/settings', '/wp-json/', '/']) {
      const shown = await page.goto(new URL(path, wordpress.url).href);
      assert.ok(!(await shown!.text()).includes(API_KEY), path);
    }
    assert.deepEqual(
      await wordpress.evaluate(`return array_key_exists('solifyn_buy_button', wp_load_alloptions());`),
      false,
      'not in the memory of every page',
    );
  });

  test('explains each invalid entry, keeps it for correction, and repeats no secret', async () => {
    const fields: [label: string, typed: string, explanation: RegExp][] = [
      ['Secret API key', '“sk_live_quoted_0123456”', /quotes around it/],
      ['Products for sale', 'prod_c, col_a', /Entry 2 belongs into the other list/],
      ['Collections for sale', 'https://solifyn.com/x', /Entry 1 is not an id/],
      ['Prices that buyers may choose', 'prod_a:$5', /without a currency/],
      ['Other sites that may sell here', 'https://shop.example/path', /must end after the domain/],
      ['Proxies in front of this site', 'many', /whole number from 0 to 16/],
      ['Turnstile site key', '<b>', /Copy the key/],
      ['Webhook secret', 'sk_live_0123456789', /begins with whsec_/],
    ];
    await openSettings();
    for (const [label, typed] of fields) await page.getByLabel(label, { exact: true }).fill(typed);
    await save();
    for (const [label, typed, explanation] of fields) {
      const errorNotice = page.locator('.notice-error', { hasText: `“${label}” was not saved.` });
      assert.match((await errorNotice.textContent())!, explanation);
      const isSecret = /secret/i.test(label);
      const stored = isSecret ? '' : typed;
      assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), stored, label);
    }
    for (const secret of ['sk_live_quoted', 'sk_live_0123']) assert.ok(!(await page.content()).includes(secret));
    const now = await saved();
    assert.deepEqual([now.api_key, now.products, now.custom_prices], [API_KEY, 'prod_a, prod_b', '']);

    await page.getByLabel('Products for sale').fill('sk_in_the_wrong_line');
    await save();
    await page.getByText('This looks like a secret').waitFor();
    assert.ok(!(await page.content()).includes('sk_in_the_wrong_line'));

    for (const [label] of fields) await page.getByLabel(label, { exact: true }).fill('');
    await page.getByLabel('Other sites that may sell here').fill('https://shop.example');
    await save();
    assert.equal(await page.locator('.notice-error').count(), 0);
    assert.equal((await send(ROUTE, { headers: { origin: 'https://shop.example' } })).status, 200);
  });

  test('the Test button shows the result that a click on a buy button would have', async () => {
    const result = page.locator('#solifyn-test-result');
    const run = async (id: string): Promise<string> => {
      await openSettings();
      await page.getByLabel('Product or collection id').fill(id);
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await result.locator('.notice').waitFor();
      return (await result.textContent())!;
    };
    upstream.received.length = 0;
    assert.match(await run('prod_a'), /It works\. Solifyn created a test checkout/);
    assert.equal(await result.getByRole('link').getAttribute('href'), 'http://localhost:1/checkout');
    assert.deepEqual(JSON.parse(upstream.received[0]!.body), { productId: 'prod_a' });
    await run('col_a');
    assert.deepEqual(JSON.parse(upstream.received[1]!.body), { collectionId: 'col_a' });
    assert.match(await run(''), /Enter the id/);

    const message = ['<img src=x onerror=alert(1)>', 'Product not found'];
    upstream.behave({ ...SESSION, status: 404, body: JSON.stringify({ message }) });
    assert.match(await run('prod_x'), /accepted the key, but not this id.*<img src=x onerror=alert\(1\)> Product not found/);
    upstream.behave({ ...SESSION, status: 401 });
    assert.match(await run('prod_a'), /Solifyn refused the API key \(401\)/);
    upstream.behave(SESSION);

    await page.route(`**${ROUTE}`, (route) => route.fulfill({ status: 403, body: 'blocked' }));
    assert.match(await run('prod_a'), /Visitors cannot reach the session endpoint.*403.*firewall/);
    await page.unroute(`**${ROUTE}`);

    const url = `${wordpress.url}/wp-admin/admin-ajax.php`;
    const forged = await page.request.post(url, { form: { action: 'solifyn_test', id: 'prod_a' } });
    assert.equal(forged.status(), 403, 'without the nonce');
    await page.getByLabel('Remove').first().check();
    await save();
    assert.equal((await saved()).api_key, '');
  });

  test('settings change only with the capability and the nonce', async () => {
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

  test('without a key nothing is sold, and only the seller reads the reason', async () => {
    await settings({});
    const response = await send(ROUTE);
    assert.equal(response.status, 500);
    assert.equal(JSON.parse(response.body).error.code, 'misconfigured');
    assert.doesNotMatch(response.body, /key/i);
    assert.match(wordpress.log(), /\[solifyn\] Nothing can be sold: The API key is missing\. \(request [\w-]+\)/);
    await logIn('admin');
    await settings({ api_key: API_KEY });
    upstream.behave({ ...SESSION, status: 401 });
    assert.equal((await send(ROUTE)).status, 500);
    upstream.behave(SESSION);
    await openSettings();
    await page.getByText('Latest problem').waitFor();
    await page.getByText('Solifyn refused the API key (401)').waitFor();
    await page.context().clearCookies();
  });

  test('prefers the key of wp-config.php', async () => {
    await settings({ api_key: 'sk_of_the_database_1234' });
    const config = join(wordpress.folder, 'wp-config.php');
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace(/^<\?php/, `<?php define('SOLIFYN_API_KEY', '${API_KEY}');`));
    upstream.received.length = 0;
    assert.equal((await send(ROUTE)).status, 200);
    assert.equal(upstream.received[0]!.headers.authorization, `Bearer ${API_KEY}`);
    await logIn('admin');
    await openSettings();
    await page.getByText('set in wp-config.php').waitFor();
    assert.ok(!(await page.content()).includes(API_KEY));
    await page.context().clearCookies();
    await writeFile(config, text);
  });

  test('answers under every form of its address, and WordPress changes nothing of the response', async () => {
    await settings({ api_key: API_KEY });
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
      const response = await send(path);
      assert.deepEqual([response.status, response.body], [200, expected.body], path);
      for (const name of [
        'content-type',
        'cache-control',
        'vary',
        'access-control-allow-origin',
        'access-control-allow-headers',
      ])
        assert.equal(response.headers[name], expected.headers[name], `${path}: ${name}`);
    }
    const closing = `<?php add_filter('rest_authentication_errors', function () { return new WP_Error('closed', 'Closed', ['status' => 401]); });`;
    await wordpress.plugIn('closed.php', closing);
    assert.equal((await send(ROUTE)).status, 200, 'where the REST API is closed to visitors');
    assert.equal((await send('/wp-json/wp/v2/posts', { method: 'GET', body: null })).status, 401);
    await wordpress.plugIn('closed.php', '');
  });

  test('answers no request inside a batch, whose headers the caller writes', async () => {
    await settings({ api_key: API_KEY });
    upstream.received.length = 0;
    const inner = (index: number): object => ({
      method: 'POST',
      path: '/solifyn/v1/session',
      headers: {
        Origin: wordpress.url,
        'Content-Type': 'application/json',
        'X-Forwarded-For': `198.51.100.${index}`,
      },
      body: { productId: 'prod_a' },
    });
    for (const path of ['/wp-json/batch/v1', '/?rest_route=/batch/v1']) {
      const response = await send(path, {
        body: Buffer.from(JSON.stringify({ requests: Array.from({ length: 25 }, (_, index) => inner(index)) })),
        headers: { origin: 'https://evil.example' },
      });
      const { responses } = JSON.parse(response.body) as { responses: { status: number }[] };
      assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([400]), path);
    }
    const internal = await wordpress.evaluate(`
      $request = new WP_REST_Request('POST', '/solifyn/v1/session');
      $request->set_header('origin', home_url());
      return rest_do_request($request)->get_status();
    `);
    assert.equal(internal, 400, 'from another plugin');
    assert.equal(upstream.received.length, 0, 'calls to Solifyn');
  });

  test('opened in a browser, its address confirms that it works', async () => {
    const response = await page.goto(`${wordpress.url}${ROUTE}`);
    assert.equal(response!.status(), 403);
    assert.match(await response!.text(), /This is a working session endpoint\. Copy its address/);
  });

  test('names a refused origin to the seller once', async () => {
    await settings({ api_key: API_KEY });
    const before = wordpress.log().length;
    for (let count = 0; count < 2; count += 1) {
      const response = await send(ROUTE, { headers: { origin: 'https://www.shop.example' } });
      assert.equal(response.status, 403);
    }
    const lines = wordpress.log().slice(before).split('www.shop.example').length - 1;
    assert.equal(lines, 1);
  });

  test('an address has 30 tries a minute, and only trusted proxies can name it in X-Forwarded-For', async () => {
    /** Uses up the tries of the test's own address, then sends one request that names another in X-Forwarded-For. */
    const exhaust = (more: Record<string, string>): Promise<{ tries: number; response: Answer; foreign: Answer }> =>
      withinOneMinute(async () => {
        await settings({ api_key: API_KEY, ...more });
        const tries = await wordpress.evaluate<number>(`
          $limit = new Solifyn\\BuyButton\\Endpoint\\RateLimit(
            new Solifyn\\BuyButton\\Site\\TransientCounter(), wp_salt('nonce'), 'time');
          return count(array_filter(range(1, 31), function () use ($limit) { return $limit->check('127.0.0.1')['allowed']; }));
        `);
        const response = await send(ROUTE, { headers: { 'x-forwarded-for': '198.51.100.1' } });
        const foreign = await send(ROUTE, { headers: { origin: 'https://evil.example' } });
        return { tries, response, foreign };
      });
    const untrusted = await exhaust({});
    assert.equal(untrusted.tries, 30);
    assert.equal(untrusted.response.status, 429);
    assert.match(String(untrusted.response.headers['retry-after']), /^\d+$/);
    assert.equal(untrusted.foreign.status, 403, 'the origin is checked before the limit');
    const trusted = await exhaust({ proxies: '1' });
    assert.equal(trusted.response.status, 200);
    assert.deepEqual(
      await wordpress.evaluate(`
        $counter = new Solifyn\\BuyButton\\Site\\ObjectCacheCounter();
        $allowed = array_map(function () use ($counter) { return $counter->increment('x', 1, 60, 30); }, range(1, 31));
        return [count(array_filter($allowed)), $counter->increment('x', 2, 60, 30)];
      `),
      [30, true],
      'with an object cache',
    );
  });

  test('an author’s shortcode sells, and other HTML in it is escaped or removed', async () => {
    await settings({ api_key: API_KEY });
    upstream.received.length = 0;
    const html = await openPost(
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

    await openPost(
      'author',
      [
        `[solifyn_buy product_id='a"><img src=x onerror=alert(1)>' onclick="alert(1)" endpoint="https://evil.example" style="x" link="javascript:alert(1)"]<img src=x onerror=alert(2)>[/solifyn_buy]`,
        `[solifyn_buy product-id=prod_b disabled /]`,
        `[solifyn_buy]Nothing to sell[/solifyn_buy]`,
        `[solifyn_buy product-id="prod_c" custom-fields='{"a":"b"}' mode=modal /]`,
      ].join('\n\n'),
    );
    const strange = page.locator(
      'img[onerror], [onclick], [endpoint*="evil"], a[href^="javascript"], solifyn-buy-button[style]',
    );
    assert.deepEqual(await strange.evaluateAll((all) => all.map(({ outerHTML }) => outerHTML)), []);
    const buttons = page.locator('solifyn-buy-button');
    assert.equal(await buttons.count(), 3);
    const entries = buttons
      .nth(1)
      .evaluate((button) => ['productId', 'disabled'].map((name) => Reflect.get(button, name)));
    assert.deepEqual(await entries, ['prod_b', true]);
    assert.equal(await buttons.nth(2).getAttribute('custom-fields'), '{"a":"b"}');
    assert.equal(await page.getByText('Nothing to sell').count(), 0);
  });

  test('with both ids the button sells the product, and only editors see a warning', async () => {
    const [post] = await wordpress.publish([
      { role: 'author', content: '[solifyn_buy product-id="prod_a" collection-id="col_a"]Both[/solifyn_buy]' },
    ]);
    upstream.received.length = 0;
    await page.goto(post!.url);
    assert.equal(await page.getByText('has a product id and a collection id').count(), 0);
    await page.getByRole('button', { name: 'Both' }).click();
    await page.waitForURL('http://localhost:1/checkout');
    assert.deepEqual(JSON.parse(upstream.received[0]!.body), { productId: 'prod_a' });
    await logIn('admin');
    await page.goto(post!.url);
    await page.getByText('has a product id and a collection id').waitFor();
    await page.context().clearCookies();
  });

  test('sells where an optimizer has dropped the attributes of the script tag', async () => {
    await wordpress.plugIn(
      'optimizer.php',
      `<?php add_filter('script_loader_tag', function ($tag) { return preg_replace('/ data-[a-z]+="[^"]*"/', '', $tag); }, PHP_INT_MAX);`,
    );
    await openPost('author', '[solifyn_buy product-id="prod_o"]Optimized[/solifyn_buy]');
    const script = page.locator('script[src*="solifyn-buy-button.umd.js"]');
    assert.equal(await script.getAttribute('data-endpoint'), null);
    upstream.received.length = 0;
    await page.getByRole('button', { name: 'Optimized' }).click();
    await page.waitForURL('http://localhost:1/checkout');
    assert.deepEqual(JSON.parse(upstream.received[0]!.body), { productId: 'prod_o' });
    await wordpress.plugIn('optimizer.php', '');
  });

  test('loads its script once and from this site, on pages with a button or on every page', async () => {
    await settings({ api_key: API_KEY });
    assert.doesNotMatch(await openPost('author', 'No button'), /solifyn-buy-button/);
    await settings({ api_key: API_KEY, everywhere: '1' });
    await openPost('author', '<a href="https://solifyn.com/x" data-solifyn-product-id="prod_d">Get it</a>');
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
    await settings({ api_key: API_KEY });
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
    // The editor parses what it saved. It would mark a block that it does not recognise as broken.
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

  test('the editor shows the block’s alignment, colours and corners as the page does', async () => {
    await logIn('author');
    await page.goto(`${wordpress.url}/wp-admin/post-new.php`);
    await page.waitForFunction(`window.wp?.blocks?.getBlockType('solifyn/buy-button')`);
    const link = await page.evaluate<string>(`(async () => {
      const block = wp.blocks.createBlock('solifyn/buy-button', {
        productId: 'prod_block',
        collectionId: 'col_block',
        label: 'Take it',
        align: 'center',
        textColor: 'base',
        style: { color: { background: '#3b5bdb' }, border: { radius: '24px' } },
      });
      wp.data.dispatch('core/block-editor').insertBlocks(block);
      wp.data.dispatch('core/editor').editPost({ title: 'Looks', status: 'publish' });
      await wp.data.dispatch('core/editor').savePost();
      wp.data.dispatch('core/block-editor').selectBlock(block.clientId);
      return wp.data.select('core/editor').getPermalink();
    })()`);
    // Since WordPress 6.3 the content is in an iframe.
    const canvas = page.locator('iframe[name="editor-canvas"]');
    await canvas.or(page.locator('solifyn-buy-button')).first().waitFor();
    const preview = ((await canvas.count()) ? canvas.contentFrame() : page).locator('solifyn-buy-button');
    await preview.waitFor();
    const styleOf = (node: Element): unknown[] => {
      const button = node.shadowRoot?.querySelector('button') ?? node;
      const { backgroundColor, color, borderRadius, fontWeight } = getComputedStyle(button);
      const { height, left, width } = node.getBoundingClientRect();
      const place = node.parentElement!.getBoundingClientRect();
      const center = left + width / 2 - (place.left + place.width / 2);
      return [backgroundColor, color, borderRadius, fontWeight, Math.round(height), Math.abs(center) < 2];
    };
    const edited = await preview.evaluate(styleOf);
    await page.getByText('not both. This button sells the product.').first().waitFor();
    await page.context().clearCookies();
    await page.goto(link);
    await page.waitForFunction(() => customElements.get('solifyn-buy-button'));
    const shown = await page.locator('.wp-block-solifyn-buy-button solifyn-buy-button').evaluate(styleOf);
    assert.deepEqual(edited, shown);
    assert.deepEqual([shown[0], shown[2], shown[5]], ['rgb(59, 91, 219)', '24px', true]);
  });

  test('sells only with a Turnstile token if both Turnstile keys are set', async () => {
    await settings({ api_key: API_KEY, turnstile_site_key: '1x00000000000000000000AA', turnstile_secret_key: '1x0000000000000000000000000000000AA' });
    // Stands in for Cloudflare's siteverify.
    await wordpress.plugIn(
      'cloudflare.php',
      `<?php add_filter('pre_http_request', function ($result, $args, $url) {
        if (strpos($url, 'https://challenges.cloudflare.com/') !== 0) return $result;
        parse_str($args['body'], $sent);
        if ($sent['response'] === 'down') return new WP_Error('http', 'connection refused');
        return ['response' => ['code' => 200], 'body' => json_encode(['success' => $sent['response'] === 'good' && $sent['secret'] === '1x0000000000000000000000000000000AA'])];
      }, 10, 3);`,
    );
    const withToken = async (token?: string): Promise<unknown[]> => {
      const response = await send(ROUTE, token === undefined ? {} : { headers: { 'x-turnstile-token': token } });
      return [response.status, JSON.parse(response.body).error?.code];
    };
    assert.deepEqual(await withToken(), [403, 'challenge-failed']);
    assert.deepEqual(await withToken('bad'), [403, 'challenge-failed']);
    assert.deepEqual(await withToken('down'), [503, 'unavailable']);
    assert.deepEqual(await withToken('good'), [200, undefined]);

    let count = 0;
    await page.route('https://challenges.cloudflare.com/**', (route) => {
      count += 1;
      return route.fulfill({
        contentType: 'text/javascript',
        body: `window.turnstile = { render: (container, options) => { setTimeout(() => options.callback('good')); return 'widget'; }, remove() {} };`,
      });
    });
    await openPost('author', '[solifyn_buy product-id="prod_t"]Checked[/solifyn_buy]');
    upstream.received.length = 0;
    await page.getByRole('button', { name: 'Checked' }).click();
    await page.waitForURL('http://localhost:1/checkout');
    assert.deepEqual(JSON.parse(upstream.received[0]!.body), { productId: 'prod_t' });
    assert.equal(count, 1, 'the script is loaded once');
    await page.unroute('https://challenges.cloudflare.com/**');
    await wordpress.plugIn('cloudflare.php', '');
  });

  test('leaves nothing behind when it is deleted', async () => {
    await settings({ api_key: API_KEY });
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
