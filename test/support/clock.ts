/** Timers that fire when a test calls for it. Nothing waits for real time. */
export interface Clock {
  /** Fires the oldest timer of less than that many ms as soon as there is one. @returns its delay in ms */
  next(below?: number): Promise<number>;
  /** Resolves as soon as there is a timer of less than that many ms. */
  set(below: number): Promise<void>;
  /** The delays of the pending timers, oldest first. */
  readonly waiting: readonly number[];
  restore(): void;
}

interface Timer {
  id: number;
  delay: number;
  run: () => void;
}

/**
 * Holds the timers of this process or page that have this delay. The others run.
 *
 * @returns `end` fires the timers that are held and not cleared
 */
export function holdTimers(delay: number): { end(): void; restore(): void } {
  const { setTimeout, clearTimeout } = globalThis;
  const held = new Map<number, () => void>();
  let lastId = 1_000_000; // The ids of real timers are far below.

  globalThis.setTimeout = ((callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (ms !== delay) return setTimeout(callback, ms, ...args);
    lastId += 1;
    held.set(lastId, () => callback(...args));
    return lastId;
  }) as typeof globalThis.setTimeout;
  globalThis.clearTimeout = ((id?: number) => {
    if (!held.delete(Number(id))) clearTimeout(id);
  }) as typeof globalThis.clearTimeout;

  return {
    end: () => held.forEach((run) => run()),
    restore: () => void Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}

/** Replaces `setTimeout` of the page until `restore`. */
export function stopClock(): Clock {
  const { setTimeout, clearTimeout } = globalThis;
  const timers: Timer[] = [];
  const arrivals = new EventTarget();
  let lastId = 1_000_000; // The ids of real timers are far below.

  globalThis.setTimeout = ((callback: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
    lastId += 1;
    timers.push({ id: lastId, delay, run: () => callback(...args) });
    arrivals.dispatchEvent(new Event('timer'));
    return lastId;
  }) as typeof globalThis.setTimeout;

  globalThis.clearTimeout = ((id?: number) => {
    const index = timers.findIndex((timer) => timer.id === id);
    if (index >= 0) timers.splice(index, 1);
    else clearTimeout(id);
  }) as typeof globalThis.clearTimeout;

  const find = async (below: number): Promise<Timer> => {
    for (;;) {
      const timer = timers.find(({ delay }) => delay < below);
      if (timer) return timer;
      await new Promise((resolve) => arrivals.addEventListener('timer', resolve, { once: true }));
    }
  };

  return {
    async next(below = Infinity) {
      const timer = await find(below);
      timers.splice(timers.indexOf(timer), 1);
      timer.run();
      return timer.delay;
    },
    set: async (below) => void (await find(below)),
    get waiting() {
      return timers.map(({ delay }) => delay);
    },
    restore: () => void Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}
