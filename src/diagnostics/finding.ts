/** How much a finding matters: `bad` costs sales, `doubt` may, `note` is worth knowing, `good` is as it should be. */
export type Level = 'good' | 'bad' | 'doubt' | 'note';

/** One thing that is right or wrong, in words for somebody who does not program. */
export interface Finding {
  level: Level;
  /** What is the case. */
  text: string;
  /** What to change, and where. */
  fix?: string;
  /** Lines to copy. */
  code?: string;
  /** An address worth opening. */
  href?: string;
}

const maker =
  (level: Level) =>
  (text: string, fix?: string, code?: string): Finding => ({
    level,
    text,
    ...(fix && { fix }),
    ...(code && { code }),
  });

export const good = maker('good');
export const bad = maker('bad');
export const doubt = maker('doubt');
export const note = maker('note');

/** `1 problem`, `2 problems`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
