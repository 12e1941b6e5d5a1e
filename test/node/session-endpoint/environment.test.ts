/** The options of an endpoint as a platform's variables give them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { optionsFrom, SettingError } from '../../../src/session-endpoint/cli/environment.ts';
import type { Environment } from '../../../src/session-endpoint/cli/environment.ts';

const KEY = 'sk_test_4f9Qm2Lx7Zr8Vt1';

describe('options from the environment', () => {
  test('are what each variable says', () => {
    const environment = {
      SOLIFYN_API_KEY: KEY,
      SOLIFYN_API_URL: ' https://api.solifyn.example/v1 ',
      SOLIFYN_ALLOWED_ORIGINS: 'https://shop.example, https://www.shop.example,',
      SOLIFYN_PRODUCTS: 'prod_a,prod_b',
      SOLIFYN_COLLECTIONS: ',',
      SOLIFYN_CUSTOM_PRICES: 'prod_a:5, prod_b:1.5-500',
      PATH: '/usr/bin',
    };
    assert.deepEqual(optionsFrom(environment), {
      apiKey: KEY,
      apiUrl: 'https://api.solifyn.example/v1',
      allowedOrigins: ['https://shop.example', 'https://www.shop.example'],
      products: ['prod_a', 'prod_b'],
      collections: [],
      customPrices: { prod_a: { min: 5 }, prod_b: { min: 1.5, max: 500 } },
    });
    assert.equal(optionsFrom({ ...environment, SOLIFYN_ALLOWED_ORIGINS: '*' }).allowedOrigins, '*');
  });

  test('leave the defaults where a variable is empty or absent', () => {
    const empty = { SOLIFYN_API_URL: '', SOLIFYN_ALLOWED_ORIGINS: ' ', SOLIFYN_PRODUCTS: '' };
    for (const more of [{}, empty]) {
      const { apiKey, ...rest } = optionsFrom({ SOLIFYN_API_KEY: KEY, ...more });
      assert.equal(apiKey, KEY);
      assert.deepEqual(
        Object.values(rest).filter((value) => value !== undefined),
        [],
      );
    }
  });

  test('that are missing or wrong are named as the variable, without its value', () => {
    const wrong: [name: string, environment: Environment][] = [
      ['SOLIFYN_API_KEY', {}],
      ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: ' ' }],
      ['SOLIFYN_API_KEY', { SOLIFYN_API_KEY: `${KEY}\n` }],
      ['SOLIFYN_API_URL', { SOLIFYN_API_KEY: KEY, SOLIFYN_API_URL: `http://${KEY}.example` }],
      ['SOLIFYN_ALLOWED_ORIGINS', { SOLIFYN_API_KEY: KEY, SOLIFYN_ALLOWED_ORIGINS: KEY }],
      ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_API_KEY: KEY, SOLIFYN_CUSTOM_PRICES: KEY }],
      ['SOLIFYN_CUSTOM_PRICES', { SOLIFYN_API_KEY: KEY, SOLIFYN_CUSTOM_PRICES: 'prod_a:5-1' }],
    ];
    for (const [name, environment] of wrong) {
      assert.throws(
        () => optionsFrom(environment),
        (error) => {
          assert.ok(error instanceof SettingError, String(error));
          assert.match(error.message, new RegExp(`^${name} `));
          assert.ok(!error.message.includes(KEY));
          return true;
        },
      );
    }
  });
});
