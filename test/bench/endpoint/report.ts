/** One goal and what was measured. */
export interface Finding {
  what: string;
  measured: string;
  goal: string;
  isMet: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function show({ what, measured, goal, isMet }: Finding): void {
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${what}: ${measured} (goal: ${goal})`);
}
