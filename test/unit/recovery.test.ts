import { expect } from '@open-wc/testing';
import { recoveryFor, type FailedAttempt, type Recovery } from '../../src/button/checkout/recovery.ts';
import type { CheckoutErrorCode } from '../../src/button/errors.ts';

describe('After a failure the buyer gets', () => {
  const link = { hasFallbackLink: true };
  const session = { hasSession: true };
  const cases: [CheckoutErrorCode, Partial<FailedAttempt>, Recovery][] = [
    ['canceled', {}, 'close'],
    ['canceled', { ...link, ...session, mode: 'modal' }, 'close'],
    ['network', {}, 'show-error'],
    ['network', link, 'follow-link'],
    ['timeout', { ...link, mode: 'new-tab' }, 'follow-link'],
    ['unavailable', { ...link, mode: 'modal' }, 'follow-link'],
    ['invalid-session', { ...link, mode: 'inline' }, 'follow-link'],
    ['not-configured', link, 'follow-link'],
    ['network', { ...link, isUnloading: true }, 'show-error'],
    ['rejected', link, 'show-error'],
    ['invalid-request', { ...link, mode: undefined }, 'show-error'],
    ['gateway', { ...session, mode: 'modal' }, 'fail-in-dialog'],
    ['gateway', { ...session, ...link, mode: 'modal' }, 'fail-in-dialog'],
    ['rejected', { isButtonGone: true, mode: 'modal' }, 'fail-in-dialog'],
    ['network', { ...link, isButtonGone: true, mode: 'modal' }, 'follow-link'],
    ['rejected', { isButtonGone: true }, 'fail-in-dialog'],
    ['network', { isButtonGone: true, mode: 'new-tab' }, 'fail-in-dialog'],
    ['gateway', { ...session, mode: 'inline' }, 'show-error'],
    ['gateway', { ...session, ...link, mode: 'inline' }, 'show-error'],
  ];
  for (const [code, attempt, recovery] of cases)
    it(`${recovery} for ${code} with ${JSON.stringify(attempt)}`, () =>
      expect(
        recoveryFor(code, {
          mode: 'redirect',
          hasSession: false,
          hasFallbackLink: false,
          isUnloading: false,
          isButtonGone: false,
          ...attempt,
        }),
      ).to.equal(recovery));
});
