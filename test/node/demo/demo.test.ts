import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';

import { optionsFrom, startDemo } from '../../../demo/start.ts';
import type { Demo } from '../../../demo/start.ts';

const pages = (await readdir(new URL('../../../demo/pages', import.meta.url)))
  .filter((file) => file.endsWith('.html') && file !== '404.html')
  .map((file) => `/${file}`);

/** The code that a page shows, unescaped. */
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
    it(`${page} answers, with a heading and without a dead link`, async () => {
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

  it('answers 404 at any other address and serves no other file', async () => {
    for (const path of [
      '/nowhere.html',
      '/nowhere',
      '/..%2fstart.ts',
      '/%2e%2e/start.ts',
      '/sandbox/util.js',
    ]) {
      assert.equal((await fetch(demo.url + path)).status, 404, path);
    }
    assert.match(await (await fetch(`${demo.url}/nowhere`)).text(), /This page does not exist/);
  });

  it('allows the bfcache and revalidates every file', async () => {
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

  it('accepts a custom price for the Pay What You Want product only', async () => {
    const endpoint = `${demo.url}/solifyn/session`;
    assert.equal((await buy(endpoint, { productId: 'prod_payWhatYouWant', customPrice: 9 })).status, 200);
    assert.equal((await buy(endpoint, { productId: 'prod_payWhatYouWant', customPrice: 4 })).status, 400);
    assert.equal((await buy(endpoint, { productId: 'prod_z2o92kEl6cYYX', customPrice: 9 })).status, 400);
  });

  it('has an endpoint on another origin that allows the demo only', async () => {
    const product = { productId: 'prod_z2o92kEl6cYYX' };
    const allowed = await buy(demo.otherEndpointUrl, product);
    assert.equal(allowed.status, 200);
    assert.equal(allowed.headers.get('access-control-allow-origin'), demo.url);
    assert.equal((await buy(demo.otherEndpointUrl, product, 'https://thief.example')).status, 403);
    assert.ok((await read('/other-origin.html')).includes(`endpoint="${demo.otherEndpointUrl}"`));
  });

  it("serves the gateway's script and sets its origin to the sandbox", async () => {
    const loader = await read('/sandbox/loader.js');
    assert.match(loader, /index\.js/);
    assert.ok(loader.includes(`"${demo.sandboxUrl}/"`));
    assert.match(await read('/sandbox/index.js'), /data-whop-checkout-session/);
  });

  it('has endpoints that fail, for the pages that show errors', async () => {
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
  it('uses a free port if the default one is taken', async () => {
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

  it('fails if the given port is taken, and stops all servers', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    try {
      // If it does start, close it, or the test would never end.
      await assert.rejects(
        startDemo({ port }).then((demo) => demo.close()),
        { code: 'EADDRINUSE' },
      );
    } finally {
      taken.close();
    }
  });

  it('calls the real API for the ids of that account if there is a key, without a sandbox', async () => {
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
    const demo = await startDemo({ port: 0, apiKey: 'a-real-secret-key', apiUrl, product: 'prod_mine' });
    try {
      assert.equal(demo.sandboxUrl, undefined);
      const page = await (await fetch(`${demo.url}/no-script.html`)).text();
      assert.ok(page.includes('product-id="prod_mine"'));
      assert.ok(page.includes('href="https://solifyn.com/checkout/'));
      assert.equal(await (await fetch(`${demo.url}/sandbox/loader.js`)).text(), '');
      const response = await fetch(`${demo.url}/solifyn/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: demo.url },
        body: JSON.stringify({ productId: 'prod_mine' }),
      });
      assert.equal(response.status, 200);
      assert.deepEqual(asked, [
        { authorization: 'Bearer a-real-secret-key', body: '{"productId":"prod_mine"}' },
      ]);
      assert.doesNotMatch(page, /a-real-secret-key/);
    } finally {
      await demo.close();
      api.close();
    }
  });

  it('reads its options from the environment and ignores empty variables', () => {
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
    assert.deepEqual(optionsFrom({ PORT: '0' }), { port: 0 });
    for (const PORT of ['web', '-1', '65536', '80.5']) assert.throws(() => optionsFrom({ PORT }), RangeError);
  });

  it('names the variable that is missing for the real API', () => {
    assert.throws(() => optionsFrom({ SOLIFYN_API_KEY: 'key' }), /^Error: SOLIFYN_DEMO_PRODUCT is not set/);
    for (const name of ['SOLIFYN_DEMO_PRODUCT', 'SOLIFYN_DEMO_COLLECTION', 'SOLIFYN_API_URL']) {
      assert.throws(() => optionsFrom({ [name]: 'x' }), /^Error: SOLIFYN_API_KEY is not set/);
    }
  });

  it('refuses a foreign Host, so that a page with DNS rebinding cannot use its key', async () => {
    const demo = await startDemo({ port: 0 });
    const statusFor = async (url: string, host: string): Promise<number | undefined> => {
      const { hostname, port, pathname } = new URL(url);
      const call = request({
        hostname,
        port,
        path: pathname,
        method: 'POST',
        headers: { host, origin: `http://${host}`, 'content-type': 'application/json' },
      });
      call.end(JSON.stringify({ productId: 'prod_z2o92kEl6cYYX' }));
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    try {
      for (const endpoint of [`${demo.url}/solifyn/session`, `${demo.url}/builder/session`]) {
        const { port } = new URL(endpoint);
        assert.equal(await statusFor(endpoint, `localhost:${port}`), 200);
        assert.equal(await statusFor(endpoint, `127.0.0.1:${port}`), 200);
        for (const host of [
          'evil.example',
          `evil.example:${port}`,
          `localhost.evil.example:${port}`,
          `127.0.0.1.evil.example`,
        ]) {
          assert.equal(await statusFor(endpoint, host), 421, host);
        }
      }
      assert.equal(await statusFor(demo.otherEndpointUrl, 'evil.example'), 421);
    } finally {
      await demo.close();
    }
  });
});
