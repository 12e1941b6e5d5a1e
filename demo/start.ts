/**
 * `npm start`: runs the demo until Ctrl+C.
 *
 * Environment: `PORT` of the site. To sell through the real API, set `SOLIFYN_API_KEY` and `SOLIFYN_DEMO_PRODUCT`, a
 * product of that account. `SOLIFYN_DEMO_COLLECTION` and `SOLIFYN_API_URL` are optional.
 */
import { argv, env } from 'node:process';
import { pathToFileURL } from 'node:url';

import { startDemo } from './demo.ts';
import type { DemoOptions } from './demo.ts';

export { startDemo };
export type { Demo, DemoOptions } from './demo.ts';

/**
 * Reads the demo's options. An empty variable is unset.
 *
 * @throws {RangeError} for a `PORT` that is not a port.
 * @throws {Error} if one of `SOLIFYN_API_KEY` and `SOLIFYN_DEMO_PRODUCT` is set and the other is not.
 */
export function optionsFrom(environment: NodeJS.ProcessEnv): DemoOptions {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const texts = {
    apiKey: read('SOLIFYN_API_KEY'),
    apiUrl: read('SOLIFYN_API_URL'),
    product: read('SOLIFYN_DEMO_PRODUCT'),
    collection: read('SOLIFYN_DEMO_COLLECTION'),
  };
  requireBoth(texts);
  const port = read('PORT');
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65_535)) {
    throw new RangeError(`PORT is "${port}", expected a number from 0 to 65535`);
  }
  const entries = Object.entries(texts).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(entries), ...(port !== undefined && { port: Number(port) }) };
}

function requireBoth({ apiKey, apiUrl, product, collection }: Record<string, string | undefined>): void {
  if (apiKey !== undefined && product === undefined) {
    throw new Error(
      'SOLIFYN_DEMO_PRODUCT is not set. With SOLIFYN_API_KEY the demo sells through the real API: set SOLIFYN_DEMO_PRODUCT ' +
        'to the id of a product of that account (prod_…), or unset SOLIFYN_API_KEY to use the sandbox.',
    );
  }
  if (apiKey === undefined && (apiUrl ?? product ?? collection) !== undefined) {
    throw new Error(
      'SOLIFYN_API_KEY is not set. SOLIFYN_DEMO_PRODUCT, SOLIFYN_DEMO_COLLECTION and SOLIFYN_API_URL belong to the real ' +
        'API: set SOLIFYN_API_KEY too, or unset them to use the sandbox.',
    );
  }
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
    // The message says what to change, so there is no stack.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
