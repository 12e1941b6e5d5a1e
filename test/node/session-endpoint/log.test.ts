import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog } from '../../../src/session-endpoint/cli/log.ts';
import type { Log, LogOptions, RequestEntry } from '../../../src/session-endpoint/cli/log.ts';

const SECRET = 'sk_test_4f9Qm2Lx7Zr8Vt1';

/** Everything that a log wrote. */
function written(act: (log: Log) => void, format: LogOptions['format'] = 'text'): string {
  let text = '';
  const sink = { write: (line: string) => (text += line) };
  act(createLog({ out: sink, err: sink, format, secrets: [SECRET] }));
  return text;
}

/** One line without its time. */
function line(act: (log: Log) => void): string {
  const text = written(act);
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [^\n]*\n$/, 'one line with its time');
  return text.slice(25, -1);
}

/** One line of JSON without its time. */
function json(act: (log: Log) => void): Record<string, unknown> {
  const text = written(act, 'json');
  assert.match(text, /^[\x20-\x7e]*\n$/, 'one line of visible ASCII');
  const { time, ...fields } = JSON.parse(text) as Record<string, unknown>;
  assert.equal(new Date(String(time)).toISOString(), time);
  return fields;
}

function entry(target: string, more: Partial<RequestEntry> = {}): RequestEntry {
  return { method: 'GET', target, status: 200, ms: 1, ...more };
}

describe('the log', () => {
  test('is one line for each request: method, path, status, time', () => {
    assert.equal(
      line((log) => log.request({ method: 'POST', target: '/solifyn/session', status: 200, ms: 23.4 })),
      'POST /solifyn/session 200 23ms',
    );
  });

  test('has the code of an error and the id of the request', () => {
    assert.equal(
      line((log) => log.request(entry('/', { status: 403, code: 'origin-not-allowed', requestId: 'req-7' }))),
      'GET / 403 1ms origin-not-allowed req-7',
    );
  });

  test('has “aborted” in place of a status if the client disconnected before its response', () => {
    assert.equal(
      line((log) => log.request(entry('/', { status: undefined }))),
      'GET / aborted 1ms',
    );
  });

  test('leaves out the query, and what looks like an e-mail address in the path', () => {
    assert.equal(
      line((log) => log.request(entry('/buy/buyer@example.com/x%40y.z/ok?email=buyer@example.com#f'))),
      'GET /buy/***/***/ok 200 1ms',
    );
  });

  test('cannot be broken into lines, or control a terminal, by what a visitor sends', () => {
    assert.equal(
      line((log) => log.warn('a\nb\r\u001b[2Jc\u2028d é😀')),
      'warning: a\\u{a}b\\u{d}\\u{1b}[2Jc\\u{2028}d \\u{e9}\\u{1f600}',
    );
  });

  test('cuts long paths, and needs no more time for one long part than for many', () => {
    // With a backtracking expression this would take hours.
    assert.equal(
      line((log) => log.request(entry(`/${'x'.repeat(5_000_000)}`))).length,
      200 + 'GET  200 1ms'.length,
    );
    assert.equal(
      line((log) => log.request(entry(`/${'x'.repeat(9000)}@shop.example/ok`))),
      'GET /***/ok 200 1ms',
    );
  });

  test('never contains a secret', () => {
    assert.equal(
      line((log) => log.request(entry(`/${SECRET}`))),
      'GET /[secret] 200 1ms',
    );
    assert.equal(
      line((log) => log.warn(`Bearer ${SECRET}`)),
      'warning: Bearer [secret]',
    );
  });

  test('never contains a secret that was added later', () => {
    let text = '';
    const sink = { write: (chunk: string) => (text += chunk) };
    const secrets = [SECRET];
    const log = createLog({ out: sink, err: sink, secrets });
    secrets.push('the-new-key');
    log.info('the-new-key');
    assert.match(text, / \[secret\]\n$/);
  });
});

describe('the log in JSON', () => {
  test('has time, level, request id, method, path, status, ms and code', () => {
    const request = entry('/a?q', { status: 429, ms: 2.6, code: 'rate-limited', requestId: 'req-7' });
    assert.deepEqual(
      json((log) => log.request(request)),
      {
        level: 'info',
        requestId: 'req-7',
        method: 'GET',
        path: '/a',
        status: 429,
        ms: 3,
        code: 'rate-limited',
      },
    );
  });

  test('has messages with their level', () => {
    assert.deepEqual(
      json((log) => log.info('Stopped.')),
      { level: 'info', message: 'Stopped.' },
    );
    assert.deepEqual(
      json((log) => log.warn('a', 'req-7')),
      { level: 'warning', requestId: 'req-7', message: 'a' },
    );
  });

  test('is one line of visible ASCII, whatever a visitor sends', () => {
    const message = 'a\nb\u001b[2J\u2028\u007f\u202e"é😀';
    assert.deepEqual(
      json((log) => log.warn(message)),
      { level: 'warning', message },
    );
  });

  test('never contains a secret that JSON escapes', () => {
    const secret = 'pass"w\\ord';
    let text = '';
    const sink = { write: (chunk: string) => (text += chunk) };
    createLog({ out: sink, err: sink, format: 'json', secrets: [secret] }).warn(`redis://:${secret}@host`);
    assert.equal((JSON.parse(text) as { message: string }).message, 'redis://:[secret]@host');
  });

  test('never contains a secret, an e-mail address or a query', () => {
    const text = written((log) => {
      log.request(entry(`/${SECRET}/buyer@example.com?email=buyer@example.com`, { requestId: SECRET }));
      log.warn(`Bearer ${SECRET}`);
    }, 'json');
    assert.ok(!text.includes(SECRET));
    assert.ok(!text.includes('example.com'));
  });
});
