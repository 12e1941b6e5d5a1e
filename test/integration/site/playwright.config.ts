import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { chromiumArgs, need } from '../../../scripts/test/browsers.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The built site in Chromium. `npm run test:site` builds it first. */
export default defineConfig({
  testDir: '.',
  outputDir: `${root}test-results/site`,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Nothing here is about speed: the limits are for a busy machine.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  grepInvert: process.env.SOAK ? [] : /@soak/,
  reporter: [['list'], [`${root}scripts/test/reporters/playwright.mjs`]],
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        locale: 'en-US',
        launchOptions: {
          executablePath: need('chromium').path,
          // The site needs no other host, and a route for them would slow down every request.
          args: [...chromiumArgs, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
        },
      },
    },
  ],
});
