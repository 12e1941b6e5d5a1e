/** One of several products that a buyer can choose. */
export interface Variant {
  id: string;
  name: string;
}

/** Reads one variant a line: the product id, then its name. */
export function parseVariants(text: string): Variant[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, id = '', name = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      return { id, name };
    });
}
