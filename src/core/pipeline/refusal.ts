/** Why Google gave no answer, as an error. */

import type { AttemptRecord } from '../../contract/log.ts';
import type { Phrase } from '../errors.ts';
import { blockedPromptWords, blockReasonOf, isStopped, stoppedAnswerWords } from '../google/finish-reason.ts';
import type { GenerateContentResponse } from '../google/wire.ts';
import { PoolError } from '../pool/pool-error.ts';

/** @param events of an answer that was refused: the prompt was blocked, or nothing was said and the end has a name. */
export function refusalIn(
  events: readonly GenerateContentResponse[],
  attempts: readonly AttemptRecord[] = [],
): PoolError {
  const blocking = events.find((event) => blockReasonOf(event) !== undefined);
  if (blocking !== undefined) return new PoolError('prompt_blocked', { reason: blockedPhrase(blocking) }, attempts);
  const reason = events
    .flatMap(({ candidates = [] }) => candidates)
    .map(({ finishReason }) => finishReason)
    .findLast(isStopped);
  const words = (language: 'en' | 'zh') => stoppedAnswerWords(reason ?? 'OTHER', language);
  return new PoolError('answer_stopped', { reason: { en: words('en'), zh: words('zh') } }, attempts);
}

function blockedPhrase(event: GenerateContentResponse): Phrase {
  const { blockReasonMessage } = event.promptFeedback ?? {};
  const words = (language: 'en' | 'zh') =>
    blockedPromptWords(blockReasonOf(event) ?? 'OTHER', blockReasonMessage, language);
  return { en: words('en'), zh: words('zh') };
}
