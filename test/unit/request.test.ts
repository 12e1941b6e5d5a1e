import { expect } from '@open-wc/testing';
import { configure } from '../../src/button/config/configure.ts';
import type { CheckoutRequest } from '../../src/protocol.ts';
import { createRequest, draftRequest, validate } from '../../src/button/request/request.ts';
import { trimQuotes } from '../../src/request-rules.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { thrownBy } from '../support/rejection.ts';
import { captureWarnings, type Warnings } from '../support/warnings.ts';

type Raw = Record<string, unknown>;

/** The request of a button with these attributes or properties, in this form. */
function requestOf(raw: Raw, form?: HTMLFormElement): CheckoutRequest {
  return createRequest((name) => raw[name], form);
}

const productId = 'prod_z2o92kEl6cYYX';

afterEach(() => {
  // Safari throws after more than 100 calls in 10 s.
  if (location.search) history.replaceState(null, '', location.pathname);
  sessionStorage.setItem('solifyn-visit', '{}');
  resetConfiguration();
});

describe('A request', () => {
  it('has every field of a product, with the types of the API', () => {
    expect(
      requestOf({
        productId,
        quantity: '3',
        discountCode: 'LAUNCH20',
        aff: 'anna',
        customPrice: '12.5',
        customerEmail: 'ada@example.com',
        checkoutData: '{"campaign":"spring","visits":3,"tags":["a",null,{"b":true}]}',
        customFields: '{"size":"L"}',
      }),
    ).to.deep.equal({
      productId,
      quantity: 3,
      discountCode: 'LAUNCH20',
      aff: 'anna',
      customPrice: 12.5,
      customerEmail: 'ada@example.com',
      checkoutData: { campaign: 'spring', visits: 3, tags: ['a', null, { b: true }] },
      customFields: { size: 'L' },
    });
  });

  it('has every field of a collection', () => {
    const raw = { collectionId: 'col_123', quantity: 2, discountCode: 'LAUNCH20', aff: 'anna' };
    expect(requestOf(raw)).to.deep.equal(raw);
  });

  it('has no field that is unset', () => {
    expect(requestOf({ productId, quantity: undefined, aff: null })).to.deep.equal({ productId });
  });

  it('treats a field of blanks or quotes as unset', () => {
    const blank = ' \u00a0“”';
    const raw = Object.fromEntries(
      [
        'collectionId',
        'quantity',
        'discountCode',
        'aff',
        'customPrice',
        'customerEmail',
        'checkoutData',
        'customFields',
      ].map((name) => [name, blank]),
    );
    expect(requestOf({ ...raw, productId })).to.deep.equal({ productId });
  });

  it('has only the documented fields', () => {
    const raw = { productId, price: 1, apiKey: 'sk_live_1' };
    expect(validate(raw)).to.deep.equal({ productId });
  });
});

describe('A value with pasted characters around it', () => {
  const CASES: [raw: Raw, expected: Raw][] = [
    [{ productId: '\u00a0“prod_1”\n' }, { productId: 'prod_1' }],
    [{ productId: '′prod_1′' }, { productId: 'prod_1' }],
    [
      { productId, discountCode: ' „LAUNCH20“ ' },
      { productId, discountCode: 'LAUNCH20' },
    ],
    [
      { productId, aff: "'anna'" },
      { productId, aff: 'anna' },
    ],
    [
      { productId, customerEmail: '«ada@example.com»' },
      { productId, customerEmail: 'ada@example.com' },
    ],
    [
      { productId, quantity: '“2”' },
      { productId, quantity: 2 },
    ],
    [
      { productId, customPrice: '\u00a09.50\u202f' },
      { productId, customPrice: 9.5 },
    ],
    [
      { productId, customFields: '\n {"a":1} \n' },
      { productId, customFields: { a: 1 } },
    ],
  ];
  for (const [raw, expected] of CASES)
    it(`is sent without them: ${JSON.stringify(raw)}`, () => {
      expect(requestOf(raw)).to.deep.equal(expected);
    });
});

describe('A valid value', () => {
  const CASES: Raw[] = [
    { quantity: 1 },
    { quantity: Number.MAX_SAFE_INTEGER },
    { customPrice: 0 },
    { customPrice: 0.01 },
    { customerEmail: "o'brien+shop@sub.example.co" },
    { discountCode: 'x'.repeat(500) },
    { checkoutData: {} },
    { customFields: { 'Größe in cm': 'Ärmel “lang”' } },
  ];
  for (const raw of CASES)
    it(`is ${JSON.stringify(raw).slice(0, 60)}`, () => {
      expect(requestOf({ productId, ...raw })).to.deep.equal({ productId, ...raw });
    });

  it('of a text field stays text if it consists of digits', () => {
    expect(requestOf({ productId, aff: '007', discountCode: 2024 })).to.deep.equal({
      productId,
      aff: '007',
      discountCode: '2024',
    });
  });
});

