/** The pool's state: keys, keys with models, and the index that picks among thousands without looking at each. */

import type { CredentialKind } from '../../../contract/keys.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import type { CredentialRecord, HealthRecord, LearnedLimits } from '../../records.ts';
import { createHeap, type Heap } from '../../utils/heap.ts';
import { quotaDay, quotaDayEnd } from '../../utils/pacific.ts';
import type { Prober } from './prober.ts';
import { createWindow, type DefaultLimit, type MinuteWindow } from './quota.ts';

export type Rotation = Settings['rotation'];

/**
 * Health status of a key with a model, while no cooldown keeps it out. Healthy: it answered lately. Unknown: it has not
 * been tried. Degraded: it failed, and its cooldown is over.
 */
export type HealthStatus = 'healthy' | 'unknown' | 'degraded';

/** Stands for calls that Google counts against no model and no quota, such as lists. */
export const NO_MODEL = '';

export interface Key {
  credential: CredentialRecord;
  /** What keeps the key out with every model, if its time is not over. */
  out: HealthRecord | undefined;
  /** Today, over all models, without those in flight. */
  requests: number;
  inFlight: number;
  /** With any model, lately. */
  answered: boolean;
  /** By model. */
  readonly entries: Map<string, Entry>;
  project: Project;
  /** Calls in flight outlive the key: what they report must not bring it back. */
  removed: boolean;
}

/** A key with a model. */
export interface Entry {
  readonly key: Key;
  readonly model: string;
  /** `queueName` of the ready queue that it belongs to. */
  readonly queue: string;
  /** Google counts by project: what its keys have in common for this model. */
  shared: Shared;
  /** What keeps the key out with this model, if its time is not over. */
  out: HealthRecord | undefined;
  /** Today, without those in flight. */
  requests: number;
  inFlight: number;
  /** When it last answered, 0 for never. */
  answeredAt: number;
  /** Consecutive failures that were held against it. */
  streak: number;

  // The index's own fields, written by `ready-queue.ts` alone.
  /** Requests today and in flight, of the whole project. */
  load: number;
  /** Whether a soft limit is reached: one that only orders. */
  over: boolean;
  /** `PoolState.turn` when it was last picked: equals take turns (round robin). */
  turn: number;
  /** Not usable before, in ms; 0 now; infinite until something else happens. */
  until: number;
  heap: Heap<Entry> | undefined;
  slot: number;
}

/** A Google Cloud project, whose keys share one quota. A key without known siblings is a project of its own. */
export interface Project {
  /** Undefined for a lone key of which no project is known. */
  name: string | undefined;
  readonly keys: Set<Key>;
  /** By model. */
  readonly shared: Map<string, Shared>;
}

/** What Google counts by project and model. */
export interface Shared {
  window: MinuteWindow;
  learned: LearnedLimits | undefined;
}

/** What a model used over all keys. */
export interface ModelUsage {
  /** Today, without those in flight. */
  readonly requests: number;
  readonly inFlight: number;
}

/**
 * Priority queue of all keys of one kind with one model: a heap for each health status, and one of those in cooldown.
 */
export interface ReadyQueue {
  readonly kind: CredentialKind;
  readonly model: string;
  /** The rotation's order. */
  before(a: Entry, b: Entry): boolean;
  readonly ready: Readonly<Record<HealthStatus, Heap<Entry>>>;
  /** Out until a known time, the earliest on top. */
  readonly waiting: Heap<Entry>;
  readonly prober: Prober;
}

export interface PoolState {
  readonly keys: Map<string, Key>;
  readonly projects: Map<string, Project>;
  /** By `queueName`, least recently used first. */
  readonly queues: Map<string, ReadyQueue>;
  rotation: Rotation;
  limit: DefaultLimit;
  /** The setting `modelDailyLimits`. */
  modelLimits: readonly string[];
  /** By model, over all keys; written by `model-usage.ts` alone. */
  readonly modelUsage: Map<string, ModelUsage>;
  day: { readonly name: string; readonly end: number };
  /** Number of picks so far. */
  turn: number;
  /** Hash ring of the sticky rotation; undefined after keys came or went, to be built again. */
  ring: ReadonlyArray<{ readonly at: number; readonly key: Key }> | undefined;
  /** Day quotas that ran out in the last minutes: keys that ran out together may share a project. */
  spent: ReadonlyArray<{ readonly entry: Entry; readonly at: number; readonly limit: number }>;
}

export function createState(now: number, rotation: Rotation, limit: DefaultLimit): PoolState {
  return {
    keys: new Map(),
    projects: new Map(),
    queues: new Map(),
    rotation,
    limit,
    modelLimits: [],
    modelUsage: new Map(),
    day: { name: quotaDay(now), end: quotaDayEnd(now) },
    turn: 0,
    ring: undefined,
    spent: [],
  };
}

export function createKey(credential: CredentialRecord): Key {
  const project: Project = { name: undefined, keys: new Set(), shared: new Map() };
  const key: Key = {
    credential,
    out: undefined,
    requests: 0,
    inFlight: 0,
    answered: false,
    entries: new Map(),
    project,
    removed: false,
  };
  project.keys.add(key);
  return key;
}

export const queueName = (kind: CredentialKind, model: string): string => `${kind}|${model}`;

/** The entry of the key with this model; made where there is none. */
export function entryOf(key: Key, model: string): Entry {
  const known = key.entries.get(model);
  if (known !== undefined) return known;
  const entry: Entry = {
    key,
    model,
    queue: queueName(key.credential.kind, model),
    shared: sharedOf(key.project, model),
    out: undefined,
    requests: 0,
    inFlight: 0,
    answeredAt: 0,
    streak: 0,
    load: 0,
    over: false,
    turn: 0,
    until: 0,
    heap: undefined,
    slot: 0,
  };
  key.entries.set(model, entry);
  return entry;
}

export function sharedOf(project: Project, model: string): Shared {
  const known = project.shared.get(model);
  if (known !== undefined) return known;
  const shared: Shared = { window: createWindow(), learned: undefined };
  project.shared.set(model, shared);
  return shared;
}

/** Whether nothing would be lost by forgetting the entry. */
export const isBlank = (entry: Entry): boolean =>
  entry.requests === 0 &&
  entry.inFlight === 0 &&
  entry.answeredAt === 0 &&
  entry.streak === 0 &&
  entry.out === undefined;

/** Health status, whether or not a cooldown is on. */
export function healthOf(entry: Entry): HealthStatus {
  // One failure after an answer is a limit reached, not a dead key.
  if (entry.answeredAt > 0) return entry.streak < 2 ? 'healthy' : 'degraded';
  if (entry.streak > 0) return 'degraded';
  return entry.key.answered ? 'healthy' : 'unknown';
}

/** The order in which keys were added. */
export function addedBefore({ credential: a }: Key, { credential: b }: Key): boolean {
  return a.addedAt < b.addedAt || (a.addedAt === b.addedAt && a.id < b.id);
}

export const createReadyHeaps = (before: (a: Entry, b: Entry) => boolean): ReadyQueue['ready'] => ({
  healthy: createHeap(before),
  unknown: createHeap(before),
  degraded: createHeap(before),
});
