import type { StatsRow, TimeUnit } from '../../src/contract/stats.ts';
import { bucketName, bucketStart } from '../../src/contract/time-unit.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const ranges = ['hour', 'day', 'week', 'month'] as const;
export type Range = (typeof ranges)[number];

/** How far back a range reaches, in ms, and how finely it is drawn. */
const spans: Readonly<Record<Range, readonly [span: number, unit: TimeUnit]>> = {
  hour: [hour, 'minute'],
  day: [day, 'hour'],
  week: [7 * day, 'hour'],
  month: [30 * day, 'day'],
};

export const groupings = ['model', 'key', 'client'] as const;
export type Grouping = (typeof groupings)[number];

export interface UsageView {
  readonly range: Range;
  readonly by: Grouping;
}

/** Reads the view out of the address, as in `#/usage?range=week&by=key`. */
export const usageViewOf = (query: Readonly<Record<string, string>>): UsageView => ({
  range: ranges.find((range) => range === query.range) ?? 'day',
  by: groupings.find((grouping) => grouping === query.by) ?? 'model',
});

/** What to ask `/api/stats` for. Times in ms. */
export function periodOf(range: Range, now: number): { unit: TimeUnit; from: number; to: number } {
  const [span, unit] = spans[range];
  return { unit, from: now - span + 1, to: now + 1 };
}

/** One of the equal times that a chart shows; without a row nothing happened in it. */
export interface Slot {
  readonly start: number;
  readonly row: StatsRow | undefined;
}

/** Every time of the period in order, also those in which nothing happened. */
export function slotsOf(
  rows: readonly StatsRow[],
  { unit, from, to }: { unit: TimeUnit; from: number; to: number },
): Slot[] {
  const byStart = new Map(rows.map((row) => [row.start, row]));
  // An hour apart at most: days differ in length where clocks are put forward.
  const step = unit === 'minute' ? minute : hour;
  const starts = new Set<number>();
  for (let at = from; at < to; at += step) starts.add(bucketStart(unit, bucketName(unit, at)));
  starts.add(bucketStart(unit, bucketName(unit, to - 1)));
  return [...starts].map((start) => ({ start, row: byStart.get(start) }));
}

export const tokensOf = (row: StatsRow | undefined): number =>
  row === undefined ? 0 : row.tokens.input + row.tokens.output + row.tokens.thoughts;

const columns: ReadonlyArray<readonly [string, (row: StatsRow) => string | number]> = [
  ['start', (row) => new Date(row.start).toISOString()],
  ['model', (row) => row.model ?? ''],
  ['key', (row) => row.credentialId ?? ''],
  ['client', (row) => row.client ?? ''],
  ['answered', (row) => row.answered],
  ['failed', (row) => row.failed],
  ['released', (row) => row.released],
  ['input_tokens', (row) => row.tokens.input],
  ['output_tokens', (row) => row.tokens.output],
  ['thought_tokens', (row) => row.tokens.thoughts],
  ['cached_tokens', (row) => row.tokens.cached],
  ['latency_p50_ms', (row) => Math.round(row.latency?.p50 ?? 0)],
  ['latency_p95_ms', (row) => Math.round(row.latency?.p95 ?? 0)],
];

/** The rows as RFC 4180 has them. */
export function toCsv(rows: readonly StatsRow[]): string {
  const lines = rows.map((row) => columns.map(([, read]) => asField(read(row))).join(','));
  return [columns.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}

/** A client names itself: what a spreadsheet would take for a formula is made text. */
function asField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
