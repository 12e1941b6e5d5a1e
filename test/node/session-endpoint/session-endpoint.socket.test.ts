/** The table of cases over real sockets: the endpoint on @hono/node-server, and Solifyn as a server of its own. */
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createAdaptorServer } from '@hono/node-server';
import { createSessionEndpoint } from '../../../src/session-endpoint/index.ts';
import type { SessionEndpointError } from '../../../src/session-endpoint/index.ts';
import { toEndpointOptions } from './case-options.ts';
import { runEndpointCases } from './endpoint-cases.ts';
import { sendOverSocket } from './send-over-socket.ts';
import { stubServer } from './stub-upstream.ts';

runEndpointCases({
  name: 'over a socket',
  can: ['limit', 'hanging-limit', 'verify', 'hanging-verify', 'stalled-request'],
  sharesTimers: true,
  upstream: stubServer,
  async start(options) {
    const errors: SessionEndpointError[] = [];
    const endpoint = createSessionEndpoint({
      ...toEndpointOptions(options),
      onError: (error) => errors.push(error),
    });
    const server = createAdaptorServer({ fetch: endpoint });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      origin,
      send: (request) => sendOverSocket(origin, request),
      reported: () => errors.map(({ code }) => code),
      traces: () => errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join('\n'),
      close: () => new Promise((resolve) => void server.close(() => resolve())),
    };
  },
});
