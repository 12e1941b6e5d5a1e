/**
 * `node --import tsx test/integration/wordpress/make-pictures.ts`: walks the steps of docs/platforms/wordpress.md in a real
 * WordPress, from the zip to the checkout, and takes the guide's pictures (docs/images/wordpress/) on the way.
 */
import { equal } from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { packPlugin } from '../../../scripts/build/wordpress-plugin.mjs';
import { chromiumArgs, need } from '../../../scripts/test/browsers.mjs';
import { stubServer } from '../../node/session-endpoint/stub-upstream.ts';
import { startWordPress } from './wordpress.ts';

const PICTURES = fileURLToPath(new URL('../../../docs/images/wordpress/', import.meta.url));
const PRODUCT = 'prod_z2o92kEl6cYYX';
const LINK = `https://solifyn.com/checkout/${PRODUCT}`;
const CHECKOUT = 'http://localhost:1/checkout';

const upstream = await stubServer();
upstream.behave({
  status: 201,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id: '1', session_id: 'ch_1', checkout_url: CHECKOUT }),
  gzip: false,
  fails: false,
  hangs: undefined,
});
const wordpress = await startWordPress();
const config = join(wordpress.folder, 'wp-config.php');
const constants = `define('SOLIFYN_API_URL', '${upstream.url}'); define('FS_METHOD', 'direct');`;
await writeFile(config, (await readFile(config, 'utf8')).replace(/^<\?php/, `<?php ${constants}`));
await wordpress.evaluate(
  `wp_set_password('pw', 1); update_option('permalink_structure', '/%postname%/'); flush_rewrite_rules(); return null;`,
);
const browser = await chromium.launch({ executablePath: need('chromium').path, args: chromiumArgs });

/** The screen of one step, scrolled so that an element is visible. */
async function picture(page: Page, name: string, { height = 620, shows = 'h1' } = {}): Promise<void> {
  await page.setViewportSize({ width: 1000, height });
  await page.locator(shows).first().evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

async function install(page: Page): Promise<void> {
  await page.goto(`${wordpress.url}/wp-admin/plugin-install.php?tab=upload`);
  await page.setInputFiles('#pluginzip', {
    name: 'solifyn-buy-button.zip',
    mimeType: 'application/zip',
    buffer: await packPlugin(),
  });
  await picture(page, 'upload', { height: 420 });
  await page.getByRole('button', { name: 'Install Now' }).click();
  await page.getByRole('link', { name: 'Activate Plugin' }).click();
  await page.waitForURL(/plugins\.php/);
}

async function setUp(page: Page): Promise<void> {
  await page.locator('[data-slug="solifyn-buy-button"]').getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Secret API key').fill('sk_test_4f9Qm2Lx7Zr8Vt1');
  await page.getByLabel('Products for sale').fill(PRODUCT);
  await page.getByRole('button', { name: 'Save Changes' }).click();
  await page.getByText('Settings saved.').waitFor();
  await picture(page, 'settings');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('It works.').waitFor();
  await picture(page, 'test', { height: 420, shows: '#solifyn-test-result' });
}

async function publish(page: Page): Promise<string> {
  await page.goto(`${wordpress.url}/wp-admin/post-new.php?post_type=page`);
  await page.waitForFunction(`window.wp?.blocks?.getBlockType('solifyn/buy-button')`);
  await page.evaluate(`(async () => {
    const features = wp.data.select('core/edit-post');
    if (features.isFeatureActive('welcomeGuide')) wp.data.dispatch('core/edit-post').toggleFeature('welcomeGuide');
    const text = wp.blocks.createBlock('core/paragraph', { content: '120 pages of recipes, as a PDF. Yours right after the payment.' });
    const space = wp.blocks.createBlock('core/paragraph');
    const button = wp.blocks.createBlock('solifyn/buy-button', {
      productId: '${PRODUCT}', link: '${LINK}', label: 'Buy the e-book', mode: 'modal',
      style: { color: { background: '#3b5bdb', text: '#ffffff' }, border: { radius: '24px' } },
    });
    await wp.data.dispatch('core/block-editor').insertBlocks([text, space, button]);
    wp.data.dispatch('core/editor').editPost({ title: 'My e-book' });
    await wp.data.dispatch('core/block-editor').selectBlock(button.clientId);
  })()`);
  await page.getByLabel('Product id', { exact: true }).waitFor();
  const button = page.frameLocator('iframe[name="editor-canvas"]').locator('solifyn-buy-button');
  await button.waitFor();
  await button.evaluate(() => document.fonts.ready);
  await picture(page, 'block', { height: 720, shows: '#wpbody' });
  return page.evaluate<string>(`(async () => {
    wp.data.dispatch('core/editor').editPost({ status: 'publish' });
    await wp.data.dispatch('core/editor').savePost();
    return wp.data.select('core/editor').getPermalink();
  })()`);
}

try {
  await mkdir(PICTURES, { recursive: true });
  const page = await browser.newPage();
  await page.goto(`${wordpress.url}/wp-login.php`);
  await page.getByLabel('Username or Email Address').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('pw');
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.waitForURL(/wp-admin/);
  const started = Date.now();
  await install(page);
  await setUp(page);
  const link = await publish(page);

  const visitor = await (await browser.newContext()).newPage();
  await visitor.route(`${CHECKOUT}**`, (route) => route.fulfill({ body: 'the checkout' }));
  await visitor.goto(link);
  const button = visitor.getByRole('button', { name: 'Buy the e-book' });
  await button.waitFor();
  await picture(visitor, 'page', { height: 480 });
  upstream.received.length = 0;
  await button.click();
  await visitor.getByRole('dialog').waitFor();
  await visitor.waitForFunction(() => document.querySelector('solifyn-buy-button') !== null);
  while (upstream.received.length === 0) await visitor.evaluate(() => new Promise(requestAnimationFrame));
  equal(JSON.parse(upstream.received[0]!.body).productId, PRODUCT);
  console.log(`From the zip to the first session: ${Math.round((Date.now() - started) / 1000)} s of machine time`);
} finally {
  await browser.close();
  await Promise.all([wordpress.close(), upstream.close()]);
}
