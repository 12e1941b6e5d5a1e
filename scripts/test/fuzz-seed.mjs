import { env } from 'node:process';

/**
 * Every property test has a seed. `npm test` always uses the same one, so that a new failure comes from the change.
 * `npm run test:soak` uses a new one for each run, and `FUZZ_SEED=…` repeats a run.
 */
export const fuzzSeed = Number(env.FUZZ_SEED || (env.SOAK ? Date.now() % 2 ** 31 : 20261122));
