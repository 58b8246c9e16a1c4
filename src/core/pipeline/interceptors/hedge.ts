/**
 * Asks several keys the same; the first good answer wins. The others are cancelled, or kept for the next time the same is
 * asked. With the setting `hedgeSlowRequests` the second key is only asked when the first is slow for its model.
 */

import type { Settings } from '../../../contract/settings/table.ts';
import type { Clock } from '../../ports.ts';
import type { Answered, Ask, Progress, Question } from '../call.ts';
import { type Runner, startRunner } from './hedge-attempt.ts';
import { lateAfter, learnWait, type UsualWait } from './latency-estimate.ts';

export interface RaceDeps {
  readonly settings: () => Settings;
  readonly clock: Clock;
  /** Takes an answer that nobody needs now; resolves when it is read. Never rejects. */
  keep(question: Question, answered: Answered): Promise<void>;
}

/** A client may name any model. */
const MOST_MODELS = 64;

export function race(ask: Ask, deps: RaceDeps): Ask {
  const { settings, clock } = deps;
  const waits = new Map<string, UsualWait>();

  return (question) => {
    const { concurrentRequests, increaseConcurrentOnFailure, maxConcurrentRequests, hedgeSlowRequests } = settings();
    const most = maxConcurrentRequests;
    const start = Math.min(concurrentRequests, most);
    if (most === 1 || (start === 1 && increaseConcurrentOnFailure === 0 && !hedgeSlowRequests)) return ask(question);
    // How long the whole of an answer takes says nothing of when a stream begins.
    const kind = `${question.mode === 'whole' ? 'whole' : 'stream'} ${question.model}`;
    const late = hedgeSlowRequests ? lateAfter(waits.get(kind)) : undefined;
    return run(question, { start, most, increase: increaseConcurrentOnFailure, late }, (ms) => {
      const usual = learnWait(waits.get(kind), ms);
      waits.delete(kind);
      waits.set(kind, usual);
      const [oldest] = waits.keys();
      if (waits.size > MOST_MODELS && oldest !== undefined) waits.delete(oldest);
    });
  };

  function run(question: Question, plan: Plan, learn: (ms: number) => void): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const { keepOtherAnswers, upstreamTimeout } = settings();
      const running = new Set<Runner>();
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
        if (isWon || started >= wanted || question.signal.aborted) return;
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
            if (!isWon) question.progress?.onFirstByte?.();
          },
        };
        const runner = startRunner(ask, question, { clock, avoid: new Set(busy), progress });
        running.add(runner);
        runner.answered.then(
          (answered) => finish(runner, answered),
          (error: unknown) => fail(runner, place, error),
        );
      };
      const finish = (runner: Runner, answered: Answered) => {
        running.delete(runner);
        if (isWon) {
          if (keepOtherAnswers) void deps.keep(question, answered).then(runner.end);
          else runner.abort();
          return;
        }
        isWon = true;
        stopHedging();
        for (const other of running) {
          if (keepOtherAnswers) other.runOn(upstreamTimeout * 1000);
          else other.abort();
        }
        resolve(answered);
      };
      const fail = (runner: Runner, place: number, error: unknown) => {
        running.delete(runner);
        runner.end();
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

interface Plan {
  /** Keys asked at once, at most, and how many more after a failure. */
  readonly start: number;
  readonly most: number;
  readonly increase: number;
  /** Ms after which one more key is asked. */
  readonly late: number | undefined;
}
