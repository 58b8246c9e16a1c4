import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { OwnLimits } from '../../../../src/contract/keys.ts';
import {
  apply,
  type Choice,
  createState,
  type LeaseEnd,
  modelUsageOf,
  type PoolEvent,
  type PoolState,
  pick,
} from '../../../../src/core/pool/machine/machine.ts';
import type { Rotation } from '../../../../src/core/pool/machine/state.ts';
import { restore, write } from '../../../../src/core/pool/persist.ts';
import type { Store } from '../../../../src/core/ports.ts';
import type { CredentialRecord } from '../../../../src/core/records.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { createJournal, type Journal } from '../../../../src/core/store/write-behind.ts';
import { failures } from '../bench.ts';
import { Oracle, type Outcome, retryAfter } from '../oracle.ts';
import { anyKey } from '../state-of.ts';

const models = ['pro', 'flash'] as const;
const ids = ['a', 'b', 'c', 'd', 'e'] as const;
type Model = (typeof models)[number];
type Id = (typeof ids)[number];

type Step =
  | { readonly do: 'put'; readonly id: Id; readonly enabled: boolean; readonly limits: OwnLimits }
  | { readonly do: 'remove'; readonly id: Id }
  | { readonly do: 'lease'; readonly model: Model; readonly first: boolean; readonly conversation: string }
  | { readonly do: 'end'; readonly which: number; readonly outcome: Outcome; readonly random: number }
  | { readonly do: 'try now'; readonly id: Id }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'kill' };

const outcome = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Outcome>('answered') },
  fc.constantFrom<Outcome>(
    'client left',
    'minute, said',
    'minute, guessed',
    'day',
    'no free tier',
    'invalid',
    'overloaded',
    'network',
    'bad request',
  ),
);
const limit = fc.nat({ max: 6 });
const limits: fc.Arbitrary<OwnLimits> = fc.record(
  { perDay: limit, perDayByModel: fc.record({ pro: limit }) },
  { requiredKeys: [] },
);
const id = fc.constantFrom(...ids);
const model = fc.constantFrom(...models);
const minute = 60_000;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), id, enabled: fc.boolean(), limits }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('put' as const), id, enabled: fc.constant(true), limits: fc.constant({}) }),
  },
  fc.record({ do: fc.constant('remove' as const), id }),
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('lease' as const),
      model,
      first: fc.boolean(),
      conversation: fc.constantFrom('one', 'two', 'three'),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(),
      outcome,
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    }),
  },
  fc.record({ do: fc.constant('try now' as const), id }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.nat({ max: 2 * minute }), fc.nat({ max: 30 * 60 * minute })),
    }),
  },
  fc.record({ do: fc.constant('kill' as const) }),
);

/** Shortly before both changes of the clock, a leap day's end, a new year, and any time. */
const start = fc.oneof(
  fc
    .constantFrom('2026-03-08T07:00:00Z', '2026-11-01T06:30:00Z', '2028-02-29T20:00:00Z', '2026-12-31T23:00:00Z')
    .map(Date.parse),
  fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2032, 0, 1) }),
);

function credential(name: Id, enabled: boolean, own: OwnLimits): CredentialRecord {
  const addedAt = ids.indexOf(name);
  return { id: name, kind: 'ai-studio', secret: `secret-${name}`, label: '', note: '', addedAt, enabled, limits: own };
}

function endOf(outcomeOf: Outcome): LeaseEnd {
  switch (outcomeOf) {
    case 'answered':
      return { type: 'settled', usage: undefined };
    case 'client left':
      return { type: 'released' };
    case 'minute, said':
      return { type: 'failed', failure: failures.minute(retryAfter) };
    case 'minute, guessed':
      return { type: 'failed', failure: failures.minute() };
    case 'day':
      return { type: 'failed', failure: { ...failures.day(), quotas: [] } };
    case 'no free tier':
      return { type: 'failed', failure: failures.noFreeTier() };
    case 'invalid':
      return { type: 'failed', failure: failures.invalid() };
    case 'overloaded':
      return { type: 'failed', failure: failures.overloaded() };
    case 'network':
      return { type: 'failed', failure: failures.network() };
    case 'bad request':
      return { type: 'failed', failure: failures.badRequest() };
  }
}

