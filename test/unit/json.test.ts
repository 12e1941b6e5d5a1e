import { expect } from '@open-wc/testing';
import { parseJson, toJson } from '../../src/button/json.ts';

describe('JSON', () => {
  it('that is invalid is parsed as undefined', () => {
    expect(parseJson('{')).to.equal(undefined);
    expect(parseJson('null')).to.equal(null);
  });

  it('is correct on a page where Prototype.js gave arrays a toJSON', () => {
    Object.defineProperty(Array.prototype, 'toJSON', {
      configurable: true,
      value(this: unknown[]) {
        return JSON.stringify(this.length);
      },
    });
    try {
      expect(toJson({ sizes: [1, ['two']] })).to.equal('{"sizes":[1,["two"]]}');
    } finally {
      Reflect.deleteProperty(Array.prototype, 'toJSON');
    }
  });

  it('writes a date as its text', () => {
    expect(toJson({ at: new Date(0) })).to.equal('{"at":"1970-01-01T00:00:00.000Z"}');
  });
});
