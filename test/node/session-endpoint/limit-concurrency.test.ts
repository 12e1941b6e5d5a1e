import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { limitConcurrency } from '../../../src/session-endpoint/cli/limit-concurrency.ts';
import type { CheckoutSession } from '../../../src/session-endpoint/index.ts';

const session: CheckoutSession = { id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/1' };
const request = { productId: 'prod_a' };

describe('calls to Solifyn at once', () => {
  test('one over the maximum is refused at once, and a call is free again after a response or a failure', async () => {
    const pending: { resolve(value: CheckoutSession): void; reject(reason: Error): void }[] = [];
    const api = limitConcurrency(
      {
        redact: (text) => text,
        createSession: () => new Promise((resolve, reject) => pending.push({ resolve, reject })),
      },
      2,
    );
    const first = api.createSession(request);
    const second = api.createSession(request);
    await assert.rejects(api.createSession(request), { status: 503, code: 'unavailable', retryAfter: 1 });
    assert.equal(pending.length, 2);

    pending[0]!.resolve(session);
    assert.equal(await first, session);
    const third = api.createSession(request);
    assert.equal(pending.length, 3);

    pending[1]!.reject(new Error('gone'));
    await assert.rejects(second, /gone/);
    const fourth = api.createSession(request);
    assert.equal(pending.length, 4);

    pending[2]!.resolve(session);
    pending[3]!.resolve(session);
    await Promise.all([third, fourth]);
  });
});
