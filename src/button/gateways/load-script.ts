const loading = new Map<string, Promise<void>>();

/**
 * Loads a classic script once. A failed one is forgotten, so that a later call tries again.
 *
 * @returns a promise that rejects where the script is blocked, missing, or refused by Trusted Types
 */
export function loadScript(address: string): Promise<void> {
  const known = loading.get(address);
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
  loading.set(address, loaded);
  loaded.catch(() => loading.delete(address));
  return loaded;
}
