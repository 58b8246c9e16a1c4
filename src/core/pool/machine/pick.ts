/** Key selection: names the key that should answer next. No clock, no chance, no I/O. */

import type { CredentialKind } from '../../../contract/keys.ts';
import type { Heap } from '../../utils/heap.ts';
import { keysForConversation } from './hash-ring.ts';
import { spentModelLimit } from './model-usage.ts';
import { isOptimistic, isProbeDue } from './prober.ts';
import { queueOf, wake } from './ready-queue.ts';
import { rollOver } from './roll-over.ts';
import { type Entry, type HealthStatus, healthOf, type PoolState, queueName, type ReadyQueue } from './state.ts';

export interface Query {
  readonly model: string;
  /** Ids of keys that this request must not use: it tried them, or another call for it does. */
  readonly tried: ReadonlySet<string>;
  /** The request's first attempt: only that may be spent on a probe. */
  readonly first: boolean;
  readonly conversation: string | undefined;
  /** Id of the only key that may answer. */
  readonly pinnedTo: string | undefined;
  /** Kinds of credentials that may answer, the preferred one first. */
  readonly kinds: readonly CredentialKind[];
}

export interface Choice {
  readonly entry: Entry;
  readonly health: HealthStatus;
}

/** The best key for a call at `now`, or undefined where none may be used. It is for the caller to lease it. */
export function pick(state: PoolState, query: Query, now: number): Choice | undefined {
  rollOver(state, now);
  if (spentModelLimit(state, query.model) !== undefined) return undefined;
  for (const kind of kindsOf(state, query)) {
    const queue = queueOf(state, kind, query.model, now);
    wake(state, queue, now);
    const entry = query.pinnedTo === undefined ? choose(state, queue, query) : pinned(state, query, query.pinnedTo);
    if (entry !== undefined) return { entry, health: healthOf(entry) };
  }
  return undefined;
}

/** Kinds to look at in turn; of a pinned request, its key's alone. */
function kindsOf(state: PoolState, { pinnedTo, kinds }: Query): readonly CredentialKind[] {
  if (pinnedTo === undefined) return kinds;
  const owner = state.keys.get(pinnedTo);
  return kinds.filter((kind) => kind === owner?.credential.kind);
}

/** The key whose cooldown is over first, where none is ready; undefined where none is out for a known time. */
export function soonest(state: PoolState, query: Query, now: number): Entry | undefined {
  if (query.pinnedTo === undefined) {
    return kindsOf(state, query)
      .map((kind) => queueOf(state, kind, query.model, now).waiting.top())
      .filter((entry) => entry !== undefined)
      .reduce<Entry | undefined>(
        (best, next) => (best === undefined || next.until < best.until ? next : best),
        undefined,
      );
  }
  const entry = state.keys.get(query.pinnedTo)?.entries.get(query.model);
  return entry !== undefined && Number.isFinite(entry.until) ? entry : undefined;
}

function pinned(state: PoolState, { model, tried }: Query, id: string): Entry | undefined {
  const entry = state.keys.get(id)?.entries.get(model);
  return entry !== undefined && entry.until === 0 && !tried.has(id) ? entry : undefined;
}

/** Probe, sticky key, then best health: whichever of these finds a key first. */
function choose(state: PoolState, queue: ReadyQueue, query: Query): Entry | undefined {
  const { healthy, unknown, degraded } = queue.ready;
  const { tried } = query;
  const optimistic = isOptimistic(queue.prober);
  if (query.first && isProbeDue(queue.prober)) {
    const probe = optimistic ? first(degraded, tried) : better(first(unknown, tried), first(degraded, tried));
    if (probe !== undefined) return probe;
  }
  const asGood = optimistic && query.first;
  const sticky = state.rotation === 'sticky' ? query.conversation : undefined;
  if (sticky !== undefined) {
    const own = stickyKey(state, query, queueName(queue.kind, queue.model), sticky, asGood);
    if (own !== undefined) return own;
  }
  const known = asGood ? better(first(healthy, tried), first(unknown, tried)) : first(healthy, tried);
  return known ?? first(unknown, tried) ?? first(degraded, tried);

  function better(a: Entry | undefined, b: Entry | undefined): Entry | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    return queue.before(a, b) ? a : b;
  }
}

/** Session affinity: the first key in the conversation's order on the hash ring that is ready and below its limit. */
function stickyKey(
  state: PoolState,
  { model, tried }: Query,
  queue: string,
  conversation: string,
  unknownToo: boolean,
): Entry | undefined {
  for (const key of keysForConversation(state, conversation)) {
    const entry = key.entries.get(model);
    if (entry === undefined || entry.queue !== queue || entry.until !== 0 || entry.over || tried.has(key.credential.id))
      continue;
    const health = healthOf(entry);
    if (health === 'healthy' || (unknownToo && health === 'unknown')) return entry;
  }
  return undefined;
}

/** The heap's first item that was not tried. Few were, so those before it are taken out and put back. */
function first(heap: Heap<Entry>, tried: ReadonlySet<string>): Entry | undefined {
  let top = heap.top();
  if (top === undefined || !tried.has(top.key.credential.id)) return top;
  const aside: Entry[] = [];
  while (top !== undefined && tried.has(top.key.credential.id)) {
    heap.remove(top);
    aside.push(top);
    top = heap.top();
  }
  for (const entry of aside) heap.add(entry);
  return top;
}
