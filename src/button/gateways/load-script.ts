const scripts = new Map<string, Promise<void>>();

/**
 * Loads a classic script once. A failed one is forgotten, so that a later call tries again.
 *
 * @returns a promise that rejects if the script is blocked, missing, or refused by Trusted Types
 */
export function loadScript(address: string): Promise<void> {
  const known = scripts.get(address);
  if (known) return known;
  const loaded = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(address + ' is blocked or down'));
    };
    script.src = address;
    document.head.append(script);
  });
  scripts.set(address, loaded);
  loaded.catch(() => scripts.delete(address));
  return loaded;
}
