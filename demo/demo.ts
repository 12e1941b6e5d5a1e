/** The demo on loopback: sandbox, session endpoint and site, or the same site with the real API. */
import { createSessionEndpoint } from '../src/session-endpoint/index.ts';
import { SANDBOX_API_KEY, startSandbox } from '../src/sandbox/index.ts';
import { listen } from '../src/sandbox/listen.ts';
import type { Listening, ListenOptions } from '../src/sandbox/listen.ts';
import { requireLoopbackHost } from './loopback-host.ts';
import { createSite } from './site.ts';

/** The ports that the demo tries first. The pages contain the addresses with these ports. */
const DEFAULT_PORTS = { site: 8080, otherOrigin: 8081, sandbox: 8082 };
const OTHER_ORIGIN = `http://127.0.0.1:${DEFAULT_PORTS.otherOrigin}`;
const SANDBOX = `http://127.0.0.1:${DEFAULT_PORTS.sandbox}`;
const PRODUCT = 'prod_z2o92kEl6cYYX';
const COLLECTION = 'col_123';

/** The Pay What You Want product, with its lowest and highest price in dollars. */
const customPrices = { prod_payWhatYouWant: { min: 5, max: 500 } };

type Handler = (request: Request) => Response | Promise<Response>;
type Closable = { close(): Promise<void> };

export interface DemoOptions {
  /** Port of the site. Default: 8080, or any free one if that is taken. 0 is any free one. */
  port?: number;
  /** A real key. With it the demo calls the real API and starts no sandbox. */
  apiKey?: string;
  /** Base address of the real API. */
  apiUrl?: string;
  /** A product of the real account, in place of the sandbox's fixed-price product. */
  product?: string;
  /** A collection of the real account, in place of the sandbox's collection. */
  collection?: string;
}

export interface Demo {
  /** Address of the site, without a trailing slash. */
  url: string;
  /** Address of the sandbox. Absent with the real API. */
  sandboxUrl?: string;
  /** Address of the session endpoint that has another origin than the site. */
  otherEndpointUrl: string;
  close(): Promise<void>;
}

/**
 * Starts all servers of the demo.
 *
 * @throws A `TypeError` for a key or address that the session endpoint does not accept. The server's error, e.g. with
 *   `code: 'EADDRINUSE'`, for a `port` that is taken.
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const servers = new Servers(options.port);
  try {
    const sandbox = options.apiKey ? undefined : await servers.start('sandbox', startSandbox);
    const [siteHandler, setSite] = lateHandler();
    const [otherHandler, setOtherEndpoint] = lateHandler();
    const site = await servers.start('site', (at) => listen(requireLoopbackHost(siteHandler), at));
    const other = await servers.start('otherOrigin', (at) => listen(requireLoopbackHost(otherHandler), at));

    const seller = sellerOptions(options, sandbox?.url);
    setOtherEndpoint(createSessionEndpoint({ ...seller, allowedOrigins: originsOf(site) }));
    setSite(createDemoSite({ options, seller, sandboxUrl: sandbox?.url, otherUrl: other.url }));

    return {
      url: site.url,
      otherEndpointUrl: `${other.url}/solifyn/session`,
      ...(sandbox && { sandboxUrl: sandbox.url }),
      close: () => servers.close(),
    };
  } catch (error) {
    await servers.close();
    throw error;
  }
}

/** The session endpoint's options that every endpoint of the demo shares. */
function sellerOptions({ apiKey, apiUrl }: DemoOptions, sandboxUrl: string | undefined) {
  const url = sandboxUrl ?? apiUrl;
  return { apiKey: apiKey ?? SANDBOX_API_KEY, ...(url !== undefined && { apiUrl: url }), customPrices };
}

function createDemoSite({
  options: { product = PRODUCT, collection = COLLECTION },
  seller,
  sandboxUrl,
  otherUrl,
}: {
  options: DemoOptions;
  seller: ReturnType<typeof sellerOptions>;
  sandboxUrl: string | undefined;
  otherUrl: string;
}): Handler {
  return createSite({
    endpoint: createSessionEndpoint(seller),
    builder: {
      product,
      collection,
      // The preview of a snippet has an opaque origin. The sandbox may be used from any origin, the real API may not.
      endpoint: createSessionEndpoint({
        ...seller,
        ...(sandboxUrl !== undefined && { allowedOrigins: '*' as const }),
      }),
      sandboxOrigin: sandboxUrl,
    },
    replacements: new Map([
      [OTHER_ORIGIN, otherUrl],
      [SANDBOX, sandboxUrl ?? 'https://solifyn.com'],
      [PRODUCT, product],
      [COLLECTION, collection],
    ]),
    ...(sandboxUrl !== undefined && { gatewayOrigin: sandboxUrl }),
  }).fetch;
}

/** The running servers of one demo. */
class Servers {
  readonly #sitePort: number | undefined;
  readonly #running: Closable[] = [];

  /** @param sitePort The port of the site, if it must be that one. The other servers then get any free port. */
  constructor(sitePort: number | undefined) {
    this.#sitePort = sitePort;
  }

  async start<Server extends Closable>(
    name: keyof typeof DEFAULT_PORTS,
    startServer: (at: ListenOptions) => Promise<Server>,
  ): Promise<Server> {
    const server = await this.#startOnPort(name, startServer);
    this.#running.push(server);
    return server;
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map((server) => server.close()));
  }

  async #startOnPort<Server>(
    name: keyof typeof DEFAULT_PORTS,
    startServer: (at: ListenOptions) => Promise<Server>,
  ): Promise<Server> {
    if (this.#sitePort !== undefined) return startServer({ port: name === 'site' ? this.#sitePort : 0 });
    try {
      return await startServer({ port: DEFAULT_PORTS[name] });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      return startServer({ port: 0 });
    }
  }
}

/** A handler that is set after its server listens, because the sites need each other's addresses. */
function lateHandler(): [Handler, (handler: Handler) => void] {
  let current: Handler = () => new Response(null, { status: 503 });
  return [(request) => current(request), (handler) => (current = handler)];
}

/** Both names of the loopback address. A browser treats them as two origins. */
function originsOf({ url }: Listening): string[] {
  const { port } = new URL(url);
  return [url, `http://localhost:${port}`];
}
