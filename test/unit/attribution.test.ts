import { expect } from '@open-wc/testing';
import { forgetDiscount, readAttribution } from '../../src/button/request/attribution.ts';
import { configure } from '../../src/button/config/configure.ts';
import { resetConfiguration } from '../support/configuration.ts';

const KEY = 'solifyn-visit';

/** The buyer follows a link to this query; the page and its storage stay. */
function goTo(query: string): void {
  history.replaceState(null, '', location.pathname + query);
}

/** What the page does while the work runs where storage is forbidden, as in a sandboxed frame. */
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
    // The page's own is a getter of its prototype chain, or of the window itself.
    if (original) Object.defineProperty(globalThis, 'sessionStorage', original);
    else Reflect.deleteProperty(globalThis, 'sessionStorage');
  }
}
const original = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');

afterEach(() => {
  goTo('');
  sessionStorage.setItem(KEY, '{}');
  resetConfiguration();
});

describe('A visit', () => {
  it('has the affiliate and the discount of its address', () => {
    goTo('?aff=anna&discount=SPRING&other=1');
    expect(readAttribution()).to.deep.equal({ aff: 'anna', discountCode: 'SPRING' });
  });

  it('keeps them on its next pages', () => {
    goTo('?aff=anna&discount=SPRING');
    readAttribution();
    goTo('?page=2');
    expect(readAttribution()).to.deep.equal({ aff: 'anna', discountCode: 'SPRING' });
    expect(sessionStorage.getItem(KEY)).to.contain('anna');
  });

  it('takes the newest address, each by itself', () => {
    goTo('?aff=anna&discount=SPRING');
    readAttribution();
    goTo('?aff=ben');
    expect(readAttribution()).to.deep.equal({ aff: 'ben', discountCode: 'SPRING' });
  });

  it('has nothing where no address said anything', () => {
    expect(readAttribution()).to.deep.equal({});
  });

  it('cleans what a link carries', () => {
    goTo(`?aff=${encodeURIComponent('“anna”\u00a0')}`);
    expect(readAttribution()).to.deep.equal({ aff: 'anna' });
  });

  const UNUSABLE = { blank: '+', 'too long': 'x'.repeat(501), 'with a control character': 'a%00b' };
  for (const [name, code] of Object.entries(UNUSABLE))
    it(`ignores a code that is ${name}, and keeps the one before`, () => {
      goTo('?discount=SPRING');
      readAttribution();
      goTo(`?discount=${code}`);
      expect(readAttribution()).to.deep.equal({ discountCode: 'SPRING' });
    });
});

describe('The names in the address', () => {
  it('can be others', () => {
    configure({ affParam: 'ref', discountParam: 'coupon' });
    goTo('?aff=anna&ref=ben&discount=A&coupon=B');
    expect(readAttribution()).to.deep.equal({ aff: 'ben', discountCode: 'B' });
  });

  it('are turned off by an empty setting, also for what was kept before', () => {
    goTo('?aff=anna&discount=SPRING');
    readAttribution();
    configure({ affParam: '', discountParam: '' });
    expect(readAttribution()).to.deep.equal({});
  });

  it('can be others for one button', () => {
    goTo('?aff=anna&ref=ben');
    expect(readAttribution((name) => (name === 'affParam' ? 'ref' : undefined)).aff).to.equal('ben');
  });

  it('that are others now leave out what came by the usual names', () => {
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
  it('that is forbidden costs nothing but the next pages', () => {
    withoutStorage(() => {
      goTo('?aff=anna');
      expect(readAttribution()).to.deep.equal({ aff: 'anna' });
      goTo('');
      expect(readAttribution()).to.deep.equal({ aff: 'anna' });
    });
  });

  for (const rubbish of ['{', '[]', 'null', '"text"', '{"aff":{"a":1},"discountCode":"\\u0000","utm":[1]}'])
    it(`with ${rubbish} in it does no harm`, () => {
      sessionStorage.setItem(KEY, rubbish);
      configure({ utm: true });
      goTo('?discount=SPRING');
      expect(readAttribution().discountCode).to.equal('SPRING');
      expect(readAttribution().utm).to.equal(undefined);
    });
});

describe('utm', () => {
  it('is off unless asked for', () => {
    goTo('?utm_source=news');
    expect(readAttribution()).to.deep.equal({});
  });

  it('is what the address says by its utm_ names', () => {
    configure({ utm: true });
    goTo('?utm_source=news&utm_medium=mail&utm_=x&utm_term=+&mutm_x=1');
    expect(readAttribution()).to.deep.equal({ utm: { source: 'news', medium: 'mail' } });
  });

  it('is kept as a whole, and replaced as a whole', () => {
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
  it('has at most 2,000 characters, and keeps what fits', () => {
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
  it('forgets a code of the address, on this page and in the storage', () => {
    goTo('?aff=anna&discount=GONE');
    expect(readAttribution().discountCode).to.equal('GONE');
    forgetDiscount('GONE');
    expect(readAttribution()).to.deep.equal({ aff: 'anna' });
    expect(sessionStorage.getItem(KEY)).to.contain('anna').and.not.contain('GONE');
  });

  it('falls back to no older code, and takes a newer one', () => {
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

describe('A storage that forgets', () => {
  it('costs only the next pages', () => {
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
  it('is not written before there is something to store', () => {
    sessionStorage.removeItem(KEY);
    goTo('?page=2');
    readAttribution();
    expect(sessionStorage.getItem(KEY)).to.equal(null);
  });
});
