/** The pool's memory: keys, keys with models, and the index that picks among thousands without looking at each. */

import type { CredentialKind } from '../../../contract/keys.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import type { CredentialRecord, HealthRecord, Lesson } from '../../records.ts';
import { createHeap, type Heap } from '../../utils/heap.ts';
import { quotaDay, quotaDayEnd } from '../../utils/pacific.ts';
import type { Trust } from './prober.ts';
import { createWindow, type DefaultLimit, type MinuteWindow } from './quota.ts';

export type Rotation = Settings['rotation'];

/**
 * How a key with a model did lately. Proven: it answered. Untried: nothing is known. Shaky: it failed and its cooldown is
 * over.
 */
export type Standing = 'proven' | 'untried' | 'shaky';

/** Stands for calls that Google counts against no model and no quota, such as lists. */
export const NO_MODEL = '';

export interface Key {
  credential: CredentialRecord;
  /** What is known against the key with every model. */
  out: HealthRecord | undefined;
  /** Today, over all models, without those in flight. */
  requests: number;
  inFlight: number;
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
  /** Name of the lane that it belongs to. */
  readonly lane: string;
  /** What the keys of one project have in common for this model. */
  shared: Shared;
  out: HealthRecord | undefined;
  /** Today, without those in flight. */
  requests: number;
  inFlight: number;
  /** When it last answered, 0 for never. */
  answeredAt: number;
  /** Failures in a row that were held against it. */
  streak: number;

  // The index's own fields, written by `ready-queue.ts` alone.
  /** Requests today and in flight, of the whole project. */
  load: number;
  /** Whether a limit that only orders is reached. */
  over: boolean;
  /** When it was last picked, by counting picks: equals take turns. */
  turn: number;
  /** Not usable before, in ms; 0 now; infinite until something else happens. */
  until: number;
  heap: Heap<Entry> | undefined;
  slot: number;
}

/** Keys that Google counts together. A key without known siblings is a project of its own. */
export interface Project {
  /** Undefined for a lone key of which no project is known. */
  name: string | undefined;
  readonly keys: Set<Key>;
  /** By model. */
  readonly shared: Map<string, Shared>;
}

export interface Shared {
  window: MinuteWindow;
  lesson: Lesson | undefined;
}

/** What a model used over all keys. */
export interface Tally {
  /** Today, without those in flight. */
  readonly requests: number;
  readonly inFlight: number;
}

/** All keys of one kind with one model, sorted by what may be done with them. */
export interface Lane {
  readonly kind: CredentialKind;
  readonly model: string;
  /** The rotation's order. */
  before(a: Entry, b: Entry): boolean;
  readonly ready: Readonly<Record<Standing, Heap<Entry>>>;
  /** Out until a known time, the soonest on top. */
  readonly waiting: Heap<Entry>;
  readonly trust: Trust;
}

export interface PoolState {
  readonly keys: Map<string, Key>;
  readonly projects: Map<string, Project>;
  /** By `laneName`, least recently used first. */
  readonly lanes: Map<string, Lane>;
  rotation: Rotation;
  limit: DefaultLimit;
  /** The setting `modelDailyLimits`. */
  modelLimits: readonly string[];
  /** By model, over all keys; written by `model-usage.ts` alone. */
  readonly tallies: Map<string, Tally>;
  day: { readonly name: string; readonly end: number };
  /** Counts picks. */
  turn: number;
  /** Keys by the hash of their id, for the sticky rotation; undefined after keys came or went. */
  ring: ReadonlyArray<{ readonly at: number; readonly key: Key }> | undefined;
  /** Day quotas that ran out in the last minutes, to see keys that ran out together. */
  spent: ReadonlyArray<{ readonly entry: Entry; readonly at: number; readonly limit: number }>;
}

export function createState(now: number, rotation: Rotation, limit: DefaultLimit): PoolState {
  return {
    keys: new Map(),
    projects: new Map(),
    lanes: new Map(),
    rotation,
    limit,
    modelLimits: [],
    tallies: new Map(),
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

export const laneName = (kind: CredentialKind, model: string): string => `${kind}|${model}`;

/** The key with this model, remembered from now on. */
export function entryOf(key: Key, model: string): Entry {
  const known = key.entries.get(model);
  if (known !== undefined) return known;
  const entry: Entry = {
    key,
    model,
    lane: laneName(key.credential.kind, model),
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
  const shared: Shared = { window: createWindow(), lesson: undefined };
  project.shared.set(model, shared);
  return shared;
}

/** Whether anything would be lost by forgetting the entry. */
export const isBlank = (entry: Entry): boolean =>
  entry.requests === 0 &&
  entry.inFlight === 0 &&
  entry.answeredAt === 0 &&
  entry.streak === 0 &&
  entry.out === undefined;

export function standingOf(entry: Entry): Standing {
  // One failure after an answer is a limit met, not a dead key.
  if (entry.answeredAt > 0) return entry.streak < 2 ? 'proven' : 'shaky';
  if (entry.streak > 0) return 'shaky';
  return entry.key.answered ? 'proven' : 'untried';
}

/** The order in which keys were added. */
export function addedBefore({ credential: a }: Key, { credential: b }: Key): boolean {
  return a.addedAt < b.addedAt || (a.addedAt === b.addedAt && a.id < b.id);
}

export const createReadyHeaps = (before: (a: Entry, b: Entry) => boolean): Lane['ready'] => ({
  proven: createHeap(before),
  untried: createHeap(before),
  shaky: createHeap(before),
});
