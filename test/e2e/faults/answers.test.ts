import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import type { EndpointStub, Reply } from '../../support/endpoint.ts';
import { FailureScenario, shopOf, type FailureCase } from '../../support/faults.ts';
import { expect, test } from '../../support/fixtures.ts';

async function expectFaults(
  page: Page,
  site: (pages: Record<string, string>) => Promise<string>,
  endpoint: EndpointStub,
  faults: readonly FailureCase[],
): Promise<void> {
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
  await scenario.expectRecovery(faults);
}

/** The answer of an endpoint that refuses. */
const refusal = (status: number, error?: unknown): Reply => ({ status, json: { error } });

/** An answer that is no error and no session. */
const noSession = (name: string, respond: (session: EndpointStub['session']) => Reply) => ({ name, respond });

test('A 4xx status is not retried, and a refusal is shown in its own words', async ({
  page,
  site,
  endpoint,
}) => {
  const statuses = [400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 413, 415, 418, 422, 425, 451];
  const of = (status: number) => ({ code: 'rejected', status }) as const;
  await expectFaults(page, site, endpoint, [
    ...statuses.map((status) => ({ ...of(status), name: `${status}`, respond: () => refusal(status) })),
    {
      ...of(409),
      name: 'a message without a code',
      respond: () => refusal(409, { message: 'Sold out.' }),
      text: 'Sold out.',
    },
    {
      ...of(422),
      name: 'a message of the code rejected',
      respond: () => refusal(422, { code: 'rejected', message: ' Not <b>in</b> your\u00a0country ' }),
      text: 'Not <b>in</b> your\u00a0country',
    },
    {
      ...of(401),
      name: 'a message of another code is the seller’s',
      respond: () => refusal(401, { code: 'unauthorized', message: 'Bad key sk_live_1.' }),
    },
    {
      ...of(400),
      name: 'a message of 300 characters',
      respond: () => refusal(400, { message: 'Très '.repeat(60) }),
      text: 'Très '.repeat(40).trim(),
    },
    ...[{ trim: 1 }, ['No.'], 7, null, '', ' \n '].map((message) => ({
      ...of(400),
      name: `an invalid message: ${JSON.stringify(message)}`,
      respond: () => refusal(400, { message }),
    })),
    {
      ...of(404),
      name: 'a page',
      respond: () => ({ status: 404, body: '<!doctype html><h1>Not found</h1>' }),
    },
    { ...of(400), name: 'nothing', respond: () => ({ status: 400, body: '' }) },
    { ...of(403), name: 'an error that is a text', respond: () => refusal(403, 'Forbidden') },
    { ...of(404), name: 'a session all the same', respond: () => ({ status: 404, json: endpoint.session }) },
  ]);
});

test('A permanent 5xx status is not retried, whatever its body', async ({ page, site, endpoint }) => {
  const of = (status: number) => ({ code: 'unavailable', status }) as const;
  await expectFaults(page, site, endpoint, [
    ...[500, 501, 504, 505, 507, 508, 511, 520, 530, 599].map((status) => ({
      ...of(status),
      name: `${status}`,
      respond: () => refusal(status, { message: 'Trace: at db.php line 7' }),
    })),
    { ...of(500), name: 'a page', respond: () => ({ status: 500, body: '<h1>Fatal error</h1>' }) },
    { ...of(500), name: 'nothing', respond: () => ({ status: 500, body: '' }) },
    { ...of(500), name: 'a session all the same', respond: () => ({ status: 500, json: endpoint.session }) },
  ]);
});

