/**
 * Hedged requests: asks several keys the same; the first good answer wins. The others are cancelled, or kept for the next time the same is
 * asked. With the setting `hedgeSlowRequests` the second key is only asked when the first is slow for its model.
 */

import type { Settings } from '../../../contract/settings/table.ts';
import type { Clock } from '../../ports.ts';
import { createBoundedMap } from '../../utils/bounded-map.ts';
import type { GenerateCall, GenerateHandler, GenerateResult, Interceptor, Progress } from '../call.ts';
import { type HedgeAttempt, startAttempt } from './hedge-attempt.ts';
import { hedgeDelay, type LatencyEstimate, observeLatency } from './latency-estimate.ts';

export interface HedgeDeps {
  readonly settings: () => Settings;
  readonly clock: Clock;
  /** Takes an answer that nobody needs now; resolves when it is read. Never rejects. */
  keep(call: GenerateCall, result: GenerateResult): Promise<void>;
}

/** A client may name any model. */
const MOST_MODELS = 64;

export function hedge(deps: HedgeDeps): Interceptor {
  const { settings, clock } = deps;
  const latencies = createBoundedMap<string, LatencyEstimate>({ maxEntries: MOST_MODELS, refreshedBy: 'set' });

  const around: Interceptor['around'] = (next) => (call) => {
    const { concurrentRequests, increaseConcurrentOnFailure, maxConcurrentRequests, hedgeSlowRequests } = settings();
    const most = maxConcurrentRequests;
    const start = Math.min(concurrentRequests, most);
    // How long the whole of an answer takes says nothing of when a stream begins.
    const kind = `${call.mode === 'whole' ? 'whole' : 'stream'} ${call.model}`;
    const late = hedgeSlowRequests ? hedgeDelay(latencies.get(kind)) : undefined;
    return run(next, call, { start, most, increase: increaseConcurrentOnFailure, late }, (ms) =>
      latencies.set(kind, observeLatency(latencies.get(kind), ms)),
    );
  };

  return { applies: () => asksMoreThanOne(settings()), around };

  function run(
    next: GenerateHandler,
    call: GenerateCall,
    plan: Plan,
    learn: (ms: number) => void,
  ): Promise<GenerateResult> {
    return new Promise((resolve, reject) => {
      const { keepOtherAnswers, upstreamTimeout } = settings();
      const running = new Set<HedgeAttempt>();
      const busy = new Set<string>();
      let stopHedging = () => {};
      let wanted = plan.start;
      let started = 0;
      let isWon = false;
      const errors: unknown[] = [];

      const want = (more: number) => {
        wanted = Math.min(plan.most, wanted + more);
        startNext();
      };
      /** One after the other, so that each knows the keys of those before it. */
      const startNext = () => {
        if (isWon || started >= wanted || call.ending.ended) return;
        const place = started++;
        const startedAt = clock.now();
        const progress: Progress = {
          onAttempt(credentialId) {
            busy.add(credentialId);
            startNext();
          },
          onFailure: () => want(plan.increase),
          onFirstByte() {
            stopHedging();
            learn(clock.now() - startedAt);
            if (!isWon) call.progress?.onFirstByte?.();
          },
        };
        const attempt = startAttempt(next, call, { clock, avoid: new Set(busy), progress });
        running.add(attempt);
        attempt.answered.then(
          (result) => finish(attempt, result),
          (error: unknown) => fail(attempt, place, error),
        );
      };
      const finish = (attempt: HedgeAttempt, result: GenerateResult) => {
        running.delete(attempt);
        if (isWon) {
          if (keepOtherAnswers) void deps.keep(call, result).then(attempt.end);
          else attempt.abort();
          return;
        }
        isWon = true;
        stopHedging();
        for (const other of running) {
          if (keepOtherAnswers) other.runOn(upstreamTimeout * 1000);
          else other.abort();
        }
        resolve(result);
      };
      const fail = (attempt: HedgeAttempt, place: number, error: unknown) => {
        running.delete(attempt);
        attempt.end();
        errors[place] = error;
        if (isWon || running.size > 0) return;
        stopHedging();
        // Those after the first may only say that no key was left for them.
        reject(errors[0]);
      };

      if (plan.late !== undefined) stopHedging = clock.after(plan.late, () => want(1));
      startNext();
    });
  }
}

const asksMoreThanOne = (settings: Settings): boolean =>
  settings.maxConcurrentRequests > 1 &&
  (settings.concurrentRequests > 1 || settings.increaseConcurrentOnFailure > 0 || settings.hedgeSlowRequests);

interface Plan {
  /** Keys asked at once, at most, and how many more after a failure. */
  readonly start: number;
  readonly most: number;
  readonly increase: number;
  /** Ms after which one more key is asked. */
  readonly late: number | undefined;
}
