/** What happens around one call to a model, outermost last: each line wraps what stands above it. */

import type { Settings } from '../../contract/settings/table.ts';
import type { Clock } from '../ports.ts';
import type { Ask } from './call.ts';
import { createAnswerCache } from './interceptors/answer-cache.ts';
import { fromCache, keepAnswer } from './interceptors/cache.ts';
import { askPool } from './interceptors/call-model.ts';
import { continueCut } from './interceptors/continue.ts';
import { singleFlight } from './interceptors/deduplicate.ts';
import { fallBack } from './interceptors/fallback.ts';
import { race } from './interceptors/hedge.ts';
import { retryEmpty } from './interceptors/retry-empty.ts';
import { stickToKey } from './interceptors/session-affinity.ts';
import type { Generator } from './model-client.ts';
import { refuse } from './refusal.ts';

export interface Engine {
  /** The answer to a chat in either dialect. @throws {ProxyError} when there is none. */
  readonly answer: Ask;
}

export function createEngine(deps: { generator: Generator; settings: () => Settings; clock: Clock }): Engine {
  const { generator, settings, clock } = deps;
  const cache = createAnswerCache({ clock, settings });
  let answer = askPool(generator);
  answer = continueCut(answer, settings);
  answer = retryEmpty(answer, settings);
  answer = race(answer, {
    settings,
    clock,
    keep: (question, answered) => keepAnswer(question, answered, cache, settings()),
  });
  answer = fallBack(answer, settings);
  answer = singleFlight(answer, { settings, clock });
  answer = fromCache(answer, cache, settings);
  answer = stickToKey(answer, settings);
  answer = refuse(answer);
  return { answer };
}