const TEXT = 'a line of at most 500 characters';
const QUANTITY = 'a whole number from 1';
const PRICE = 'a number from 0 such as 9.5';
const OBJECT = 'a JSON object such as {"a":"b"}';

describe('The error for an invalid value names the attribute, the value and what is expected:', () => {
  const cyclic: Raw = {};
  cyclic['self'] = cyclic;

  const CASES: [field: string, attribute: string, expected: string, values: unknown[]][] = [
    [
      'quantity',
      'quantity',
      QUANTITY,
      [
        'two',
        '1.5',
        '0',
        '-1',
        '2 pieces',
        '1,000',
        '0x10',
        '1e3',
        '1e999',
        '9007199254740992',
        NaN,
        true,
        [2],
        {},
      ],
    ],
    ['customPrice', 'custom-price', PRICE, ['free', '-0.01', '12,50', '$5', 'Infinity', Infinity, {}]],
    ...[
      ['checkoutData', 'checkout-data'],
      ['customFields', 'custom-fields'],
    ].map(([field, attribute]): [string, string, string, unknown[]] => [
      field!,
      attribute!,
      OBJECT,
      ['[1]', '"text"', '3', 'null', 'true', '{“a”:1}', '{a:1}', '{"a":1', [1], 3, cyclic, { big: 1n }],
    ]),
    ['productId', 'product-id', TEXT, ['x'.repeat(501), 'prod\u0007_1', {}]],
    ['discountCode', 'discount-code', TEXT, ['A\nB', ['LAUNCH20']]],
    ['aff', 'aff', TEXT, ['x'.repeat(501), {}]],
  ];
  for (const [field, attribute, expected, cases] of CASES)
    for (const value of cases)
      it(`${attribute}="${String(value).slice(0, 40)}"`.replace(/\p{Cc}/gu, '·'), () => {
        const error = thrownBy(() => requestOf({ productId, [field]: value }));
        expect(error.code).to.equal('invalid-request');
        // The error shows the trimmed value, cut.
        const shown = trimQuotes(String(value))!.slice(0, 80);
        expect(error.message).to.equal(`${attribute}="${shown}" is not ${expected}.`);
      });
});

describe('An object from JavaScript', () => {
  it('is sent as JSON', () => {
    const checkoutData = { at: new Date(0), tags: ['a'], forget: undefined, call() {} };
    expect(requestOf({ productId, checkoutData }).checkoutData).to.deep.equal({
      at: '1970-01-01T00:00:00.000Z',
      tags: ['a'],
    });
  });

  it('is copied, so that a later change does not reach the request', () => {
    const customFields = { size: 'L' };
    const request = requestOf({ productId, customFields });
    customFields.size = 'S';
    expect(request.customFields).to.deep.equal({ size: 'L' });
  });
});

describe('Of the two ids', () => {
  for (const [name, raw] of Object.entries({
    'one is needed': { productId: ' ' },
    'only one may be set': { productId, collectionId: 'col_123' },
  }))
    it(name, () => {
      const error = thrownBy(() => requestOf(raw));
      expect(error.code).to.equal('invalid-request');
      expect(error.message).to.match(/^Set .*product-id .*collection-id/);
    });
});

describe('A field that Solifyn does not accept for a collection', () => {
  let warnings: Warnings;
  beforeEach(() => (warnings = captureWarnings()));
  afterEach(() => warnings.restore());

  const PRODUCT_ONLY: [field: string, attribute: string, value: unknown][] = [
    ['customPrice', 'custom-price', '5'],
    ['customerEmail', 'customer-email', 'ada@example.com'],
    ['checkoutData', 'checkout-data', '{"a":1}'],
    ['customFields', 'custom-fields', '{"a":1}'],
  ];
  for (const [field, attribute, value] of PRODUCT_ONLY)
    it(`is left out with one warning: ${attribute}`, () => {
      const raw = { collectionId: 'col_123', quantity: '2', [field]: value };
      expect(requestOf(raw)).to.deep.equal({ collectionId: 'col_123', quantity: 2 });
      requestOf(raw);
      expect(warnings.texts).to.have.length(1);
      expect(warnings.texts[0]).to.contain(attribute).and.contain('collection');
    });

  it('is not validated', () => {
    const raw = { collectionId: 'col_123', customPrice: 'abc', customerEmail: 'ada', checkoutData: '{' };
    expect(requestOf(raw)).to.deep.equal({ collectionId: 'col_123' });
  });

  it('is also left out if a form fills it', () => {
    const form = formOf(
      '<input name="customerEmail" value="ada@example.com"><input name="quantity" value="2">',
    );
    expect(requestOf({ collectionId: 'col_123' }, form)).to.deep.equal({
      collectionId: 'col_123',
      quantity: 2,
    });
  });
});

