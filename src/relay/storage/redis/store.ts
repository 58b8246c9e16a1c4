/** The Store port on Redis or Valkey, for several relays that share one pool. */
import type { Change, Clock, Cold, Ids, Log, Store, StoredRecords } from '../../../core/ports.ts';
import { ContentError } from '../../../core/store/content-error.ts';
import { isExpired } from '../../../core/store/record.ts';
import { original, sortable } from '../sortable-key.ts';
import { commitArguments } from './commit-arguments.ts';
import type { RedisLink } from './connect.ts';
import { asked } from './errors.ts';
import { createFollower } from './follow.ts';
import { indexOf, scriptKeys, unpack } from './layout.ts';
import { snapshotOf } from './mirror.ts';
import { readHot } from './read-hot.ts';
import { createScript } from './script.ts';
import { commitScript, REFUSED } from './scripts.ts';

/** Redis answers nobody while it takes a commit, and one gets long only after an absence. */
const MOST_CHANGES = 20_000;
const MOST_FIELDS = 5_000;

export interface RedisStore extends Store {
  whenBack(): Promise<void>;
  close(): Promise<void>;
}

/** Every method rejects with a `StorageError` while Redis is away. */
export function createRedisStore(
  link: RedisLink,
  ports: { readonly clock: Pick<Clock, 'now'>; readonly ids: Ids; readonly log: Log },
): RedisStore {
  const { redis } = link;
  const { clock } = ports;
  /** Who this relay is among those that write. */
  const self = ports.ids();
  const commitScriptOnce = createScript<number>(commitScript);
  const follower = createFollower(link, { ...ports, self });

  function live<V>(stored: string | null | undefined): V | undefined {
    if (stored === null || stored === undefined) return undefined;
    const { json, expiresAt } = unpack(stored);
    return isExpired(expiresAt, clock.now()) ? undefined : (JSON.parse(json) as V);
  }

  async function valuesOf(collection: Cold, keys: readonly string[]): Promise<Array<string | null>> {
    const values: Array<string | null> = [];
    for (let at = 0; at < keys.length; at += MOST_FIELDS) {
      values.push(...(await redis.hmget(collection, ...keys.slice(at, at + MOST_FIELDS))));
    }
    return values;
  }

  return {
    async load() {
      const hot = await asked(readHot(redis));
      follower.startFrom(hot);
      return snapshotOf(hot.tables, clock.now());
    },

    async read<C extends Cold>(collection: C, key: string) {
      return live<StoredRecords[C]>(await asked(redis.hget(collection, sortable(key))));
    },

    async scan<C extends Cold>(collection: C, from: string, to: string) {
      const range = redis.zrangebylex(indexOf(collection), `[${sortable(from)}`, `(${sortable(to)}`);
      const keys = await asked(range);
      const values = await asked(valuesOf(collection, keys));
      return keys.flatMap((key, index) => {
        const value = live<StoredRecords[C]>(values[index]);
        return value === undefined ? [] : [[original(key), value] as const];
      });
    },

    async commit(changes) {
      const now = clock.now();
      const commits: Array<{ part: readonly Change[]; words: string[] }> = [];
      for (let at = 0; at < changes.length; at += MOST_CHANGES) {
        const part = changes.slice(at, at + MOST_CHANGES);
        // All of them before the first is sent: a value that cannot be stored must fail the whole.
        commits.push({ part, words: commitArguments(part, self, now) });
      }
      for (const { part, words } of commits) {
        const commit = commitScriptOnce.run(redis, scriptKeys, words).catch((error: unknown) => {
          throw refusal(error, part) ?? error;
        });
        await asked(commit);
      }
    },

    subscribe: (apply) => follower.follow(apply),
    whenBack: () => link.whenBack(),

    async close() {
      follower.stop();
      redis.disconnect();
    },
  };
}

/** Undefined for any failure that is not about what was to be stored. */
function refusal(error: unknown, changes: readonly Change[]): ContentError | undefined {
  const [, places] = error instanceof Error ? (REFUSED.exec(error.message) ?? []) : [];
  if (places === undefined) return undefined;
  const refused = places.split(' ').flatMap((place) => changes[Number(place)] ?? []);
  return ContentError.of(refused, 'the record or the number in Redis cannot be read');
}
