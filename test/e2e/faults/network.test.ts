import type { ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import type { Reply } from '../../support/endpoint.ts';
import { breakOff, FailureScenario, holdTimeouts, shopOf, type FailureCase } from '../../support/faults.ts';
import { expect, test } from '../../support/fixtures.ts';
import { TIMEOUT_MS } from '../../support/hold-timeouts.ts';
import { listen } from '../../support/loopback.ts';

/** The delays in ms before the second and the third try. */
const USUAL = [400, 800];

/** What the page can know of a connection that does not come about or breaks. */
const NETWORK = { code: 'network', delays: USUAL } as const;

const button = (page: Page) => page.getByRole('button', { name: 'Buy now' });

test('A broken response is tried three times, and a broken refusal is a refusal', async ({
  page,
  site,
  endpoint,
}) => {
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
  const broken: Record<string, Reply> = {
    'dropped without a byte': 'drop',
    'dropped in the middle of the answer': breakOff(),
    'dropped in the middle of a chunk': (response) => {
      response.writeHead(200);
      response.write('{"id":', () => response.destroy());
    },
    'not HTTP': ({ socket }) => socket!.end('SSH-2.0-OpenSSH_9.2p1\r\n'),
    'a garbled compression': { headers: { 'content-encoding': 'gzip' }, json: endpoint.session },
  };
  const refused = (status: number, code: FailureCase['code'], delays?: readonly number[]): FailureCase => {
    const fault = { name: `${status}, dropped in the middle`, respond: () => breakOff(status), code, status };
    return delays ? { ...fault, delays } : fault;
  };
  await scenario.expectRecovery([
    refused(409, 'rejected'),
    refused(500, 'unavailable'),
    refused(503, 'unavailable', USUAL),
    ...Object.entries(broken).map(([name, reply]) => ({ ...NETWORK, name, respond: () => reply })),
  ]);
});

test('An unreachable endpoint is tried three times, and sells when it is reachable again', async ({
  page,
  site,
  endpoint,
}) => {
  const gone = await listen(() => {});
  await gone.close();
  const addresses = {
    'a closed port': gone.origin,
    'an unknown host name': 'http://no-such-shop.invalid/session',
    'not TLS': endpoint.url.replace('http:', 'https:'),
    'a port that browsers refuse': 'http://127.0.0.1:1/session',
  };
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
  const element = page.locator('solifyn-buy-button');
  for (const [name, address] of Object.entries(addresses)) {
    await element.evaluate((node, value) => node.setAttribute('endpoint', value), address);
    await scenario.expectFailure({ ...NETWORK, name });
    await element.evaluate((node) => node.removeAttribute('endpoint'));
    await scenario.expectSession(`after ${name}`);
  }
  expect(endpoint.posts).toHaveLength(4);

  endpoint.cors = false;
  await scenario.expectFailure({ ...NETWORK, name: 'not for this origin' });
  endpoint.cors = true;
  await scenario.expectCheckout();
});

test('Offline a click fails, and works when the network is back', async ({
  page,
  context,
  site,
  endpoint,
}) => {
  const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
  for (const time of ['once', 'again']) {
    await context.setOffline(true);
    await scenario.expectFailure({ ...NETWORK, name: time });
    await context.setOffline(false);
    await scenario.expectSession(`back ${time}`);
  }
  expect(endpoint.posts).toHaveLength(2);
  await scenario.expectCheckout();
});

test('If the network is back before the last try, the same click sells', async ({
  page,
  context,
  site,
  endpoint,
}) => {
  await page.goto(await site({ '/': shopOf(endpoint.url) }));
  await page.evaluate(() => {
    const { setTimeout } = globalThis;
    // A delay lasts until the test ends it.
    const held = ((run: () => void, delay = 0) => {
      if (delay > 5_000) return setTimeout(run, delay);
      Reflect.set(globalThis, 'endPause', run);
      return 0;
    }) as typeof setTimeout;
    Object.assign(globalThis, { setTimeout: held });
  });
  await context.setOffline(true);
  await button(page).click();
  await page.waitForFunction(() => Reflect.has(globalThis, 'endPause'));
  await expect(button(page)).toHaveAttribute('aria-busy', 'true');
  await context.setOffline(false);
  await page.evaluate(() => Reflect.get(globalThis, 'endPause')());
  await expect(page).toHaveURL(endpoint.session.checkout_url);
  expect(endpoint.posts).toHaveLength(1);
});

test.describe('A redirect', () => {
  const to = (status: number, location?: string): Reply => ({
    status,
    body: '',
    ...(location && { headers: { location } }),
  });

  test('with 307 or 308 repeats the POST at the new address, also at another origin', async ({
    page,
    site,
    endpoint,
  }) => {
    const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
    const elsewhere = `${endpoint.url.replace('127.0.0.1', 'localhost')}/moved`;
    for (const status of [307, 308])
      for (const location of ['/moved', elsewhere]) {
        const before = endpoint.posts.length;
        endpoint.respond(({ url }) =>
          url.endsWith('/moved') ? { json: endpoint.session } : to(status, location),
        );
        await scenario.expectSession(`${status} to ${location}`);
        const [first, second, ...more] = endpoint.posts.slice(before);
        expect(second!.text).toBe(first!.text);
        expect(second!.headers['content-type']).toBe('application/json');
        expect(more).toEqual([]);
      }
    await scenario.expectCheckout();
  });

  test('with another status is an error, because browsers change the method to GET', async ({
    page,
    site,
    endpoint,
  }) => {
    const scenario = await FailureScenario.open(page, endpoint, await site({ '/': shopOf(endpoint.url) }));
    const faults = [301, 302, 303].flatMap((status): FailureCase[] => [
      {
        name: `${status} to a page`,
        respond: () => to(status, '/checkout'),
        code: 'invalid-session',
        status: 200,
      },
      { name: `${status} to nothing`, respond: () => to(status, '/gone'), code: 'rejected', status: 404 },
    ]);
    await scenario.expectRecovery([
      ...faults,
      { name: '302 to nowhere', respond: () => to(302), code: 'invalid-session', status: 302 },
      { name: '300', respond: () => to(300), code: 'invalid-session', status: 300 },
      ...['/session', 'data:application/json,{}', 'http://127.0.0.1:1/', 'file:///etc/hostname'].map(
        (location) => ({
          ...NETWORK,
          name: `307 to ${location}, which leads nowhere`,
          respond: () => to(307, location),
        }),
      ),
    ]);
  });
});

test.describe('A slow endpoint', () => {
  /** A letter at a time, without an end. */
  const trickle = (text: string) => (response: ServerResponse) => {
    const letters = text.split('');
    const timer = setInterval(() => response.write(letters.shift() ?? ' '), 20);
    response.on('close', () => clearInterval(timer));
  };

  /** Counts the responses whose headers have come, in the page's `responses`. */
  function countResponses(): void {
    const { fetch } = globalThis;
    let responses = 0;
    globalThis.fetch = async (...args) => {
      const response = await fetch(...args);
      Reflect.set(globalThis, 'responses', ++responses);
      return response;
    };
    Reflect.set(globalThis, 'responses', responses);
  }

  test('is aborted after the timeout, before the headers or in the body, and is not retried', async ({
    page,
    site,
    endpoint,
  }) => {
    const address = await site({ '/': shopOf(endpoint.url, `data-timeout="${TIMEOUT_MS}"`) });
    const endTimeout = await holdTimeouts(page);
    await page.addInitScript(countResponses);
    const scenario = await FailureScenario.open(page, endpoint, address);
    const slow: Record<string, () => Reply | Promise<Reply>> = {
      'no headers': () => new Promise(() => {}),
      'headers, then nothing': () => (response) => response.flushHeaders(),
      'a letter at a time': () => trickle(JSON.stringify(endpoint.session)),
      'a refusal, a letter at a time': () => (response) => {
        response.statusCode = 409;
        trickle('{"error":{}}')(response);
      },
    };
    const faults = Object.entries(slow).map(([name, respond]): FailureCase => ({
      name,
      respond,
      code: 'timeout',
    }));
    for (const [nth, fault] of faults.entries()) {
      const before = await page.evaluate(() => Reflect.get(globalThis, 'responses') as number);
      const failing = scenario.expectFailure(fault);
      const { abandoned } = await endpoint.received(nth + 1);
      // In Firefox a page gets the headers with the first byte of the body.
      if (fault.name.includes('a letter'))
        await page.waitForFunction((count) => Reflect.get(globalThis, 'responses') > count, before);
      // One timeout for each click, which no letter extends.
      await page.waitForFunction((count) => Reflect.get(globalThis, 'timeouts').length === count, nth + 1);
      await endTimeout();
      await failing;
      expect(endpoint.posts).toHaveLength(nth + 1);
      await abandoned;
    }
    endpoint.respond(() => ({ json: endpoint.session }));
    await scenario.expectCheckout();
  });

  test('that responds in time sells, and the button shows that it waits', async ({
    page,
    site,
    endpoint,
  }) => {
    let respond!: (reply: Reply) => void;
    endpoint.respond(() => new Promise((resolve) => (respond = resolve)));
    await page.goto(await site({ '/': shopOf(endpoint.url) }));
    await button(page).click();
    await endpoint.received();
    await expect(page.getByRole('status')).toHaveText('Opening checkout…');
    await expect(button(page)).toHaveAttribute('aria-busy', 'true');
    respond((response) => {
      const text = JSON.stringify(endpoint.session);
      response.write(text.slice(0, 20), () => response.end(text.slice(20)));
    });
    await expect(page).toHaveURL(endpoint.session.checkout_url);
    expect(endpoint.posts).toHaveLength(1);
  });
});