/** Drives the state machine and the oracle through the same steps, and compares them after each. */
async function drive(rotation: Rotation, from: number, steps: readonly Step[]): Promise<void> {
  let now = from;
  let serial = 0;
  const clock = { now: () => now, after: () => () => undefined };
  const store = createMemoryStore(clock);
  const journal = createJournal({ store, clock, ids: () => `id${serial++}`, log: { write: () => undefined } });
  const fresh = () => createState(now, rotation, { perDay: 3, hard: false });
  let state: PoolState = fresh();
  const oracle = new Oracle();
  let flights: Array<{ choice: Choice; id: string; model: string }> = [];
  const record = (event: PoolEvent) => write(journal, apply(state, event, now));

  for (const one of steps) {
    switch (one.do) {
      case 'put': {
        const stored = credential(one.id, one.enabled, one.limits);
        record({ type: 'key', credential: stored });
        journal.put('credentials', one.id, stored);
        oracle.put(stored);
        break;
      }
      case 'remove':
        await removeFromStore(store, journal, one.id);
        record({ type: 'key-removed', id: one.id });
        oracle.keys.delete(one.id);
        flights = flights.filter((flight) => flight.id !== one.id);
        break;
      case 'lease': {
        const { first, conversation } = one;
        const query = { ...anyKey, model: one.model, first, conversation };
        const choice = pick(state, query, now);
        if (choice === undefined) {
          const overlooked = ids.find((name) => oracle.mustBePickable(name, one.model, now));
          if (overlooked !== undefined) throw new Error(`${overlooked} was overlooked`);
          break;
        }
        const picked = choice.entry.key.credential.id;
        if (!oracle.mayBePicked(picked, one.model, now)) throw new Error(`${picked} was picked`);
        record({ type: 'leased', id: picked, model: one.model, health: choice.health });
        oracle.lease(picked, one.model);
        flights.push({ choice, id: picked, model: one.model });
        break;
      }
      case 'end': {
        const flight = flights.splice(one.which % Math.max(1, flights.length), 1)[0];
        if (flight === undefined) break;
        const { id: holder, model: of, choice } = flight;
        const end = endOf(one.outcome);
        record({ type: 'ended', id: holder, model: of, health: choice.health, end, random: one.random });
        oracle.end(flight.id, flight.model, one.outcome, now);
        break;
      }
      case 'try now':
        for (const of of [undefined, ...models]) {
          record({ type: 'unmarked', id: one.id, model: of });
          journal.delete('health', of === undefined ? one.id : `${one.id}|${of}`);
        }
        oracle.forgetBlocks(one.id);
        break;
      case 'wait':
        now += one.ms;
        break;
      case 'kill':
        await journal.flush('relaxed');
        state = fresh();
        restore(state, await store.load(), now);
        flights = [];
        oracle.loseFlights();
        break;
    }
    compareCounts(state, oracle, flights, now);
  }
}

async function removeFromStore(store: Store, journal: Journal, name: Id): Promise<void> {
  journal.delete('credentials', name);
  for (const key of [name, ...models.map((of) => `${name}|${of}`)]) journal.delete('health', key);
  await journal.flush('relaxed');
  for (const [key] of (await store.load()).counters) if (key.startsWith(`${name}|`)) journal.delete('counters', key);
}

function compareCounts(
  state: PoolState,
  oracle: Oracle,
  flights: ReadonlyArray<{ readonly id: string; readonly model: string }>,
  now: number,
): void {
  const sums = new Map(models.map((of) => [of, { requests: 0, inFlight: 0 }]));
  for (const [name, key] of state.keys) {
    for (const of of models) {
      const { inFlight = 0, requests = 0 } = key.entries.get(of) ?? {};
      const flying = flights.filter((flight) => flight.id === name && flight.model === of).length;
      if (inFlight !== flying) throw new Error(`${name} with ${of}: ${inFlight} in flight, not ${flying}`);
      // An event is what starts a new day in the state; until then nothing happened in it.
      const counted = now < state.day.end ? requests : 0;
      const truth = oracle.requestsToday(name, of, now);
      if (counted !== truth) throw new Error(`${name} with ${of}: ${counted} requests, not ${truth}`);
      const sum = sums.get(of);
      sums.set(of, { requests: requests + (sum?.requests ?? 0), inFlight: inFlight + (sum?.inFlight ?? 0) });
    }
  }
  for (const [of, sum] of sums) {
    const used = modelUsageOf(state, of);
    if (used.requests !== sum.requests || used.inFlight !== sum.inFlight) {
      throw new Error(`${of} over all keys: ${JSON.stringify(used)}, not ${JSON.stringify(sum)}`);
    }
  }
}

describe('whatever happens, on whatever day', () => {
  test.each<Rotation>(['least-used', 'sticky', 'in-order'])(
    '%s: no disabled, invalid, cooling or exhausted key is picked, no usable one is overlooked, counters equal the events',
    async (rotation) => {
      await fc.assert(
        fc.asyncProperty(start, fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), (from, steps) =>
          drive(rotation, from, steps),
        ),
        { numRuns: 100 },
      );
    },
    60_000,
  );
});
