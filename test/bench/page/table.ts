/** The table of results. */
import type { Finding } from '../report.ts';

/** The columns from left to right, and their heads. */
export const COLUMNS = {
  ours: 'ours',
  module: 'ours (module)',
  floor: 'floor',
  polar: 'Polar',
  whop: 'Whop',
  dodo: 'Dodo',
  freemius: 'Freemius',
  shopify: 'Shopify',
} as const;

export type Column = keyof typeof COLUMNS;

export type Unit = 'bytes' | 'ms' | 'count' | 'kB' | 'shift';

/** One row. */
export interface Measure {
  /** The id in the chart and in the JSON file. */
  id: string;
  what: string;
  unit: Unit;
  /** Medians. Missing if a subject cannot be measured. */
  byColumn: Partial<Record<Column, number>>;
  goals?: Goal[];
  /** A remark for readers. */
  remark?: string;
}

export interface Goal {
  goal: string;
  measured: string;
  isMet: boolean;
}

const DIGITS: Record<Unit, number> = { bytes: 0, count: 0, kB: 1, ms: 2, shift: 4 };

export function formatNumber(value: number, unit: Unit): string {
  const digits = unit === 'ms' && value >= 100 ? 0 : DIGITS[unit];
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A value with its unit, for a sentence. */
export function formatWithUnit(value: number, unit: Unit): string {
  return unit === 'count' || unit === 'shift'
    ? formatNumber(value, unit)
    : `${formatNumber(value, unit)} ${unit}`;
}

/** Prints the rows with their heads. */
export function printTable(measures: readonly Measure[]): void {
  const widths = Object.values(COLUMNS).map((head) => Math.max(head.length, 9) + 2);
  const line = (what: string, cells: readonly string[]) =>
    what.padEnd(58) + cells.map((cell, index) => cell.padStart(widths[index]!)).join('');
  console.log(line('', Object.values(COLUMNS)));
  for (const { what, unit, byColumn } of measures) {
    const cells = (Object.keys(COLUMNS) as Column[]).map((column) => {
      const value = byColumn[column];
      return value === undefined ? '' : formatNumber(value, unit);
    });
    console.log(line(unit === 'count' || unit === 'shift' ? what : `${what}, ${unit}`, cells));
  }
  const remarks = new Set(measures.flatMap(({ remark }) => remark ?? []));
  for (const remark of remarks) console.log(`  ${remark}`);
}

/** The goals of a row, for the report. */
export function toFindings({ what, goals = [] }: Measure): Finding[] {
  return goals.map((goal) => ({ what, ...goal }));
}

/** Whether a value is at or below a limit. An absent value was not measured and does not meet the limit. */
export function atMost(value: number | undefined, limit: number, unit: Unit, goal: string): Goal {
  const isThere = value !== undefined && !Number.isNaN(value);
  return {
    goal,
    measured: isThere ? formatWithUnit(value, unit) : 'nothing',
    isMet: isThere && value <= limit,
  };
}
