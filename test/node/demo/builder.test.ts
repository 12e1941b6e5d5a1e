import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  DEFAULT_CHOICE,
  MODES,
  PLATFORMS,
  toChoice,
  toQuery,
  type Choice,
} from '../../../demo/builder/choice.ts';
import { snippetsFor } from '../../../demo/builder/snippets.ts';
import { findMistakes } from '../../../demo/builder/validate.ts';
import { linkOf, PLACEHOLDERS, toSnippetData } from '../../../demo/builder/snippet-data.ts';

const REAL = { id: 'prod_a1B2c3D4e5', endpoint: 'https://pay.shop.com/session' };
const SECRET_KEY = 'sk_live_51Hq8ZkLmNoPqRsT';
const release = {
  version: '1.2.3',
  integrity: 'sha384-abc',
  folder: 'https://cdn.jsdelivr.net/npm/@solifyn/buy-button@1.2.3/dist/',
};

function build(changes: Partial<Choice>): { code: string; errors: string[]; warnings: string[] } {
  const choice = { ...DEFAULT_CHOICE, ...changes };
  const mistakes = findMistakes(choice);
  const parts = { choice, data: toSnippetData(choice, mistakes), release, text: choice.label || 'Buy now' };
  const fields = (level: string) => mistakes.filter((each) => each.level === level).map(({ field }) => field);
  return {
    code: snippetsFor(parts)
      .map((snippet) => snippet.code)
      .join('\n'),
    errors: fields('error'),
    warnings: fields('warning'),
  };
}

describe('A snippet is ready only with real values', () => {
  for (const platform of PLATFORMS)
    for (const mode of MODES)
      for (const sells of ['product', 'collection'] as const)
        test(`${platform}, ${mode}, ${sells}`, () => {
          const empty = build({ platform, mode, sells });
          assert.deepEqual(empty.errors, ['id', 'endpoint']);
          assert.match(empty.code, new RegExp(PLACEHOLDERS[sells]));
          assert.ok(empty.code.includes(PLACEHOLDERS.endpoint));

          const id = sells === 'product' ? REAL.id : 'col_77hj2';
          const real = build({ platform, mode, sells, ...REAL, id });
          assert.deepEqual([...real.errors, ...real.warnings], []);
          assert.doesNotMatch(real.code, /YOUR|example|localhost|127\.0\.0\.1/);
          assert.ok(real.code.includes(linkOf(id)), 'the link follows the id');
          assert.ok(real.code.includes(REAL.endpoint));
          const written = platform === 'framer' ? 'new-tab' : mode;
          if (written !== 'redirect') assert.match(real.code, new RegExp(`mode(="|: )${written}`));
        });
});

