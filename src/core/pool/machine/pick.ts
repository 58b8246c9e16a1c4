/** Names the key that should answer next. No clock, no chance, no I/O. */

import { type CredentialKind, credentialKinds } from '../../../contract/keys.ts';
import type { Heap } from '../../utils/heap.ts';
import { keysForConversation } from './hash-ring.ts';
import { spentModelLimit } from './model-usage.ts';
import { isProbeDue, isTrusting } from './prober.ts';
import { laneOf, wake } from './ready-queue.ts';
import { rollOver } from './roll-over.ts';
import { type Entry, type Lane, laneName, type PoolState, type Standing, standingOf } from './state.ts';

export interface Query {
  readonly model: string;
  /** Ids that failed this request already, through no fault of theirs. */
  readonly tried: ReadonlySet<string>;
  /** The request's first try: only that may be spent on an unproven key while others answer. */
  readonly first: boolean;
  readonly conversation?: string | undefined;
  readonly pinnedTo?: string | undefined;
  /** Kinds of credentials that may answer, the preferred one first; absent: all. */
  readonly kinds?: readonly CredentialKind[] | undefined;
}

export interface Choice {
  readonly entry: Entry;
  readonly standing: Standing;
}

/** The best key for a call at `now`, or undefined where none may be used. It is for the caller to lease it. */
export function pick(state: PoolState, query: Query, now: number): Choice | undefined {
  rollOver(state, now);
  if (spentModelLimit(state, query.model) !== undefined) return undefined;
  for (const kind of kindsOf(state, query)) {
    const lane = laneOf(state, kind, query.model, now);
    wake(state, lane, now);
    const entry = query.pinnedTo === undefined ? choose(state, lane, query) : pinned(state, query, query.pinnedTo);
    if (entry !== undefined) return { entry, standing: standingOf(entry) };
  }
  return undefined;
}

/** A pinned request has its owner's kind only. */
function kindsOf(state: PoolState, { pinnedTo, kinds = credentialKinds }: Query): readonly CredentialKind[] {
  if (pinnedTo === undefined) return kinds;
  const owner = state.keys.get(pinnedTo);
  return kinds.filter((kind) => kind === owner?.credential.kind);
}

/** The key that is free again soonest, for when there is none now; among keys that are out for a known time. */
export function soonest(state: PoolState, query: Query, now: number): Entry | undefined {
  if (query.pinnedTo === undefined) {
    return kindsOf(state, query)
      .map((kind) => laneOf(state, kind, query.model, now).waiting.top())
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

function choose(state: PoolState, lane: Lane, query: Query): Entry | undefined {
  const { proven, untried, shaky } = lane.ready;
  const { tried } = query;
  const trusting = isTrusting(lane.trust);
  if (query.first && isProbeDue(lane.trust)) {
    const probe = trusting ? first(shaky, tried) : better(first(untried, tried), first(shaky, tried));
    if (probe !== undefined) return probe;
  }
  const asGood = trusting && query.first;
  const sticky = state.rotation === 'sticky' ? query.conversation : undefined;
  if (sticky !== undefined) {
    const own = keyOf(state, query, laneName(lane.kind, lane.model), sticky, asGood);
    if (own !== undefined) return own;
  }
  const known = asGood ? better(first(proven, tried), first(untried, tried)) : first(proven, tried);
  return known ?? first(untried, tried) ?? first(shaky, tried);

  function better(a: Entry | undefined, b: Entry | undefined): Entry | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    return lane.before(a, b) ? a : b;
  }
}

/** The first key of the conversation's order that is well. */
function keyOf(
  state: PoolState,
  { model, tried }: Query,
  lane: string,
  conversation: string,
  untriedToo: boolean,
): Entry | undefined {
  for (const key of keysForConversation(state, conversation)) {
    const entry = key.entries.get(model);
    if (entry === undefined || entry.lane !== lane || entry.until !== 0 || entry.over || tried.has(key.credential.id))
      continue;
    const standing = standingOf(entry);
    if (standing === 'proven' || (untriedToo && standing === 'untried')) return entry;
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
