import fc from 'fast-check';

/** The runner puts it here; `FUZZ_SEED=… npm run test:unit` repeats a run. */
declare const __FUZZ_SEED__: number;

/** Chromium tries all of them; the other engines, which take longer here, every tenth. */
const RUNS = 'chrome' in globalThis || 'userAgentData' in navigator ? 10_000 : 1_000;

/** ms for a test that uses {@link fuzz}. */
export const FUZZ_TIMEOUT = 120_000;

/**
 * Checks a property by many random cases, and says by which seed.
 *
 * @returns how many
 */
export function fuzz<Case>(property: fc.IProperty<Case>): number {
  fc.assert(property, settings());
  return RUNS;
}

/**
 * As {@link fuzz}, for a property that takes time.
 *
 * @param examples cases that once failed: tried first, whatever the seed
 */
export async function fuzzAsync<Case>(property: fc.IAsyncProperty<Case>, examples: Case[]): Promise<number> {
  await fc.assert(property, { ...settings(), examples });
  return RUNS;
}

function settings(): { seed: number; numRuns: number } {
  console.log(`fast-check: ${RUNS} cases, seed ${__FUZZ_SEED__}`);
  return { seed: __FUZZ_SEED__, numRuns: RUNS };
}
