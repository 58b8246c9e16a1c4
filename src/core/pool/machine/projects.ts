/** Google Cloud projects: finds the keys that share one, and with it one quota. No clock, no I/O. */

import { MINUTE, mergeWindows } from './quota.ts';
import { refreshKey } from './ready-queue.ts';
import { type Entry, type Key, type PoolState, type Project, sharedOf } from './state.ts';

/** Keys that ran out within this time of each other may have run out together. In ms. */
const TOGETHER = 2 * MINUTE;
/** When a key ran out is known only where it had answered shortly before. In ms. */
const ALIVE_BEFORE = 10 * MINUTE;
/** In a larger group some sum fits by chance. */
const MOST_TOGETHER = 5;

/**
 * Puts the key into the project of this name. A name that Google states wins over a project that was only inferred, so
 * the key leaves siblings that it was only supposed to have.
 */
export function joinProject(state: PoolState, key: Key, name: string, now: number): void {
  if (key.project.name === name) return;
  const named = state.projects.get(name) ?? createProject(name);
  state.projects.set(name, named);
  const before = key.project;
  if (before.keys.size > 1) {
    leaveProject(state, key, now);
    moveTo(named, key);
  } else {
    absorb(named, before);
    if (before.name !== undefined) state.projects.delete(before.name);
  }
  for (const member of named.keys) refreshKey(state, member, now);
}

const createProject = (name: string): Project => ({ name, keys: new Set(), shared: new Map() });

function absorb(project: Project, other: Project): void {
  for (const [model, shared] of other.shared) {
    const ours = sharedOf(project, model);
    ours.window = mergeWindows(ours.window, shared.window);
    ours.learned ??= shared.learned;
  }
  for (const key of other.keys) moveTo(project, key);
}

function moveTo(project: Project, key: Key): void {
  key.project = project;
  project.keys.add(key);
  for (const entry of key.entries.values()) entry.shared = sharedOf(project, entry.model);
}

/** Takes the key out of its project. */
export function leaveProject(state: PoolState, key: Key, now: number): void {
  const { project } = key;
  project.keys.delete(key);
  if (project.keys.size === 0 && project.name !== undefined) state.projects.delete(project.name);
  for (const member of project.keys) refreshKey(state, member, now);
}

/**
 * Infers a shared project from a day quota of `limit` requests that ran out for the entry.
 * @returns the keys that share it: each was used for less than the limit, they ran out at the same time while all were
 *   answering, and together they used just that limit.
 */
export function keysSpentTogether(state: PoolState, entry: Entry, limit: number, now: number): readonly Key[] {
  const recent = state.spent.filter((one) => now - one.at < TOGETHER);
  state.spent = [...recent, { entry, at: now, limit }];
  const crowd = new Map<Project, Entry>();
  for (const one of state.spent) {
    if (one.entry.model !== entry.model || one.limit !== limit || one.entry.key.removed) continue;
    if (one.at - one.entry.answeredAt < ALIVE_BEFORE) crowd.set(one.entry.key.project, one.entry);
  }
  if (crowd.size < 2 || crowd.size > MOST_TOGETHER || !crowd.has(entry.key.project)) return [];
  const used = [...crowd.values()].map(usedByProject);
  const total = used.reduce((sum, count) => sum + count, 0);
  const fits = Math.abs(total - limit) <= limit * 0.05 && used.every((count) => count < limit * 0.9);
  return fits ? [...crowd.values()].map(({ key }) => key) : [];
}

function usedByProject({ key, model }: Entry): number {
  let used = 0;
  for (const sibling of key.project.keys) used += sibling.entries.get(model)?.requests ?? 0;
  return used;
}
