import { startDemo } from '../../demo/start.ts';
import { startEndpoint } from './endpoint.ts';
import type { EndpointStub } from './endpoint.ts';
import { test as base } from './lent-page.ts';
import type { Loopback } from './loopback.ts';
import { startSite } from './site.ts';
import type { Page, SiteOptions } from './site.ts';
import { standInForWhop } from './whop.ts';
import type { Whop } from './whop.ts';

export { expect } from '@playwright/test';

/** The servers of `npm start`. */
export interface DemoUnderTest {
  url: string;
  sandboxUrl: string;
  /** The address of the session endpoint on another origin. */
  otherEndpointUrl: string;
  /** The bodies that the sandbox of the Solifyn API received during this test, oldest first. */
  received(): Promise<unknown[]>;
}

interface WorkerFixtures {
  runningDemo: Omit<DemoUnderTest, 'received'>;
}

interface TestFixtures {
  /** The demo: site, session endpoint, sandbox. One per worker. Its list of requests is cleared before each test. */
  demo: DemoUnderTest;
  /** Starts a site with these pages and returns its origin. Each site has another origin. */
  site: (pages: Record<string, Page>, options?: SiteOptions) => Promise<string>;
  /** A session endpoint whose responses the test sets. */
  endpoint: EndpointStub;
  /** The payment gateway without its network. */
  whop: Whop;
}

/**
 * `test` with one page for all tests of a worker, and this project's servers. Each starts only for a test that names it.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  runningDemo: [
    async ({}, use) => {
      const { url, sandboxUrl, otherEndpointUrl, close } = await startDemo({ port: 0 });
      if (!sandboxUrl) throw new Error('The demo runs on the real API: unset SOLIFYN_API_KEY');
      await use({ url, sandboxUrl, otherEndpointUrl });
      await close();
    },
    { scope: 'worker' },
  ],

  async demo({ pageLender, runningDemo }, use) {
    const log = `${runningDemo.sandboxUrl}/__sandbox/requests`;
    pageLender.clearStorageAfterTest(`${runningDemo.url}/demo.css`);
    await fetch(log, { method: 'DELETE' });
    await use({
      ...runningDemo,
      async received() {
        const requests = (await (await fetch(log)).json()) as { body: unknown }[];
        return requests.map(({ body }) => body);
      },
    });
  },

  async site({}, use) {
    const open: Loopback[] = [];
    await use(async (pages, options) => {
      const server = await startSite(pages, options);
      open.push(server);
      return server.origin;
    });
    await Promise.all(open.map((server) => server.close()));
  },

  async endpoint({}, use) {
    const endpoint = await startEndpoint();
    await use(endpoint);
    await endpoint.close();
  },

  async whop({ context }, use) {
    await use(await standInForWhop(context));
  },
});
