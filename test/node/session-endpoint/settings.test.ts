import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { FLAG_VARIABLES } from '../../../src/session-endpoint/cli/flags.ts';
import { HELP } from '../../../src/session-endpoint/cli/help.ts';
import { readCommand } from '../../../src/session-endpoint/cli/settings.ts';
import type { ServerSettings } from '../../../src/session-endpoint/cli/settings.ts';
import { ConfigError } from '../../../src/session-endpoint/errors.ts';

const API_KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';
const folder = mkdtempSync(join(tmpdir(), 'solifyn-settings-'));
after(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, `key-${Math.random().toString(36).slice(2)}`);
  writeFileSync(file, text);
  return file;
}

function read(env: Record<string, string>, ...args: string[]): ServerSettings {
  const command = readCommand(args, { SOLIFYN_API_KEY: API_KEY, ...env });
  assert.ok(command.action === 'serve');
  return command.settings;
}

/** The settings without the function. */
function valuesOf({ nameOf: _, ...values }: ServerSettings): Omit<ServerSettings, 'nameOf'> {
  return values;
}

describe('settings', () => {
  test('have the documented defaults', () => {
    assert.deepEqual(valuesOf(read({})), {
      host: '127.0.0.1',
      port: 8787,
      trustProxy: 0,
      rateLimits: { perAddress: 30, total: 600 },
      maxConcurrentCalls: 100,
      redisUrl: undefined,
      logFormat: 'text',
      metricsPort: undefined,
      webhooks: undefined,
      sandbox: false,
      webhookUrl: undefined,
      keyFile: undefined,
      secrets: [],
      options: {
        apiKey: API_KEY,
        apiUrl: undefined,
        allowedOrigins: undefined,
        products: undefined,
        collections: undefined,
        customPrices: undefined,
        verify: undefined,
      },
    });
  });

  const environment = {
    SOLIFYN_API_URL: 'https://api.example/v1',
    SOLIFYN_ALLOWED_ORIGINS: 'https://shop.example, https://www.shop.example',
    SOLIFYN_PRODUCTS: 'prod_a,prod_b',
    SOLIFYN_COLLECTIONS: 'col_a',
    SOLIFYN_CUSTOM_PRICES: 'prod_a:5,prod_b:1-500,prod_c:0.50-9.99',
    HOST: '0.0.0.0',
    PORT: '80',
    TRUST_PROXY: '2',
    RATE_LIMIT_PER_ADDRESS: '10',
    RATE_LIMIT_TOTAL: '100',
    MAX_CONCURRENT_CALLS: '20',
    REDIS_URL: 'redis://:p%40ss@127.0.0.1:6379',
    LOG_FORMAT: 'json',
    METRICS_PORT: '9464',
  };
  const expected = {
    host: '0.0.0.0',
    port: 80,
    trustProxy: 2,
    rateLimits: { perAddress: 10, total: 100 },
    maxConcurrentCalls: 20,
    redisUrl: 'redis://:p%40ss@127.0.0.1:6379',
    logFormat: 'json',
    metricsPort: 9464,
    webhooks: undefined,
    sandbox: false,
    webhookUrl: undefined,
    keyFile: undefined,
    secrets: ['p%40ss', 'p@ss'],
    options: {
      apiKey: API_KEY,
      apiUrl: 'https://api.example/v1',
      allowedOrigins: ['https://shop.example', 'https://www.shop.example'],
      products: ['prod_a', 'prod_b'],
      collections: ['col_a'],
      customPrices: {
        prod_a: { min: 5 },
        prod_b: { min: 1, max: 500 },
        prod_c: { min: 0.5, max: 9.99 },
      },
      verify: undefined,
    },
  };

  test('come from the environment', () => {
    assert.deepEqual(valuesOf(read(environment)), expected);
  });

  test('each come from a flag as well', () => {
    const flags = Object.entries(environment).flatMap(([name, value]) => [
      `--${name.replace('SOLIFYN_', '').toLowerCase().replaceAll('_', '-')}`,
      value,
    ]);
    assert.deepEqual(valuesOf(read({}, ...flags)), expected);
    const joined = flags.flatMap((flag, index) => (index % 2 === 0 ? [`${flag}=${flags[index + 1]}`] : []));
    assert.deepEqual(valuesOf(read({}, ...joined)), expected);
  });

  test('a flag wins over its variable', () => {
    assert.equal(read({ PORT: '80' }, '--port', '81').port, 81);
  });

  test('an empty variable is unset, and so is an empty flag', () => {
    const empty = Object.fromEntries(Object.keys(environment).map((name) => [name, ' ']));
    assert.deepEqual(valuesOf(read({ ...empty, SOLIFYN_API_KEY_FILE: '' })), valuesOf(read({})));
    assert.equal(read({ PORT: '80' }, '--port=').port, 80);
  });

  test('`*` allows any origin', () => {
    assert.equal(read({ SOLIFYN_ALLOWED_ORIGINS: '*' }).options.allowedOrigins, '*');
  });

  test('the sandbox needs no key and allows any origin unless some are listed', () => {
    const command = readCommand(['--sandbox'], {});
    assert.ok(command.action === 'serve');
    assert.equal(command.settings.sandbox, true);
    assert.equal(command.settings.options.allowedOrigins, '*');
    const named = read({ SOLIFYN_ALLOWED_ORIGINS: 'http://localhost:5173' }, '--sandbox');
    assert.deepEqual(named.options.allowedOrigins, ['http://localhost:5173']);
  });

  for (const [what, text] of [
    ['alone', API_KEY],
    ['with a line break at its end', `${API_KEY}\n`],
    ['as Windows writes it', `\uFEFF${API_KEY}\r\n`],
  ] as const) {
    test(`the key is read from a file that contains it ${what}`, () => {
      const { options } = read({ SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf(text) });
      assert.equal(options.apiKey, API_KEY);
    });
  }

  test('a list flag may be repeated', () => {
    const args = ['--products', 'prod_a', '--products=prod_b,prod_c', '--custom-prices', 'prod_a:5'];
    const { options } = read(
      {},
      ...args,
      '--custom-prices',
      'prod_b:1-2',
      '--allowed-origins',
      'https://a.example',
    );
    assert.deepEqual(options.products, ['prod_a', 'prod_b', 'prod_c']);
    assert.deepEqual(options.customPrices, { prod_a: { min: 5 }, prod_b: { min: 1, max: 2 } });
    assert.deepEqual(options.allowedOrigins, ['https://a.example']);
  });

  test('the Turnstile key turns on the bot check and is a secret', () => {
    const { options, secrets } = read({ TURNSTILE_SECRET_KEY: '1x0000000000000000000000000000000AA' });
    assert.equal(typeof options.verify, 'function');
    assert.deepEqual(secrets, ['1x0000000000000000000000000000000AA']);
  });

  test('messages can name the variable, flag or file that the reader set', () => {
    const file = fileOf(API_KEY);
    const { nameOf } = read({ SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: file }, '--products', 'prod_a');
    assert.equal(nameOf('apiKey'), 'SOLIFYN_API_KEY_FILE');
    assert.equal(nameOf('products'), '--products');
    assert.equal(nameOf('allowedOrigins'), 'SOLIFYN_ALLOWED_ORIGINS');
    assert.equal(nameOf('port'), 'PORT');
    assert.equal(read({}).nameOf('apiKey'), 'SOLIFYN_API_KEY');
  });

  for (const args of [['help'], ['-h'], ['--help'], ['--port', '1', '-h']]) {
    test(`\`${args.join(' ')}\` shows the help`, () => {
      assert.deepEqual(readCommand(args, {}), { action: 'help' });
    });
  }

  test('-v shows the version', () => {
    assert.deepEqual(readCommand(['-v'], {}), { action: 'version' });
  });

  test('the help names every variable and flag', () => {
    for (const [flag, variable] of Object.entries(FLAG_VARIABLES)) {
      assert.match(HELP, new RegExp(`^  ${variable} +--${flag}\\b`, 'm'));
    }
  });

  test('--help and --version need no key', () => {
    assert.deepEqual(readCommand(['--help'], {}), { action: 'help' });
    assert.deepEqual(readCommand(['--version'], {}), { action: 'version' });
  });
});

