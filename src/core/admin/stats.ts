import * as v from 'valibot';
import type { Handlers } from '../../contract/endpoint.ts';
import type { Endpoints } from '../../contract/endpoints.ts';
import { type StatsQuery, timeUnits } from '../../contract/stats.ts';
import { text } from '../input/bounded.ts';
import { checkQuery } from '../input/check-body.ts';
import type { Clock } from '../ports.ts';
import type { Stats } from '../stats/stats.ts';
import type { AdminContext } from './endpoint.ts';

const time = v.pipe(text(100), v.transform(Number), v.number());
const schema = v.object({
  unit: v.optional(v.picklist(timeUnits), 'hour'),
  from: v.optional(time),
  to: v.optional(time),
  by: v.optional(v.picklist(['all', 'model', 'key', 'key-model', 'client', 'client-model']), 'all'),
  total: v.optional(v.picklist(['true', 'false']), 'false'),
});
const DAY = 24 * 3600_000;

export const statsHandlers = ({
  stats,
  clock,
}: {
  readonly stats: Stats;
  readonly clock: Pick<Clock, 'now'>;
}): Handlers<Endpoints['stats'], AdminContext> => ({
  query: ({ query }) => stats.query(readStatsQuery(query, clock.now())),
});

function readStatsQuery(query: URLSearchParams, now: number): StatsQuery {
  const { unit, from, to = now + 1, by, total } = checkQuery(schema, query);
  return { unit, from: from ?? to - DAY, to, by, total: total === 'true' };
}
