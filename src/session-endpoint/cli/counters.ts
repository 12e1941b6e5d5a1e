/** A counter's result for one attempt. */
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
/** For each limit. About 15 MB. */
const MAX_KEYS = 100_000;

interface Window {
  count: number;
  readonly end: number;
}

/**
 * Counts in memory. The number of keys is bounded: with more, the least recently used are forgotten. `RateLimiterMemory` keeps
 * a timer for each key and grew to 309 MB with 500,000 addresses.
 */
export class MemoryCounters implements Counters {
  readonly #windows = new Map<string, RecentWindows>();
  readonly #maxKeys: number;
  readonly #now: () => number;

  constructor({
    maxKeys = MAX_KEYS,
    now = () => performance.now(),
  }: { maxKeys?: number; now?: () => number } = {}) {
    this.#maxKeys = maxKeys;
    this.#now = now;
  }

  /** Keys in memory. */
  get size(): number {
    return [...this.#windows.values()].reduce((sum, { size }) => sum + size, 0);
  }

  consume({ name, maxPerWindow }: Limit, key: string): CountVerdict {
    const now = this.#now();
    const window = this.#windowsOf(name).open(key, now);
    if (window.count >= maxPerWindow) return { allowed: false, retryAfter: (window.end - now) / 1000 };
    window.count += 1;
    return { allowed: true };
  }

  /** Each limit has keys of its own, so that many addresses cannot push out the count of all. */
  #windowsOf(name: string): RecentWindows {
    const existing = this.#windows.get(name);
    if (existing !== undefined) return existing;
    const windows = new RecentWindows(this.#maxKeys);
    this.#windows.set(name, windows);
    return windows;
  }
}

/**
 * The windows of the keys in two generations. When the younger one is full or a window old, it becomes the older one, and the
 * older one is dropped whole. So there is no timer, and no search for the oldest key.
 */
class RecentWindows {
  #younger = new Map<string, Window>();
  #older = new Map<string, Window>();
  #youngerSince = -Infinity;
  readonly #maxKeys: number;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#younger.size + this.#older.size;
  }

  /** The window of a key, a new one if the last has ended. */
  open(key: string, now: number): Window {
    if (this.#younger.size >= this.#maxKeys / 2 || now - this.#youngerSince >= WINDOW_MS) this.#rotate(now);
    const younger = this.#younger.get(key);
    if (younger !== undefined && younger.end > now) return younger;
    const older = this.#older.get(key);
    const window = older !== undefined && older.end > now ? older : { count: 0, end: now + WINDOW_MS };
    this.#younger.set(key, window);
    return window;
  }

  #rotate(now: number): void {
    this.#older = this.#younger;
    this.#younger = new Map();
    this.#youngerSince = now;
  }
}
