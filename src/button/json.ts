/** The parsed text; `undefined` if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The value as JSON. Ignores the `toJSON` that Prototype.js and similar scripts add to arrays, and others to every object.
 *
 * @throws TypeError if the value has a cycle or a BigInt
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, json: unknown) {
    const value = this[key] as { toJSON?: unknown } | undefined;
    const isInherited = value?.toJSON === (Object.prototype as { toJSON?: unknown }).toJSON;
    return isInherited || Array.isArray(value) ? value : json;
  });
}
