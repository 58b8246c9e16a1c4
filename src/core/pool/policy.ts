/**
 * The pool's state machine: what happened goes in, what must be stored comes out, and `pick` names the next key. The
 * state is changed in place, since a copy of thousands of keys for each call would be felt; but there is no clock, no
 * chance and no I/O in here: the same state, events and times give the same decisions.
 */

import type { Counts } from '../ports.ts';
import { healthAfter, longer, mustBeRemembered } from './cooldown.ts';
import { isSpentToday, refresh, refreshKey, refreshProject } from './lane.ts';
import { rollOver } from './midnight.ts';
import { joinProject, keysSpentTogether, leaveProject } from './project.ts';
import { DAY, learn, learnedPerDay, noteCall, noteTokens, unlearnPerDay } from './quota.ts';
import { createKey, type Entry, entryOf, type Key, type PoolState, type Standing } from './state.ts';
import { noteOutcome, noteProbe } from './trust.ts';
import type { CredentialRecord, Failure, HealthRecord, Lesson, Usage } from './types.ts';

interface OfLease {
  readonly id: string;
  readonly model: string;
}

export type PoolEvent =
  /** A key was added or edited. */
  | { readonly type: 'key'; readonly credential: CredentialRecord }
  | { readonly type: 'key-removed'; readonly id: string }
  | ({ readonly type: 'leased'; readonly standing: Standing } & OfLease)
  | ({ readonly type: 'settled'; readonly standing: Standing; readonly usage?: Usage } & OfLease)
  | ({
      readonly type: 'failed';
      readonly standing: Standing;
      readonly failure: Failure;
      readonly random: number;
    } & OfLease)
  | ({ readonly type: 'released' } & OfLease)
  /** Known from the store, from another relay, or from a health check. `model` absent: with every model. */
  | { readonly type: 'marked'; readonly id: string; readonly model?: string; readonly health: HealthRecord }
  | { readonly type: 'unmarked'; readonly id: string; readonly model?: string }
  | {
      readonly type: 'counted';
      readonly id: string;
      readonly model: string;
      readonly day: string;
      readonly counts: Counts;
    }
  | { readonly type: 'taught'; readonly id: string; readonly model?: string; readonly lesson: Lesson };

/** What must be written to the store. */
export type Effect =
  | { readonly type: 'mark'; readonly key: string; readonly health: HealthRecord; readonly strict: boolean }
  | { readonly type: 'count'; readonly key: string; readonly counts: Counts; readonly expiresAt: number }
  | { readonly type: 'lesson'; readonly key: string; readonly lesson: Lesson };

const nothing: readonly Effect[] = [];

/** Takes in what happened at `now`. An event about a key that is not in the pool says nothing. */
export function apply(state: PoolState, event: PoolEvent, now: number): readonly Effect[] {
  rollOver(state, now);
  if (event.type === 'key') return putKey(state, event.credential, now);
  const key = state.keys.get(event.id);
  if (key === undefined) return nothing;
  switch (event.type) {
    case 'key-removed':
      return removeKey(state, key, now);
    case 'leased':
      return leased(state, entryOf(key, event.model), event.standing, now);
    case 'settled':
      return settled(state, entryOf(key, event.model), event.standing, event.usage, now);
    case 'failed':
      return failed(state, entryOf(key, event.model), event, now);
    case 'released':
      return released(state, entryOf(key, event.model), now);
    case 'marked':
      mark(state, key, event.model, event.health, now);
      return nothing;
    case 'unmarked':
      setHealth(state, key, event.model, undefined, now);
      return nothing;
    case 'counted':
      return counted(state, key, event, now);
    case 'taught':
      return taught(state, key, event.model, event.lesson, now);
  }
}