/** Adds a form with these controls to the page. */
function formOf(controls: string): HTMLFormElement {
  const form = document.createElement('form');
  form.innerHTML = controls;
  return form;
}

describe('A form', () => {
  it('fills the fields that its controls are named after', () => {
    const form = formOf(`
      <input name="quantity" type="number" value="3">
      <input name="discountCode" value=" LAUNCH20 ">
      <input name="customPrice" value="12.5">
      <input name="customerEmail" type="email" value="ada@example.com">
      <select name="customFields.size"><option>S<option selected>L</select>
      <textarea name="customFields.note">To Grace</textarea>
      <input name="checkoutData.campaign" value="spring">`);
    expect(requestOf({ productId }, form)).to.deep.equal({
      productId,
      quantity: 3,
      discountCode: 'LAUNCH20',
      customPrice: 12.5,
      customerEmail: 'ada@example.com',
      customFields: { size: 'L', note: 'To Grace' },
      checkoutData: { campaign: 'spring' },
    });
  });

  it('overrides the attributes', () => {
    const form = formOf('<input name="quantity" value="3"><input name="discountCode" value="FRIEND5">');
    expect(requestOf({ productId, quantity: 2, discountCode: 'LAUNCH20' }, form)).to.deep.equal({
      productId,
      quantity: 3,
      discountCode: 'FRIEND5',
    });
  });

  it('ignores an empty control', () => {
    const form = formOf('<input name="quantity" value=" "><input name="customFields.size" value="">');
    expect(requestOf({ productId, quantity: 2 }, form)).to.deep.equal({ productId, quantity: 2 });
  });

  it('ignores every other control', () => {
    const form = formOf(`
      <input name="aff" value="eve"><input name="Quantity" value="9"><input name="quantity2" value="9">
      <input name="customFields" value='{"a":1}'><input name="customFields." value="x">
      <input name="customFieldsxsize" value="x"><input value="9"><input name="quantity" value="9" disabled>
      <input name="discountCode" type="file"><input name="quantity" type="checkbox" value="9">`);
    expect(requestOf({ productId }, form)).to.deep.equal({ productId });
  });

  it('adds its custom fields to those of the element and overrides them', () => {
    const form = formOf(
      '<input name="customFields.size" value="L"><input name="customFields.a.b" value="c">',
    );
    expect(
      requestOf({ productId, customFields: '{"size":"S","colour":"red"}' }, form).customFields,
    ).to.deep.equal({ size: 'L', colour: 'red', 'a.b': 'c' });
  });

  it('sends all ticked boxes of one name', () => {
    const boxes = ['a', 'b', 'c'].map(
      (value) => `<input type="checkbox" name="customFields.f" value="${value}"`,
    );
    expect(requestOf({ productId }, formOf(`${boxes[0]} checked>${boxes[1]}>`)).customFields).to.deep.equal({
      f: 'a',
    });
    expect(
      requestOf({ productId }, formOf(`${boxes[0]} checked>${boxes[1]} checked>${boxes[2]} checked>`))
        .customFields,
    ).to.deep.equal({ f: ['a', 'b', 'c'] });
  });

  it('may name a custom field like a property of Object.prototype', () => {
    const form = formOf(
      '<input name="customFields.constructor" value="a"><input name="customFields.__proto__" value="b">',
    );
    const { customFields } = requestOf({ productId }, form);
    expect(JSON.parse(JSON.stringify(customFields))).to.deep.equal(
      JSON.parse('{"constructor":"a","__proto__":"b"}'),
    );
    expect(({} as Raw)['b']).to.equal(undefined);
  });

  it('does not hide an invalid attribute', () => {
    const form = formOf('<input name="customFields.size" value="L">');
    const error = thrownBy(() => requestOf({ productId, customFields: '{oops' }, form));
    expect(error.message).to.equal(`custom-fields="{oops" is not ${OBJECT}.`);
  });

  it('is validated like the attributes', () => {
    const error = thrownBy(() => requestOf({ productId }, formOf('<input name="quantity" value="2.5">')));
    expect(error.code).to.equal('invalid-request');
    expect(error.message).to.equal(`quantity="2.5" is not ${QUANTITY}.`);
  });
});

