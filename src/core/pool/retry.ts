/** Retry: what a request does after an attempt failed. Nothing in here waits. */
import type { CredentialKind } from '../../contract/keys.ts';
import type { AttemptRecord, Failure } from '../../contract/log.ts';
import { endedBy } from '../ended.ts';
import { blamesKey, explain, NO_MODEL, type PoolState, pick, type Query } from './machine/machine.ts';
import { errorOf, noKeyLeft, PoolError, triesSpent } from './pool-error.ts';
import type { PoolContext } from './run-context.ts';
import type { Job } from './types.ts';

/** Failures that no key is to blame for are retried on so many keys, or so often on the same key where it is alone. */
const MOST_UPSTREAM_TRIES = 15;
const FEWEST_UPSTREAM_TRIES = 3;
/** What is not Google's comes from an address that all keys share: so many tries where it says that it failed... */
const MOST_REFUSALS_IN_BETWEEN = 3;
/** ...and so many where it takes itself for the answer. */
const MOST_UNREADABLE_ANSWERS = 2;
/** Exponential backoff with full jitter: the first pause at most, doubled by each further failure up to the longest. In ms. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 1_000;

/** One request on its way through the pool. */
export interface RunState {
  readonly job: Job<unknown>;
  /** Kinds of credentials that may still answer, the preferred one first. */
  kinds: readonly CredentialKind[];
  /** When it came, in ms. */
  readonly start: number;
  /** Ids of keys whose attempt failed by no fault of theirs. */
  tried: readonly string[];
  readonly attempts: AttemptRecord[];
  /** Failures so far that no key is to blame for. */
  upstreamTries: number;
  /** Ms spent waiting for a key. */
  waited: number;
  /** Whether something must be on disk before the client is answered. */
  mustFlush: boolean;
}

const none: ReadonlySet<string> = new Set();

export const queryOf = ({ job, tried, attempts, kinds }: RunState): Query => ({
  model: job.uncounted ? NO_MODEL : job.model,
  conversation: job.conversation,
  pinnedTo: job.pinnedTo,
  kinds,
  tried: tried.length === 0 ? (job.avoid ?? none) : new Set([...(job.avoid ?? none), ...tried]),
  first: attempts.length === 0,
});

/**
 * Retry decision after the last attempt, which failed.
 * @returns the pause before the next attempt in ms; undefined for none.
 * @throws {PoolError} when the failure is final.
 */
export function pauseBeforeRetry({ deps, state }: PoolContext, run: RunState): number | undefined {
  const { random, settings } = deps;
  const { job, attempts } = run;
  const last = attempts.at(-1);
  if (last?.failure === undefined) return undefined;
  if (job.ending.ended) throw closed(run);
  const { failure, credentialId, endedAt } = last;
  const { maxRetryNum, upstreamTimeout } = settings();
  const noMore = attempts.length >= maxRetryNum || endedAt - run.start >= upstreamTimeout * 1000;
  if (blamesKey(failure)) {
    if (noMore) throw outOfTries(state, run, failure, endedAt);
    return undefined;
  }
  run.upstreamTries += 1;
  const final = failure.scope === 'request' || failure.scope === 'model';
  if (failure.scope === 'model' && !noMore && turnsToOtherSide(state, run, credentialId, endedAt)) return undefined;
  if (final || noMore || run.upstreamTries >= mostTries(failure)) throw errorOf(failure, job.model, attempts);
  run.tried = [...run.tried, credentialId];
  // Without another key the pause would only put off the same answer.
  const isLast = run.upstreamTries >= FEWEST_UPSTREAM_TRIES && pick(state, queryOf(run), endedAt) === undefined;
  if (isLast) throw errorOf(failure, job.model, attempts);
  return random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (run.upstreamTries - 1));
}

/**
 * Starts over with the same keys, where all that are left were tried and failed by no fault of their own.
 * @returns whether it does.
 * @throws {PoolError} when they were tried often enough.
 */
export function retriesSameKeys(run: RunState): boolean {
  const last = run.attempts.at(-1)?.failure;
  if (run.tried.length === 0 || last === undefined) return false;
  if (run.upstreamTries >= FEWEST_UPSTREAM_TRIES) throw errorOf(last, run.job.model, run.attempts);
  run.tried = [];
  return true;
}

/** The error for a request whose client left, or that the shell ended. */
export const closed = ({ attempts, job }: RunState): PoolError =>
  new PoolError(endedBy(job.ending)?.code ?? 'client_closed', {}, attempts);

/** Where no other key is left, the limit on tries is not what stands in the way. */
function outOfTries(state: PoolState, run: RunState, failure: Failure, now: number): PoolError {
  const query = queryOf(run);
  const { attempts } = run;
  if (pick(state, query, now) !== undefined) return triesSpent(failure, attempts);
  return noKeyLeft(explain(state, query, now), { model: query.model, attempts, now });
}

function mostTries({ cause, status, retryAfter = 0 }: Failure): number {
  if (cause !== 'not-google') return MOST_UPSTREAM_TRIES;
  if (retryAfter > LONGEST_PAUSE) return 1;
  return status >= 400 ? MOST_REFUSALS_IN_BETWEEN : MOST_UNREADABLE_ANSWERS;
}

/** AI Studio and Vertex do not have the same models: one that this side does not know, the other may. */
function turnsToOtherSide(state: PoolState, run: RunState, askedId: string, now: number): boolean {
  const asked = state.keys.get(askedId)?.credential.kind;
  const kinds = run.kinds.filter((kind) => (kind === 'ai-studio') !== (asked === 'ai-studio'));
  if (pick(state, { ...queryOf(run), kinds }, now) === undefined) return false;
  run.kinds = kinds;
  return true;
}