function putKey(state: PoolState, credential: CredentialRecord, now: number): readonly Effect[] {
  const known = state.keys.get(credential.id);
  if (known !== undefined) {
    known.credential = credential;
    refreshKey(state, known, now);
    return nothing;
  }
  state.positions += 1;
  const key = createKey(credential, state.positions);
  state.keys.set(credential.id, key);
  state.ring = undefined;
  for (const model of state.lanes.keys()) refresh(state, entryOf(key, model), now);
  return nothing;
}

function removeKey(state: PoolState, key: Key, now: number): readonly Effect[] {
  key.removed = true;
  refreshKey(state, key, now);
  state.keys.delete(key.credential.id);
  state.ring = undefined;
  leaveProject(state, key, now);
  return nothing;
}

function leased(state: PoolState, entry: Entry, standing: Standing, now: number): readonly Effect[] {
  const lane = state.lanes.get(entry.model);
  if (lane !== undefined && standing !== 'proven') noteProbe(lane.trust);
  state.turn += 1;
  entry.turn = state.turn;
  noteCall(entry.shared.window, now);
  changeUse(state, entry, { requests: 0, inFlight: 1 }, now);
  return nothing;
}

function settled(
  state: PoolState,
  entry: Entry,
  standing: Standing,
  usage: Usage | undefined,
  now: number,
): readonly Effect[] {
  const { key, model, shared } = entry;
  const lane = state.lanes.get(model);
  if (lane !== undefined && standing !== 'proven') noteOutcome(lane.trust, true);
  entry.answeredAt = now;
  entry.streak = 0;
  if (!key.answered) {
    key.answered = true;
    refreshKey(state, key, now);
  }
  if (usage !== undefined) noteTokens(shared.window, usage.input, now);
  changeUse(state, entry, { requests: 1, inFlight: -1 }, now);
  const count = countOf(state, entry, { requests: 1, answered: 1, ...(usage && { input: usage.input }) });
  const limit = learnedPerDay(shared.lesson, now);
  if (shared.lesson === undefined || limit === undefined || entry.requests <= limit) return [count];
  shared.lesson = unlearnPerDay(shared.lesson);
  refreshProject(state, entry, now);
  return [count, { type: 'lesson', key: `${key.credential.id}|${model}`, lesson: shared.lesson }];
}

function released(state: PoolState, entry: Entry, now: number): readonly Effect[] {
  // Google has most likely counted a call that the client gave up.
  changeUse(state, entry, { requests: 1, inFlight: -1 }, now);
  return [countOf(state, entry, { requests: 1 })];
}

function failed(
  state: PoolState,
  entry: Entry,
  { failure, standing, random }: Extract<PoolEvent, { type: 'failed' }>,
  now: number,
): readonly Effect[] {
  const effects: Effect[] = [];
  // A refused call costs no quota; one that broke at Google may have.
  const requests = failure.scope === 'upstream' && failure.cause !== 'network' ? 1 : 0;
  const { model } = entry;
  if (requests > 0) effects.push(countOf(state, entry, { requests }));
  changeUse(state, entry, { requests, inFlight: -1 }, now);
  effects.push(...learnFrom(state, entry, failure, now));
  const health = healthAfter(failure, now, entry.streak, random);
  if (health === undefined) return effects;
  const lane = state.lanes.get(model);
  if (lane !== undefined && standing !== 'proven') noteOutcome(lane.trust, false);
  entry.streak += 1;
  effects.push(...markAll(state, entry, failure, health, now));
  return effects;
}

/** Holds the failure against the key; a quota that ran out, against all keys of its project. */
function markAll(state: PoolState, entry: Entry, failure: Failure, health: HealthRecord, now: number): Effect[] {
  if (failure.scope === 'key') return [mark(state, entry.key, undefined, health, now)];
  return [...entry.key.project.keys].map((key) => mark(state, key, entry.model, health, now));
}

function mark(state: PoolState, key: Key, model: string | undefined, health: HealthRecord, now: number): Effect {
  const kept = longer(model === undefined ? key.out : entryOf(key, model).out, health);
  setHealth(state, key, model, kept, now);
  const name = model === undefined ? key.credential.id : `${key.credential.id}|${model}`;
  return { type: 'mark', key: name, health: kept, strict: mustBeRemembered(kept) };
}

