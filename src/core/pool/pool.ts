/** The pool of keys, and the only retry loop there is. */

import { type CredentialKind, credentialKinds } from '../../contract/keys.ts';
import type { AttemptRecord, Failure } from '../../contract/log.ts';
import { endedBy } from '../ended.ts';
import type { Change, Clock } from '../ports.ts';
import { createKeyAdmin, type KeyAdmin } from './keys/key-admin.ts';
import { createRecentlyRemoved } from './keys/recently-removed.ts';
import { takeLease } from './lease.ts';
import {
  apply,
  blamesKey,
  configure,
  createState,
  explain,
  modelUsageOf,
  NO_MODEL,
  nextChance,
  type PoolState,
  pick,
  type Query,
  rollOver,
} from './machine/machine.ts';
import { follow, restore, write } from './persist.ts';
import { errorOf, noKeyLeft, PoolError, triesSpent } from './pool-error.ts';
import type { AttemptEvent, PoolContext, PoolDeps } from './run-context.ts';
import { type Job, type JobResult, type Lease, UpstreamFailure } from './types.ts';

/** Failures that no key is to blame for are retried on so many keys, or so often on the same key where it is alone. */
const MOST_UPSTREAM_TRIES = 15;
const FEWEST_UPSTREAM_TRIES = 3;
/** What is not Google's comes from an address that all keys share: so many tries where it says that it failed... */
const MOST_REFUSALS_IN_BETWEEN = 3;
/** ...and so many where it takes itself for the answer. */
const MOST_UNREADABLE_ANSWERS = 2;
/** Pause after the first such failure, at most; doubles up to the longest. In ms. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 1_000;
/** A burst that only pacing holds up waits so long before it is refused, in ms. */
const PACING_WAIT = 5_000;
/** Waiting requests look again this often: a person may add or free a key meanwhile. In ms. */
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
  const currentLimit = () => ({ perDay: settings().apiKeyDailyLimit, hard: deps.dailyLimitIsSet() });
  const state = createState(clock.now(), settings().rotation, currentLimit());
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
    configure(state, settings().rotation, currentLimit());
    state.modelLimits = settings().modelDailyLimits;
    const run: RunState = {
      job,
      kinds: job.kinds ?? credentialKinds,
      start: clock.now(),
      tried: [],
      attempts: [],
      upstreamTries: 0,
      waited: 0,
      mustFlush: false,
    };
    try {
      for (;;) {
        const lease = await leaseKey(context, run);
        const answer = await tryKey(context, run, job, lease);
        if (answer !== undefined) return { value: answer.value, attempts: run.attempts };
        await decideOnRetry(context, run);
      }
    } finally {
      // A failing disk must not cost an answer; the journal tells of it and tries again.
      if (run.mustFlush) await journal.flush('strict').catch(() => undefined);
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

/** One request on its way through the pool. */
interface RunState {
  readonly job: Job<unknown>;
  /** Kinds of credentials that may still answer, the preferred one first. */
  kinds: readonly CredentialKind[];
  readonly start: number;
  /** Ids of keys that failed for no fault of theirs. */
  tried: readonly string[];
  readonly attempts: AttemptRecord[];
  upstreamTries: number;
  /** Ms spent waiting for a key. */
  waited: number;
  /** Something came up that must be on disk before the client is answered. */
  mustFlush: boolean;
}

const none: ReadonlySet<string> = new Set();

const queryOf = ({ job, tried, attempts, kinds }: RunState): Query => ({
  model: job.uncounted ? NO_MODEL : job.model,
  conversation: job.conversation,
  pinnedTo: job.pinnedTo,
  kinds,
  tried: tried.length === 0 ? (job.avoid ?? none) : new Set([...(job.avoid ?? none), ...tried]),
  first: attempts.length === 0,
});

/** Waits for a key as long as the request may. @throws {PoolError} when there is none. */
async function leaseKey(context: PoolContext, run: RunState): Promise<Lease> {
  const { deps, state } = context;
  const { clock, settings } = deps;
  const { job, attempts } = run;
  for (;;) {
    if (job.ending.ended) throw closed(run);
    const now = clock.now();
    const query = queryOf(run);
    const choice = pick(state, query, now);
    // In the same breath: requests that come together would all pick the same key.
    if (choice !== undefined) {
      return takeLease(context, choice, {
        callerId: job.callerId,
        onStrict: () => {
          run.mustFlush = true;
        },
      });
    }
    const last = attempts.at(-1)?.failure;
    if (run.tried.length > 0 && last !== undefined) {
      if (run.upstreamTries >= FEWEST_UPSTREAM_TRIES) throw errorOf(last, job.model, attempts);
      run.tried = [];
      continue;
    }
    const { until, isPaced } = nextChance(state, query, now);
    const patience = Math.max(settings().waitForKey * 1000, isPaced ? PACING_WAIT : 0);
    if (until - now > patience - run.waited)
      throw noKeyLeft(explain(state, query, now), { model: query.model, attempts, now });
    await pause(clock, run, Math.min(until - now, LOOK_AGAIN));
    run.waited += clock.now() - now;
  }
}

/** One attempt with one key. @returns undefined where it failed in a way to decide upon. */
async function tryKey<T>(
  { deps }: PoolContext,
  run: RunState,
  job: Job<T>,
  lease: Lease,
): Promise<{ readonly value: T } | undefined> {
  const { clock } = deps;
  const { id, label } = lease.credential;
  const attempt = { credentialId: id, label, startedAt: clock.now() };
  try {
    const value = await job.attempt(lease);
    run.attempts.push({ ...attempt, endedAt: clock.now() });
    return { value };
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) {
      lease.release();
      throw job.ending.ended ? closed(run) : error;
    }
    lease.fail(error.failure);
    run.attempts.push({ ...attempt, endedAt: clock.now(), failure: error.failure });
    return undefined;
  }
}

