import { env } from 'node:process';

/**
 * Every property test has a seed, the same in each `npm test`, so that a failure is the
 * change's own; a new one in each `npm run test:soak`; `FUZZ_SEED=…` repeats a run.
 */
export const fuzzSeed = Number(env.FUZZ_SEED || (env.SOAK ? Date.now() % 2 ** 31 : 20261122));
