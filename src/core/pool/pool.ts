/** The pool of keys, and the only retry loop there is. */

import type { CredentialKind } from '../../contract/keys.ts';
import type { AttemptRecord, Failure } from '../../contract/log.ts';
import type { Settings } from '../../contract/settings/table.ts';
import type { Change, Clock } from '../ports.ts';
import { sleep } from '../utils/sleep.ts';
import { createKeyAdmin, type KeyAdmin } from './keys/key-admin.ts';
import { createRecentlyRemoved } from './keys/recently-removed.ts';
import { takeLease } from './lease.ts';
import { apply, configure, createState, explain, modelUsageOf, nextChance, pick, rollOver } from './machine/machine.ts';
import { follow, restore, write } from './persist.ts';
import { noKeyLeft } from './pool-error.ts';
import { closed, pauseBeforeRetry, queryOf, type RunState, retriesSameKeys } from './retry.ts';
import type { AttemptEvent, PoolContext, PoolDeps } from './run-context.ts';
import { type Job, type JobResult, type Lease, UpstreamFailure } from './types.ts';

/** A burst that only pacing holds up waits so long before it is refused, in ms. */
const PACING_WAIT = 5_000;
/** Waiting requests look again this often, since a person may add or free a key meanwhile. In ms. */
const LOOK_AGAIN = 1_000;

export interface Pool extends KeyAdmin {
  /**
   * Finds a key that answers. Resolves as soon as one attempt has.
   * @throws {PoolError} a ProxyError with the attempts; or whatever an attempt threw that is not an `UpstreamFailure`.
   */
  run<T>(job: Job<T>): Promise<JobResult<T>>;
  /** Tells of every lease's end. @returns the function that stops it. */
  onAttempt(listener: (event: AttemptEvent) => void): () => void;
  /** Takes in changes that another relay or context made. */
  follow(changes: readonly Change[]): void;
  /** Requests to the model since the Pacific midnight, over all keys. */
  requestsToday(model: string): number;
}

export function createPool(deps: PoolDeps): Pool {
  const { clock, journal, settings } = deps;
  const limitIn = ({ apiKeyDailyLimit }: Settings) => ({ perDay: apiKeyDailyLimit, hard: deps.dailyLimitIsSet() });
  const state = createState(clock.now(), settings().rotation, limitIn(settings()));
  restore(state, deps.snapshot, clock.now());
  const removed = createRecentlyRemoved(deps, deps.snapshot.recentlyRemoved);
  const listeners = new Set<(event: AttemptEvent) => void>();
  const context: PoolContext = {
    deps,
    state,
    removed,
    record: (event, now) => write(journal, apply(state, event, now)),
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
  };

  async function run<T>(job: Job<T>): Promise<JobResult<T>> {
    const inForce = settings();
    configure(state, inForce.rotation, limitIn(inForce));
    state.modelLimits = inForce.modelDailyLimits;
    const current = startRun(job, deps.providerOrder(), clock.now());
    const { attempts } = current;
    try {
      for (;;) {
        // The first key is leased before anything is awaited: where one is ready, a request waits for its answer only.
        const lease = leaseNow(context, current) ?? (await waitForKey(context, current));
        const startedAt = clock.now();
        try {
          job.progress?.onAttempt?.(lease.credential.id);
          const value = await job.attempt(lease);
          attempts.push(attemptWith(lease, startedAt, clock.now()));
          return { value, attempts };
        } catch (error) {
          const failure = failLease(lease, current, error);
          attempts.push({ ...attemptWith(lease, startedAt, clock.now()), failure });
        }
        const ms = pauseBeforeRetry(context, current);
        if (ms !== undefined) await pause(clock, current, ms);
      }
    } finally {
      // A failing disk must not cost an answer; the journal tells of it and tries again.
      if (current.mustFlush) await journal.flush('strict').catch(() => undefined);
    }
  }

  return {
    ...createKeyAdmin(context),
    run,
    onAttempt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: (changes) => follow(state, removed, changes, clock.now()),
    requestsToday(model) {
      rollOver(state, clock.now());
      return modelUsageOf(state, model).requests;
    },
  };
}

const startRun = (job: Job<unknown>, order: readonly CredentialKind[], now: number): RunState => ({
  job,
  kinds: job.kinds === undefined ? order : order.filter((kind) => job.kinds?.includes(kind)),
  start: now,
  tried: [],
  attempts: [],
  upstreamTries: 0,
  waited: 0,
  mustFlush: false,
});

/**
 * Picks and leases in one step, without waiting: requests that come together would all pick the same key.
 * @returns undefined where no key is ready.
 */
function leaseNow(context: PoolContext, run: RunState): Lease | undefined {
  if (run.job.ending.ended) throw closed(run);
  const now = context.deps.clock.now();
  const choice = pick(context.state, queryOf(run), now);
  return choice === undefined ? undefined : takeLease(context, choice, run, now);
}

/** Waits for a key as long as the request may. @throws {PoolError} when none comes. */
async function waitForKey(context: PoolContext, run: RunState): Promise<Lease> {
  for (;;) {
    if (!retriesSameKeys(run)) await waitForChance(context, run);
    const lease = leaseNow(context, run);
    if (lease !== undefined) return lease;
  }
}

async function waitForChance({ deps, state }: PoolContext, run: RunState): Promise<void> {
  const { clock, settings } = deps;
  const { attempts, waited } = run;
  const now = clock.now();
  const query = queryOf(run);
  const { until, isPaced } = nextChance(state, query, now);
  const patience = Math.max(settings().waitForKey * 1000, isPaced ? PACING_WAIT : 0);
  if (until - now > patience - waited) {
    throw noKeyLeft(explain(state, query, now), { model: query.model, attempts, now });
  }
  await pause(clock, run, Math.min(until - now, LOOK_AGAIN));
  run.waited += clock.now() - now;
}

const attemptWith = ({ credential: { id, label } }: Lease, startedAt: number, endedAt: number): AttemptRecord => ({
  credentialId: id,
  label,
  startedAt,
  endedAt,
});

/** Ends the lease of an attempt that threw. @throws whatever it threw that is no failure of the upstream. */
function failLease(lease: Lease, run: RunState, error: unknown): Failure {
  if (error instanceof UpstreamFailure) {
    run.job.progress?.onFailure?.();
    lease.fail(error.failure);
    return error.failure;
  }
  lease.release();
  throw run.job.ending.ended ? closed(run) : error;
}

async function pause(clock: Clock, run: RunState, ms: number): Promise<void> {
  try {
    await sleep(clock, ms, run.job.ending);
  } catch {
    throw closed(run);
  }
}