describe('The visit', () => {
  it('fills aff and discountCode if neither form nor element does', () => {
    history.replaceState(null, '', '?aff=anna&discount=SPRING');
    expect(requestOf({ productId, discountCode: ' “” ' })).to.deep.equal({
      productId,
      aff: 'anna',
      discountCode: 'SPRING',
    });
  });

  it('is overridden by the element, and the element by the form', () => {
    history.replaceState(null, '', '?aff=anna&discount=SPRING');
    const raw = { productId, aff: 'ben', discountCode: 'LAUNCH20' };
    expect(requestOf(raw)).to.deep.equal(raw);
    const form = formOf('<input name="discountCode" value="FRIEND5">');
    expect(requestOf(raw, form)).to.deep.equal({ ...raw, discountCode: 'FRIEND5' });
  });

  it('also fills them for a collection', () => {
    history.replaceState(null, '', '?aff=anna&discount=SPRING');
    expect(requestOf({ collectionId: 'col_123' })).to.deep.equal({
      collectionId: 'col_123',
      aff: 'anna',
      discountCode: 'SPRING',
    });
  });

  it('is sent as utm with a product’s data if utm is on', () => {
    history.replaceState(null, '', '?utm_source=news&utm_medium=mail');
    configure({ utm: true });
    expect(requestOf({ productId, checkoutData: '{"a":1}' }).checkoutData).to.deep.equal({
      a: 1,
      utm: { source: 'news', medium: 'mail' },
    });
  });

  it('does not replace a utm of the seller', () => {
    history.replaceState(null, '', '?utm_source=news');
    configure({ utm: true });
    const checkoutData = { utm: 'mine' };
    expect(requestOf({ productId, checkoutData }).checkoutData).to.deep.equal(checkoutData);
  });

  it('sends no utm with a collection, without a warning', () => {
    const { texts, restore } = captureWarnings();
    history.replaceState(null, '', '?utm_source=news');
    configure({ utm: true });
    expect(requestOf({ collectionId: 'col_utm' })).to.deep.equal({ collectionId: 'col_utm' });
    restore();
    expect(texts).to.deep.equal([]);
  });

  it('does not hide an invalid attribute', () => {
    history.replaceState(null, '', '?utm_source=news');
    configure({ utm: true });
    expect(thrownBy(() => requestOf({ productId, checkoutData: '[1]' })).code).to.equal('invalid-request');
  });
});

describe('A customer-email attribute that is not an address', () => {
  let warnings: Warnings;
  beforeEach(() => (warnings = captureWarnings()));
  afterEach(() => warnings.restore());

  for (const customerEmail of [
    '{{ member.email }}',
    'undefined',
    'ada@',
    'a b@c.example',
    'a@b@c',
    '<%= email %>',
  ])
    it(`is left out with a warning: ${customerEmail}`, () => {
      expect(requestOf({ productId, customerEmail })).to.deep.equal({ productId });
      expect(warnings.texts).to.have.length(1);
      expect(warnings.texts[0]).to.contain('customer-email').and.contain(customerEmail);
    });

  it('is replaced by what the buyer typed', () => {
    const form = formOf('<input name="customerEmail" value="ada@example.com">');
    expect(requestOf({ productId, customerEmail: 'undefined' }, form).customerEmail).to.equal(
      'ada@example.com',
    );
    expect(warnings.texts).to.deep.equal([]);
  });

  it('is invalid in a request that a listener has changed', () => {
    expect(thrownBy(() => validate({ productId, customerEmail: 'ada' })).code).to.equal('invalid-request');
  });
});

describe('A domain beyond ASCII', () => {
  it('is sent in ASCII, from the attribute and from a form', () => {
    expect(requestOf({ productId, customerEmail: 'info@müller.de' }).customerEmail).to.equal(
      'info@xn--mller-kva.de',
    );
    const form = formOf('<input name="customerEmail" value="info@müller.de">');
    expect(requestOf({ productId }, form).customerEmail).to.equal('info@xn--mller-kva.de');
  });
});

