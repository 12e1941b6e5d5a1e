import { env } from 'node:process';
import { defaultReporter } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { chromiumArgs, firefoxLaunch, need, versionOf } from './scripts/test/browsers.mjs';
import { fuzzSeed } from './scripts/test/fuzz-seed.mjs';
import { unitReporter } from './scripts/test/reporters/unit.mjs';
import { freePort } from './scripts/test/free-port.mjs';
import { startWebKitDriver, webkitCapabilities } from './scripts/test/webkit.mjs';

/** `BROWSERS=chromium npm run test:unit` runs one engine while you work; `npm test` runs all three. */
const chosen = (env.BROWSERS || 'chromium,firefox,webkit').split(',');

/** Each engine: its launcher, the servers that it needs, and its version. */
const engines = {
  chromium() {
    const { path } = need('chromium');
    const launchOptions = { executablePath: path, headless: true, args: chromiumArgs };
    return { launcher: playwrightLauncher({ product: 'chromium', launchOptions }), runnerName: 'Chromium' };
  },

  firefox() {
    const launchOptions = { ...firefoxLaunch(need('firefox')), headless: true };
    return { launcher: playwrightLauncher({ product: 'firefox', launchOptions }), runnerName: 'Firefox' };
  },

  async webkit() {
    const found = need('webkit');
    if (found.origin === 'playwright') {
      return { launcher: playwrightLauncher({ product: 'webkit' }), runnerName: 'Webkit' };
    }
    const port = await freePort();
    let stop;
    return {
      launcher: webdriverLauncher({
        automationProtocol: 'webdriver',
        hostname: '127.0.0.1',
        port,
        path: '/',
        logLevel: 'error',
        capabilities: webkitCapabilities(found.path),
      }),
      runnerName: 'MiniBrowser',
      plugin: {
        name: 'webkit-driver',
        serverStart: async () => void (stop = await startWebKitDriver(found, port)),
        serverStop: () => stop?.(),
      },
    };
  },
};

const running = await Promise.all(
  chosen.map(async (name) => {
    if (!engines[name])
      throw new Error(`BROWSERS: "${name}" is not one of ${Object.keys(engines).join(', ')}`);
    return { name, ...(await engines[name]()) };
  }),
);

const labels = Object.fromEntries(
  running.map(({ name, runnerName }) => [runnerName, { name, version: versionOf(name, need(name)) }]),
);

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  files: 'test/unit/**/*.test.ts',
  hostname: '127.0.0.1',
  port: await freePort(), // the default is the first free port from 8000, and two runs can choose the same one
  nodeResolve: true,
  concurrency: 1, // one page per engine at a time, because focus and sendKeys need the page in front
  concurrentBrowsers: 3,
  plugins: [
    // Like the build: ES2022, with class fields.
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      define: { __FUZZ_SEED__: `${fuzzSeed}`, __FUZZ_RUNS__: env.FUZZ_RUNS ?? (env.SOAK ? '10000' : '250') },
      tsconfig: new URL('tsconfig.json', import.meta.url).pathname,
    }),
    ...running.flatMap(({ plugin }) => plugin ?? []),
  ],
  browsers: running.map(({ launcher }) => launcher),
  reporters: [defaultReporter({ reportTestProgress: false }), unitReporter(labels)],
  // Lit's development build checks for class fields that shadow properties. Its greeting is filtered out.
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testRunnerHtml: (testFramework) =>
    `<!doctype html><html lang="en"><title>Unit tests</title><script type="module" src="${testFramework}"></script></html>`,
  // A limit for a busy machine. No test measures speed.
  testFramework: { config: { timeout: 20_000 } },
  testsFinishTimeout: 300_000,
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  coverageConfig: { include: ['src/**/*.ts'] },
};
