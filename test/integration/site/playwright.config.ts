import { defineConfig } from '@playwright/test';
import { chromiumArgs, need } from '../../../scripts/test/browsers.mjs';

/** The built site in Chromium. `npm run test:site` builds it first. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/site',
  workers: 1,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    launchOptions: { executablePath: need('chromium').path, args: chromiumArgs },
  },
});