describe('A snippet with a choice of the buyer is ready only with real values', () => {
  for (const platform of PLATFORMS) {
    test(`${platform}, variants`, () => {
      const empty = build({ platform, ...REAL, form: 'variants' });
      assert.deepEqual(empty.errors, ['variants']);
      assert.match(empty.code, new RegExp(PLACEHOLDERS.product));
      const variants = 'prod_a1B2c3D4e5 Monthly\nprod_Zz9Yy8Xx7 Yearly';
      const real = build({ platform, endpoint: REAL.endpoint, form: 'variants', variants });
      assert.deepEqual([...real.errors, ...real.warnings], []);
      assert.doesNotMatch(real.code, /YOUR|example/);
      assert.ok(real.code.includes('<option value="prod_Zz9Yy8Xx7">Yearly</option>'));
    });

    test(`${platform}, bundle`, () => {
      const empty = build({ platform, ...REAL, form: 'bundle' });
      assert.deepEqual(empty.errors, ['bundle']);
      assert.match(empty.code, new RegExp(PLACEHOLDERS.collection));
      const real = build({ platform, ...REAL, form: 'bundle', bundle: 'col_77hj2' });
      assert.deepEqual([...real.errors, ...real.warnings], []);
      assert.doesNotMatch(real.code, /YOUR|example/);
      assert.ok(real.code.includes('name="collectionId" value="col_77hj2"'));
    });

    test(`${platform}, price`, () => {
      assert.deepEqual(build({ platform, ...REAL, form: 'price', minPrice: 'five' }).errors, ['minPrice']);
      const real = build({ platform, ...REAL, form: 'price', minPrice: '9.50' });
      assert.deepEqual([...real.errors, ...real.warnings], []);
      assert.ok(real.code.includes('name="customPrice" min="9.50"'));
    });

    test(`${platform}, page after the payment`, () => {
      const dialog: Partial<Choice> = { platform, ...REAL, mode: 'modal' };
      assert.deepEqual(build({ ...dialog, successUrl: 'https://shop.example/thanks' }).errors, [
        'successUrl',
      ]);
      const real = build({ ...dialog, successUrl: '/thanks' });
      assert.deepEqual([...real.errors, ...real.warnings], []);
      // In a frame the checkout opens in a tab, which has no page after the payment.
      if (platform !== 'framer') assert.match(real.code, /success-url(="|: )\/thanks/);
    });
  }
});

describe('A snippet without an endpoint is a plain link, ready with the id alone', () => {
  for (const platform of PLATFORMS)
    for (const sells of ['product', 'collection'] as const)
      test(`${platform}, ${sells}`, () => {
        const empty = build({ platform, sells, route: 'link' });
        assert.deepEqual(empty.errors, ['id']);
        assert.match(empty.code, new RegExp(PLACEHOLDERS[sells]));

        const id = sells === 'product' ? REAL.id : 'col_77hj2';
        const real = build({ platform, sells, route: 'link', id });
        assert.deepEqual([...real.errors, ...real.warnings], []);
        assert.doesNotMatch(real.code, /YOUR|example|localhost|127\.0\.0\.1|endpoint|mode[=:]/);
        assert.match(real.code, new RegExp(`href(="|: )${linkOf(id)}`));
      });
});

test('A snippet is two lines, and three with the stylesheet', () => {
  assert.equal(build(REAL).code.split('\n').length, 2);
  const three = build({ ...REAL, stylesheet: 'yes' }).code.split('\n');
  assert.equal(three.length, 3);
  assert.match(
    three[0]!,
    /^<link rel="stylesheet" href="https:\/\/cdn\.jsdelivr\.net\/.*\/solifyn-buy-button\.css">$/,
  );
});

test('Theme, gateway and thank-you page are in the snippet as they are tried', () => {
  const { code } = build({
    ...REAL,
    mode: 'modal',
    gateway: 'frame',
    theme: 'dark',
    successUrl: '/thanks?id={CHECKOUT_ID}',
  });
  for (const part of ['gateway="frame"', 'theme="dark"', 'success-url="/thanks?id={CHECKOUT_ID}"'])
    assert.ok(code.includes(part), part);
  assert.doesNotMatch(build({ ...REAL, gateway: 'frame' }).code, /gateway/, 'a redirect has no gateway');
});

test('Variants, a bundle and a price are controls in a form', () => {
  const variants = build({
    ...REAL,
    form: 'variants',
    variants: `${REAL.id} Monthly\nprod_Zz9Yy8Xx7 Yearly & more`,
  });
  assert.deepEqual(variants.errors, []);
  assert.match(variants.code, /<option value="prod_Zz9Yy8Xx7">Yearly &amp; more<\/option>/);
  assert.match(variants.code, /<select name="productId">/);
  assert.match(
    build({ ...REAL, form: 'bundle', bundle: 'col_77hj2' }).code,
    /name="collectionId" value="col_77hj2"/,
  );
  assert.match(build({ ...REAL, form: 'price', minPrice: '9.50' }).code, /name="customPrice" min="9.50"/);
});

describe('A mistake is named at its field, and never gets into the snippet:', () => {
  const MISTAKES: [field: keyof Choice, value: string, changes?: Partial<Choice>][] = [
    ['id', ''],
    ['id', 'hello'],
    ['id', 'col_77hj2'],
    ['id', 'prod_7', { sells: 'collection' }],
    ['id', 'prod_z2o92kEl6cYYX'],
    ['id', '{{ product.id }}'],
    ['id', SECRET_KEY],
    ['id', 'https://solifyn.com/checkout/prod_abc'],
    ['code', SECRET_KEY],
    ['label', SECRET_KEY],
    ['endpoint', ''],
    ['endpoint', 'pay.example.com/session'],
    ['endpoint', 'pay.shop.com/session'],
    ['endpoint', 'https://pay.example.com/session'],
    ['endpoint', 'http://pay.shop.com/session'],
    ['endpoint', 'https://api.solifyn.com/checkout/create'],
    ['endpoint', 'https://eu.api.solifyn.com'],
    ['endpoint', `https://pay.shop.com/session?key=${SECRET_KEY}`],
    ['endpoint', 'javascript:alert(1)'],
    ['endpoint', 'data:text/html,x'],
    ['endpoint', 'solifyn/session'],
    ['endpoint', 'https:\\\\pay.shop.com\\session'],
    ['link', 'javascript:alert(1)'],
    ['link', 'https://pay.example.com/'],
    ['link', 'http://shop.com/buy'],
    ['link', 'https://api.solifyn.com/checkout/create'],
    ['link', SECRET_KEY],
    ['successUrl', 'javascript:alert(1)', { mode: 'modal' }],
    ['successUrl', '//evil.test/', { mode: 'modal' }],
    ['successUrl', 'https://shop.example/thanks', { mode: 'modal' }],
    ['variants', `${REAL.id} Monthly`, { form: 'variants' }],
    ['variants', `hello Monthly\n${REAL.id} Yearly`, { form: 'variants' }],
    ['variants', `${REAL.id}\n${REAL.id} Yearly`, { form: 'variants' }],
    ['bundle', 'prod_7', { form: 'bundle' }],
    ['minPrice', 'cheap', { form: 'price' }],
  ];
  for (const [field, value, changes] of MISTAKES)
    test(`${field} “${value}”`, () => {
      const choice = { ...DEFAULT_CHOICE, ...REAL, ...changes, [field]: value };
      const mistakes = findMistakes(choice).filter((mistake) => mistake.level === 'error');
      const own = mistakes.find((mistake) => mistake.field === field);
      assert.ok(own, JSON.stringify(mistakes));
      assert.match(own.text, /[.:a-z/_]$/);
      assert.doesNotMatch(own.text, /sk_live_5/);
      const { code } = build({ ...REAL, ...changes, [field]: value });
      if (value && field !== 'label' && field !== 'variants') assert.ok(!code.includes(`"${value}"`), code);
    });
});

test('Colours that cannot be read and an address of this computer are warned about', () => {
  assert.deepEqual(build({ ...REAL, appearance: 'filled', background: '#ffff99' }).warnings, ['color']);
  assert.deepEqual(build({ ...REAL, appearance: 'outline', background: '#ffff99' }).warnings, ['background']);
  assert.deepEqual(build({ ...REAL, appearance: 'filled' }).warnings, []);
  assert.deepEqual(build({ ...REAL, endpoint: 'http://localhost:8787/' }).warnings, ['endpoint']);
});

test('A choice survives its address, and an address sets nothing unknown', () => {
  const choice: Choice = {
    ...DEFAULT_CHOICE,
    ...REAL,
    platform: 'ghost',
    label: 'Jetzt & hier',
    theme: 'dark',
  };
  assert.deepEqual(toChoice(new URLSearchParams(toQuery(choice))), choice);
  const evil = 'mode=evil&background=red;}&platform=__proto__&language="><img>&toString=1&constructor=x';
  assert.deepEqual(toChoice(new URLSearchParams(evil)), DEFAULT_CHOICE);
});
