import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import e2e from '../../e2e/playwright.config.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** As the end-to-end tests; in Firefox in the soak only. */
export default defineConfig({
  ...e2e,
  testMatch: '*.test.ts',
  outputDir: `${root}test-results/frameworks`,
  reporter: [['list'], [`${root}scripts/test/reporters/playwright.mjs`]],
  projects: e2e
    .projects!.filter(({ name }) => name === 'chromium' || process.env.SOAK)
    .map(({ testIgnore: _, ...project }) => project),
});
