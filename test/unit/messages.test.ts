import { expect } from '@open-wc/testing';
import { configure } from '../../src/button/config/configure.ts';
import { LANGUAGES as BUILT_IN, localeFor, messagesFor } from '../../src/button/messages/index.ts';
import type { Messages } from '../../src/button/messages/messages.ts';
import { resetConfiguration } from '../support/configuration.ts';

const LANGUAGES = [
  ...['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja'],
  ...['ko', 'nl', 'pl', 'pt', 'tr', 'vi', 'zh', 'zh-Hant'],
];
const NAMES: (keyof Messages)[] = ['close', 'error', 'failed', 'invalid', 'label', 'loading', 'page'];

/** An element in that language. */
function inLang(lang: string): HTMLElement {
  const parent = document.createElement('p');
  parent.lang = lang;
  const child = document.createElement('span');
  parent.append(child);
  return child;
}

/** Runs the work in a browser that is set to these languages. */
function withBuyerLanguages(
  languages: string[] | undefined,
  work: () => void,
  language = languages?.[0],
): void {
  Object.defineProperty(navigator, 'languages', { configurable: true, value: languages });
  Object.defineProperty(navigator, 'language', { configurable: true, value: language });
  try {
    work();
  } finally {
    Reflect.deleteProperty(navigator, 'languages');
    Reflect.deleteProperty(navigator, 'language');
  }
}

const labelIn = (lang: string) => messagesFor(inLang(lang)).label;

afterEach(resetConfiguration);

describe('The built-in texts', () => {
  it('exist in sixteen languages', () => {
    expect(Object.keys(BUILT_IN).sort()).to.deep.equal(LANGUAGES);
  });

  for (const lang of LANGUAGES)
    it(`are seven in ${lang}, none of them blank`, () => {
      const { lang: tag, ...messages } = messagesFor(inLang(lang));
      expect(tag).to.equal(lang);
      expect(Object.keys(messages).sort()).to.deep.equal(NAMES);
      for (const text of Object.values(messages))
        expect(text)
          .to.match(/^\S.*\S$/u)
          .and.not.contain('|');
    });

  it('differ from language to language', () => {
    for (const name of NAMES) {
      const texts = LANGUAGES.map((lang) => messagesFor(inLang(lang))[name]);
      expect(new Set(texts).size, name).to.equal(LANGUAGES.length);
    }
  });
});

describe('The language', () => {
  it('is the nearest lang', () => {
    const inner = inLang('de');
    const outer = inLang('fr');
    outer.append(inner.parentElement!);
    expect(localeFor(inner)).to.equal('de');
    expect(messagesFor(inner).label).to.equal('Jetzt kaufen');
  });

  it('is the element’s own lang, if it has one', () => {
    const node = inLang('fr');
    node.lang = 'de';
    expect(messagesFor(node).label).to.equal('Jetzt kaufen');
  });

  it('is found through shadow roots', () => {
    const outer = document.createElement('div');
    const inner = document.createElement('div');
    const node = document.createElement('span');
    const host = inLang('nl');
    host.append(outer);
    outer.attachShadow({ mode: 'open' }).append(inner);
    inner.attachShadow({ mode: 'closed' }).append(node);
    expect(messagesFor(node).label).to.equal('Nu kopen');
  });

  it('is the document’s without an element', () => {
    expect(localeFor()).to.equal(document.documentElement.lang);
  });

  for (const lang of ['de-AT', 'DE', 'de-Latn-DE-1996', 'de_DE', 'de_DE.UTF-8', 'de_CH@euro', ' de ', 'deu'])
    it(`is German for lang="${lang}"`, () => {
      expect(labelIn(lang)).to.equal('Jetzt kaufen');
    });

  const TAGS: Record<string, [locale: string, label: string]> = {
    ja_JP: ['ja-JP', '今すぐ購入'],
    pt_BR: ['pt-BR', 'Comprar agora'],
    'zh-Hant': ['zh-Hant', '立即購買'],
    'zh-TW': ['zh-TW', '立即購買'],
    zh_HK: ['zh-HK', '立即購買'],
    'zh-MO': ['zh-MO', '立即購買'],
    'zh_TW_#Hant': ['zh-TW', '立即購買'],
    'zh-Hant-CN': ['zh-Hant-CN', '立即購買'],
    yue: ['yue', '立即購買'],
    zh: ['zh', '立即购买'],
    zh_CN: ['zh-CN', '立即购买'],
    'zh-Hans-HK': ['zh-Hans-HK', '立即购买'],
    'zh-SG': ['zh-SG', '立即购买'],
    iw: ['he', 'Buy now'],
    no: ['no', 'Buy now'],
  };
  for (const [lang, [locale, label]] of Object.entries(TAGS))
    it(`is ${locale} for lang="${lang}"`, () => {
      withBuyerLanguages(['en'], () => {
        expect(localeFor(inLang(lang))).to.equal(locale);
        expect(labelIn(lang)).to.equal(label);
      });
    });

  for (const lang of ['x-default', '*', 'German', 'undefined', '{{ lang }}'])
    it(`falls back to the buyer’s for lang="${lang}"`, () => {
      withBuyerLanguages(['nl-BE', 'de'], () => {
        expect(localeFor(inLang(lang))).to.equal('nl-BE');
        expect(labelIn(lang)).to.equal('Nu kopen');
      });
    });

  it('of three letters does not match a language of two letters that begins the same', () => {
    withBuyerLanguages(['en'], () => {
      // Konkani is not Korean, Mapudungun not Arabic.
      expect(labelIn('kok')).to.equal('Buy now');
      expect(labelIn('arn')).to.equal('Buy now');
    });
  });
});

describe('On a page in an unknown language', () => {
  for (const lang of ['', 'eo'])
    it(`the first built-in language of the buyer’s is used: lang="${lang}"`, () => {
      withBuyerLanguages(['eo', 'it-CH', 'de'], () => void expect(labelIn(lang)).to.equal('Acquista ora'));
    });

  it('English is used for a buyer without a built-in language', () => {
    withBuyerLanguages(['eo', 'tlh'], () => void expect(labelIn('eo')).to.equal('Buy now'));
  });

  it('a browser without navigator.languages uses navigator.language', () => {
    withBuyerLanguages(undefined, () => void expect(labelIn('')).to.equal('Nu kopen'), 'nl');
  });

  it('a browser without any language gets English', () => {
    withBuyerLanguages(undefined, () => {
      expect(labelIn('')).to.equal('Buy now');
      expect(localeFor(inLang(''))).to.equal('en');
    });
  });

  it('the gateway gets the buyer’s language', () => {
    withBuyerLanguages(['it-CH'], () => void expect(localeFor(inLang(''))).to.equal('it-CH'));
  });
});

describe('The seller’s own texts', () => {
  it('each replace the built-in one in every language', () => {
    const { loading } = messagesFor(inLang('de'));
    configure({ messages: { label: 'Get it' } });
    expect(labelIn('de')).to.equal('Get it');
    expect(labelIn('ja')).to.equal('Get it');
    expect(messagesFor(inLang('de')).loading).to.equal(loading);
  });

  it('are ignored if they are blank or missing', () => {
    const usual = messagesFor(inLang('de'));
    configure({ messages: { label: '', loading: ' ', error: undefined!, close: null as unknown as string } });
    expect(messagesFor(inLang('de'))).to.deep.equal(usual);
  });
});
