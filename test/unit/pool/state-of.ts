/** The pool's memory with keys in it, for tests of what is done with it. */
import { credentialKinds } from '../../../src/contract/keys.ts';
import { apply, createState, type Key, type PoolState, type Query } from '../../../src/core/pool/machine/machine.ts';
import type { CredentialRecord, HealthRecord } from '../../../src/core/records.ts';
import { someTime } from './bench.ts';

export const credentialOf = (id: string, own: Partial<CredentialRecord> = {}): CredentialRecord => ({
  id,
  kind: 'ai-studio',
  secret: `secret of ${id}`,
  label: '',
  note: '',
  addedAt: 0,
  enabled: true,
  limits: {},
  ...own,
});

/** A query that every key may answer, but for its model. */
export const anyKey = {
  tried: new Set<string>(),
  first: true,
  conversation: undefined,
  pinnedTo: undefined,
  kinds: credentialKinds,
} satisfies Omit<Query, 'model'>;

export function stateOf(credentials: readonly CredentialRecord[], now = someTime): PoolState {
  const state = createState(now, 'least-used', { perDay: 100, hard: false });
  for (const credential of credentials) apply(state, { type: 'key', credential }, now);
  return state;
}

/** @throws where the key is not in the pool. */
export function keyIn(state: PoolState, id: string): Key {
  const key = state.keys.get(id);
  if (key === undefined) throw new Error(`There is no key ${id}`);
  return key;
}

/** Something against a key for so many ms, or until something happens. */
export const healthFor = (ms: number | undefined, own: Partial<HealthRecord> = {}): HealthRecord => ({
  cause: 'minute-quota',
  message: `out for ${ms}`,
  since: someTime,
  ...(ms !== undefined && { until: someTime + ms }),
  ...own,
});

export const mark = (state: PoolState, id: string, health: HealthRecord, model?: string) =>
  apply(state, { type: 'marked', id, model, health }, someTime);