describe('A number in a form', () => {
  const numberIn = (html: string, lang: string) => {
    const form = formOf(html);
    form.lang = lang;
    return requestOf({ productId }, form).customPrice;
  };

  it('is read in the language of the page if it was typed', () => {
    expect(numberIn('<input name="customPrice" value="1.234,50 €">', 'de')).to.equal(1234.5);
    expect(numberIn('<input name="customPrice" value="1.000">', 'de_DE')).to.equal(1000);
    expect(numberIn('<textarea name="customPrice">1,000</textarea>', 'en')).to.equal(1000);
  });

  it('is read as an HTML number if the page or the browser wrote it', () => {
    expect(numberIn('<input type="number" step="any" name="customPrice" value="1.000">', 'de')).to.equal(1);
    expect(numberIn('<input type="hidden" name="customPrice" value="1.500">', 'de')).to.equal(1.5);
    expect(
      numberIn('<select name="customPrice"><option value="9.500" selected>9,50</select>', 'de'),
    ).to.equal(9.5);
  });

  it('that is ambiguous is invalid', () => {
    for (const [value, lang] of [
      ['1.000', 'en'],
      ['1,000', 'de'],
      ['0x10', 'en'],
    ] as const)
      expect(
        thrownBy(() => numberIn(`<input name="customPrice" value="${value}">`, lang)).message,
      ).to.contain(`custom-price="${value}" is not`);
  });
});

describe('A form that chooses what to buy', () => {
  it('sells the chosen variant in place of the attribute', () => {
    const form = formOf(
      '<select name="productId"><option value="prod_m">Monthly<option value="prod_y" selected>Yearly</select>',
    );
    expect(requestOf({ productId }, form)).to.deep.equal({ productId: 'prod_y' });
    expect(requestOf({}, form)).to.deep.equal({ productId: 'prod_y' });
    const radios = formOf(
      '<input type="radio" name="productId" value="prod_m"><input type="radio" name="productId" value="prod_y" checked>',
    );
    expect(requestOf({ productId }, radios)).to.deep.equal({ productId: 'prod_y' });
  });

  it('sells the bundle if its checkbox is ticked, in place of product and variant', () => {
    const variant = '<input type="hidden" name="productId" value="prod_y">';
    const bundle = '<input type="checkbox" name="collectionId" value="col_1"';
    expect(requestOf({ productId }, formOf(`${variant}${bundle} checked>`))).to.deep.equal({
      collectionId: 'col_1',
    });
    expect(requestOf({ productId }, formOf(`${variant}${bundle}>`))).to.deep.equal({ productId: 'prod_y' });
  });

  it('sells a product in place of the collection', () => {
    const form = formOf('<input type="hidden" name="productId" value="prod_y">');
    expect(requestOf({ collectionId: 'col_1' }, form)).to.deep.equal({ productId: 'prod_y' });
  });

  it('falls back to the attribute if nothing is chosen', () => {
    const form = formOf(
      '<select name="productId"><option value="">Choose…<option value="prod_y">Yearly</select>',
    );
    expect(requestOf({ productId }, form)).to.deep.equal({ productId });
  });

  const SOLD_OUT: Record<string, string> = {
    'an option':
      '<select name="productId"><option value="prod_m">M<option value="prod_y" disabled selected>Y</select>',
    'an option of a disabled group':
      '<select name="productId"><option value="prod_m">M<optgroup label="Gone" disabled><option value="prod_y" selected>Y</optgroup></select>',
    'a radio button': '<input type="radio" name="productId" value="prod_y" disabled checked>',
  };
  for (const [name, html] of Object.entries(SOLD_OUT))
    it(`does not fall back to another item for ${name} that is sold out`, () => {
      const error = thrownBy(() => requestOf({ productId }, formOf(html)));
      expect(error.code).to.equal('invalid-request');
      expect(error.message).to.contain('prod_y');
    });
});

describe('draftRequest', () => {
  it('names the visit’s discount code only if neither form nor element set one', () => {
    history.replaceState(null, '', '?discount=SPRING');
    const unset = () => undefined;
    const option = (name: string) => (name === 'discountCode' ? 'SPRING' : undefined);
    const filled = formOf('<input name="discountCode" value="SPRING">');
    expect(draftRequest(unset).visitDiscount).to.equal('SPRING');
    expect(draftRequest(unset, formOf('<input name="discountCode" value=" ">')).visitDiscount).to.equal(
      'SPRING',
    );
    expect(draftRequest(option).visitDiscount).to.equal(undefined);
    expect(draftRequest(unset, filled).visitDiscount).to.equal(undefined);
  });
});
