import type { KeyHours } from '../../../contract/keys.ts';
import type { Clock } from '../../ports.ts';
import type { Stats } from '../../stats/stats.ts';

const HOUR = 3_600_000;
const HOURS = 24;

/** What these keys did in each of the last 24 hours, the oldest first. Keys that did nothing are left out. */
export async function keyHealth(
  ids: readonly string[],
  { stats, clock }: { stats: Stats; clock: Pick<Clock, 'now'> },
): Promise<Readonly<Record<string, KeyHours>>> {
  const now = clock.now();
  const from = (Math.floor(now / HOUR) - HOURS + 1) * HOUR;
  const wanted = new Set(ids);
  const hours = new Map<string, { answered: number[]; failed: number[] }>();
  for (const row of await stats.query({ unit: 'hour', from, to: now + 1, by: 'key' })) {
    const { credentialId: id = '', start, answered, failed } = row;
    if (!wanted.has(id)) continue;
    const place = (start - from) / HOUR;
    const mine = hours.get(id) ?? { answered: empty(), failed: empty() };
    hours.set(id, mine);
    mine.answered[place] = answered;
    mine.failed[place] = failed;
  }
  return Object.fromEntries(hours);
}

const empty = (): number[] => Array.from({ length: HOURS }, () => 0);
