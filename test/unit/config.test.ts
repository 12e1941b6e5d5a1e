import { expect } from '@open-wc/testing';
import { scriptTag } from '../support/script-tag.ts';
import {
  choice,
  configure,
  count,
  flag,
  configurationListeners,
  parameter,
  setting,
  type Settings,
} from '../../src/button/config/configure.ts';
import { attributeName } from '../../src/button/values.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { hearWarnings, type Warnings } from '../support/warnings.ts';

type Values = (name: string) => unknown;

let warnings: Warnings;
beforeEach(() => (warnings = hearWarnings()));
afterEach(() => {
  warnings.restore();
  resetConfiguration();
  for (const name of Object.keys(scriptTag.dataset)) Reflect.deleteProperty(scriptTag.dataset, name);
});

/** How each setting is read, its default, and three values by which to tell its sources apart. */
const SETTINGS: {
  [Name in keyof Required<Settings>]: {
    read: (values?: Values) => unknown;
    fallback: unknown;
    values: readonly [element: Settings[Name], configured: Settings[Name], script: Settings[Name]];
  };
} = {
  endpoint: {
    read: (values) => setting('endpoint', values),
    fallback: undefined,
    values: ['/element', '/configured', '/script'],
  },
  gateway: {
    read: (values) => setting('gateway', values),
    fallback: undefined, // `whop`, where it is used
    values: ['element', 'configured', 'script'],
  },
  successUrl: {
    read: (values) => setting('successUrl', values),
    fallback: undefined,
    values: ['/element', '/configured', '/script'],
  },
  mode: {
    read: (values) => choice('mode', values),
    fallback: 'redirect',
    values: ['modal', 'inline', 'new-tab'],
  },
  theme: {
    read: (values) => choice('theme', values),
    fallback: 'auto',
    values: ['dark', 'light', 'dark'],
  },
  prefetch: {
    read: (values) => choice('prefetch', values),
    fallback: 'none',
    values: ['intent', 'none', 'intent'],
  },
  gatewayEnvironment: {
    read: (values) => choice('gatewayEnvironment', values),
    fallback: 'production',
    values: ['sandbox', 'production', 'sandbox'],
  },
  affParam: {
    read: (values) => parameter('affParam', 'aff', values),
    fallback: 'aff',
    values: ['element', 'configured', 'script'],
  },
  discountParam: {
    read: (values) => parameter('discountParam', 'discount', values),
    fallback: 'discount',
    values: ['element', 'configured', 'script'],
  },
  utm: {
    read: (values) => flag('utm', values),
    fallback: false,
    values: [true, false, true],
  },
  timeout: {
    read: (values) => count('timeout', 1, 15_000, values),
    fallback: 15_000,
    values: [1000, 2000, 3000],
  },
  retries: {
    read: (values) => count('retries', 0, 2, values),
    fallback: 2,
    values: [0, 3, 4],
  },
};

describe('A setting comes from the element, else configure, else the script tag, else its default:', () => {
  for (const [name, { read, fallback, values }] of Object.entries(SETTINGS))
    it(attributeName(name), () => {
      const [element, configured, script] = values;
      expect(read()).to.equal(fallback);
      scriptTag.setAttribute(`data-${attributeName(name)}`, String(script));
      expect(read()).to.equal(script);
      configure({ [name]: configured });
      expect(read()).to.equal(configured);
      expect(read((asked) => (asked === name ? element : undefined))).to.equal(element);
      expect(read(() => undefined)).to.equal(configured);
      expect(warnings.texts).to.deep.equal([]);
    });
});

describe('A blank setting', () => {
  it('is not set', () => {
    configure({ endpoint: '/configured' });
    expect(setting('endpoint', () => ' \u00a0')).to.equal('/configured');
    configure({ endpoint: '' });
    scriptTag.dataset['endpoint'] = '/script';
    expect(setting('endpoint', () => '“”')).to.equal('/script');
  });

  it('of a choice or a count is its default, without a warning', () => {
    expect(choice('mode', () => '')).to.equal('redirect');
    expect(count('retries', 0, 2, () => ' ')).to.equal(2);
    expect(warnings.texts).to.deep.equal([]);
  });

  it('turns off what the address is read for', () => {
    scriptTag.dataset['affParam'] = 'script';
    configure({ affParam: ' ' });
    expect(parameter('affParam', 'aff')).to.equal('');
  });
});

describe('A setting is forgiven', () => {
  it('capitals, blanks and quotes', () => {
    expect(choice('mode', () => ' “Modal” ')).to.equal('modal');
    expect(count('timeout', 1, 15_000, () => "'500'")).to.equal(500);
    expect(setting('endpoint', () => '\u00a0“/session”')).to.equal('/session');
    expect(warnings.texts).to.deep.equal([]);
  });
});

describe('A setting that nobody understands is its default, with one warning that names both:', () => {
  const CASES: [name: string, read: (value: string) => unknown, fallback: unknown, values: string[]][] = [
    ['mode', (value) => choice('mode', () => value), 'redirect', ['popup']],
    ['theme', (value) => choice('theme', () => value), 'auto', ['blue']],
    ['prefetch', (value) => choice('prefetch', () => value), 'none', ['hover']],
    ['gateway-environment', (value) => choice('gatewayEnvironment', () => value), 'production', ['test']],
    [
      'timeout',
      (value) => count('timeout', 1, 15_000, () => value),
      15_000,
      ['soon', '0', '-1', '1.5', 'Infinity', '2147483648'],
    ],
    ['retries', (value) => count('retries', 0, 2, () => value), 2, ['many', '-1']],
  ];
  for (const [name, read, fallback, values] of CASES)
    for (const value of values)
      it(`${name}="${value}"`, () => {
        expect(read(value)).to.equal(fallback);
        expect(read(value)).to.equal(fallback);
        expect(warnings.texts).to.have.length(1);
        expect(warnings.texts[0]).to.contain(`${name}="${value}"`).and.contain(String(fallback));
      });
});

describe('utm is', () => {
  for (const on of ['', 'true', 'on', '1', true])
    it(`on by ${JSON.stringify(on)}`, () => {
      expect(flag('utm', () => on)).to.equal(true);
    });

  for (const off of ['false', ' FALSE ', 'off', 'no', '0', false])
    it(`off by ${JSON.stringify(off)}`, () => {
      configure({ utm: true });
      expect(flag('utm', () => off)).to.equal(false);
    });
});

describe('configure', () => {
  it('adds to what it was given before', () => {
    configure({ endpoint: '/one', mode: 'modal' });
    configure({ endpoint: '/two' });
    expect(setting('endpoint')).to.equal('/two');
    expect(choice('mode')).to.equal('modal');
  });

  it('tells its followers afterwards', () => {
    let heard: unknown;
    const follow = () => void (heard = setting('endpoint'));
    configurationListeners.add(follow);
    configure({ endpoint: '/told' });
    configurationListeners.delete(follow);
    expect(heard).to.equal('/told');
  });
});