/** Returns when another key may be tried. @throws {PoolError} when the failure is final. */
async function decideOnRetry({ deps, state }: PoolContext, run: RunState): Promise<void> {
  const { clock, random, settings } = deps;
  const { job, attempts } = run;
  const last = attempts.at(-1);
  if (last?.failure === undefined) return;
  if (job.ending.ended) throw closed(run);
  const { failure, credentialId, endedAt } = last;
  const { maxRetryNum, upstreamTimeout } = settings();
  const noMore = attempts.length >= maxRetryNum || endedAt - run.start >= upstreamTimeout * 1000;
  if (blamesKey(failure)) {
    if (!noMore) return;
    const query = queryOf(run);
    // Where no other key is left, the limit on tries is not what stands in the way.
    if (pick(state, query, endedAt) !== undefined) throw triesSpent(failure, attempts);
    throw noKeyLeft(explain(state, query, endedAt), { model: query.model, attempts, now: endedAt });
  }
  run.upstreamTries += 1;
  const final = failure.scope === 'request' || failure.scope === 'model';
  if (failure.scope === 'model' && !noMore && turnsToOtherSide(state, run, credentialId, endedAt)) return;
  if (final || noMore || run.upstreamTries >= mostTries(failure)) throw errorOf(failure, job.model, attempts);
  run.tried = [...run.tried, credentialId];
  // Without another key the pause would only put off the same answer.
  const isLast = run.upstreamTries >= FEWEST_UPSTREAM_TRIES && pick(state, queryOf(run), endedAt) === undefined;
  if (isLast) throw errorOf(failure, job.model, attempts);
  await pause(clock, run, random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (run.upstreamTries - 1)));
}

function mostTries({ cause, status, retryAfter = 0 }: Failure): number {
  if (cause !== 'not-google') return MOST_UPSTREAM_TRIES;
  if (retryAfter > LONGEST_PAUSE) return 1;
  return status >= 400 ? MOST_REFUSALS_IN_BETWEEN : MOST_UNREADABLE_ANSWERS;
}

/** AI Studio and Vertex have not the same models: what one side does not know, the other may. */
function turnsToOtherSide(state: PoolState, run: RunState, askedId: string, now: number): boolean {
  const asked = state.keys.get(askedId)?.credential.kind;
  const kinds = run.kinds.filter((kind) => (kind === 'ai-studio') !== (asked === 'ai-studio'));
  if (pick(state, { ...queryOf(run), kinds }, now) === undefined) return false;
  run.kinds = kinds;
  return true;
}

async function pause(clock: Clock, run: RunState, ms: number): Promise<void> {
  try {
    await clock.sleep(ms, run.job.ending.signal);
  } catch {
    throw closed(run);
  }
}

const closed = ({ attempts, job }: RunState): PoolError =>
  new PoolError(endedBy(job.ending)?.code ?? 'client_closed', {}, attempts);
