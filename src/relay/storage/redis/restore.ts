import type { Redis } from 'ioredis';
import { hotCollections, isExpired } from '../../../core/store/record.ts';
import { sortable } from '../sortable-key.ts';
import { scriptKeys } from './layout.ts';
import type { HotTables } from './mirror.ts';
import { createScript } from './script.ts';
import { restoreScript } from './scripts.ts';

const script = createScript<number>(restoreScript);

/**
 * Gives a Redis that has lost records those that a relay knows.
 * @param position that of the relay in the row of commits
 * @param now in ms: what has expired by then is gone for good, such as a removed key
 * @returns the new position, or 0 where another relay has done it.
 */
export function restore(
  redis: Redis,
  tables: HotTables,
  position: number,
  writer: string,
  now: number,
): Promise<number> {
  const records = hotCollections.flatMap((name) =>
    [...tables[name]]
      .filter(([, { expiresAt }]) => !isExpired(expiresAt, now))
      .flatMap(([key, { value, expiresAt }]) => [
        name,
        sortable(key),
        JSON.stringify(value),
        expiresAt === undefined ? '' : String(expiresAt),
      ]),
  );
  return script.run(redis, scriptKeys, [String(position), writer, ...records]);
}
