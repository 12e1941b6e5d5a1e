import { test as base } from '@playwright/test';
import { listen } from './loopback.ts';
import { PageLender } from './shared-page.ts';

const EMPTY_PAGE = '<!doctype html><html lang="en"><title>Between two tests</title>';

/** Playwright's `test` with one context and one page for all tests of a worker that have the same options. */
export const test = base.extend<object, { pageLender: PageLender }>({
  pageLender: [
    async ({ browser }, use) => {
      const server = await listen((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end(EMPTY_PAGE);
      });
      const lender = new PageLender(browser, server.origin);
      await use(lender);
      await lender.close();
      await server.close();
    },
    { scope: 'worker' },
  ],

  async context(
    {
      pageLender,
      colorScheme,
      contextOptions,
      hasTouch,
      ignoreHTTPSErrors,
      javaScriptEnabled,
      locale,
      viewport,
    },
    use,
    testInfo,
  ) {
    const options = {
      colorScheme,
      contextOptions,
      hasTouch,
      ignoreHTTPSErrors,
      javaScriptEnabled,
      locale,
      viewport,
    };
    const { context } = await pageLender.lend(JSON.stringify(options));
    await use(context);
    await pageLender.takeBack(testInfo.status === testInfo.expectedStatus);
  },

  async page({ context }, use) {
    await use(context.pages()[0]!);
  },
});
