/** Answers from what was kept, where exactly the same was asked before. */
import type { Settings } from '../../../contract/settings/table.ts';
import { readAll } from '../../google/stream/collect.ts';
import { type Answered, type Ask, eventsOf, type Question } from '../call.ts';
import { createListener } from '../outcome.ts';
import type { AnswerCache } from './answer-cache.ts';
import { cacheKey } from './cache-key.ts';

export function fromCache(ask: Ask, cache: AnswerCache, settings: () => Settings): Ask {
  return async (question) => {
    // Hashing megabytes of picture is for those who have something to find.
    if (cache.isEmpty || question.fresh) return ask(question);
    const kept = cache.take(await cacheKey(question, settings()));
    if (kept === undefined) return ask(question);
    return { model: kept.model, events: eventsOf(kept.events), attempts: [], fromCache: true };
  };
}

/** Reads a late answer to its end and keeps it, if it is good. */
export async function keepAnswer(
  question: Question,
  { events, model }: Answered,
  cache: AnswerCache,
  settings: Settings,
): Promise<void> {
  const all = await readAll(events).catch(() => undefined);
  if (all === undefined) return;
  const listener = createListener();
  listener.hear(all);
  if (listener.verdict(false) === 'good') cache.put(await cacheKey(question, settings), { model, events: all });
}
