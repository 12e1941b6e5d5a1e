import { expect } from '@open-wc/testing';
import { scriptTag } from '../support/script-tag.ts';
import { configure, configurationListeners, readSetting } from '../../src/button/config/configure.ts';
import {
  attributeName,
  SETTINGS,
  type SettingName,
  type Settings,
  type SettingValues,
} from '../../src/button/config/settings.ts';
import { resetConfiguration } from '../support/configuration.ts';
import { captureWarnings, type Warnings } from '../support/warnings.ts';

let warnings: Warnings;
beforeEach(() => (warnings = captureWarnings()));
afterEach(() => {
  warnings.restore();
  resetConfiguration();
  for (const name of Object.keys(scriptTag.dataset)) Reflect.deleteProperty(scriptTag.dataset, name);
});

/** Three values of each setting, one for each source. */
const VALUES: {
  [Name in keyof Required<Settings>]: readonly [
    element: unknown,
    configured: Settings[Name],
    script: unknown,
  ];
} = {
  endpoint: ['/element', '/configured', '/script'],
  gateway: ['element', 'configured', 'script'],
  successUrl: ['/element', '/configured', '/script'],
  mode: ['modal', 'inline', 'new-tab'],
  theme: ['dark', 'light', 'dark'],
  prefetch: ['intent', 'none', 'intent'],
  gatewayEnvironment: ['sandbox', 'production', 'sandbox'],
  affParam: ['element', 'configured', 'script'],
  discountParam: ['element', 'configured', 'script'],
  utm: [true, false, true],
  timeout: [1000, 2000, 3000],
  retries: [0, 3, 4],
};

const DEFAULTS: SettingValues = {
  endpoint: undefined,
  gateway: 'whop',
  successUrl: undefined,
  mode: 'redirect',
  theme: 'auto',
  prefetch: 'none',
  gatewayEnvironment: 'production',
  affParam: 'aff',
  discountParam: 'discount',
  utm: false,
  timeout: 15_000,
  retries: 2,
};

describe('A setting comes from the element, else configure, else the script tag, else its default:', () => {
  for (const name of Object.keys(SETTINGS) as SettingName[])
    it(attributeName(name), () => {
      const [element, configured, script] = VALUES[name];
      expect(readSetting(name)).to.equal(DEFAULTS[name]);
      scriptTag.setAttribute(`data-${attributeName(name)}`, String(script));
      expect(readSetting(name)).to.equal(script);
      configure({ [name]: configured });
      expect(readSetting(name)).to.equal(configured);
      expect(readSetting(name, (asked) => (asked === name ? element : undefined))).to.equal(element);
      expect(readSetting(name, () => undefined)).to.equal(configured);
      expect(warnings.texts).to.deep.equal([]);
    });
});

describe('A blank setting', () => {
  it('counts as unset', () => {
    configure({ endpoint: '/configured' });
    expect(readSetting('endpoint', () => ' \u00a0')).to.equal('/configured');
    configure({ endpoint: '' });
    scriptTag.dataset['endpoint'] = '/script';
    expect(readSetting('endpoint', () => '“”')).to.equal('/script');
  });

  it('falls back to the default without a warning', () => {
    expect(readSetting('mode', () => '')).to.equal('redirect');
    expect(readSetting('retries', () => ' ')).to.equal(2);
    expect(warnings.texts).to.deep.equal([]);
  });

  it('turns off a parameter of the address', () => {
    scriptTag.dataset['affParam'] = 'script';
    configure({ affParam: ' ' });
    expect(readSetting('affParam')).to.equal('');
  });
});

describe('A setting', () => {
  it('may have capitals, blanks and quotes', () => {
    expect(readSetting('mode', () => ' “Modal” ')).to.equal('modal');
    expect(readSetting('timeout', () => "'500'")).to.equal(500);
    expect(readSetting('endpoint', () => '\u00a0“/session”')).to.equal('/session');
    expect(warnings.texts).to.deep.equal([]);
  });
});

describe('An invalid setting falls back to the default, with one warning that names both:', () => {
  const CASES: [name: string, read: (value: string) => unknown, fallback: unknown, values: string[]][] = [
    ['mode', (value) => readSetting('mode', () => value), 'redirect', ['popup']],
    ['theme', (value) => readSetting('theme', () => value), 'auto', ['blue']],
    ['prefetch', (value) => readSetting('prefetch', () => value), 'none', ['hover']],
    [
      'gateway-environment',
      (value) => readSetting('gatewayEnvironment', () => value),
      'production',
      ['test'],
    ],
    [
      'timeout',
      (value) => readSetting('timeout', () => value),
      15_000,
      ['soon', '0', '-1', '1.5', 'Infinity', '2147483648', '0x10', '1e3'],
    ],
    ['retries', (value) => readSetting('retries', () => value), 2, ['many', '-1']],
  ];
  for (const [name, read, fallback, cases] of CASES)
    for (const value of cases)
      it(`${name}="${value}"`, () => {
        expect(read(value)).to.equal(fallback);
        expect(read(value)).to.equal(fallback);
        expect(warnings.texts).to.have.length(1);
        expect(warnings.texts[0]).to.contain(`${name}="${value}"`).and.contain(String(fallback));
      });
});

describe('utm is', () => {
  for (const on of ['', 'true', 'on', '1', true])
    it(`on with ${JSON.stringify(on)}`, () => {
      expect(readSetting('utm', () => on)).to.equal(true);
    });

  for (const off of ['false', ' FALSE ', 'off', 'no', '0', false])
    it(`off with ${JSON.stringify(off)}`, () => {
      configure({ utm: true });
      expect(readSetting('utm', () => off)).to.equal(false);
    });
});

describe('configure', () => {
  it('adds to the options of earlier calls', () => {
    configure({ endpoint: '/one', mode: 'modal' });
    configure({ endpoint: '/two' });
    expect(readSetting('endpoint')).to.equal('/two');
    expect(readSetting('mode')).to.equal('modal');
  });

  it('calls its listeners afterwards', () => {
    let endpoint: unknown;
    const follow = () => void (endpoint = readSetting('endpoint'));
    configurationListeners.add(follow);
    configure({ endpoint: '/later' });
    configurationListeners.delete(follow);
    expect(endpoint).to.equal('/later');
  });
});

it('attributeName returns a name in kebab case', () => {
  expect(['mode', 'productId', 'gatewayEnvironment'].map(attributeName)).to.deep.equal([
    'mode',
    'product-id',
    'gateway-environment',
  ]);
});
