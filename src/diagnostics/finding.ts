/** `error` costs sales, `warning` may cost sales, `info` is worth knowing, `ok` was checked and is right. */
export type Level = 'error' | 'warning' | 'info' | 'ok';

/** The levels from the worst to the best. */
const LEVELS: readonly Level[] = ['error', 'warning', 'info', 'ok'];

/** Among findings of one level, the one with the higher weight comes first. 0 is the default. */
export const WEIGHT = {
  /** Costs more than sales. */
  secretKey: 100,
  /** Explains the other findings. */
  cause: 50,
  /** Matters once everything else is right. */
  reminder: -10,
} as const;

/** One result of a check, in words for sellers who don't program. */
export interface Finding {
  level: Level;
  /** What was found. */
  text: string;
  /** What to change, and where. */
  fix?: string;
  /** Lines to copy. */
  code?: string;
  /** An address to open. */
  href?: string;
  weight?: number;
}

type FindingOptions = Pick<Finding, 'code' | 'href' | 'weight'>;

const createFactory =
  (level: Level) =>
  (text: string, fix?: string, options: FindingOptions = {}): Finding => ({
    level,
    text,
    ...(fix && { fix }),
    ...options,
  });

export const error = createFactory('error');
export const warning = createFactory('warning');
export const info = createFactory('info');
export const ok = createFactory('ok');

/** Whether the finding costs sales, or may. */
export function isProblem({ level }: Finding): boolean {
  return level === 'error' || level === 'warning';
}

/** Orders by level, then by weight. */
export function compareFindings(a: Finding, b: Finding): number {
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (b.weight ?? 0) - (a.weight ?? 0);
}

/** `1 problem`, `2 problems`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
