import type { Redis } from 'ioredis';
import type { Hot, HotRecords } from '../../../core/ports.ts';
import { hotCollections } from '../../../core/store/record.ts';
import { original } from '../sortable-key.ts';
import { position, unpack } from './layout.ts';
import { emptyTables, type HotTables } from './mirror.ts';

export interface HotState {
  readonly tables: HotTables;
  /** Number of the last commit in them. */
  readonly position: number;
}

/** All hot records, expired ones too, and where in the row of commits they stand: in one step. */
export async function readHot(redis: Redis): Promise<HotState> {
  const step = redis.multi();
  for (const name of hotCollections) step.hgetall(name);
  const replies = (await step.get(position).exec()) ?? [];
  const answers = replies.map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
  const tables = emptyTables();
  hotCollections.forEach((name, index) => {
    for (const [key, stored] of Object.entries(answers[index] as Record<string, string>)) {
      const { json, expiresAt } = unpack(stored);
      tables[name].set(original(key), { value: JSON.parse(json) as HotRecords[Hot], expiresAt });
    }
  });
  return { tables, position: Number(answers.at(-1) ?? 0) };
}
