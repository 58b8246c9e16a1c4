/** What happens around one call to a model, outermost last: each line wraps what stands above it. */
import type { Clock } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { createAnswerCache } from './answer-cache.ts';
import { askPool } from './ask-pool.ts';
import { continueCut } from './continue-cut.ts';
import { fallBack } from './fall-back.ts';
import { fromCache, keepAnswer } from './from-cache.ts';
import type { Generator } from './generate.ts';
import type { Ask } from './question.ts';
import { race } from './race.ts';
import { refuse } from './refuse.ts';
import { retryEmpty } from './retry-empty.ts';
import { singleFlight } from './single-flight.ts';
import { stickToKey } from './stick-to-key.ts';

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
