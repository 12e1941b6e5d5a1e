/** The table of cases, passed to the endpoint as Requests, with a stream as body, with and without a declared length. */
import { inspect } from 'node:util';
import { createSessionEndpoint } from '../../../src/session-endpoint/index.ts';
import type { SessionEndpointError } from '../../../src/session-endpoint/index.ts';
import { toEndpointOptions } from './case-options.ts';
import { runEndpointCases } from './endpoint-cases.ts';
import type { CaseRequest, Platform } from './endpoint-cases.ts';
import { stubFetch } from './stub-upstream.ts';
import type { FetchUpstream } from './stub-upstream.ts';

const ORIGIN = 'https://pay.shop.example';

function inProcess(name: string, declaresLength: boolean): Platform<FetchUpstream> {
  return {
    name,
    can: ['limit', 'hanging-limit', 'verify', 'hanging-verify', 'stalled-request'],
    sharesTimers: true,
    upstream: async () => stubFetch(),
    async start(options, upstream) {
      const errors: SessionEndpointError[] = [];
      const endpoint = createSessionEndpoint({
        ...toEndpointOptions(options),
        fetch: upstream.fetch,
        onError: (error) => errors.push(error),
      });
      return {
        origin: ORIGIN,
        async send(request) {
          const response = await endpoint(toWebRequest(request, declaresLength));
          return {
            status: response.status,
            headers: Object.fromEntries(response.headers),
            body: await response.text(),
          };
        },
        reported: () => errors.map(({ code }) => code),
        traces: () => errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join('\n'),
        close: async () => {},
      };
    },
  };
}

function toWebRequest(request: CaseRequest, declaresLength: boolean): Request {
  const { method, path, body, stalls } = request;
  const headers = new Headers(request.headers);
  if (body !== null && declaresLength) headers.set('content-length', `${body.byteLength}`);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (body !== null && body.byteLength > 0) controller.enqueue(body);
      if (!stalls) controller.close();
    },
  });
  return new Request(ORIGIN + path, {
    method,
    headers,
    ...(body === null ? {} : { body: stream, duplex: 'half' }),
  });
}

runEndpointCases(inProcess('in process, length unknown', false));
runEndpointCases(inProcess('in process, length declared', true));