function setHealth(
  state: PoolState,
  key: Key,
  model: string | undefined,
  health: HealthRecord | undefined,
  now: number,
): void {
  if (model === undefined) {
    key.out = health;
    refreshKey(state, key, now);
  } else {
    const entry = entryOf(key, model);
    entry.out = health;
    if (health === undefined) entry.streak = 0;
    refresh(state, entry, now);
  }
}

function learnFrom(state: PoolState, entry: Entry, failure: Failure, now: number): Effect[] {
  const effects: Effect[] = [];
  const { key, model } = entry;
  const join = (member: Key, project: string) => {
    if (member.project.name === project) return;
    joinProject(state, member, project, now);
    effects.push({ type: 'lesson', key: member.credential.id, lesson: { project, learnedAt: now } });
  };
  if (failure.project !== undefined) join(key, failure.project);
  const lesson = learn(entry.shared.lesson, failure.quotas, now);
  if (lesson !== undefined && lesson !== entry.shared.lesson) {
    entry.shared.lesson = lesson;
    refreshProject(state, entry, now);
    effects.push({ type: 'lesson', key: `${key.credential.id}|${model}`, lesson });
  }
  if (failure.cause === 'day-quota' && lesson?.requestsPerDay !== undefined) {
    const together = keysSpentTogether(state, entry, lesson.requestsPerDay, now);
    const name = together.find(({ project }) => project.name !== undefined)?.project.name ?? together[0]?.credential.id;
    if (name !== undefined) for (const member of together) join(member, name);
  }
  return effects;
}

function taught(state: PoolState, key: Key, model: string | undefined, lesson: Lesson, now: number): readonly Effect[] {
  if (lesson.project !== undefined) joinProject(state, key, lesson.project, now);
  if (model === undefined) return nothing;
  const entry = entryOf(key, model);
  const { shared } = entry;
  if (shared.lesson === undefined || shared.lesson.learnedAt <= lesson.learnedAt) shared.lesson = lesson;
  refreshProject(state, entry, now);
  return nothing;
}

function counted(
  state: PoolState,
  key: Key,
  { model, day, counts }: Extract<PoolEvent, { type: 'counted' }>,
  now: number,
): readonly Effect[] {
  const { requests = 0, answered = 0 } = counts;
  const entry = entryOf(key, model);
  if (answered > 0) {
    entry.answeredAt = Math.max(entry.answeredAt, day === state.day.name ? now : now - DAY);
    key.answered = true;
    refreshKey(state, key, now);
  }
  if (day === state.day.name) changeUse(state, entry, { requests, inFlight: 0 }, now);
  return nothing;
}

/** Counts a call, and moves whatever the count moves: this entry, its project's, and at a limit the key's other models. */
function changeUse(state: PoolState, entry: Entry, by: { requests: number; inFlight: number }, now: number): void {
  const { key } = entry;
  const before = isAtALimit(state, entry);
  entry.requests += by.requests;
  key.requests += by.requests;
  entry.inFlight = Math.max(0, entry.inFlight + by.inFlight);
  key.inFlight = Math.max(0, key.inFlight + by.inFlight);
  if (isAtALimit(state, entry) !== before) refreshKey(state, key, now);
  refreshProject(state, entry, now);
}

const isAtALimit = (state: PoolState, entry: Entry): boolean =>
  isSpentToday(state, entry) || entry.key.requests + entry.key.inFlight >= state.limit.perDay;

function countOf(state: PoolState, { key, model }: Entry, counts: Counts): Effect {
  // A day longer than it counts for: yesterday's counters still tell which keys answered lately.
  const expiresAt = state.day.end + DAY;
  return { type: 'count', key: `${key.credential.id}|${model}|${state.day.name}`, counts, expiresAt };
}