describe('webhooks', () => {
  const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const OTHER_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

  test('need a secret from a variable or a file, and accept several', () => {
    assert.deepEqual(read({ SOLIFYN_WEBHOOK_SECRET: SECRET }).webhooks, {
      secrets: { values: [SECRET], variable: 'SOLIFYN_WEBHOOK_SECRET', file: undefined },
      handler: undefined,
    });
    const file = fileOf(`\uFEFF${SECRET},${OTHER_SECRET}\r\n`);
    const { webhooks, secrets } = read(
      { SOLIFYN_WEBHOOK_SECRET_FILE: file },
      '--webhook-handler',
      './deliver.mjs',
    );
    assert.deepEqual(webhooks, {
      secrets: { values: [SECRET, OTHER_SECRET], variable: 'SOLIFYN_WEBHOOK_SECRET_FILE', file },
      handler: './deliver.mjs',
    });
    assert.deepEqual(secrets, [SECRET, OTHER_SECRET]);
  });

  const wrong: [what: string, env: Record<string, string>, args: string[], message: RegExp][] = [
    [
      'a handler without a secret',
      { WEBHOOK_HANDLER: 'deliver.mjs' },
      [],
      /^WEBHOOK_HANDLER needs SOLIFYN_WEBHOOK_SECRET\. Set it to the signing secret/,
    ],
    [
      'quotes around the secret',
      { SOLIFYN_WEBHOOK_SECRET: `"${SECRET}"` },
      [],
      /^SOLIFYN_WEBHOOK_SECRET has quotes around its value\. Remove them/,
    ],
    [
      'an API key',
      { SOLIFYN_WEBHOOK_SECRET: API_KEY },
      [],
      /^SOLIFYN_WEBHOOK_SECRET must begin with whsec_, followed by base64\. It is not the API key\.$/,
    ],
    [
      'a secret that was cut',
      { SOLIFYN_WEBHOOK_SECRET: `whsec_${'A'.repeat(25)}` },
      [],
      /^SOLIFYN_WEBHOOK_SECRET is incomplete\. Copy the whole signing secret\.$/,
    ],
    [
      'both variables',
      { SOLIFYN_WEBHOOK_SECRET: SECRET, SOLIFYN_WEBHOOK_SECRET_FILE: 'secret' },
      [],
      /^SOLIFYN_WEBHOOK_SECRET and SOLIFYN_WEBHOOK_SECRET_FILE are both set\. Keep one\.$/,
    ],
    [
      'a file that cannot be read',
      { SOLIFYN_WEBHOOK_SECRET_FILE: folder },
      [],
      /^SOLIFYN_WEBHOOK_SECRET_FILE names a file that cannot be read \(EISDIR\)/,
    ],
    [
      'the secret as a flag',
      {},
      [`--webhook-secret=${SECRET}`],
      /^The webhook secret is never a flag.* Set SOLIFYN_WEBHOOK_SECRET or SOLIFYN_WEBHOOK_SECRET_FILE\.$/,
    ],
  ];
  for (const [what, env, args, message] of wrong) {
    test(`${what}: an error that says what to do, without the value`, () => {
      assert.throws(
        () => read(env, ...args),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError);
          assert.match(error.message, message);
          assert.ok(!error.message.includes(SECRET) && !error.message.includes(API_KEY), error.message);
          return true;
        },
      );
    });
  }
});

