/**
 * Remembers what was reported already, so that each problem is reported once.
 *
 * @param capacity keys to remember. When it is full nothing is new any more, so that a visitor who makes up keys can fill
 *   neither the memory nor the log.
 * @returns a function that returns true for a key it has not seen.
 */
export function createFirstTime(capacity: number): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key) || seen.size >= capacity) return false;
    seen.add(key);
    return true;
  };
}
