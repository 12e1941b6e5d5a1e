/** What is said in the page's console. */
export interface Warnings {
  texts: string[];
  restore(): void;
}

/** Keeps the console's warnings to itself until `restore`. A text that was said once in this page is not said again. */
export function hearWarnings(): Warnings {
  const { warn } = console;
  const texts: string[] = [];
  console.warn = (...args: unknown[]) => void texts.push(args.join(' '));
  return { texts, restore: () => void (console.warn = warn) };
}