describe('a start-up error', () => {
  const cases: [name: string, env: Record<string, string>, args?: string[]][] = [
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: '' }],
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: '  ' }],
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: `${API_KEY} ` }],
    ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: `${API_KEY}\u200b` }],
    ['line break', { SOLIFYN_API_KEY: `${API_KEY}\n` }],
    ['quotes', { SOLIFYN_API_KEY: `"${API_KEY}"` }],
    ['quotes', { SOLIFYN_API_KEY: `'${API_KEY}'` }],
    ['quotes', { SOLIFYN_API_KEY: `“${API_KEY}”` }],
    ['16 characters', { SOLIFYN_API_KEY: 'sk_test_4f9Qm2L' }],
    ['quotes', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf(`"${API_KEY}"`) }],
    [
      'SOLIFYN_API_KEY_FILE has quotes',
      { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf(`"${API_KEY}"`) },
    ],
    ['test key', { SOLIFYN_API_URL: 'https://api.solifyn.com/v1' }],
    ['https://sandbox-api.solifyn.com', {}, ['--api-url', 'https://api.solifyn.com']],
    ['--api-url is the live address', {}, ['--api-url', 'https://api.solifyn.com']],
    [
      'SOLIFYN_API_URL is the test address',
      { SOLIFYN_API_KEY: 'sk_live_4f9Qm2Lx7Zr8Vt1', SOLIFYN_API_URL: 'https://sandbox-api.solifyn.com/' },
    ],
    ['SOLIFYN_PRODUCTS has quotes', { SOLIFYN_PRODUCTS: '"prod_a,prod_b"' }],
    ['SOLIFYN_COLLECTIONS has quotes', { SOLIFYN_COLLECTIONS: "'col_a'" }],
    ['SOLIFYN_ALLOWED_ORIGINS has quotes', { SOLIFYN_ALLOWED_ORIGINS: '"https://shop.example"' }],
    ['SOLIFYN_CUSTOM_PRICES has quotes', { SOLIFYN_CUSTOM_PRICES: '"prod_a:5' }],
    ['SOLIFYN_API_URL has quotes', { SOLIFYN_API_URL: '"https://api.example"' }],
    ['HOST has quotes', { HOST: '"0.0.0.0"' }],
    ['TURNSTILE_SECRET_KEY has quotes', { TURNSTILE_SECRET_KEY: `"${API_KEY}"` }],
    ['TURNSTILE_SECRET_KEY', { TURNSTILE_SECRET_KEY: `${API_KEY} ${API_KEY}` }],
    ['--products has quotes', {}, ['--products', '"prod_a"']],
    ['--allowed-origins', {}, ['--allowed-origins', 'shop.example']],
    ['--trust-proxy', {}, ['--trust-proxy', 'yes']],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY_FILE: fileOf(API_KEY) }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: join(folder, API_KEY) }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: folder }],
    ['SOLIFYN_API_KEY_FILE', { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf('\n') }],
    [
      'SOLIFYN_API_KEY_FILE',
      { SOLIFYN_API_KEY: '', SOLIFYN_API_KEY_FILE: fileOf(`${API_KEY}\n${API_KEY}\n`) },
    ],
    ['SOLIFYN_API_URL', { SOLIFYN_API_URL: `https://${API_KEY}@api.solifyn.com` }],
    ['--api-url', {}, ['--api-url', 'http://api.solifyn.com']],
    ['SOLIFYN_ALLOWED_ORIGINS', { SOLIFYN_ALLOWED_ORIGINS: `https://shop.example,${API_KEY}` }],
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
    ['RATE_LIMIT_PER_ADDRESS', { RATE_LIMIT_PER_ADDRESS: '0' }],
    ['RATE_LIMIT_TOTAL', { RATE_LIMIT_TOTAL: 'many' }],
    ['MAX_CONCURRENT_CALLS', { MAX_CONCURRENT_CALLS: '1e3' }],
    ['LOG_FORMAT', { LOG_FORMAT: 'xml' }],
    ['METRICS_PORT', { METRICS_PORT: '70000' }],
    ['--port is given twice', {}, ['--port', '1', '--port', '2']],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }],
    ['REDIS_URL', { REDIS_URL: `https://:${API_KEY}@redis.example` }],
    ['REDIS_URL', { REDIS_URL: `redis://:${API_KEY}%E0@redis.example` }],
    ['never a flag', {}, ['--api-key', API_KEY]],
    ['never a flag', {}, [`--apiKey=${API_KEY}`]],
    ['--verbose', {}, ['--verbose']],
    ['not known', {}, [`--${API_KEY}`]],
    ['--help', {}, [API_KEY]],
    ['--port', {}, ['--port']],
    ['--sandbox', {}, ['--sandbox=yes']],
  ];

  for (const [name, env, args = []] of cases) {
    test(`names ${name} and shows no key: ${JSON.stringify([env, args]).replaceAll(API_KEY, '…')}`, () => {
      assert.throws(
        () => read(env, ...args),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError, String(error));
          assert.ok(error.message.includes(name), error.message);
          assert.ok(!error.message.includes(API_KEY));
          assert.equal(error.cause, undefined);
          return true;
        },
      );
    });
  }
});

describe('the address for webhooks of the sandbox', () => {
  const readUrl = (args: string[], environment = {}) => {
    const command = readCommand(args, environment);
    return command.action === 'serve' ? command.settings.webhookUrl : command.action;
  };

  test('is a flag or a variable', () => {
    const url = 'http://127.0.0.1:3000/webhooks';
    assert.equal(readUrl(['--sandbox', '--webhook-url', url]), url);
    assert.equal(readUrl(['--sandbox'], { SANDBOX_WEBHOOK_URL: url }), url);
  });

  test('needs the sandbox and http or https', () => {
    assert.throws(
      () => readUrl(['--webhook-url', 'http://127.0.0.1/'], { SOLIFYN_API_KEY: 'a-key-of-this-seller' }),
      /--webhook-url needs --sandbox/,
    );
    assert.throws(
      () => readUrl(['--sandbox', '--webhook-url', 'localhost:3000']),
      /--webhook-url must be an address/,
    );
  });
});
