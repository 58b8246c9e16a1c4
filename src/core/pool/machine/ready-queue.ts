/**
 * Ready queues: a priority queue of the keys of one kind with one model. An entry is ready, waiting for a known time,
 * or out; it is moved when something about it changes, so that a pick looks at the top of a heap and not at every key.
 * No clock, no I/O.
 */

import type { CredentialKind } from '../../../contract/keys.ts';
import { createHeap } from '../../utils/heap.ts';
import { isOut } from './cooldown.ts';
import { learnedPerDay } from './learned-limits.ts';
import { createProber } from './prober.ts';
import { type DefaultLimit, isSpent, pacedUntil } from './quota.ts';
import {
  addedBefore,
  createReadyHeaps,
  type Entry,
  entryOf,
  healthOf,
  isBlank,
  type Key,
  NO_MODEL,
  type PoolState,
  queueName,
  type ReadyQueue,
  type Rotation,
} from './state.ts';

/** A client may name any model; each queue costs an entry for every key. */
const MOST_QUEUES = 48;

/** The queue of this kind and model, built at its first use. */
export function queueOf(state: PoolState, kind: CredentialKind, model: string, now: number): ReadyQueue {
  const name = queueName(kind, model);
  const known = state.queues.get(name);
  if (known === undefined) return buildQueue(state, kind, model, now);
  if (state.queues.size > 1) {
    state.queues.delete(name);
    state.queues.set(name, known);
  }
  return known;
}

const keysOf = (state: PoolState, kind: CredentialKind): Key[] =>
  [...state.keys.values()].filter(({ credential }) => credential.kind === kind);

function buildQueue(state: PoolState, kind: CredentialKind, model: string, now: number): ReadyQueue {
  const keys = keysOf(state, kind);
  let answering = 0;
  let failing = 0;
  for (const key of keys) {
    const entry = entryOf(key, model);
    const health = healthOf(entry);
    if (isOut(key.out, now) || isOut(entry.out, now) || health === 'degraded') failing += 1;
    else if (health === 'healthy') answering += 1;
  }
  const before = state.rotation === 'in-order' ? byPosition : byLoad;
  const queue: ReadyQueue = {
    kind,
    model,
    before,
    ready: createReadyHeaps(before),
    waiting: createHeap((a, b) => a.until < b.until || (a.until === b.until && addedBefore(a.key, b.key))),
    prober: createProber(answering, failing),
  };
  state.queues.set(queueName(kind, model), queue);
  for (const key of keys) place(state, queue, entryOf(key, model), now);
  for (const oldest of state.queues.keys()) {
    if (state.queues.size <= MOST_QUEUES) break;
    dropQueue(state, oldest);
  }
  return queue;
}

/** Least used first, then round robin. */
function byLoad(a: Entry, b: Entry): boolean {
  if (a.over !== b.over) return b.over;
  if (a.load !== b.load) return a.load < b.load;
  return a.turn < b.turn || (a.turn === b.turn && addedBefore(a.key, b.key));
}

/** In the order of adding. */
function byPosition(a: Entry, b: Entry): boolean {
  if (a.over !== b.over) return b.over;
  return addedBefore(a.key, b.key);
}

/** Forgets the index; what is known of its keys stays. */
export function dropQueue(state: PoolState, name: string): void {
  const queue = state.queues.get(name);
  if (queue === undefined) return;
  state.queues.delete(name);
  const { kind, model } = queue;
  for (const key of keysOf(state, kind)) {
    const entry = key.entries.get(model);
    if (entry === undefined) continue;
    entry.heap = undefined;
    if (isBlank(entry)) key.entries.delete(model);
  }
}

/** Takes over these settings. Where they changed, every queue is built again at its next use. */
export function configure(state: PoolState, rotation: Rotation, limit: DefaultLimit): void {
  if (rotation === state.rotation && limit.perDay === state.limit.perDay && limit.hard === state.limit.hard) return;
  state.rotation = rotation;
  state.limit = limit;
  for (const name of [...state.queues.keys()]) dropQueue(state, name);
}

/** To be called after something about the key changed that counts with all its models. */
export function refreshKey(state: PoolState, key: Key, now: number): void {
  for (const entry of key.entries.values()) refresh(state, entry, now);
}

/** To be called after something about the entry changed: the load of the project's other keys changed with it. */
export function refreshProject(state: PoolState, entry: Entry, now: number): void {
  // First, since a heap is out of order until the item that changed is moved.
  refresh(state, entry, now);
  if (entry.key.project.keys.size === 1) return;
  for (const key of entry.key.project.keys) {
    const sibling = key.entries.get(entry.model);
    if (sibling !== undefined && sibling !== entry) refresh(state, sibling, now);
  }
}

/** Moves the entry to where it belongs now. */
export function refresh(state: PoolState, entry: Entry, now: number): void {
  const queue = state.queues.get(entry.queue);
  if (queue !== undefined) place(state, queue, entry, now);
}

function place(state: PoolState, queue: ReadyQueue, entry: Entry, now: number): void {
  entry.load = loadOf(entry);
  entry.over = isOver(state, entry, now);
  entry.until = entry.key.removed ? Number.POSITIVE_INFINITY : usableFrom(state, entry, now);
  const heap =
    entry.until === 0
      ? queue.ready[healthOf(entry)]
      : entry.until === Number.POSITIVE_INFINITY
        ? undefined
        : queue.waiting;
  if (heap !== undefined && heap === entry.heap) {
    heap.moved(entry);
    return;
  }
  entry.heap?.remove(entry);
  entry.heap = heap;
  heap?.add(entry);
}

/** Moves entries whose cooldown is over. */
export function wake(state: PoolState, queue: ReadyQueue, now: number): void {
  for (let next = queue.waiting.top(); next !== undefined && next.until <= now; next = queue.waiting.top()) {
    place(state, queue, next, now);
  }
}

/** Requests of today and in flight, of the whole project. */
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

/** Whether a soft limit is reached: Google's as it was learned, or the default. */
function isOver(state: PoolState, { key, load, shared }: Entry, now: number): boolean {
  const learned = learnedPerDay(shared.learned, now);
  if (learned !== undefined) return load >= learned;
  // A key with limits of its own is ordered by nothing else.
  return key.credential.limits.perDay === undefined && key.requests + key.inFlight >= state.limit.perDay;
}

/** When the key may be used with the model, in ms: 0 for now, infinite for not before something else happens. */
function usableFrom(state: PoolState, entry: Entry, now: number): number {
  const { key, out, shared } = entry;
  if (!key.credential.enabled) return Number.POSITIVE_INFINITY;
  let until = 0;
  if (key.out !== undefined) until = key.out.until ?? Number.POSITIVE_INFINITY;
  if (out !== undefined) until = Math.max(until, out.until ?? Number.POSITIVE_INFINITY);
  if (entry.model === NO_MODEL) return until > now ? until : 0;
  if (isSpentToday(state, entry)) until = Math.max(until, state.day.end);
  until = Math.max(until, pacedUntil(shared.window, shared.learned, now));
  return until > now ? until : 0;
}

/** Whether a limit that a person set is used up. */
export function isSpentToday({ limit }: PoolState, { key, model, requests, inFlight }: Entry): boolean {
  const used = { ofModel: requests + inFlight, ofKey: key.requests + key.inFlight };
  return isSpent(used, key.credential.limits, model, limit);
}
