/** Time limits of a page that the test ends. A real one could end on a busy machine before the request has arrived. */

/** A time limit of the button. No other timer of a page has this delay. */
export const TIMEOUT_MS = 7_777;

/** Runs in the page before its scripts: keeps each time limit in `timeouts`, oldest first, in place of starting it. */
export function keepTimeouts(timeout: number): void {
  const { setTimeout } = globalThis;
  const timeouts: (() => void)[] = [];
  Reflect.set(globalThis, 'timeouts', timeouts);
  globalThis.setTimeout = ((run: () => void, delay = 0) => {
    if (delay !== timeout) return setTimeout(run, delay);
    timeouts.push(run);
    return 0;
  }) as typeof setTimeout;
}

/** Runs in the page: ends the time limit of the last request. */
export const endTimeout = () => Reflect.get(globalThis, 'timeouts').at(-1)();
