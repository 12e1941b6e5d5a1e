import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';

import { optionsFrom, startDemo } from '../../../demo/start.ts';
import type { Demo } from '../../../demo/start.ts';

const pages = (await readdir(new URL('../../../demo/pages', import.meta.url)))
  .filter((file) => file.endsWith('.html') && file !== '404.html')
  .map((file) => `/${file}`);

/** What a page shows as code, as a browser would copy it. */
const codeOf = (markup: string) =>
  [...markup.matchAll(/<pre[^>]*><code>([^]*?)<\/code><\/pre>/g)].map(([, text = '']) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );

const addressesIn = (markup: string) =>
  [...markup.matchAll(/\s(?:href|src|endpoint|data-endpoint)="([^"]+)"/g)].map(([, address = '']) =>
    address.replaceAll('&amp;', '&'),
  );

describe('the demo', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ port: 0 });
  });
  after(() => demo.close());

  const read = async (path: string) => {
    const response = await fetch(new URL(path, demo.url));
    assert.equal(response.status, 200, path);
    return response.text();
  };

  const buy = (endpoint: string, body: object, origin = demo.url) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });

  it('has an index that leads to the page of each behaviour', async () => {
    const index = await read('/');
    for (const page of pages.filter(
      (name) => !['/index.html', '/thanks.html', '/plain.html'].includes(name),
    )) {
      assert.ok(index.includes(`href="${page}"`), `${page} is not on the index`);
    }
  });

  for (const page of pages) {
    it(`${page} answers, in its own words, without a link to nowhere`, async () => {
      const markup = await read(page);
      assert.match(markup, /<html lang="[a-z]+"/);
      assert.match(markup, /<h1>[^<]+<\/h1>/);
      const missing = new Set([
        '/faults/unavailable',
        '/faults/html',
        '/faults/not-a-session',
        '/faults/silent',
      ]);
      for (const address of addressesIn(markup)) {
        const { origin, pathname, href } = new URL(address, new URL(page, demo.url));
        const ours = origin === demo.url || origin === demo.sandboxUrl;
        if (
          !ours ||
          missing.has(pathname) ||
          pathname.startsWith('/dist/') ||
          pathname === '/solifyn/session'
        )
          continue;
        assert.equal((await fetch(href)).status, 200, address);
      }
    });

    it(`${page} runs the code that it shows`, async () => {
      const markup = await read(page);
      const running = new Set(
        markup
          .replace(/<pre[^]*?<\/pre>/g, '')
          .split('\n')
          .map((line) => line.trim()),
      );
      for (const line of codeOf(markup).join('\n').split('\n')) {
        assert.ok(running.has(line.trim()), `shown, but not on the page: ${line}`);
      }
    });
  }

  it('has no page at any other address, and gives out no other file', async () => {
    for (const path of [
      '/nowhere.html',
      '/nowhere',
      '/..%2fstart.ts',
      '/%2e%2e/start.ts',
      '/static/checkout/util.js',
    ]) {
      assert.equal((await fetch(demo.url + path)).status, 404, path);
    }
    assert.match(await (await fetch(`${demo.url}/nowhere`)).text(), /There is no such page/);
  });

  it('lets pages into the back/forward cache and shows a rebuilt file at once', async () => {
    const { headers } = await fetch(`${demo.url}/redirect.html`);
    assert.equal(headers.get('cache-control'), 'no-cache');
  });

  it('sells through the session endpoint at its own origin', async () => {
    const response = await buy(`${demo.url}/solifyn/session`, { productId: 'prod_z2o92kEl6cYYX' });
    assert.equal(response.status, 200);
    const { checkout_url } = (await response.json()) as { checkout_url: string };
    assert.ok(checkout_url.startsWith(`${demo.sandboxUrl}/checkout/test/`));
    assert.equal((await fetch(checkout_url)).status, 200);
  });

  it("takes a buyer's price for the Pay What You Want product alone", async () => {
    const endpoint = `${demo.url}/solifyn/session`;
    assert.equal((await buy(endpoint, { productId: 'prod_payWhatYouWant', customPrice: 9 })).status, 200);
    assert.equal((await buy(endpoint, { productId: 'prod_payWhatYouWant', customPrice: 4 })).status, 400);
    assert.equal((await buy(endpoint, { productId: 'prod_z2o92kEl6cYYX', customPrice: 9 })).status, 400);
  });

  it('shows an endpoint on another origin, open to the demo alone', async () => {
    const product = { productId: 'prod_z2o92kEl6cYYX' };
    const allowed = await buy(demo.otherEndpointUrl, product);
    assert.equal(allowed.status, 200);
    assert.equal(allowed.headers.get('access-control-allow-origin'), demo.url);
    assert.equal((await buy(demo.otherEndpointUrl, product, 'https://thief.example')).status, 403);
    assert.ok((await read('/other-origin.html')).includes(`endpoint="${demo.otherEndpointUrl}"`));
  });

  it("serves the gateway's own script, pointed at the sandbox", async () => {
    assert.match(await read('/static/checkout/loader.js'), /index\.js/);
    assert.match(await read('/static/checkout/index.js'), /data-whop-checkout-session/);
    assert.ok((await read('/sandbox-gateway.js')).includes(`"${demo.sandboxUrl}/"`));
  });

  it('has endpoints that fail, for the pages that show what happens then', async () => {
    const answers = { unavailable: 503, html: 200, 'not-a-session': 200 };
    for (const [fault, status] of Object.entries(answers)) {
      assert.equal((await buy(`${demo.url}/faults/${fault}`, {})).status, status);
    }
    await assert.rejects(
      fetch(`${demo.url}/faults/silent`, { method: 'POST', signal: AbortSignal.timeout(50) }),
      { name: 'TimeoutError' },
    );
  });
});

