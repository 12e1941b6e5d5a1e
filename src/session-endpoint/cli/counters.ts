/** What a counter says about one attempt. */
export interface CountVerdict {
  readonly allowed: boolean;
  /** Seconds until the window ends. */
  readonly retryAfter?: number;
}

/** A limit by name: `maxPerWindow` attempts of each key in a window. */
export interface Limit {
  readonly name: string;
  readonly maxPerWindow: number;
}

/** Counts attempts by key. */
export interface Counters {
  consume(limit: Limit, key: string): CountVerdict | Promise<CountVerdict>;
}

export const WINDOW_SECONDS = 60;

const WINDOW_MS = WINDOW_SECONDS * 1000;
/** About 15 MB. */
const MAX_KEYS = 100_000;

interface Window {
  count: number;
  readonly end: number;
}

/**
 * Counts in memory. The number of keys is bounded: with more, the oldest are forgotten. `RateLimiterMemory` keeps a timer for
 * each key and grew to 309 MB with 500,000 addresses.
 */
export class MemoryCounters implements Counters {
  /** In the order of their ends, because all windows are equally long. */
  readonly #windows = new Map<string, Window>();
  readonly #maxKeys: number;
  readonly #now: () => number;

  constructor({
    maxKeys = MAX_KEYS,
    now = () => performance.now(),
  }: { maxKeys?: number; now?: () => number } = {}) {
    this.#maxKeys = maxKeys;
    this.#now = now;
  }

  get size(): number {
    return this.#windows.size;
  }

  consume({ name, maxPerWindow }: Limit, key: string): CountVerdict {
    const now = this.#now();
    this.#dropEnded(now);
    const id = `${name}:${key}`;
    const window = this.#windows.get(id) ?? this.#open(id, now);
    if (window.count >= maxPerWindow) return { allowed: false, retryAfter: (window.end - now) / 1000 };
    window.count += 1;
    return { allowed: true };
  }

  #open(id: string, now: number): Window {
    if (this.#windows.size >= this.#maxKeys) {
      const [oldest] = this.#windows.keys();
      if (oldest !== undefined) this.#windows.delete(oldest);
    }
    const window = { count: 0, end: now + WINDOW_MS };
    this.#windows.set(id, window);
    return window;
  }

  #dropEnded(now: number): void {
    for (const [id, { end }] of this.#windows) {
      if (end > now) return;
      this.#windows.delete(id);
    }
  }
}
