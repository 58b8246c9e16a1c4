/** Soft delete: a removed key stays in the store for a day, so that a person can get it back. */

import type { Change, Clock } from '../../ports.ts';
import type { Counts, HealthRecord, LearnedLimits, RemovedKey } from '../../records.ts';
import type { Journal } from '../../store/write-behind.ts';
import { quotaDay } from '../../utils/pacific.ts';
import type { Key, PoolEvent } from '../machine/machine.ts';

/** So long a removed key can be brought back, in ms. */
export const KEPT_FOR = 24 * 3_600_000;

export interface RecentlyRemoved {
  keep(key: Key): void;
  get(id: string): RemovedKey | undefined;
  /** Erases it, at once and for good. @returns whether it was there. */
  erase(id: string): boolean;
  /** Those that can be brought back, by id. */
  all(): ReadonlyMap<string, RemovedKey>;
  /** Erases those whose time is over. @returns whether there were any. */
  eraseOld(): boolean;
  /** Takes in what another relay has written. */
  follow(change: Change): void;
}

/** @param stored what the store had at start. */
export function createRecentlyRemoved(
  { clock, journal }: { readonly clock: Pick<Clock, 'now'>; readonly journal: Journal },
  stored: ReadonlyMap<string, RemovedKey>,
): RecentlyRemoved {
  /** The longest removed first. */
  const kept = new Map([...stored].sort(([, a], [, b]) => a.removedAt - b.removedAt));
  const isOver = ({ removedAt }: RemovedKey) => removedAt + KEPT_FOR <= clock.now();

  function erase(id: string): boolean {
    if (!kept.delete(id)) return false;
    journal.delete('recentlyRemoved', id);
    return true;
  }

  return {
    keep(key) {
      const { id } = key.credential;
      const removed = memoryOf(key, clock.now());
      kept.delete(id);
      kept.set(id, removed);
      journal.put('recentlyRemoved', id, removed, { expiresAt: removed.removedAt + KEPT_FOR });
    },
    get(id) {
      const removed = kept.get(id);
      return removed === undefined || isOver(removed) ? undefined : removed;
    },
    erase,
    all: () => new Map([...kept].filter(([, removed]) => !isOver(removed))),
    eraseOld() {
      const old = [...kept].filter(([, removed]) => isOver(removed));
      for (const [id] of old) erase(id);
      return old.length > 0;
    },
    follow(change) {
      if (change.in !== 'recentlyRemoved') return;
      kept.delete(change.key);
      if (change.op === 'put') kept.set(change.key, change.value);
    },
  };
}

/** What happened to the key, for a fresh one to be in the state in which it was. */
export function historyOf({ credential: { id }, lessons, health, day, counts }: RemovedKey): PoolEvent[] {
  return [
    ...lessons.map(([key, learned]) => ({ type: 'learned', id, model: modelIn(key, id), learned }) as const),
    ...counts.map(([model, used]) => ({ type: 'counted', id, model, day, counts: used }) as const),
    ...health.map(([key, mark]) => ({ type: 'marked', id, model: modelIn(key, id), health: mark }) as const),
  ];
}

/** A record's key is `id` or `id|model`. */
const modelIn = (key: string, id: string): string | undefined => (key === id ? undefined : key.slice(id.length + 1));

function memoryOf({ credential, out, project, entries }: Key, now: number): RemovedKey {
  const { id } = credential;
  const health: Array<readonly [string, HealthRecord]> = [];
  const lessons: Array<readonly [string, LearnedLimits]> = [];
  const counts: Array<readonly [string, Counts]> = [];
  if (project.name !== undefined) lessons.push([id, { project: project.name, learnedAt: now }]);
  if (out !== undefined) health.push([id, out]);
  for (const { model, requests, answeredAt, out: ofModel, shared } of entries.values()) {
    const key = `${id}|${model}`;
    if (shared.learned !== undefined) lessons.push([key, shared.learned]);
    if (ofModel !== undefined) health.push([key, ofModel]);
    if (requests > 0 || answeredAt > 0) counts.push([model, { requests, answered: answeredAt > 0 ? 1 : 0 }]);
  }
  return { credential, removedAt: now, health, lessons, day: quotaDay(now), counts };
}
