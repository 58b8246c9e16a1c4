/** Removed keys, for a person who thinks better of it. In memory only: a removed secret shall not stay on the disk. */
import type { Clock } from '../ports.ts';
import { quotaDay } from './pacific.ts';
import type { PoolEvent } from './policy.ts';
import type { Key } from './state.ts';
import type { CredentialRecord, HealthRecord } from './types.ts';

const KEPT_FOR = 5 * 60_000;

interface Removed {
  readonly credential: CredentialRecord;
  /** What brings a fresh key to the state that it was in. */
  readonly events: readonly PoolEvent[];
  /** By key in the store's `health`. */
  readonly marks: ReadonlyArray<readonly [string, HealthRecord]>;
}

export interface Trash {
  keep(key: Key): void;
  /** What was kept of the key, once; undefined where it was never there or is gone. */
  take(id: string): Removed | undefined;
}

export function createTrash(clock: Pick<Clock, 'now'>): Trash {
  const kept = new Map<string, Removed & { readonly until: number }>();

  function dropOld(): void {
    for (const [id, { until }] of kept) {
      if (until > clock.now()) return;
      kept.delete(id);
    }
  }

  return {
    keep(key) {
      dropOld();
      kept.set(key.credential.id, { ...memoryOf(key, clock.now()), until: clock.now() + KEPT_FOR });
    },
    take(id) {
      dropOld();
      const removed = kept.get(id);
      kept.delete(id);
      return removed;
    },
  };
}

function memoryOf({ credential, out, project, entries }: Key, now: number): Removed {
  const { id } = credential;
  const events: PoolEvent[] = [];
  const marks: Array<[string, HealthRecord]> = [];
  if (project.name !== undefined) {
    events.push({ type: 'taught', id, lesson: { project: project.name, learnedAt: now } });
  }
  if (out !== undefined) {
    events.push({ type: 'marked', id, health: out });
    marks.push([id, out]);
  }
  for (const { model, requests, answeredAt, out: ofModel, shared } of entries.values()) {
    const counts = { requests, answered: answeredAt > 0 ? 1 : 0 };
    events.push({ type: 'counted', id, model, day: quotaDay(now), counts });
    if (shared.lesson !== undefined) events.push({ type: 'taught', id, model, lesson: shared.lesson });
    if (ofModel === undefined) continue;
    events.push({ type: 'marked', id, model, health: ofModel });
    marks.push([`${id}|${model}`, ofModel]);
  }
  return { credential, events, marks };
}
