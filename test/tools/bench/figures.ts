/** Medians and ratios of what the rounds measured. */

export type Round = Readonly<Record<string, unknown>>;

/** The figure at a path such as `lat.p50`, of every round that has it. */
export const values = (rounds: readonly Round[], path: string): number[] =>
  rounds.flatMap((round) => {
    const value = path.split('.').reduce<unknown>((at, key) => (at as Round | undefined)?.[key], round);
    return typeof value === 'number' ? [value] : [];
  });

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** Three figures that matter, whatever the size of the number. */
export const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '-');

export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
