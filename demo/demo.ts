/** The whole demo, on loopback alone: sandbox, session endpoint and site, or the same site on the real API. */
import { createSessionEndpoint } from '../src/session-endpoint/index.ts';
import { SANDBOX_API_KEY, startSandbox } from '../src/sandbox/index.ts';
import { listen } from '../src/sandbox/listen.ts';
import type { Listening, ListenOptions } from '../src/sandbox/listen.ts';
import { createSite } from './site.ts';

/** Where the demo answers unless another program does, and what stands in its pages. */
const USUAL_PORTS = { site: 8080, otherOrigin: 8081, sandbox: 8082 };
const OTHER_ORIGIN = `http://127.0.0.1:${USUAL_PORTS.otherOrigin}`;
const SANDBOX = `http://127.0.0.1:${USUAL_PORTS.sandbox}`;
const PRODUCT = 'prod_z2o92kEl6cYYX';
const COLLECTION = 'col_123';

type Handler = (request: Request) => Response | Promise<Response>;
type Closable = { close(): Promise<void> };

/** The one product here that lets a buyer choose the price; the bounds are the seller's, in dollars. */
const customPrices = { prod_payWhatYouWant: { min: 5, max: 500 } };

export interface DemoOptions {
  /** Port of the site; default 8080, or any free one where that is taken. 0 is any free one. */
  port?: number;
  /** A real key: the demo asks the real API, and no sandbox is started. */
  apiKey?: string;
  /** Base address of the real API; default `https://api.solifyn.com`. */
  apiUrl?: string;
  /** Product of the real account in place of the sandbox's fixed-price one. */
  product?: string;
  /** Collection of the real account in place of the sandbox's. */
  collection?: string;
}

export interface Demo {
  /** Address of the site, without a trailing slash. */
  url: string;
  /** Address of the sandbox; absent where the real API is asked. */
  sandboxUrl?: string;
  /** Address of the session endpoint that is on another origin than the site. */
  otherEndpointUrl: string;
  close(): Promise<void>;
}

/**
 * Starts everything.
 *
 * @throws A `TypeError` for a key or address that the session endpoint does not take; the server's error, e.g.
 *   with `code: 'EADDRINUSE'`, for a port that was asked for and is taken.
 */
export async function startDemo({
  port,
  apiKey,
  apiUrl,
  product = PRODUCT,
  collection = COLLECTION,
}: DemoOptions = {}): Promise<Demo> {
  const running: Closable[] = [];
  const close = async () => void (await Promise.all(running.map((server) => server.close())));
  const open = async <Server extends Closable>(
    start: (at: ListenOptions) => Promise<Server>,
    at: { usual: number; asked?: number | undefined },
  ): Promise<Server> => {
    const server = await onPort(start, at);
    running.push(server);
    return server;
  };
  // Who asks for a port of the site's gets any free ones for the rest.
  const besides = port === undefined ? undefined : 0;

  try {
    const sandbox = apiKey
      ? undefined
      : await open(startSandbox, { usual: USUAL_PORTS.sandbox, asked: besides });

    const seller = {
      apiKey: apiKey ?? SANDBOX_API_KEY,
      ...((sandbox?.url ?? apiUrl) && { apiUrl: sandbox?.url ?? apiUrl }),
      customPrices,
    };

    // Each needs the other's address before it can answer, so the sockets come first.
    let site: Handler = notYet;
    let otherEndpoint: Handler = notYet;
    const siteServer = await open((at) => listen((request) => site(request), at), {
      usual: USUAL_PORTS.site,
      asked: port,
    });
    const otherServer = await open((at) => listen((request) => otherEndpoint(request), at), {
      usual: USUAL_PORTS.otherOrigin,
      asked: besides,
    });
    otherEndpoint = createSessionEndpoint({ ...seller, allowedOrigins: originsOf(siteServer) });
    site = createSite({
      endpoint: createSessionEndpoint(seller),
      builder: {
        product,
        collection,
        // A snippet is tried in a page of any origin. In the sandbox there is nothing to lose by that.
        endpoint: createSessionEndpoint({ ...seller, ...(sandbox && { allowedOrigins: '*' }) }),
        sandboxOrigin: sandbox?.url,
      },
      replacements: new Map([
        [OTHER_ORIGIN, otherServer.url],
        [SANDBOX, sandbox?.url ?? 'https://solifyn.com'],
        [PRODUCT, product],
        [COLLECTION, collection],
      ]),
      ...(sandbox && { gatewayOrigin: sandbox.url }),
    }).fetch;

    return {
      url: siteServer.url,
      otherEndpointUrl: `${otherServer.url}/solifyn/session`,
      ...(sandbox && { sandboxUrl: sandbox.url }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A browser calls the loopback address by either name, and the two are two origins. */
function originsOf({ url }: Listening): string[] {
  const { port } = new URL(url);
  return [url, `http://localhost:${port}`];
}

/** Starts on the port that was asked for and on no other; else on the usual one, or where that is taken on a free one. */
async function onPort<Server>(
  start: (at: ListenOptions) => Promise<Server>,
  { usual, asked }: { usual: number; asked?: number | undefined },
): Promise<Server> {
  try {
    return await start({ port: asked ?? usual });
  } catch (error) {
    if (asked !== undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return start({ port: 0 });
  }
}

function notYet(): Response {
  return new Response(null, { status: 503 });
}
