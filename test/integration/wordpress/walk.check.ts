/**
 * Part of `npm run check:wordpress`: docs/platforms/wordpress.md, followed by a person in a real WordPress from the zip to the first
 * sale, with the page of the guide open. What the person counts is what docs/README.md promises. Needs `npm run site`.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { packPlugin } from '../../../scripts/build/wordpress-plugin.mjs';
import { chromiumArgs, need } from '../../../scripts/test/browsers.mjs';
import { stubServer } from '../../node/session-endpoint/stub-upstream.ts';
import { countedRows } from '../../support/counted.ts';
import { Person } from '../../support/person.ts';
import { startWordPress } from './wordpress.ts';
import type { WordPress } from './wordpress.ts';

const GUIDE = new URL('../../../dist-site/platforms/wordpress.html', import.meta.url);
const PRODUCT = 'prod_a1B2c3D4e5';
const CHECKOUT = 'http://localhost:1/checkout';

/** Steps 1 to 3: install, save the key, test. */
async function setUp(page: Page, person: Person, wordpress: WordPress): Promise<void> {
  await page.goto(`${wordpress.url}/wp-admin/`);
  person.clickElsewhere(1); // the download
  const plugins = page.locator('#menu-plugins');
  await plugins.hover();
  await person.click(plugins.getByRole('link', { name: /^Add New/ }));
  await person.click(page.locator('.upload-view-toggle'));
  person.count('installs');
  person.clickElsewhere(2); // the dialog that chooses a file
  await page.setInputFiles('#pluginzip', {
    name: 'solifyn-buy-button.zip',
    mimeType: 'application/zip',
    buffer: await packPlugin(),
  });
  await person.click(page.getByRole('button', { name: 'Install Now' }));
  await person.click(page.getByRole('link', { name: 'Activate Plugin' }));
  await page.waitForURL(/plugins\.php/);
  await page.locator('#menu-settings').hover();
  await person.click(page.locator('#menu-settings').getByRole('link', { name: 'Solifyn' }));
  await page.getByLabel('Secret API key').waitFor();
  await person.read(page.locator('#wpbody-content'));
  person.count('values');
  await person.paste(page.getByLabel('Secret API key'), 'sk_test_4f9Qm2Lx7Zr8Vt1');
  await person.click(page.getByRole('button', { name: 'Save Changes' }));
  await page.getByText('Settings saved.').waitFor();
  person.count('values');
  await person.paste(page.getByLabel('Product or collection id'), PRODUCT);
  await person.click(page.getByRole('button', { name: 'Test', exact: true }));
  await page.getByText('It works.').waitFor();
  await person.read(page.locator('#solifyn-test-result'));
}

/**
 * Steps 4 and 5: the block in a new page. The welcome window, the list of blocks and the publishing go through the editor's own
 * functions, because their markup differs between versions. Their clicks are counted.
 */
async function publish(page: Page, person: Person, wordpress: WordPress): Promise<void> {
  person.clickElsewhere(2); // Pages, Add New
  await page.goto(`${wordpress.url}/wp-admin/post-new.php?post_type=page`);
  await page.waitForFunction(`window.wp?.blocks?.getBlockType('solifyn/buy-button')`);
  person.clickElsewhere(4); // close the welcome window, +, the search field, the block
  person.typeElsewhere('solifyn');
  await page.evaluate(`(async () => {
    const features = wp.data.select('core/edit-post');
    if (features.isFeatureActive('welcomeGuide')) wp.data.dispatch('core/edit-post').toggleFeature('welcomeGuide');
    const button = wp.blocks.createBlock('solifyn/buy-button', {});
    await wp.data.dispatch('core/block-editor').insertBlocks([button]);
    await wp.data.dispatch('core/block-editor').selectBlock(button.clientId);
  })()`);
  const field = page.getByLabel('Product id', { exact: true });
  await field.waitFor();
  await person.read(page.getByRole('region', { name: 'Editor settings' }));
  await person.paste(field, PRODUCT);
  person.clickElsewhere(3); // Publish, Publish, View Page
  const address = await page.evaluate<string>(`(async () => {
    wp.data.dispatch('core/editor').editPost({ status: 'publish' });
    await wp.data.dispatch('core/editor').savePost();
    return wp.data.select('core/editor').getPermalink();
  })()`);
  await page.goto(address);
}

test('Followed to the first sale, it takes the steps and minutes in docs/README.md', async () => {
  assert.ok(existsSync(GUIDE), 'run `npm run site` first');
  const upstream = await stubServer();
  upstream.behave({
    status: 201,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: '1', session_id: 'ch_1', checkout_url: CHECKOUT }),
    gzip: false,
    fails: false,
    hangs: undefined,
  });
  const wordpress = await startWordPress([], { workers: 4 });
  const browser = await chromium.launch({ executablePath: need('chromium').path, args: chromiumArgs });
  try {
    const config = join(wordpress.folder, 'wp-config.php');
    const constants = `define('SOLIFYN_API_URL', '${upstream.url}'); define('FS_METHOD', 'direct');`;
    await writeFile(config, (await readFile(config, 'utf8')).replace(/^<\?php/, `<?php ${constants}`));
    await wordpress.evaluate(`wp_set_password('pw', 1); return null;`);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.route(`${CHECKOUT}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Checkout</h1>' }));
    const page = await context.newPage();
    await page.goto(`${wordpress.url}/wp-login.php`);
    await page.getByLabel('Username or Email Address').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill('pw');
    await page.getByRole('button', { name: 'Log In' }).click();
    await page.waitForURL(/wp-admin/);

    const person = new Person();
    const guide = await context.newPage();
    await guide.goto(GUIDE.href);
    await person.readGuide(guide, 'With the plugin');
    await setUp(page, person, wordpress);
    await publish(page, person, wordpress);
    upstream.received.length = 0;
    await person.click(page.locator('solifyn-buy-button').getByRole('button'));
    await page.waitForURL(`${CHECKOUT}**`);
    assert.equal(JSON.parse(upstream.received[0]!.body).productId, PRODUCT);

    const { words, characters, clicks, minutes } = person;
    console.log(`wordpress: ${words} words, ${characters} characters, ${clicks} clicks, ${minutes.toFixed(1)} minutes`);
    assert.deepEqual({ ...person.counts, minutes: Math.ceil(minutes) }, countedRows()['wordpress']?.counts);
  } finally {
    await browser.close();
    await Promise.all([wordpress.close(), upstream.close()]);
  }
});
