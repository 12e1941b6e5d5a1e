import { relative, sep } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { need, versionOf } from '../../scripts/test/browsers.mjs';

type Engine = 'chromium' | 'firefox';

/** Prints at the end how many tests of each folder ran in each engine, and how many of them failed. */
export default class CountsReporter implements Reporter {
  readonly #counts = new Map<string, Map<string, { passed: number; failed: number }>>();
  #root = '';

  onBegin(config: FullConfig, suite: Suite): void {
    this.#root = config.rootDir;
    // In the order of the configuration, also where none of them ends well.
    for (const test of suite.allTests()) this.#countOf(test);
    const engines = config.projects
      .filter(({ name }) => suite.suites.some((project) => project.title === name))
      .map(({ name }) => `${name} ${versionOf(name as Engine, need(name as Engine))}`);
    console.log(`Engines: ${engines.join(', ')}`);
  }

  onTestEnd(test: TestCase, { retry }: TestResult): void {
    const outcome = test.outcome();
    const isLast = outcome === 'expected' || outcome === 'flaky' || retry === test.retries;
    if (isLast) this.#countOf(test)[outcome === 'unexpected' ? 'failed' : 'passed'] += 1;
  }

  onEnd(): void {
    const engines = [...new Set([...this.#counts.values()].flatMap((engines) => [...engines.keys()]))];
    const width = Math.max(...[...this.#counts.keys()].map((folder) => folder.length), 6);
    const row = (name: string, cells: string[]) =>
      console.log(name.padEnd(width) + cells.map((cell) => cell.padStart(22)).join(''));
    console.log();
    row('Tests', engines);
    for (const [folder, counts] of this.#counts)
      row(
        folder,
        engines.map((engine) => {
          const { passed, failed } = counts.get(engine) ?? { passed: 0, failed: 0 };
          return `${passed} good, ${failed} failed`;
        }),
      );
  }

  #countOf(test: TestCase): { passed: number; failed: number } {
    const engine = test.parent.project()?.name ?? '';
    const [folder = ''] = relative(this.#root, test.location.file).split(sep);
    const engines = this.#counts.get(folder) ?? new Map<string, { passed: number; failed: number }>();
    this.#counts.set(folder, engines);
    const count = engines.get(engine) ?? { passed: 0, failed: 0 };
    engines.set(engine, count);
    return count;
  }
}
