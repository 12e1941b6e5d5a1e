import { expect } from '@open-wc/testing';
import {
  COLLECTION_FIELDS,
  isEmail,
  isJsonObject,
  isLoopback,
  isPrice,
  isQuantity,
  isSolifynApi,
  isWithinDepth,
  parseCheckoutUrl,
  parseEmail,
  parseHttpUrl,
  parseText,
  PRODUCT_FIELDS,
  REQUEST_FIELDS,
  trimQuotes,
} from '../../src/request-rules.ts';

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
  'zero-width characters': '\ufeff\u200b|\u200d\u2060',
  'several kinds at once': ' \u00a0“|”\u00a0 ',
};

describe('trimQuotes', () => {
  for (const [name, pair] of Object.entries(WRAPPERS))
    it(`removes surrounding ${name}`, () => {
      expect(trimQuotes(pair.replace('|', 'prod_1'))).to.equal('prod_1');
    });

  it('keeps quotes and blanks inside the text', () => {
    expect(trimQuotes('“Ada\u00a0“the first” Lovelace”')).to.equal('Ada\u00a0“the first” Lovelace');
  });

  it('takes linear time for a text with a hundred thousand blanks', () => {
    const text = `a${' '.repeat(100_000)}b`;
    expect(trimQuotes(text)).to.equal(text);
  });

  for (const nothing of [undefined, null, '', ' \u00a0', '“”', "''"])
    it(`returns undefined for ${nothing === undefined ? 'undefined' : JSON.stringify(nothing)}`, () => {
      expect(trimQuotes(nothing)).to.equal(undefined);
    });

  it('returns a number as text', () => {
    expect(trimQuotes(0)).to.equal('0');
  });
});

describe('parseText', () => {
  it('accepts up to 500 characters', () => {
    expect(parseText('x'.repeat(500))).to.have.length(500);
    expect(parseText('x'.repeat(501))).to.equal(undefined);
  });

  for (const character of ['\0', '\n', '\x1b', '\x7f', '\x9f'])
    it(`refuses the control character ${JSON.stringify(character)}`, () => {
      expect(parseText(`a${character}b`)).to.equal(undefined);
    });
});