describe('starting the demo', () => {
  it('without being told a port finds a free one where its own is taken', async () => {
    const [first, second] = [await startDemo(), await startDemo()];
    try {
      assert.notEqual(first.url, second.url);
      assert.equal((await fetch(second.url)).status, 200);
      assert.ok(
        (await (await fetch(`${second.url}/no-script.html`)).text()).includes(`href="${second.sandboxUrl}/`),
      );
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });

  it('on a port that is asked for and taken fails, and leaves nothing running', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    try {
      // Closed where it did start, or the run would never end.
      await assert.rejects(
        startDemo({ port }).then((demo) => demo.close()),
        { code: 'EADDRINUSE' },
      );
    } finally {
      taken.close();
    }
  });

  it('with a key asks the real API, without a sandbox, for the ids of that account', async () => {
    const asked: { authorization: string | undefined; body: string }[] = [];
    const api = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        asked.push({ authorization: request.headers.authorization, body });
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({ id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/checkout/x' }),
        );
      });
    }).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const demo = await startDemo({ port: 0, apiKey: 'a-real-key', apiUrl, product: 'prod_mine' });
    try {
      assert.equal(demo.sandboxUrl, undefined);
      const page = await (await fetch(`${demo.url}/no-script.html`)).text();
      assert.ok(page.includes('product-id="prod_mine"'));
      assert.ok(page.includes('href="https://solifyn.com/checkout/'));
      assert.equal(await (await fetch(`${demo.url}/sandbox-gateway.js`)).text(), '');
      const response = await fetch(`${demo.url}/solifyn/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: demo.url },
        body: JSON.stringify({ productId: 'prod_mine' }),
      });
      assert.equal(response.status, 200);
      assert.deepEqual(asked, [{ authorization: 'Bearer a-real-key', body: '{"productId":"prod_mine"}' }]);
      assert.doesNotMatch(page, /a-real-key/);
    } finally {
      await demo.close();
      api.close();
    }
  });

  it('reads its options from the environment, where an empty variable is unset', () => {
    assert.deepEqual(optionsFrom({}), {});
    assert.deepEqual(optionsFrom({ PORT: '', SOLIFYN_API_KEY: ' ' }), {});
    assert.deepEqual(
      optionsFrom({
        PORT: '9000',
        SOLIFYN_API_KEY: 'key',
        SOLIFYN_API_URL: 'https://api.example',
        SOLIFYN_DEMO_PRODUCT: 'prod_a',
        SOLIFYN_DEMO_COLLECTION: 'col_b',
      }),
      { port: 9000, apiKey: 'key', apiUrl: 'https://api.example', product: 'prod_a', collection: 'col_b' },
    );
    for (const PORT of ['web', '-1', '65536', '80.5']) assert.throws(() => optionsFrom({ PORT }), RangeError);
  });
});
