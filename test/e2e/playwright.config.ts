import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { chromiumArgs, firefoxLaunch, need } from '../../scripts/test/browsers.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `npm run test:soak`: also what takes long, and in Firefox everything. */
const isSoak = Boolean(process.env.SOAK);

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: `${root}test-results/e2e`, // a folder of its own: Playwright empties it, and other tests may run beside
  tsconfig: `${root}test/tsconfig.json`,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A test that passes only the second time has found something. `npm test` runs a test again whose browser hung or died.
  retries: 0,
  // Nothing here is about speed: the limits are for a busy machine.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], [`${root}scripts/test/reporters/playwright.mjs`]],
  grepInvert: isSoak ? [] : /@soak/,
  // A trace of every test would cost a quarter of the time.
  use: { trace: 'off', locale: 'en-US', timezoneId: 'UTC' },
  projects: [
    {
      // The first, so that one Chromium runs beside it. Two run when it is done.
      name: 'firefox',
      workers: 1,
      // Firefox runs what depends on the engine: navigation, tabs, the dialog, focus, network faults, policies and hostile pages.
      // The rest has the same code in every engine, and its unit tests run in Firefox too. In these files such tests have the
      // tag @one-engine. The soak runs everything.
      grepInvert: isSoak ? [] : /@soak|@one-engine/,
      testIgnore: [
        'accessibility/chromium/**', // Chromium's own tools, and media features that Firefox cannot emulate
        ...(isSoak
          ? []
          : [
              'accessibility/{reflow,states}.test.ts',
              'attacks/!(integrity|policy).test.ts',
              'checkout/demo.test.ts',
              'e2e/{builder,debug,demo,diagnosis-setups}.test.ts',
              'embedded/!(lifecycle|modal).test.ts',
              'faults/!(network).test.ts',
              'guides/!(bot-check).test.ts',
              'hostile/pages-{colours,looks,scripts}.test.ts',
              'no-code/**',
            ]),
      ],
      use: {
        browserName: 'firefox',
        launchOptions: {
          ...firefoxLaunch(need('firefox')),
          firefoxUserPrefs: { 'dom.disable_open_during_load': true }, // the popup blocker
        },
      },
    },
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        launchOptions: {
          executablePath: need('chromium').path,
          args: chromiumArgs,
          // Playwright turns these off; buyers have them: the real popup blocker, the real back-forward cache.
          ignoreDefaultArgs: ['--disable-popup-blocking', '--disable-back-forward-cache'],
        },
      },
    },
  ],
});
