/** The blocks of the documentation that are PHP, data, or configuration of other programs. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { startCommand } from '../../node/session-endpoint/command.ts';
import type { Block } from '../../support/guides.ts';
import { PLACEHOLDERS, blocksOf } from '../../support/guides.ts';
import { blocksFor, nameOf, placeOf } from '../../support/snippets.ts';
import { copyPlugin } from '../../../scripts/build/wordpress-plugin.mjs';
import { php } from '../wordpress/php.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The functions of WordPress that these lines call. `npm run check:wordpress` runs the lines in a real WordPress. */
const WORDPRESS = `<?php
function add_action($when, $what) { $GLOBALS['actions'][$when] = $what; }
function wp_print_script_tag($attributes) { echo json_encode($attributes); }
function esc_attr($text) { return htmlspecialchars($text, ENT_QUOTES); }
function esc_html__($text) { return $text; }
function esc_url($address) { return $address; }
function wp_kses($html) { return strip_tags($html); }
function is_feed() { return false; }
function wp_enqueue_script() {}
function wp_enqueue_style() {}
function is_multisite() { return false; }
function get_option() { return []; }
function rest_url($path) { return "https://shop.example/wp-json/$path"; }
function current_user_can() { return false; }
`;

/** The attributes and the label of a shortcode. */
function readShortcode(code: string): { attributes: Record<string, string>; label: string } {
  const [, list = '', label = ''] = /^\[solifyn_buy ([^\]]+)\](.*)\[\/solifyn_buy\]$/.exec(code) ?? [];
  const attributes = [...list.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]);
  return { attributes: Object.fromEntries(attributes) as Record<string, string>, label };
}

const RUNS: [names: RegExp, run: (block: Block) => Promise<void> | void][] = [
  [
    /^docs\/[\w-]+\/wordpress\.md php plugin$/,
    async ({ code }) => {
      const printed = await php([], `${WORDPRESS}?>${code}\n$actions['wp_head']();`);
      assert.deepEqual(JSON.parse(printed), {
        src: `${PLACEHOLDERS.cdn}/dist/solifyn-buy-button.umd.js`,
        async: true,
        'data-cfasync': 'false',
        'data-endpoint': PLACEHOLDERS.endpoint,
      });
    },
  ],
  [
    /^wordpress\/README\.md php$/,
    async ({ code }) => assert.equal(await php([], `<?php ${code} echo SOLIFYN_API_KEY;`), '…'),
  ],
  [
    /^wordpress\/README\.md php webhook$/,
    async ({ code }) => {
      const call = `$actions['solifyn_webhook']('payment.succeeded', [], 'msg_1'); echo 'handled';`;
      assert.equal(await php([], `${WORDPRESS} ${code} ${call}`), 'handled');
    },
  ],
  [
    / text shortcode$/,
    async ({ code }) => {
      const { attributes, label } = readShortcode(code);
      const plugin = await mkdtemp(join(tmpdir(), 'solifyn-plugin-'));
      copyPlugin(plugin);
      const files = ['rest-route', 'session-route', 'options', 'element', 'assets', 'button'];
      const html = await php(
        [],
        `${WORDPRESS}
        define('ABSPATH', '/');
        define('Solifyn\\\\BuyButton\\\\PLUGIN_FILE', '${plugin}/solifyn-buy-button.php');
        define('Solifyn\\\\BuyButton\\\\VERSION', '0');
        require '${plugin}/includes/endpoint/load.php';
        ${files.map((file) => `require '${plugin}/includes/site/${file}.php';`).join(' ')}
        echo Solifyn\\BuyButton\\Site\\Button::renderShortcode(json_decode('${JSON.stringify(attributes)}', true), '${label}');`,
      );
      await rm(plugin, { recursive: true });
      const { link, ...own } = attributes;
      const all = { ...own, endpoint: 'https://shop.example/wp-json/solifyn/v1/session' };
      const written = Object.entries(all).map(([name, value]) => ` ${name}="${value}"`);
      const button = `<solifyn-buy-button${written.join('')}><a href="${link}">${label}</a></solifyn-buy-button>`;
      assert.equal(html, button);
    },
  ],
  [
    / text Caddyfile$/,
    ({ code, page }) => {
      // The local address is the one of the previous command.
      const [, address = ''] = /^pay\.shop\.example \{\n {2}reverse_proxy (\S+)\n\}$/.exec(code) ?? [];
      assert.ok(readFileSync(join(root, page), 'utf8').includes(`It listens on ${address}`), page);
      const [host, port] = address.split(':');
      const folder = join(root, dirname(page));
      const files = ['index.ts', 'compose.yaml']
        .map((name) => join(folder, name))
        .filter((file) => existsSync(file));
      const text = files.map((file) => readFileSync(file, 'utf8')).join('');
      assert.ok(text.includes(host!) && text.includes(port!), `${page}: ${address}`);
    },
  ],
  [
    / text log$/,
    async ({ code }) => {
      const command = await startCommand({ built: join(root, 'dist/cli.js'), args: ['--sandbox'] });
      await fetch(new URL('/solifyn/session', command.url), {
        method: 'POST',
        headers: { origin: 'https://shop.example', 'content-type': 'application/json' },
        body: '{"productId":"prod_z2o92kEl6cYYX"}',
      });
      await command.ended('SIGTERM');
      const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z POST \/solifyn\/session 200 \d+ms [\da-f-]{36}$/;
      assert.match(code, form);
      assert.ok(
        command.lines.some((line) => form.test(line)),
        command.output,
      );
    },
  ],
  [
    / powershell$/,
    ({ code, page }) => {
      // The command of the page's line for a POSIX shell, which another test runs.
      const variables = [...code.matchAll(/^\$env:(\w+) = '(.*)'$/gm)].map(
        ([, name, value]) => `${name}=${value} `,
      );
      const command = code.split('\n').find((line) => !line.startsWith('$env:'))!;
      const posix = blocksOf(page).filter(({ language }) => language === 'sh');
      assert.ok(
        posix.some((block) => block.code === variables.join('') + command),
        `${page} has no block of sh with: ${variables.join('')}${command}`,
      );
    },
  ],
  [
    / json\b/,
    ({ code }) => {
      JSON.parse(code);
      // The files that it names are in the package.
      for (const [, file] of code.matchAll(/node_modules\/@solifyn\/buy-button\/([^"]+)/g))
        assert.ok(existsSync(join(root, file!)), file);
    },
  ],
];

describe('The lines of', () => {
  for (const block of blocksFor('test/integration/docs/data.test.ts'))
    test(`${placeOf(block)} match their page`, async () => {
      const found = RUNS.find(([names]) => names.test(nameOf(block)));
      assert.ok(found, 'say in test/integration/docs/data.test.ts what they are');
      await found[1](block);
    });
});
