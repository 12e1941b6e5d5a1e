import { expect } from '@open-wc/testing';
import { forgetDiscount, readAttribution } from '../../src/button/request/attribution.ts';
import { configure } from '../../src/button/config/configure.ts';
import { resetConfiguration } from '../support/configuration.ts';

const STORAGE_KEY = 'solifyn-visit';

/** Follows a link to this query. The page and its storage stay. */
function goTo(query: string): void {
  history.replaceState(null, '', location.pathname + query);
}

/** Runs the work without storage, as in a sandboxed frame. */
function withoutStorage(work: () => void): void {
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    get() {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  });
  try {
    work();
  } finally {
    // The original is a getter of the window or of its prototype.
    if (original) Object.defineProperty(globalThis, 'sessionStorage', original);
    else Reflect.deleteProperty(globalThis, 'sessionStorage');
  }
}
const original = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');

afterEach(() => {
  goTo('');
  sessionStorage.setItem(STORAGE_KEY, '{}');
  resetConfiguration();
});

describe('A visit', () => {
  it('has the affiliate and the discount of the page address', () => {
    goTo('?aff=anna&discount=SPRING&other=1');
    expect(readAttribution()).to.deep.equal({ aff: 'anna', discountCode: 'SPRING' });
  });

  it('keeps them on later pages', () => {
    goTo('?aff=anna&discount=SPRING');
    readAttribution();
    goTo('?page=2');
    expect(readAttribution()).to.deep.equal({ aff: 'anna', discountCode: 'SPRING' });
    expect(sessionStorage.getItem(STORAGE_KEY)).to.contain('anna');
  });

  it('uses the newest code of each kind', () => {
    goTo('?aff=anna&discount=SPRING');
    readAttribution();
    goTo('?aff=ben');
    expect(readAttribution()).to.deep.equal({ aff: 'ben', discountCode: 'SPRING' });
  });

  it('has no code if no address had one', () => {
    expect(readAttribution()).to.deep.equal({});
  });

  it('trims the codes of a link', () => {
    goTo(`?aff=${encodeURIComponent('“anna”\u00a0')}`);
    expect(readAttribution()).to.deep.equal({ aff: 'anna' });
  });

  const UNUSABLE = { blank: '+', 'too long': 'x'.repeat(501), 'with a control character': 'a%00b' };
  for (const [name, code] of Object.entries(UNUSABLE))
    it(`ignores a code that is ${name}, and keeps the previous one`, () => {
      goTo('?discount=SPRING');
      readAttribution();
      goTo(`?discount=${code}`);
      expect(readAttribution()).to.deep.equal({ discountCode: 'SPRING' });
    });
});

describe('The names of the address parameters', () => {
  it('can be changed', () => {
    configure({ affParam: 'ref', discountParam: 'coupon' });
    goTo('?aff=anna&ref=ben&discount=A&coupon=B');
    expect(readAttribution()).to.deep.equal({ aff: 'ben', discountCode: 'B' });
  });

  it('are turned off by an empty setting, also for stored codes', () => {
    goTo('?aff=anna&discount=SPRING');
    readAttribution();
    configure({ affParam: '', discountParam: '' });
    expect(readAttribution()).to.deep.equal({});
  });

  it('can be changed for one button', () => {
    goTo('?aff=anna&ref=ben');
    expect(readAttribution((name) => (name === 'affParam' ? 'ref' : undefined)).aff).to.equal('ben');
  });

  it('that are changed later leave out codes of the default names', () => {
    goTo('?aff=anna');
    readAttribution();
    configure({ affParam: 'ref' });
    expect(readAttribution()).to.deep.equal({});
    goTo('?ref=ben');
    readAttribution();
    goTo('');
    expect(readAttribution()).to.deep.equal({ aff: 'ben' });
  });
});

describe('Storage', () => {
  it('that is forbidden loses the codes on later pages only', () => {
    withoutStorage(() => {
      goTo('?aff=anna');
      expect(readAttribution()).to.deep.equal({ aff: 'anna' });
      goTo('');
      expect(readAttribution()).to.deep.equal({ aff: 'anna' });
    });
  });

  for (const rubbish of ['{', '[]', 'null', '"text"', '{"aff":{"a":1},"discountCode":"\\u0000","utm":[1]}'])
    it(`with ${rubbish} in it is ignored`, () => {
      sessionStorage.setItem(STORAGE_KEY, rubbish);
      configure({ utm: true });
      goTo('?discount=SPRING');
      expect(readAttribution().discountCode).to.equal('SPRING');
      expect(readAttribution().utm).to.equal(undefined);
    });
});

describe('utm', () => {
  it('is off by default', () => {
    goTo('?utm_source=news');
    expect(readAttribution()).to.deep.equal({});
  });

  it('has the utm_ parameters of the address', () => {
    configure({ utm: true });
    goTo('?utm_source=news&utm_medium=mail&utm_=x&utm_term=+&mutm_x=1');
    expect(readAttribution()).to.deep.equal({ utm: { source: 'news', medium: 'mail' } });
  });

  it('is stored as a whole and replaced as a whole', () => {
    configure({ utm: true });
    goTo('?utm_source=news&utm_medium=mail');
    readAttribution();
    goTo('?page=2');
    expect(readAttribution()).to.deep.equal({ utm: { source: 'news', medium: 'mail' } });
    goTo('?utm_source=radio');
    expect(readAttribution()).to.deep.equal({ utm: { source: 'radio' } });
  });
});

describe('utm of a very long address', () => {
  it('has at most 2,000 characters and keeps the parameters that fit', () => {
    configure({ utm: true });
    const long = 'x'.repeat(499);
    goTo(`?${[1, 2, 3, 4, 5].map((n) => `utm_long${n}=${long}`).join('&')}&utm_source=news`);
    const { utm = {} } = readAttribution();
    const size = Object.entries(utm).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    expect(size).to.be.at.most(2000);
    expect(Object.keys(utm)).to.deep.equal(['long1', 'long2', 'long3', 'source']);
  });
});

describe('forgetDiscount', () => {
  it('removes a code of the address from this page and from the storage', () => {
    goTo('?aff=anna&discount=GONE');
    expect(readAttribution().discountCode).to.equal('GONE');
    forgetDiscount('GONE');
    expect(readAttribution()).to.deep.equal({ aff: 'anna' });
    expect(sessionStorage.getItem(STORAGE_KEY)).to.contain('anna').and.not.contain('GONE');
  });

  it('does not fall back to an older code, and accepts a newer one', () => {
    goTo('?discount=GONE2');
    readAttribution();
    forgetDiscount('GONE2');
    goTo('?discount=NEWER');
    expect(readAttribution()).to.deep.equal({ discountCode: 'NEWER' });
  });

  it('works without storage', () => {
    withoutStorage(() => {
      goTo('?discount=GONE3');
      readAttribution();
      forgetDiscount('GONE3');
      expect(readAttribution()).to.deep.equal({});
    });
  });
});

describe('A storage that loses its content', () => {
  it('loses the codes on later pages only', () => {
    const { getItem } = Storage.prototype;
    Storage.prototype.getItem = () => null;
    try {
      goTo('?aff=anna');
      readAttribution();
      goTo('');
      expect(readAttribution()).to.deep.equal({ aff: 'anna' });
    } finally {
      Storage.prototype.getItem = getItem;
    }
  });
});

describe('The storage', () => {
  it('is not written before there is a code to store', () => {
    sessionStorage.removeItem(STORAGE_KEY);
    goTo('?page=2');
    readAttribution();
    expect(sessionStorage.getItem(STORAGE_KEY)).to.equal(null);
  });
});
