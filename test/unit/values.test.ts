import { expect } from '@open-wc/testing';
import {
  attributeName,
  trimQuotes,
  isObject,
  parseJson,
  parseCheckoutUrl,
  toJson,
  parseHttpUrl,
  parseText,
} from '../../src/button/values.ts';

const WRAPPERS = {
  blanks: ' \t\n|\r ',
  'no-break spaces': '\u00a0|\u202f',
  'straight quotes': '"|"',
  'curly quotes': '“|”',
  'low and single quotes': '„|’',
  'angle quotes': '«|»',
  'single angle quotes': '‹|›',
  primes: '″|′',
  backticks: '`|`',
  'what has no width': '\ufeff\u200b|\u200d\u2060',
  'several at once': ' \u00a0“|”\u00a0 ',
};

describe('Cleaning a pasted text', () => {
  for (const [name, pair] of Object.entries(WRAPPERS))
    it(`takes away ${name} around it`, () => {
      expect(trimQuotes(pair.replace('|', 'prod_1'))).to.equal('prod_1');
    });

  it('leaves what stands inside', () => {
    expect(trimQuotes('“Ada\u00a0“the first” Lovelace”')).to.equal('Ada\u00a0“the first” Lovelace');
  });

  it('of a hundred thousand blanks takes no longer than of a few', () => {
    const text = `a${' '.repeat(100_000)}b`;
    expect(trimQuotes(text)).to.equal(text);
  });

  for (const nothing of [undefined, null, '', ' \u00a0', '“”', "''"])
    it(`finds nothing in ${nothing === undefined ? 'undefined' : JSON.stringify(nothing)}`, () => {
      expect(trimQuotes(nothing)).to.equal(undefined);
    });

  it('makes a text of a number', () => {
    expect(trimQuotes(0)).to.equal('0');
  });
});

describe('A word that Solifyn takes', () => {
  it('has up to 500 characters', () => {
    expect(parseText('x'.repeat(500))).to.have.length(500);
    expect(parseText('x'.repeat(501))).to.equal(undefined);
  });

  for (const character of ['\0', '\n', '\x1b', '\x7f', '\x9f'])
    it(`has no ${JSON.stringify(character)} in it`, () => {
      expect(parseText(`a${character}b`)).to.equal(undefined);
    });
});

describe('JSON', () => {
  it('has objects, and neither arrays nor null are among them', () => {
    expect([{}, [], null, 'text', 1, undefined].map(isObject)).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('that cannot be read says nothing', () => {
    expect(parseJson('{')).to.equal(undefined);
    expect(parseJson('null')).to.equal(null);
  });

  it('is written as it is on a page where Prototype.js gave arrays a toJSON', () => {
    Object.defineProperty(Array.prototype, 'toJSON', {
      configurable: true,
      value(this: unknown[]) {
        return JSON.stringify(this.length);
      },
    });
    try {
      expect(toJson({ sizes: [1, ['two']] })).to.equal('{"sizes":[1,["two"]]}');
    } finally {
      Reflect.deleteProperty(Array.prototype, 'toJSON');
    }
  });

  it('writes a date as its text', () => {
    expect(toJson({ at: new Date(0) })).to.equal('{"at":"1970-01-01T00:00:00.000Z"}');
  });
});

describe('An address to pay at', () => {
  const SAFE = [
    'https://solifyn.com/checkout/prod_1?checkout_id=2',
    'HTTPS://SOLIFYN.COM/',
    'https://127.0.0.1.example/',
    'http://localhost:3000/checkout',
    'http://127.0.0.1:8082/',
    'http://[::1]:8082/',
  ];
  for (const address of SAFE)
    it(`may be ${address}`, () => {
      expect(parseCheckoutUrl(address)?.href).to.equal(new URL(address).href);
    });

  const UNSAFE = [
    'http://solifyn.com/checkout',
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'http://127.0.0.2/',
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://solifyn.com/1',
    'file:///etc/passwd',
    'ftp://localhost/',
    'https://user@solifyn.com/',
    'https://:secret@solifyn.com/',
    '/checkout',
    '//solifyn.com/checkout',
    'https://',
    '',
  ];
  for (const address of UNSAFE)
    it(`is never ${JSON.stringify(address)}`, () => {
      expect(parseCheckoutUrl(address)).to.equal(undefined);
    });
});

describe('The address of a page', () => {
  it('is resolved like a link', () => {
    expect(parseHttpUrl('../thanks', 'https://shop.example/a/b/c')?.href).to.equal(
      'https://shop.example/a/thanks',
    );
  });

  it('is http or https', () => {
    expect(parseHttpUrl('http://shop.example/')?.href).to.equal('http://shop.example/');
    expect(parseHttpUrl('javascript:alert(1)', 'https://shop.example/')).to.equal(undefined);
    expect(parseHttpUrl('mailto:ada@example.com', 'https://shop.example/')).to.equal(undefined);
  });

  it('names no user', () => {
    expect(parseHttpUrl('https://ada:secret@shop.example/')).to.equal(undefined);
  });
});

it('A property’s attribute is its name in kebab case', () => {
  expect(['mode', 'productId', 'gatewayEnvironment'].map(attributeName)).to.deep.equal([
    'mode',
    'product-id',
    'gateway-environment',
  ]);
});
