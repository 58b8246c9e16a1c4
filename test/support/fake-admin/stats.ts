import type { StatsRow, TimeUnit } from '../../../src/contract/stats.ts';
import { bucketName, bucketStart } from '../../../src/contract/time-unit.ts';

const steps: Readonly<Record<TimeUnit, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Made-up use of the pool that rises and falls, the same each time. */
export function fakeStats(query: URLSearchParams, keys: readonly string[]): StatsRow[] {
  const unit = (query.get('unit') ?? 'hour') as TimeUnit;
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
  if (query.get('total') === 'true')
    return groups(query.get('by') ?? '', keys).map((group, n) => row(from, 40 - n, group));
  const rows: StatsRow[] = [];
  for (let at = from; at < to; at += steps[unit]) {
    const wave = Math.round(20 + 18 * Math.sin(rows.length / 3));
    rows.push(row(bucketStart(unit, bucketName(unit, at)), wave, {}));
  }
  return rows;
}

const groups = (by: string, keys: readonly string[]): Array<Partial<StatsRow>> => {
  if (by === 'key') return keys.map((credentialId) => ({ credentialId }));
  if (by === 'client') return [{ client: 'https://chat.example' }, { client: '127.0.0.1' }];
  return [{ model: 'gemini-2.5-flash' }, { model: 'gemini-3-pro-preview' }];
};

const row = (start: number, calls: number, group: Partial<StatsRow>): StatsRow => ({
  start,
  answered: calls,
  failed: Math.floor(calls / 9),
  failures: {},
  released: 0,
  tokens: { input: calls * 812, output: calls * 240, thoughts: calls * 90, cached: calls * 300 },
  latency: { mean: calls * 120, p50: calls * 110, p95: calls * 300 },
  ...group,
});
