/** Persistence of the state machine: what it wants stored, what was stored, and what others write. */
import type { Change, Snapshot } from '../ports.ts';
import type { HealthRecord } from '../records.ts';
import type { Journal } from '../store/write-behind.ts';
import { previousQuotaDay } from '../utils/pacific.ts';
import { historyOf, type RecentlyRemoved } from './keys/recently-removed.ts';
import { apply, type Effect, type PoolEvent, type PoolState } from './machine/machine.ts';

/** Queues what must be stored. @returns whether some of it must be on disk before the client is answered. */
export function write(journal: Journal, effects: readonly Effect[]): boolean {
  let strict = false;
  for (const effect of effects) {
    switch (effect.type) {
      case 'count':
        journal.add('counters', effect.key, effect.counts, { expiresAt: effect.expiresAt });
        break;
      case 'learned':
        journal.put('lessons', effect.key, effect.learned);
        break;
      case 'mark': {
        const { key, health, expiresAt } = effect;
        putHealth(journal, key, health, expiresAt);
        strict ||= effect.strict;
      }
    }
  }
  return strict;
}

/** @param expiresAt undefined for a mark that stays until it is taken back. */
export function putHealth(journal: Journal, key: string, health: HealthRecord, expiresAt: number | undefined): void {
  journal.put('health', key, health, expiresAt === undefined ? {} : { expiresAt });
}

/** Fills an empty state from the store. */
export function restore(state: PoolState, snapshot: Snapshot, now: number): void {
  const inOrder = [...snapshot.credentials.values()].sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1));
  for (const credential of inOrder) apply(state, { type: 'key', credential }, now);
  for (const [key, learned] of snapshot.lessons) apply(state, { type: 'learned', ...target(key), learned }, now);
  for (const [key, health] of snapshot.health) apply(state, { type: 'marked', ...target(key), health }, now);
  const lately = new Set([state.day.name, previousQuotaDay(now)]);
  for (const [key, counts] of snapshot.counters) {
    const event = countedEvent(key, counts);
    if (event !== undefined && lately.has(event.day)) apply(state, event, now);
  }
}

/** Takes in what another relay or context has written. */
export function follow(state: PoolState, removed: RecentlyRemoved, changes: readonly Change[], now: number): void {
  for (const change of changes) {
    const isNew = change.in === 'credentials' && !state.keys.has(change.key);
    const event = eventOf(change);
    if (event !== undefined) apply(state, event, now);
    // Brought back by another relay: what it used today was counted here before it was removed.
    const before = isNew ? removed.get(change.key) : undefined;
    for (const past of before === undefined ? [] : historyOf(before)) apply(state, past, now);
    removed.follow(change);
  }
}

function eventOf(change: Change): PoolEvent | undefined {
  switch (change.in) {
    case 'credentials':
      return change.op === 'delete'
        ? { type: 'key-removed', id: change.key }
        : { type: 'key', credential: change.value };
    case 'health':
      return change.op === 'delete'
        ? { type: 'unmarked', ...target(change.key) }
        : { type: 'marked', ...target(change.key), health: change.value };
    case 'lessons':
      return change.op === 'delete' ? undefined : { type: 'learned', ...target(change.key), learned: change.value };
    case 'counters':
      return change.op === 'add' ? countedEvent(change.key, change.counts) : undefined;
    default:
      return undefined;
  }
}

/** `id` or `id|model` */
function target(key: string): { readonly id: string; readonly model: string | undefined } {
  const bar = key.indexOf('|');
  return bar < 0 ? { id: key, model: undefined } : { id: key.slice(0, bar), model: key.slice(bar + 1) };
}

/** `id|model|day`; a model that a client made up may hold bars of its own. */
function countedEvent(key: string, counts: Readonly<Record<string, number>>) {
  const first = key.indexOf('|');
  const last = key.lastIndexOf('|');
  if (first < 0 || last === first) return undefined;
  const [id, model, day] = [key.slice(0, first), key.slice(first + 1, last), key.slice(last + 1)];
  return { type: 'counted', id, model, day, counts } as const;
}
