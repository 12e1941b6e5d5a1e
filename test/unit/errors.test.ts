import { expect } from '@open-wc/testing';
import { CheckoutError, warn } from '../../src/button/errors.ts';
import { captureWarnings } from '../support/warnings.ts';

describe('A CheckoutError', () => {
  it('is an Error with a name and a code', () => {
    const error = new CheckoutError('network', 'No answer.');
    expect(error).to.be.instanceOf(Error);
    expect(String(error)).to.equal('CheckoutError: No answer.');
    expect(error.code).to.equal('network');
    expect(error.status).to.equal(undefined);
    expect(error.cause).to.equal(undefined);
  });

  it('has the status and the cause if there are any', () => {
    const cause = new TypeError('Failed to fetch');
    const error = new CheckoutError('unavailable', 'Down.', { cause, status: 503 });
    expect(error.status).to.equal(503);
    expect(error.cause).to.equal(cause);
  });
});

it('A warning names the product and is logged once', () => {
  const { texts, restore } = captureWarnings();
  warn('The same text.');
  warn('The same text.');
  warn('Another text.');
  restore();
  expect(texts).to.deep.equal(['solifyn-buy-button: The same text.', 'solifyn-buy-button: Another text.']);
});
