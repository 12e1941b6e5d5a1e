/** The two functions of `node:crypto` that the sandbox uses, for a browser. */
export const randomUUID = (): string => crypto.randomUUID();

export function randomBytes(length: number): { toString(encoding: 'hex'): string } {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return { toString: () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}
