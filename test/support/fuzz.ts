import fc from 'fast-check';

/** Set by the runner. `FUZZ_SEED=… npm run test:unit` repeats a run. */
declare const __FUZZ_SEED__: number;

/** Set by the runner. `npm run test:soak` runs more cases. */
declare const __FUZZ_RUNS__: number;

const RUNS = __FUZZ_RUNS__;

/** The time limit in ms of a test that uses {@link fuzz}. */
export const FUZZ_TIMEOUT = 120_000;

/**
 * Checks a property with many random cases and logs its seed.
 *
 * @returns the number of cases
 */
export function fuzz<Case>(property: fc.IProperty<Case>): number {
  fc.assert(property, settings());
  return RUNS;
}

/**
 * Like {@link fuzz}, for an async property.
 *
 * @param examples - cases that once failed. They run first, with every seed
 */
export async function fuzzAsync<Case>(property: fc.IAsyncProperty<Case>, examples: Case[]): Promise<number> {
  await fc.assert(property, { ...settings(), examples });
  return RUNS;
}

function settings(): { seed: number; numRuns: number } {
  console.log(`fast-check: ${RUNS} cases, seed ${__FUZZ_SEED__}`);
  return { seed: __FUZZ_SEED__, numRuns: RUNS };
}
