/**
 * The index of all keys of a kind with one model. Every entry is ready, waiting for a known time, or out; it is moved when
 * something about it changes, so that a pick looks at the top of a heap instead of at every key. No clock, no I/O.
 */

import type { CredentialKind } from '../../../contract/keys.ts';
import { createHeap } from '../../utils/heap.ts';
import { isOut } from './cooldown.ts';
import { learnedPerDay } from './learned-limits.ts';
import { createTrust } from './prober.ts';
import { type DefaultLimit, isSpent, pacedUntil } from './quota.ts';
import {
  addedBefore,
  createReadyHeaps,
  type Entry,
  entryOf,
  isBlank,
  type Key,
  type Lane,
  laneName,
  NO_MODEL,
  type PoolState,
  type Rotation,
  standingOf,
} from './state.ts';

/** A client may name any model; each lane costs an entry for every key. */
const MOST_LANES = 48;

/** The lane of a model for keys of this kind, built at its first use. */
export function laneOf(state: PoolState, kind: CredentialKind, model: string, now: number): Lane {
  const name = laneName(kind, model);
  const known = state.lanes.get(name);
  if (known === undefined) return buildLane(state, kind, model, now);
  if (state.lanes.size > 1) {
    state.lanes.delete(name);
    state.lanes.set(name, known);
  }
  return known;
}

const keysOf = (state: PoolState, kind: CredentialKind): Key[] =>
  [...state.keys.values()].filter(({ credential }) => credential.kind === kind);

function buildLane(state: PoolState, kind: CredentialKind, model: string, now: number): Lane {
  const keys = keysOf(state, kind);
  let answering = 0;
  let failing = 0;
  for (const key of keys) {
    const entry = entryOf(key, model);
    const standing = standingOf(entry);
    if (isOut(key.out, now) || isOut(entry.out, now) || standing === 'shaky') failing += 1;
    else if (standing === 'proven') answering += 1;
  }
  const before = state.rotation === 'in-order' ? byPosition : byLoad;
  const lane: Lane = {
    kind,
    model,
    before,
    ready: createReadyHeaps(before),
    waiting: createHeap((a, b) => a.until < b.until || (a.until === b.until && addedBefore(a.key, b.key))),
    trust: createTrust(answering, failing),
  };
  state.lanes.set(laneName(kind, model), lane);
  for (const key of keys) place(state, lane, entryOf(key, model), now);
  for (const oldest of state.lanes.keys()) {
    if (state.lanes.size <= MOST_LANES) break;
    dropLane(state, oldest);
  }
  return lane;
}

function byLoad(a: Entry, b: Entry): boolean {
  if (a.over !== b.over) return b.over;
  if (a.load !== b.load) return a.load < b.load;
  return a.turn < b.turn || (a.turn === b.turn && addedBefore(a.key, b.key));
}

function byPosition(a: Entry, b: Entry): boolean {
  if (a.over !== b.over) return b.over;
  return addedBefore(a.key, b.key);
}

/** Forgets the index of a model; what is known of the keys with it stays. */
export function dropLane(state: PoolState, name: string): void {
  const lane = state.lanes.get(name);
  if (lane === undefined) return;
  state.lanes.delete(name);
  const { kind, model } = lane;
  for (const key of keysOf(state, kind)) {
    const entry = key.entries.get(model);
    if (entry === undefined) continue;
    entry.heap = undefined;
    if (isBlank(entry)) key.entries.delete(model);
  }
}

/** Another order among keys, or another limit for all of them, from now on. */
export function configure(state: PoolState, rotation: Rotation, limit: DefaultLimit): void {
  if (rotation === state.rotation && limit.perDay === state.limit.perDay && limit.hard === state.limit.hard) return;
  state.rotation = rotation;
  state.limit = limit;
  for (const name of [...state.lanes.keys()]) dropLane(state, name);
}

/** To be called when anything about the key changed that all its models see. */
export function refreshKey(state: PoolState, key: Key, now: number): void {
  for (const entry of key.entries.values()) refresh(state, entry, now);
}

/** To be called when anything about the entry changed. Its project's other keys carry the same load. */
export function refreshProject(state: PoolState, entry: Entry, now: number): void {
  // First of all, since a heap is out of order until an item that changed has been moved.
  refresh(state, entry, now);
  if (entry.key.project.keys.size === 1) return;
  for (const key of entry.key.project.keys) {
    const sibling = key.entries.get(entry.model);
    if (sibling !== undefined && sibling !== entry) refresh(state, sibling, now);
  }
}

/** Puts the entry where it belongs now. */
export function refresh(state: PoolState, entry: Entry, now: number): void {
  const lane = state.lanes.get(entry.lane);
  if (lane !== undefined) place(state, lane, entry, now);
}

function place(state: PoolState, lane: Lane, entry: Entry, now: number): void {
  entry.load = loadOf(entry);
  entry.over = isOver(state, entry, now);
  entry.until = entry.key.removed ? Number.POSITIVE_INFINITY : usableFrom(state, entry, now);
  const heap =
    entry.until === 0
      ? lane.ready[standingOf(entry)]
      : entry.until === Number.POSITIVE_INFINITY
        ? undefined
        : lane.waiting;
  if (heap !== undefined && heap === entry.heap) {
    heap.moved(entry);
    return;
  }
  entry.heap?.remove(entry);
  entry.heap = heap;
  heap?.add(entry);
}

/** Moves those whose time has come. */
export function wake(state: PoolState, lane: Lane, now: number): void {
  for (let next = lane.waiting.top(); next !== undefined && next.until <= now; next = lane.waiting.top()) {
    place(state, lane, next, now);
  }
}

function loadOf(entry: Entry): number {
  const { keys } = entry.key.project;
  if (keys.size === 1) return entry.requests + entry.inFlight;
  let load = 0;
  for (const key of keys) {
    const sibling = key.entries.get(entry.model);
    if (sibling !== undefined) load += sibling.requests + sibling.inFlight;
  }
  return load;
}

function isOver(state: PoolState, { key, load, shared }: Entry, now: number): boolean {
  const learned = learnedPerDay(shared.lesson, now);
  if (learned !== undefined) return load >= learned;
  // A key with limits of its own is ordered by nothing else.
  return key.credential.limits.perDay === undefined && key.requests + key.inFlight >= state.limit.perDay;
}

/** From when on the key may be used with the model: 0 for now, infinite for not before something else happens. */
function usableFrom(state: PoolState, entry: Entry, now: number): number {
  const { key, out, shared } = entry;
  if (!key.credential.enabled) return Number.POSITIVE_INFINITY;
  let until = 0;
  if (key.out !== undefined) until = key.out.until ?? Number.POSITIVE_INFINITY;
  if (out !== undefined) until = Math.max(until, out.until ?? Number.POSITIVE_INFINITY);
  if (entry.model === NO_MODEL) return until > now ? until : 0;
  if (isSpentToday(state, entry)) until = Math.max(until, state.day.end);
  until = Math.max(until, pacedUntil(shared.window, shared.lesson, now));
  return until > now ? until : 0;
}

/** Whether a limit that a person set is used up. */
export function isSpentToday({ limit }: PoolState, { key, model, requests, inFlight }: Entry): boolean {
  const used = { ofModel: requests + inFlight, ofKey: key.requests + key.inFlight };
  return isSpent(used, key.credential.limits, model, limit);
}
