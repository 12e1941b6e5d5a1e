/** Recorded warnings of the page's console. */
export interface Warnings {
  texts: string[];
  restore(): void;
}

/** Records the console's warnings instead of logging them, until `restore`. The product logs each text once per page. */
export function captureWarnings(): Warnings {
  const { warn } = console;
  const texts: string[] = [];
  console.warn = (...args: unknown[]) => void texts.push(args.join(' '));
  return { texts, restore: () => void (console.warn = warn) };
}
