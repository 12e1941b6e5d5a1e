import { expect } from '@open-wc/testing';
import { retryDelay, type FailedRequest } from '../../src/button/session/retry.ts';

const now = Date.UTC(2026, 0, 1);
const inSeconds = (seconds: number) => new Date(now + seconds * 1000).toUTCString();

describe('The delay before a retry', () => {
  const cases: [name: string, failure: Partial<FailedRequest>, delay: number | undefined][] = [
    ['the first retry after a network failure', {}, 400],
    ['the second one waits twice as long', { retriesDone: 1 }, 800],
    ['the delay is at most 5 s', { retriesDone: 8, retries: 9 }, 5_000],
    ['none after the last retry', { retriesDone: 2 }, undefined],
    ['none if retries are turned off', { retries: 0 }, undefined],
    ['none after a timeout', { isTimeout: true }, undefined],
    ['429', { status: 429 }, 400],
    ['502', { status: 502 }, 400],
    ['503', { status: 503 }, 400],
    ['none after 400', { status: 400 }, undefined],
    ['none after 500', { status: 500 }, undefined],
    ['none after 504', { status: 504 }, undefined],
    ['none after 200, whose body is not a session', { status: 200 }, undefined],
    ['Retry-After in seconds', { status: 429, retryAfter: '3' }, 3_000],
    ['Retry-After of 0', { status: 429, retryAfter: '0' }, 0],
    ['a negative Retry-After', { status: 429, retryAfter: '-5' }, 0],
    ['Retry-After of exactly 5 s', { status: 503, retryAfter: '5' }, 5_000],
    ['a longer Retry-After is not waited for', { status: 503, retryAfter: '6' }, undefined],
    ['an endless Retry-After', { status: 503, retryAfter: 'Infinity' }, undefined],
    ['Retry-After as a date', { status: 429, retryAfter: inSeconds(2) }, 2_000],
    ['Retry-After as a past date', { status: 429, retryAfter: inSeconds(-60) }, 0],
    ['Retry-After as a later date', { status: 429, retryAfter: inSeconds(60) }, undefined],
    ['an invalid Retry-After is ignored', { status: 429, retryAfter: 'soon' }, 400],
    ['an empty Retry-After is ignored', { status: 429, retryAfter: '' }, 400],
    ['Retry-After does not retry other statuses', { status: 400, retryAfter: '1' }, undefined],
  ];
  for (const [name, failure, delay] of cases)
    it(name, () =>
      expect(retryDelay({ retriesDone: 0, retries: 2, isTimeout: false, now, ...failure })).to.equal(delay),
    );
});
