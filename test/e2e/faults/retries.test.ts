import type { Page } from '@playwright/test';
import type { EndpointStub, Reply } from '../../support/endpoint.ts';
import { breakOff, FailureScenario, shopOf, type FailureCase } from '../../support/faults.ts';
import { expect, test } from '../../support/fixtures.ts';

/** The delays in ms before the second and the third try. */
const USUAL = [400, 800];

const error = (status: number, retryAfter?: string): Reply => ({
  status,
  json: { error: { code: 'rate-limited', message: 'Slow down.' } },
  ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
});

/** Answers a click's tries one by one, the last for all further ones. */
function oneByOne(endpoint: EndpointStub, replies: readonly Reply[]): void {
  let tried = 0;
  endpoint.respond(() => replies[Math.min(tried++, replies.length - 1)]!);
}

const configure = (page: Page, options: object) =>
  page.evaluate((settings) => Reflect.get(globalThis, 'SolifynCheckout').configure(settings), options);

test('429, 502 and 503 are tried three times, and Retry-After is obeyed up to 5 s', async ({
  page,
  site,
  endpoint,
}) => {
  const pausesBy: Record<string, readonly number[]> = {
    '0': [0, 0],
    '2': [2000, 2000],
    '5': [5000, 5000],
    '6': [],
    '60': [],
    '3600': [],
    [new Date(Date.now() - 60_000).toUTCString()]: [0, 0],
    [new Date(Date.now() + 600_000).toUTCString()]: [],
    soon: USUAL,
    '': USUAL,
  };
  const faults = [429, 502, 503].flatMap((status): FailureCase[] => {
    const base = { code: status < 500 ? 'rejected' : 'unavailable', status } as const;
    return [
      { ...base, name: `${status} without Retry-After`, respond: () => error(status), delays: USUAL },
      ...Object.entries(pausesBy).map(([value, delays]) => ({
        ...base,
        name: `${status} with Retry-After: ${value}`,
        respond: () => error(status, value),
        delays,
      })),
    ];
  });
  faults.push(
    {
      name: 'a Retry-After that the endpoint does not expose',
      respond: () => ({ status: 429, headers: { 'retry-after': '60', 'access-control-expose-headers': '' } }),
      code: 'rejected',
      status: 429,
      delays: USUAL,
    },
    {
      name: 'a 429 for the buyer',
      respond: () => ({ status: 429, json: { error: { message: 'Only one a minute.' } } }),
      code: 'rejected',
      status: 429,
      text: 'Only one a minute.',
      delays: USUAL,
    },
  );
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
  const posts = () => endpoint.posts.length;
  const before = posts();
  await scenario.expectRecovery(faults);
  // All tries that the page knows of have reached the endpoint, and no more: a good click after each, and one fault seen twice.
  const tries = faults.reduce((sum, { delays = [] }) => sum + delays.length + 1, 0);
  expect(posts() - before).toBe(tries + faults.length + 3 + 1);
});

test('An unstable endpoint sells as soon as it responds, and its first final response ends the tries', async ({
  page,
  site,
  endpoint,
}) => {
  const success = { json: endpoint.session };
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));

  const selling: Record<string, [replies: Reply[], delays: number[]]> = {
    'one 503': [[error(503), success], [400]],
    'one broken connection': [[breakOff(), success], [400]],
    'a broken connection, then 502': [[breakOff(), error(502), success], USUAL],
    '429 with a pause of its own, then 503': [
      [error(429, '1'), error(503), success],
      [1000, 800],
    ],
    '503, then 429 that has passed': [
      [error(503), error(429, '0'), success],
      [400, 0],
    ],
  };
  for (const [name, [replies, delays]] of Object.entries(selling)) {
    oneByOne(endpoint, replies);
    await scenario.expectSession(name, delays);
  }

  const ending: (Omit<FailureCase, 'answer'> & { replies: Reply[] })[] = [
    {
      name: '503, then 500',
      replies: [error(503), error(500)],
      code: 'unavailable',
      status: 500,
      delays: [400],
    },
    {
      name: '502, then 404',
      replies: [error(502), error(404)],
      code: 'rejected',
      status: 404,
      delays: [400],
    },
    {
      name: 'a broken connection, 429, then a page',
      replies: [breakOff(), error(429), { body: '<h1>Be right back</h1>' }],
      code: 'invalid-session',
      status: 200,
      delays: USUAL,
    },
    {
      name: '503, then one with a long Retry-After',
      replies: [error(503), error(503, '30')],
      code: 'unavailable',
      status: 503,
      delays: [400],
    },
    {
      name: '503, then broken connections',
      replies: [error(503), breakOff()],
      code: 'network',
      delays: USUAL,
    },
    {
      name: 'good only at the fourth try',
      replies: [error(503), error(503), error(502), success],
      code: 'unavailable',
      status: 502,
      delays: USUAL,
    },
  ];
  for (const { replies, ...fault } of ending) {
    oneByOne(endpoint, replies);
    await scenario.expectFailure(fault);
    oneByOne(endpoint, [success]);
    await scenario.expectSession(`after ${fault.name}`);
  }
  await scenario.expectCheckout();
});

test('retries sets the number of tries, with delays that grow to 5 s', async ({ page, site, endpoint }) => {
  const scenario = await FailureScenario.open(
    page,
    endpoint,
    await site({ '/': shopOf(endpoint.url, 'data-retries="1"') }),
  );
  const pausesBy = new Map<unknown, number[]>([
    [undefined, [400]],
    [0, []],
    ['3', [400, 800, 1600]],
    [6, [400, 800, 1600, 3200, 5000, 5000]],
  ]);
  for (const [retries, delays] of pausesBy) {
    await configure(page, { retries });
    const name = `retries: ${retries}`;
    await scenario.expectFailureThenSession({
      name,
      respond: () => error(503),
      code: 'unavailable',
      status: 503,
      delays,
    });
  }
});

test('Each try sends the same request, also if attributes and settings change meanwhile', async ({
  page,
  site,
  endpoint,
}) => {
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
  endpoint.respond(async () => {
    if (endpoint.posts.length > 2) return { json: endpoint.session };
    await page.locator('solifyn-buy-button').evaluate((element, nth) => {
      element.setAttribute('product-id', `prod_other_${nth}`);
      element.setAttribute('quantity', 'nine');
      element.setAttribute('endpoint', '/elsewhere');
      element.setAttribute('mode', 'modal');
    }, endpoint.posts.length);
    await configure(page, { retries: 0, endpoint: '/elsewhere' });
    return error(503);
  });
  await scenario.expectSession('the first click', USUAL);
  expect(endpoint.posts.map(({ url }) => url)).toEqual(['/session', '/session', '/session']);
  expect(endpoint.posts.map(({ body }) => body)).toEqual(
    Array.from({ length: 3 }, () => ({ productId: 'prod_z2o92kEl6cYYX' })),
  );
});
