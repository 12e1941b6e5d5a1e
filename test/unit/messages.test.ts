import { expect } from '@open-wc/testing';
import { configure, type Messages } from '../../src/button/config/configure.ts';
import { languages, localeFor, messagesFor } from '../../src/button/messages/index.ts';
import { resetConfiguration } from '../support/configuration.ts';

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'tr', 'vi', 'zh'];
const NAMES: (keyof Messages)[] = ['close', 'error', 'label', 'loading', 'page'];

/** An element whose surroundings are in that language. */
function inLang(lang: string): HTMLElement {
  const parent = document.createElement('p');
  parent.lang = lang;
  const child = document.createElement('span');
  parent.append(child);
  return child;
}

/** A browser set to these languages, while the work runs. */
function whereBuyerSpeaks(languages: string[], work: () => void): void {
  Object.defineProperty(navigator, 'languages', { configurable: true, value: languages });
  Object.defineProperty(navigator, 'language', { configurable: true, value: languages[0] });
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
  it('are there in fifteen languages', () => {
    expect([...languages().keys()].sort()).to.deep.equal(LANGUAGES);
  });

  for (const lang of LANGUAGES)
    it(`are five in ${lang}, each with something to say`, () => {
      const { lang: told, ...messages } = messagesFor(inLang(lang));
      expect(told).to.equal(lang);
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

  it('is the element’s own before any other', () => {
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

  it('is the document’s where there is no element', () => {
    expect(localeFor()).to.equal(document.documentElement.lang);
  });

  for (const lang of ['de-AT', 'DE', 'de-Latn-DE-1996'])
    it(`counts without its region or script: ${lang}`, () => {
      expect(labelIn(lang)).to.equal('Jetzt kaufen');
    });

  it('of three letters is not the one of two letters that begins so', () => {
    whereBuyerSpeaks(['en'], () => {
      // Konkani is not Korean, Mapudungun not Arabic.
      expect(labelIn('kok')).to.equal('Buy now');
      expect(labelIn('arn')).to.equal('Buy now');
    });
  });
});

describe('Where the page’s language is unknown', () => {
  for (const lang of ['', 'eo'])
    it(`the first of the buyer’s that we speak is taken: lang="${lang}"`, () => {
      whereBuyerSpeaks(['eo', 'it-CH', 'de'], () => void expect(labelIn(lang)).to.equal('Acquista ora'));
    });

  it('and the buyer’s as well, it is English', () => {
    whereBuyerSpeaks(['eo', 'tlh'], () => void expect(labelIn('eo')).to.equal('Buy now'));
  });

  it('the gateway hears the buyer’s own', () => {
    whereBuyerSpeaks(['it-CH'], () => void expect(localeFor(inLang(''))).to.equal('it-CH'));
  });
});

describe('The seller’s own texts', () => {
  it('replace the built-in ones, each by itself, in every language', () => {
    const { loading } = messagesFor(inLang('de'));
    configure({ messages: { label: 'Get it' } });
    expect(labelIn('de')).to.equal('Get it');
    expect(labelIn('ja')).to.equal('Get it');
    expect(messagesFor(inLang('de')).loading).to.equal(loading);
  });

  it('that are blank or missing replace nothing', () => {
    const usual = messagesFor(inLang('de'));
    configure({ messages: { label: '', loading: ' ', error: undefined!, close: null as unknown as string } });
    expect(messagesFor(inLang('de'))).to.deep.equal(usual);
  });
});
