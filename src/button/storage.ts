import { parseJson, toJson } from './json.ts';

/** Reads JSON that the visit keeps. Returns `undefined` if it is missing or the page may not use storage. */
export function readStorage(key: string): unknown {
  try {
    return parseJson(sessionStorage.getItem(key) ?? '');
  } catch {
    return undefined;
  }
}

/** Keeps a value for the visit, if the page may use storage. */
export function writeStorage(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, toJson(value));
  } catch {
    // No storage, or no room in it.
  }
}

/** Removes what the visit keeps. */
export function clearStorage(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // No storage.
  }
}
