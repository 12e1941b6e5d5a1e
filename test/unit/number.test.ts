import { expect } from '@open-wc/testing';
import { parseTypedNumber } from '../../src/button/request/number.ts';
import { parseDecimal } from '../../src/request-rules.ts';

type Cases = Record<string, number | undefined>;

/** What people type on a page in a language, and the number that they mean. `undefined` if it is ambiguous. */
const TYPED: Record<string, Cases> = {
  en: {
    '15': 15,
    $15: 15,
    '15 $': 15,
    'US$ 15.50': 15.5,
    'USD 15': 15,
    '15 usd': 15,
    '9.50': 9.5,
    '9,50': 9.5,
    '.50': 0.5,
    '9.': 9,
    '0.500': 0.5,
    '1,000': 1000,
    '1,234.50': 1234.5,
    '1.234,50': 1234.5,
    '1,000,000': 1_000_000,
    '1.000.000': 1_000_000,
    '1,000,000.5': 1_000_000.5,
    '1234.500': 1234.5,
    '１２': 12,
    '１，２３４．５': 1234.5,
    '١٢': 12,
    '१२': 12,
    '007': 7,
    '1.000': undefined,
    '0x10': undefined,
    '1e3': undefined,
    '-5': undefined,
    '−5': undefined,
    '12k': undefined,
    '5 Mio': undefined,
    '50%': undefined,
    '1/2': undefined,
    '3-5': undefined,
    '2 pieces': undefined,
    '$15 €': undefined,
    '12 34': undefined,
    '1,23': 1.23,
    '1,2345': undefined,
    '1,00,0': undefined,
    '1.2.3': undefined,
    '½': undefined,
    Infinity: undefined,
    '': undefined,
    '.': undefined,
    $: undefined,
  },
  de: {
    '9,50': 9.5,
    '9.50': 9.5,
    '12,50': 12.5,
    '1.000': 1000,
    '1.000,00': 1000,
    '1.234,50 €': 1234.5,
    '€ 1.234,50': 1234.5,
    '15,-': 15,
    '15,–': 15,
    '15 Euro': 15,
    '15 EUR': 15,
    '1 000': 1000,
    '1,000': undefined,
    '1.00': 1,
  },
  fr: { '1 234,50': 1234.5, '1\u202f234,50\u00a0€': 1234.5, '1.000': undefined, '9,5': 9.5 },
  'de-CH': { 'CHF 1’234.50': 1234.5, "1'234.50": 1234.5, '15.–': 15, 'Fr. 12.50': 12.5, '12.50 Fr.': 12.5 },
  tr: { '12,50 TL': 12.5, '₺12,50': 12.5 },
  'en-IN': {
    'Rs 500': 500,
    'Rs. 500': 500,
    'Rs.500': 500,
    'Rs.1,500.50': 1500.5,
    '₹12,34,567': 1_234_567,
    '12,34,567.5': 1_234_567.5,
  },
  'ar-EG': { '١٢': 12, '١٢٫٥': 12.5, '١٬٢٣٤٫٥٠': 1234.5 },
  fa: { '۱۲۳': 123, '۱۲٫۵': 12.5 },
  pl: { '15 zł': 15, '1 234,50 zł': 1234.5 },
  sv: { '15 kr': 15, '15 kr.': 15, 'kr 1 500': 1500, 'kr.500': 500, 'kr. 1.500,50': 1500.5 },
  ja: { '１２００円': 1200, '¥1,200': 1200 },
  'pt-BR': { 'R$ 1.500': 1500, 'R$ 1.500,50': 1500.5 },
  es: { '1.000': 1000, '1000': 1000, '9,99': 9.99 },
};

for (const [locale, cases] of Object.entries(TYPED))
  describe(`A number typed on a page in ${locale}`, () => {
    for (const [text, number] of Object.entries(cases))
      it(number === undefined ? `is not clear: "${text}"` : `"${text}" is ${number}`, () => {
        expect(parseTypedNumber(text, locale)).to.equal(number);
      });

    it('is read as the browser formats it there', () => {
      for (const number of [0, 0.5, 1, 12, 999.99, 1000, 1234.5, 12_345, 1_234_567.89]) {
        const text = new Intl.NumberFormat(locale).format(number);
        expect(parseTypedNumber(text, locale), text).to.equal(number);
      }
    });
  });

describe('parseDecimal', () => {
  for (const [text, number] of Object.entries({ '12': 12, '12.50': 12.5, '.5': 0.5, '12.': 12, '007': 7 }))
    it(`reads ${text}`, () => {
      expect(parseDecimal(text)).to.equal(number);
    });
  for (const text of ['', '.', '-1', '+1', '0x10', '1e3', '1,5', 'Infinity', '1_000', ' 1'])
    it(`refuses "${text}"`, () => {
      expect(parseDecimal(text)).to.be.NaN;
    });
});
