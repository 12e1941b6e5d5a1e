import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog } from '../../../src/session-endpoint/cli/log.ts';
import type { Log } from '../../../src/session-endpoint/cli/log.ts';

const SECRET = 'sk_test_4f9Qm2Lx7Zr8Vt1';

/** What a log wrote, without its time. */
function written(act: (log: Log) => void): string {
  let text = '';
  const sink = { write: (line: string) => (text += line) };
  act(createLog({ out: sink, err: sink, secrets: [SECRET] }));
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [^\n]*\n$/, 'one line with its time');
  return text.slice(25, -1);
}

describe('the log', () => {
  test('is one line a request: method, path, status, time', () => {
    const line = written((log) => log.request('POST', '/solifyn/session', 200, 23.4));
    assert.equal(line, 'POST /solifyn/session 200 23ms');
  });

  test('says where a client left before its answer', () => {
    assert.equal(
      written((log) => log.request('POST', '/', undefined, 5)),
      'POST / aborted 5ms',
    );
  });

  test('leaves out the query, and what looks like an e-mail address in the path', () => {
    const line = written((log) =>
      log.request('POST', '/buy/buyer@example.com/x%40y.z/ok?email=buyer@example.com#f', 200, 1),
    );
    assert.equal(line, 'POST /buy/***/***/ok 200 1ms');
  });

  test('cannot be broken, nor a terminal be moved, by what a visitor sends', () => {
    assert.equal(
      written((log) => log.warn('a\nb\r\u001b[2Jc\u2028d é😀')),
      'warning: a\\u{a}b\\u{d}\\u{1b}[2Jc\\u{2028}d \\u{e9}\\u{1f600}',
    );
  });

  test('cuts long paths, and takes no longer for one part than for many', () => {
    // Looked through once for each letter, this would take hours.
    assert.equal(
      written((log) => log.request('GET', `/${'x'.repeat(5_000_000)}`, 403, 0)).length,
      200 + 'GET  403 0ms'.length,
    );
    assert.equal(
      written((log) => log.request('GET', `/${'x'.repeat(9000)}@shop.example/ok`, 403, 0)),
      'GET /***/ok 403 0ms',
    );
  });

  test('never shows a secret, whatever brought it there', () => {
    assert.equal(
      written((log) => log.request('GET', `/${SECRET}`, 403, 0)),
      'GET /[secret] 403 0ms',
    );
    assert.equal(
      written((log) => log.warn(`Bearer ${SECRET}`)),
      'warning: Bearer [secret]',
    );
  });
});