describe('parseCheckoutUrl', () => {
  const SAFE = [
    'https://solifyn.com/checkout/prod_1?checkout_id=2',
    'HTTPS://SOLIFYN.COM/',
    'https://127.0.0.1.example/',
    'http://localhost:3000/checkout',
    'http://127.0.0.1:8082/',
    'http://[::1]:8082/',
  ];
  for (const address of SAFE)
    it(`accepts ${address}`, () => {
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
    it(`refuses ${JSON.stringify(address)}`, () => {
      expect(parseCheckoutUrl(address)).to.equal(undefined);
    });
});

describe('parseHttpUrl', () => {
  it('resolves a relative address', () => {
    expect(parseHttpUrl('../thanks', 'https://shop.example/a/b/c')?.href).to.equal(
      'https://shop.example/a/thanks',
    );
  });

  it('accepts only http and https', () => {
    expect(parseHttpUrl('http://shop.example/')?.href).to.equal('http://shop.example/');
    expect(parseHttpUrl('javascript:alert(1)', 'https://shop.example/')).to.equal(undefined);
    expect(parseHttpUrl('mailto:ada@example.com', 'https://shop.example/')).to.equal(undefined);
  });

  it('refuses a user or password', () => {
    expect(parseHttpUrl('https://ada:secret@shop.example/')).to.equal(undefined);
  });
});

describe('The fields', () => {
  it('of a collection are a part of all fields, which begin with the ids', () => {
    expect(REQUEST_FIELDS.slice(0, 2)).to.deep.equal(['productId', 'collectionId']);
    expect([...REQUEST_FIELDS].sort()).to.deep.equal(
      [...new Set<string>([...PRODUCT_FIELDS, ...COLLECTION_FIELDS])].sort(),
    );
  });
});

describe('isQuantity', () => {
  for (const value of [1, 2, Number.MAX_SAFE_INTEGER])
    it(`accepts ${value}`, () => {
      expect(isQuantity(value)).to.equal(true);
    });
  for (const value of [0, -1, 1.5, NaN, Infinity, 2 ** 53, '1', null, undefined, [1]])
    it(`refuses ${String(value)} (${typeof value})`, () => {
      expect(isQuantity(value)).to.equal(false);
    });
});

describe('isPrice', () => {
  for (const value of [0, 0.01, 9.5, 1e6])
    it(`accepts ${value}`, () => {
      expect(isPrice(value)).to.equal(true);
    });
  for (const value of [-0.01, NaN, Infinity, '1', null, [1]])
    it(`refuses ${String(value)} (${typeof value})`, () => {
      expect(isPrice(value)).to.equal(false);
    });
});

describe('isEmail', () => {
  for (const address of ["o'brien@example.com", 'a+b@localhost', 'ada@xn--mller-kva.de', 'a.b@c.d.example'])
    it(`accepts ${address}`, () => {
      expect(isEmail(address)).to.equal(true);
    });
  for (const address of [
    'ada',
    'ada@',
    '@example.com',
    'a b@example.com',
    'a@b@c',
    'a@-b.com',
    'info@müller.de',
  ])
    it(`refuses ${address}`, () => {
      expect(isEmail(address)).to.equal(false);
    });
  it('refuses more than 500 characters', () => {
    expect(isEmail(`${'a'.repeat(500)}@example.com`)).to.equal(false);
  });
});

describe('parseEmail', () => {
  const ADDRESSES = {
    'info@müller.de': 'info@xn--mller-kva.de',
    'info@MÜLLER.de': 'info@xn--mller-kva.de',
    ' “info@例え.jp” ': 'info@xn--r8jz45g.jp',
    'info@例え。jp': 'info@xn--r8jz45g.jp',
    'Ada@Example.com': 'Ada@Example.com',
  };
  for (const [text, address] of Object.entries(ADDRESSES))
    it(`reads ${text} as ${address}`, () => {
      expect(parseEmail(text)).to.equal(address);
    });
  for (const text of [
    'müller@example.com',
    'info@müller.de/path',
    'info@müller.de:25',
    'info@evil.com#ü',
    'a@b@ü.de',
    'info@ü..de',
  ])
    it(`refuses ${text}`, () => {
      expect(parseEmail(text)).to.equal(undefined);
    });
});

describe('isJsonObject', () => {
  it('refuses arrays and null', () => {
    expect([{}, [], null, 'text', 1, undefined].map(isJsonObject)).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('isWithinDepth', () => {
  const nested = (depth: number): unknown => (depth ? { a: nested(depth - 1) } : 'leaf');
  it('accepts 16 levels and refuses 17', () => {
    expect(isWithinDepth(nested(16))).to.equal(true);
    expect(isWithinDepth(nested(17))).to.equal(false);
    expect(isWithinDepth([[[]]], 2)).to.equal(false);
  });
});

describe('isLoopback', () => {
  it('accepts exactly localhost, 127.0.0.1 and [::1]', () => {
    const names = ['localhost', '127.0.0.1', '[::1]', '127.0.0.2', 'localhost.example', '::1', ''];
    expect(names.filter(isLoopback)).to.deep.equal(['localhost', '127.0.0.1', '[::1]']);
  });
});

describe('isSolifynApi', () => {
  const API = [
    'https://api.solifyn.com/',
    'https://API.Solifyn.com/v1/checkout/create',
    'https://api.solifyn.com./',
    'https://api.solifyn.com.:443/',
    'http://api.solifyn.com:8080/anything',
    'https://sandbox-api.solifyn.com/v1',
    'https://eu.api.solifyn.com/checkout/create',
    'https://eu-api.solifyn.com./',
    'https://solifyn.com/v1/checkout/create',
    'https://www.solifyn.com./checkout/create',
    'https://solifyn.com/api/checkout/collection/create/',
    'https://shop.solifyn.com/v2',
    'https://shop.solifyn.com//checkout//create',
  ];
  for (const address of API)
    it(`is true for ${address}`, () => {
      expect(isSolifynApi(new URL(address))).to.equal(true);
    });
  const OTHER = [
    'https://shop.example/v1/checkout/create',
    'https://my-api.solifyn.com.example/',
    'https://notsolifyn.com/v1/checkout/create',
    'https://shop.solifyn.com/solifyn/session',
    'https://solifyn.com/checkout/prod_1',
    'https://apisolifyn.com/',
    'http://localhost:3000/checkout/create',
  ];
  for (const address of OTHER)
    it(`is false for ${address}`, () => {
      expect(isSolifynApi(new URL(address))).to.equal(false);
    });
});
