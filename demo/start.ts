/**
 * `npm start`: the demo until Ctrl+C.
 *
 * Environment: `PORT` of the site; `SOLIFYN_API_KEY` to sell through the real API, with
 * `SOLIFYN_API_URL`, and `SOLIFYN_DEMO_PRODUCT` and `SOLIFYN_DEMO_COLLECTION` as ids of that account.
 */
import { argv, env } from 'node:process';
import { pathToFileURL } from 'node:url';

import { startDemo } from './demo.ts';
import type { DemoOptions } from './demo.ts';

export { startDemo };
export type { Demo, DemoOptions } from './demo.ts';

/** @throws {RangeError} for a `PORT` that is no port. */
export function optionsFrom(environment: NodeJS.ProcessEnv): DemoOptions {
  const set = (name: string) => environment[name]?.trim() || undefined;
  const texts = {
    apiKey: set('SOLIFYN_API_KEY'),
    apiUrl: set('SOLIFYN_API_URL'),
    product: set('SOLIFYN_DEMO_PRODUCT'),
    collection: set('SOLIFYN_DEMO_COLLECTION'),
  };
  const port = set('PORT');
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65_535)) {
    throw new RangeError(`PORT is "${port}", expected a number from 0 to 65535`);
  }
  const given = Object.entries(texts).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...(port !== undefined && { port: Number(port) }) };
}

async function run(): Promise<void> {
  const demo = await startDemo(optionsFrom(env));
  console.log(
    `The demo is at ${demo.url}${demo.sandboxUrl ? '' : ' and sells through the real Solifyn API'}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void demo.close());
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  run().catch((error: unknown) => {
    // A wrong setting or a taken port: the sentence says it all, a stack would hide it.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
