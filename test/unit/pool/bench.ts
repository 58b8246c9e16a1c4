/** A pool on a clock of its own, and failures as `google/failure/failure.ts` reads them. */

import { credentialKinds } from '../../../src/contract/keys.ts';
import type { Failure } from '../../../src/contract/log.ts';
import { defaultSettings, type Settings } from '../../../src/contract/settings/table.ts';
import { createPool, type Pool } from '../../../src/core/pool/pool.ts';
import { type Job, type Lease, UpstreamFailure } from '../../../src/core/pool/types.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';
import { createJournal, type Journal } from '../../../src/core/store/write-behind.ts';
import { neverEnds } from '../../../src/core/utils/ending.ts';

/** 13:17 in Los Angeles. */
export const someTime = Date.UTC(2026, 10, 24, 21, 17);

export interface FastClock extends Clock {
  set(now: number): void;
  /** What was slept, in ms. */
  readonly slept: number[];
}

/** A clock on which sleeping takes no time but the clock's own. */
export function fastClock(start = someTime): FastClock {
  let now = start;
  const slept: number[] = [];
  const clock: FastClock = {
    now: () => now,
    set: (to) => {
      now = to;
    },
    slept,
    after(ms, run) {
      let isWanted = true;
      void Promise.resolve().then(() => {
        if (!isWanted) return;
        slept.push(ms);
        now += ms;
        run();
      });
      return () => {
        isWanted = false;
      };
    },
  };
  return clock;
}

export interface Bench {
  readonly pool: Pool;
  readonly clock: FastClock;
  readonly journal: Journal;
  /** The pool as the next start would find it, after everything queued was written, or was lost with `kill`. */
  restart(how?: 'kill'): Promise<Bench>;
}

export interface BenchOptions {
  readonly settings?: Partial<Settings>;
  readonly limitIsSet?: boolean;
  readonly random?: () => number;
}

export async function bench(options: BenchOptions = {}, clock = fastClock()): Promise<Bench> {
  return start(createMemoryStore(clock), options, clock);
}

async function start(
  store: ReturnType<typeof createMemoryStore>,
  options: BenchOptions,
  clock: FastClock,
): Promise<Bench> {
  let serial = 0;
  const run = Math.random();
  const ids = () => `${run}-${serial++}`;
  // Batches leave when they are full or flushed: no timer shall write behind a test's back.
  const noTimer = { now: clock.now, after: () => () => undefined };
  const journal = createJournal({ store, clock: noTimer, ids, log: { write: () => undefined } });
  const pool = createPool({
    clock,
    journal,
    random: options.random ?? (() => 0.5),
    snapshot: await store.load(),
    settings: () => ({ ...defaultSettings, ...options.settings }),
    providerOrder: () => credentialKinds,
    dailyLimitIsSet: () => options.limitIsSet ?? false,
  });
  return {
    pool,
    clock,
    journal,
    async restart(how) {
      if (how !== 'kill') await journal.flush('relaxed');
      return start(store, options, clock);
    },
  };
}

/** Keys `key-1` to `key-n`. */
export const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `key-${i + 1}`);

export const model = 'gemini-2.5-flash';

/** Asks with each key until one answers; `how` throws a failure or gives the answer for a key's secret. */
export function ask(
  pool: Pool,
  how: (secret: string, lease: Lease) => Failure | string | Promise<Failure | string>,
  job: Partial<Omit<Job<string>, 'attempt'>> = {},
) {
  return pool.run<string>({
    model,
    ending: neverEnds,
    ...job,
    async attempt(lease) {
      const answer = await how(lease.credential.secret, lease);
      if (typeof answer !== 'string') throw new UpstreamFailure(answer);
      lease.settle({ input: 10, output: 5, thoughts: 0, cached: 0 });
      return answer;
    },
  });
}

const failure = (more: Partial<Failure> & Pick<Failure, 'cause' | 'scope' | 'status'>): Failure => ({
  code: '',
  message: `said ${more.cause}`,
  quotas: [],
  ...more,
});

export const failures = {
  minute: (retryAfter?: number) =>
    failure({
      cause: 'minute-quota',
      scope: 'key-model',
      status: 429,
      ...(retryAfter !== undefined && { retryAfter }),
    }),
  day: (limit = 250) =>
    failure({
      cause: 'day-quota',
      scope: 'key-model',
      status: 429,
      retryAfter: 37_512,
      quotas: [
        {
          quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
          window: 'day',
          counts: 'requests',
          limit,
          model,
        },
      ],
    }),
  perMinute: (limit: number, retryAfter = 10_000) =>
    failure({
      cause: 'minute-quota',
      scope: 'key-model',
      status: 429,
      retryAfter,
      quotas: [
        {
          quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
          window: 'minute',
          counts: 'requests',
          limit,
          model,
        },
      ],
    }),
  noFreeTier: () => failure({ cause: 'no-free-tier', scope: 'key-model', status: 429 }),
  invalid: () => failure({ cause: 'key-invalid', scope: 'key', status: 400 }),
  suspended: () => failure({ cause: 'key-suspended', scope: 'key', status: 403 }),
  region: () => failure({ cause: 'region-refused', scope: 'key', status: 400 }),
  badRequest: (status = 400) => failure({ cause: 'bad-request', scope: 'request', status }),
  noModel: () => failure({ cause: 'model-not-found', scope: 'model', status: 404 }),
  overloaded: () => failure({ cause: 'overloaded', scope: 'upstream', status: 503 }),
  serverError: () => failure({ cause: 'server-error', scope: 'upstream', status: 500 }),
  network: () => failure({ cause: 'network', scope: 'upstream', status: 0 }),
  notGoogle: (status: number) => failure({ cause: 'not-google', scope: 'upstream', status }),
  timeout: () => failure({ cause: 'timeout', scope: 'upstream', status: 504 }),
};
