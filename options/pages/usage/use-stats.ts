import { useEffect, useMemo } from 'preact/hooks';
import type { StatsQuery, StatsRow } from '../../../src/contract/stats.ts';
import { whileVisible } from '../../state/clock.ts';
import { createResource, type Resource } from '../../state/resource.ts';
import { useStores } from '../../state/stores.ts';
import { type Grouping, periodOf, type Range } from '../../state/usage.ts';

const refreshEvery = 15_000;

export interface Stats {
  readonly period: Pick<StatsQuery, 'unit' | 'from' | 'to'>;
  /** A row for each time of the period in which something happened. */
  readonly overTime: readonly StatsRow[];
  /** A row for each group over the whole period, the most used first. */
  readonly groups: readonly StatsRow[];
}

/** What was used in a range, kept fresh while somebody looks. */
export function useStats(range: Range, by: Grouping): Resource<Stats> {
  const { api } = useStores();
  const stats = useMemo(
    () =>
      createResource<Stats>(async () => {
        const period = periodOf(range, Date.now());
        const [overTime, groups] = await Promise.all([
          api.stats.query({ ...period, by: 'all' }),
          api.stats.query({ ...period, by, total: true }),
        ]);
        return { period, overTime, groups: [...groups].sort((a, b) => calls(b) - calls(a)) };
      }),
    [api, range, by],
  );
  useEffect(() => whileVisible(document, refreshEvery, () => void stats.refresh()), [stats]);
  return stats;
}

const calls = ({ answered, failed }: StatsRow): number => answered + failed;
