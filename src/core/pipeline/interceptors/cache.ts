/** The answer cache: gives what was kept, where exactly the same was asked before. */
import type { Settings } from '../../../contract/settings/table.ts';
import { type GenerateCall, type GenerateResult, type Interceptor, readEvents } from '../call.ts';
import { batchesOf, createOutcomeObserver } from '../outcome.ts';
import type { AnswerCache } from './answer-cache.ts';
import { cacheKey } from './cache-key.ts';

export const cache = (kept: AnswerCache, settings: () => Settings): Interceptor => ({
  // Hashing megabytes of picture is for those who have something to find.
  applies: (call) => !kept.isEmpty && !call.noCache,
  around: (next) => async (call) => {
    const answer = kept.take(await cacheKey(call, settings()));
    if (answer === undefined) return next(call);
    const complete = createOutcomeObserver().observe(answer.events);
    // Only good ones are kept.
    const outcome = 'good';
    return {
      model: answer.model,
      complete,
      outcome,
      batches: batchesOf(complete, outcome),
      attempts: [],
      fromCache: true,
    };
  },
});

/** Reads a late answer to its end and keeps it, if it is good. */
export async function keepResult(
  call: GenerateCall,
  result: GenerateResult,
  kept: AnswerCache,
  settings: Settings,
): Promise<void> {
  const events = await readEvents(result).catch(() => undefined);
  if (events === undefined) return;
  const observer = createOutcomeObserver();
  observer.observe(events);
  if (observer.outcome(false) === 'good') {
    kept.put(await cacheKey(call, settings), { model: result.model, events });
  }
}
