/** The options of an endpoint from a platform's variables. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { optionsFrom } from '../../../src/session-endpoint/environment.ts';
import type { Environment } from '../../../src/session-endpoint/environment.ts';
import { ConfigError } from '../../../src/session-endpoint/errors.ts';

const API_KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';

describe('options from the environment', () => {
  test('are read from their variables', () => {
    const environment = {
      SOLIFYN_API_KEY: API_KEY,
      SOLIFYN_API_URL: ' https://api.solifyn.example/v1 ',
      SOLIFYN_ALLOWED_ORIGINS: 'https://shop.example, https://www.shop.example,',
      SOLIFYN_PRODUCTS: 'prod_a,prod_b',
      SOLIFYN_COLLECTIONS: ',',
      SOLIFYN_CUSTOM_PRICES: 'prod_a:5, prod_b:1.5-500',
      PATH: '/usr/bin',
    };
    assert.deepEqual(optionsFrom(environment), {
      apiKey: API_KEY,
      apiUrl: 'https://api.solifyn.example/v1',
      allowedOrigins: ['https://shop.example', 'https://www.shop.example'],
      products: ['prod_a', 'prod_b'],
      collections: [],
      customPrices: { prod_a: { min: 5 }, prod_b: { min: 1.5, max: 500 } },
      verify: undefined,
    });
    assert.equal(optionsFrom({ ...environment, SOLIFYN_ALLOWED_ORIGINS: '*' }).allowedOrigins, '*');
  });

  test('leave the defaults where a variable is empty or absent', () => {
    const empty = { SOLIFYN_API_URL: '', SOLIFYN_ALLOWED_ORIGINS: ' ', SOLIFYN_PRODUCTS: '' };
    for (const more of [{}, empty]) {
      const { apiKey, ...rest } = optionsFrom({ SOLIFYN_API_KEY: API_KEY, ...more });
      assert.equal(apiKey, API_KEY);
      assert.deepEqual(
        Object.values(rest).filter((value) => value !== undefined),
        [],
      );
    }
  });

  test('turn on the bot check by TURNSTILE_SECRET_KEY', () => {
    const { verify } = optionsFrom({
      SOLIFYN_API_KEY: API_KEY,
      TURNSTILE_SECRET_KEY: '1x0000000000000000000000000000000AA',
    });
    assert.equal(typeof verify, 'function');
  });

  test('need the variables', () => {
    assert.throws(() => optionsFrom(undefined as never), /expects the environment variables/);
  });

  test('that are missing or wrong are named as the variable, without its value', () => {
    const wrong: [name: string, environment: Environment][] = [
      ['SOLIFYN_API_KEY', {}],
      ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: ' ' }],
      ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: `${API_KEY}\n` }],
      ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: `"${API_KEY}"` }],
      ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: API_KEY.slice(0, 15) }],
      ['SOLIFYN_API_URL', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_API_URL: 'https://api.solifyn.com' }],
      ['SOLIFYN_PRODUCTS', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_PRODUCTS: '"prod_a,prod_b"' }],
      ['SOLIFYN_PRODUCTS', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_PRODUCTS: 'prod_a prod_b' }],
      ['SOLIFYN_PRODUCTS', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_PRODUCTS: 'prod_a;prod_b' }],
      ['SOLIFYN_COLLECTIONS', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_COLLECTIONS: '["col_a","col_b"]' }],
      ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_CUSTOM_PRICES: 'prod_a:5,prod_a:1' }],
      ['TURNSTILE_SECRET_KEY', { SOLIFYN_API_KEY: API_KEY, TURNSTILE_SECRET_KEY: `'${API_KEY}'` }],
      ['SOLIFYN_API_URL', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_API_URL: `http://${API_KEY}.example` }],
      ['SOLIFYN_ALLOWED_ORIGINS', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_ALLOWED_ORIGINS: API_KEY }],
      ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_CUSTOM_PRICES: API_KEY }],
      ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_API_KEY: API_KEY, SOLIFYN_CUSTOM_PRICES: 'prod_a:5-1' }],
    ];
    for (const [name, environment] of wrong) {
      assert.throws(
        () => optionsFrom(environment),
        (error) => {
          assert.ok(error instanceof ConfigError, String(error));
          assert.match(error.message, new RegExp(`^${name} `));
          assert.ok(!error.message.includes(API_KEY));
          return true;
        },
      );
    }
  });
});
