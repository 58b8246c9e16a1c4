/** Reads what the other relays commit, in the one order in which Redis has it. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Change, Clock, Ids, Log } from '../../../core/ports.ts';
import type { RedisLink } from './connect.ts';
import { changes as changesKey, position as positionKey } from './layout.ts';
import { createMirror, emptyTables } from './mirror.ts';
import { type HotState, readHot } from './read-hot.ts';
import { restore } from './restore.ts';

/** Redis is asked again after so long without news, in ms: whether it has lost some is seen then. */
const QUIET = 1_000;
/** Between tries where Redis answers with an error, in ms. */
const PAUSE = 500;
const MOST_COMMITS = 500;

export interface Follower {
  /** What is known of Redis; news begin after it. */
  startFrom(state: HotState): void;
  /** @returns the function that ends it. */
  follow(apply: (changes: readonly Change[]) => void): () => void;
  stop(): void;
}

export interface FollowerPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly log: Log;
  /** Who this relay is: its own increments are counted already. */
  readonly self: string;
}

export function createFollower(link: RedisLink, { clock, ids, log, self }: FollowerPorts): Follower {
  let mirror = createMirror(emptyTables(), ids);
  let position = 0;
  let reader: Redis | undefined;
  const listeners = new Set<(changes: readonly Change[]) => void>();

  function tell(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const listener of listeners) listener(changes);
  }

  async function run(redis: Redis): Promise<void> {
    while (reader === redis) {
      try {
        const news = await redis.xread('COUNT', MOST_COMMITS, 'BLOCK', QUIET, 'STREAMS', changesKey, `${position}-0`);
        if (reader !== redis) return;
        const commits = news?.[0]?.[1] ?? [];
        if (commits.length === 0) await checkPosition(redis);
        for (const [id, fields] of commits) await take(redis, Number.parseInt(id, 10), fields);
      } catch (error) {
        if (reader !== redis) return;
        log.write({ level: 'error', event: 'redis-follow-failed', reason: String(error) });
        await sleep(PAUSE, undefined, { ref: false });
      }
    }
  }

  async function take(redis: Redis, number: number, fields: readonly string[]): Promise<void> {
    // What was read anew may have been further already.
    if (number <= position) return;
    const [, writer, , text = ''] = fields;
    if (number > position + 1 || text === '') return readAnew(redis);
    const changes = JSON.parse(text) as readonly Change[];
    mirror.apply(changes);
    position = number;
    // Its own other changes are told again: only in this order do all relays end with the same.
    tell(writer === self ? changes.filter(({ op }) => op !== 'add') : changes);
  }

  /** Redis may come back with less than it had: from an older file, or with nothing. */
  async function checkPosition(redis: Redis): Promise<void> {
    const current = Number((await redis.get(positionKey)) ?? 0);
    if (current >= position) return;
    const message =
      'Redis has lost what was written last. The keys and settings that this relay knows are written again';
    log.write({ level: 'warn', event: 'redis-lost-data', message });
    position = (await restore(redis, mirror.tables(), position, self, clock.now())) || position;
  }

  async function readAnew(redis: Redis): Promise<void> {
    const state = await readHot(redis);
    position = state.position;
    tell(mirror.turnInto(state.tables));
  }

  return {
    startFrom(state) {
      if (reader !== undefined) return;
      position = state.position;
      mirror = createMirror(state.tables, ids);
    },
    follow(apply) {
      listeners.add(apply);
      if (reader === undefined) {
        reader = link.waiting();
        void run(reader);
      }
      return () => listeners.delete(apply);
    },
    stop() {
      listeners.clear();
      reader?.disconnect();
      reader = undefined;
    },
  };
}
