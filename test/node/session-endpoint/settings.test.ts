import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { SettingError } from '../../../src/session-endpoint/cli/environment.ts';
import { readCommand } from '../../../src/session-endpoint/cli/settings.ts';
import type { ServerSettings } from '../../../src/session-endpoint/cli/settings.ts';

const KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
const folder = mkdtempSync(join(tmpdir(), 'solifyn-settings-'));
after(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, `key-${Math.random().toString(36).slice(2)}`);
  writeFileSync(file, text);
  return file;
}

function read(env: Record<string, string>, ...args: string[]): ServerSettings {
  const command = readCommand(args, { SOLIFYN_API_KEY: KEY, ...env });
  assert.ok(command.do === 'serve');
  return command.settings;
}

describe('settings', () => {
  test('have the documented defaults', () => {
    assert.deepEqual(read({}), {
      host: '127.0.0.1',
      port: 8787,
      trustProxy: 0,
      redisUrl: undefined,
      sandbox: false,
      options: {
        apiKey: KEY,
        apiUrl: undefined,
        allowedOrigins: undefined,
        products: undefined,
        collections: undefined,
        customPrices: undefined,
      },
    });
  });

  const environment = {
    SOLIFYN_API_URL: 'https://api.solifyn.com/v1',
    SOLIFYN_ALLOWED_ORIGINS: 'https://shop.example, https://www.shop.example',
    SOLIFYN_PRODUCTS: 'prod_a,prod_b',
    SOLIFYN_COLLECTIONS: 'col_a',
    SOLIFYN_CUSTOM_PRICES: 'prod_a:5,prod_b:1-500,prod_c:0.50-9.99',
    HOST: '0.0.0.0',
    PORT: '80',
    TRUST_PROXY: '2',
    REDIS_URL: 'redis://127.0.0.1:6379',
  };
  const meant = {
    host: '0.0.0.0',
    port: 80,
    trustProxy: 2,
    redisUrl: 'redis://127.0.0.1:6379',
    sandbox: false,
    options: {
      apiKey: KEY,
      apiUrl: 'https://api.solifyn.com/v1',
      allowedOrigins: ['https://shop.example', 'https://www.shop.example'],
      products: ['prod_a', 'prod_b'],
      collections: ['col_a'],
      customPrices: {
        prod_a: { min: 5 },
        prod_b: { min: 1, max: 500 },
        prod_c: { min: 0.5, max: 9.99 },
      },
    },
  };

  test('come from the environment', () => {
    assert.deepEqual(read(environment), meant);
  });

  test('each come from a flag as well', () => {
    const flags = Object.entries(environment).flatMap(([name, value]) => [
      `--${name.replace('SOLIFYN_', '').toLowerCase().replaceAll('_', '-')}`,
      value,
    ]);
    assert.deepEqual(read({}, ...flags), meant);
    const joined = flags.flatMap((flag, index) => (index % 2 === 0 ? [`${flag}=${flags[index + 1]}`] : []));
    assert.deepEqual(read({}, ...joined), meant);
  });

  test('a flag wins over its variable', () => {
    assert.equal(read({ PORT: '80' }, '--port', '81').port, 81);
  });

  test('an empty variable is unset, and so is an empty flag', () => {
    const empty = Object.fromEntries(Object.keys(environment).map((name) => [name, ' ']));
    assert.deepEqual(read({ ...empty, SOLIFYN_API_KEY_FILE: '' }), read({}));
    assert.equal(read({ PORT: '80' }, '--port=').port, 80);
  });

  test('`*` allows any origin', () => {
    assert.equal(read({ SOLIFYN_ALLOWED_ORIGINS: '*' }).options.allowedOrigins, '*');
  });

  test('the sandbox needs no key and takes any origin unless some are named', () => {
    const command = readCommand(['--sandbox'], {});
    assert.ok(command.do === 'serve');
    assert.equal(command.settings.sandbox, true);
    assert.equal(command.settings.options.allowedOrigins, '*');
    const named = read({ SOLIFYN_ALLOWED_ORIGINS: 'http://localhost:5173' }, '--sandbox');
    assert.deepEqual(named.options.allowedOrigins, ['http://localhost:5173']);
  });

  for (const [what, text] of [
    ['alone', KEY],
    ['with a line break at its end', `${KEY}\n`],
    ['as Windows writes it', `\uFEFF${KEY}\r\n`],
  ] as const) {
    test(`the key comes from a file that holds it ${what}`, () => {
      const { options } = read({ SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf(text) });
      assert.equal(options.apiKey, KEY);
    });
  }

  test('--help and --version need no key', () => {
    assert.deepEqual(readCommand(['--help'], {}), { do: 'help' });
    assert.deepEqual(readCommand(['--version'], {}), { do: 'version' });
  });
});

describe('a start-up error', () => {
  const cases: [name: string, env: Record<string, string>, args?: string[]][] = [
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: '' }],
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: '  ' }],
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: `${KEY} ` }],
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: `${KEY}\u200b` }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY_FILE: fileOf(KEY) }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: join(folder, KEY) }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: folder }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf('\n') }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf(`${KEY}\n${KEY}\n`) }],
    ['SOLIFYN_API_URL', { SOLIFYN_API_URL: `https://${KEY}@api.solifyn.com` }],
    ['SOLIFYN_API_URL', {}, ['--api-url', 'http://api.solifyn.com']],
    ['SOLIFYN_ALLOWED_ORIGINS', { SOLIFYN_ALLOWED_ORIGINS: `https://shop.example,${KEY}` }],
    ['SOLIFYN_ALLOWED_ORIGINS', { SOLIFYN_ALLOWED_ORIGINS: 'https://shop.example/path' }],
    ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_CUSTOM_PRICES: 'prod_a' }],
    ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_CUSTOM_PRICES: 'prod_a:cheap' }],
    ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_CUSTOM_PRICES: 'prod_a:-5' }],
    ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_CUSTOM_PRICES: 'prod_a:500-1' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '-1' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'true' }],
    ['TRUST_PROXY', { TRUST_PROXY: '1.5' }],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }],
    ['REDIS_URL', { REDIS_URL: `https://:${KEY}@redis.example` }],
    ['REDIS_URL', { REDIS_URL: `redis://:${KEY}%E0@redis.example` }],
    ['never a flag', {}, ['--api-key', KEY]],
    ['never a flag', {}, [`--apiKey=${KEY}`]],
    ['--verbose', {}, ['--verbose']],
    ['not known', {}, [`--${KEY}`]],
    ['--help', {}, [KEY]],
    ['--port', {}, ['--port']],
    ['--sandbox', {}, ['--sandbox=yes']],
  ];

  for (const [name, env, args = []] of cases) {
    test(`names ${name} and shows no key: ${JSON.stringify([env, args]).replaceAll(KEY, '…')}`, () => {
      assert.throws(
        () => read(env, ...args),
        (error: unknown) => {
          assert.ok(error instanceof SettingError, String(error));
          assert.ok(error.message.includes(name), error.message);
          assert.ok(!error.message.includes(KEY));
          assert.equal(error.cause, undefined);
          return true;
        },
      );
    });
  }
});