test('A success without a valid session is not retried and opens nothing', async ({
  page,
  site,
  endpoint,
}) => {
  const { session } = endpoint;
  const whole = JSON.stringify(session);
  const without = (field: keyof typeof session) => ({ ...session, [field]: undefined });
  const bodies = {
    empty: '',
    blank: ' \n ',
    'cut short': whole.slice(0, -1),
    'cut in a text': whole.slice(0, 40),
    'two answers': whole + whole,
    'a page': '<!doctype html><title>Home</title><h1>Welcome to the shop</h1>',
    'a warning before the answer': `<br /><b>Warning</b>: Undefined index in /var/www/s.php<br />${whole}`,
    'a comment before the answer': `/**/${whole}`,
    'single quotes': whole.replaceAll('"', "'"),
    'a script': `callback(${whole})`,
  };
  const answers: Record<string, unknown> = {
    null: null,
    true: true,
    'a number': 7,
    'a text': 'https://shop.example/checkout',
    'an empty list': [],
    'a list of it': [session],
    'it in an envelope': { data: session },
    'an empty object': {},
    'no id': without('id'),
    'no session_id': without('session_id'),
    'no checkout_url': without('checkout_url'),
    'camel case': { id: '1', sessionId: 'ch_1', checkoutUrl: session.checkout_url },
    'an empty id': { ...session, id: '' },
    'a blank session_id': { ...session, session_id: ' ' },
    'a number for an id': { ...session, id: 7 },
    'true for an id': { ...session, id: true },
    'an object for an id': { ...session, id: { trim: 1 } },
    'a list for a session_id': { ...session, session_id: ['ch_1'] },
    'a list for a checkout_url': { ...session, checkout_url: [session.checkout_url] },
    'a checkout_url that is a path': { ...session, checkout_url: '/checkout' },
    'an error with a success': { error: { message: 'Sold out.' } },
  };
  const rows = [
    ...Object.entries(bodies).map(([name, body]) => noSession(name, () => ({ body }))),
    ...Object.entries(answers).map(([name, json]) => noSession(name, () => ({ json }))),
    noSession('UTF-16', () => (response: ServerResponse) => response.end(Buffer.from(whole, 'utf16le'))),
  ];
  const faults = rows.map(({ name, respond }): FailureCase => {
    return { name, respond: () => respond(session), code: 'invalid-session', status: 200 };
  });
  await expectFaults(page, site, endpoint, [
    ...faults,
    { name: '204', respond: () => ({ status: 204 }), code: 'invalid-session', status: 204 },
    { name: '205', respond: () => ({ status: 205 }), code: 'invalid-session', status: 205 },
    {
      name: '304',
      respond: () => (response: ServerResponse) => response.writeHead(304).end(),
      code: 'invalid-session',
      status: 304,
    },
  ]);
});

test('A response over 64 KiB is rejected, and an endless one is aborted', async ({
  page,
  site,
  endpoint,
}) => {
  const whole = JSON.stringify(endpoint.session);
  /** Blanks as fast as they are taken. */
  const pour = (response: ServerResponse) => {
    const fill = () => {
      while (!response.destroyed && response.write(' '.repeat(16_384)));
    };
    response.on('drain', fill);
    fill();
  };
  const huge: Record<string, Reply> = {
    '65 KiB of blanks around it': { body: ' '.repeat(66_560) + whole },
    'a field of 1 MB': { json: { ...endpoint.session, more: 'x'.repeat(1_000_000) } },
    '40 MB out of a few KiB': (response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(' '.repeat(40_000_000) + whole));
    },
    'a body without an end': pour,
    'an error without an end': (response) => {
      response.statusCode = 418;
      pour(response);
    },
  };
  const faults = Object.entries(huge).map(([name, reply]): FailureCase => {
    const isError = name.startsWith('an error');
    return {
      name,
      respond: () => reply,
      code: isError ? 'rejected' : 'invalid-session',
      status: isError ? 418 : 200,
    };
  });
  await expectFaults(page, site, endpoint, faults);
  const endless = endpoint.posts.filter((_, index) => faults[index / 2]?.name.includes('without an end'));
  expect(endless).toHaveLength(2);
  await Promise.all(endless.map(({ abandoned }) => abandoned));
});

test('An unusual but valid response sells', async ({ page, site, endpoint }) => {
  const whole = JSON.stringify(endpoint.session);
  const odd: Record<string, Reply> = {
    'JSON that calls itself a page': { body: whole, headers: { 'content-type': 'text/html' } },
    'JSON without a type': (response) => void response.end(whole),
    'a byte order mark, as PHP files have it': { body: `\ufeff${whole}` },
    'blanks around it': { body: `\r\n\r\n${whole}\n` },
    '60 KiB of it': { body: ' '.repeat(61_440) + whole },
    'more fields': { json: { ...endpoint.session, error: null, expires: 7 } },
    'status 201': { status: 201, json: endpoint.session },
    'in small pieces': (response) => {
      const letters = whole.split('');
      const send = () => {
        const letter = letters.shift();
        if (letter) response.write(letter, send);
        else response.end();
      };
      send();
    },
  };
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
  for (const [name, reply] of Object.entries(odd)) {
    endpoint.respond(() => reply);
    await scenario.expectSession(name);
  }
  await scenario.expectCheckout();
});
