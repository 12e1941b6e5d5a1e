/** The template for Bun, in Bun. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sendOverSocket } from '../session-endpoint/send-over-socket.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import { findBun, runTemplateProcess, templateProcess } from './runtimes.ts';
import { checkLimitPerAddress, sale } from './template.ts';

const bun = {
  name: 'Bun',
  file: 'bun/index.ts',
  program: (script: string) => [findBun(), script],
  variables: { PORT: '0' },
  ready: /listens on (\S+)/,
};

runTemplateProcess(bun);

describe('the template for Bun behind a proxy', () => {
  test('counts by the address that the proxy has seen, without its port and not by the visitor’s own header', async () => {
    const upstream = await stubServer();
    upstream.behave(sale.behaviour);
    const template = templateProcess(bun);
    const instance = await template.start(sale.options(upstream.url), { TRUST_PROXY: '1' });
    let claim = 0;
    try {
      await checkLimitPerAddress((number) => {
        claim += 1;
        const headers = {
          ...sale.request.headers,
          // Some proxies add the port, which differs for each connection.
          'x-forwarded-for': `192.0.2.${claim}, 198.51.100.${number}:${40_000 + claim}`,
        };
        return sendOverSocket(instance.url.replace(/\/$/, ''), { ...sale.request, headers });
      });
    } finally {
      assert.equal(await instance.ended('SIGTERM'), 0);
      await upstream.close();
      template.remove();
    }
  });
});
