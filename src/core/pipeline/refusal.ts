/** Google's refusals as errors, for the dialects whose clients do not know its form of them. */

import type { AttemptRecord } from '../../contract/log.ts';
import type { Phrase } from '../errors.ts';
import { blockedPromptWords, blockReasonOf, isStopped, stoppedAnswerWords } from '../google/finish-reason.ts';
import { readAll } from '../google/stream/collect.ts';
import type { GenerateContentResponse } from '../google/wire.ts';
import { Unanswered } from '../pool/pool-error.ts';
import type { Ask } from './call.ts';

/** A question that wants `refusals` as errors gets no answer that says nothing but why it is none. */
export function refuse(ask: Ask): Ask {
  return async (question) => {
    const answered = await ask(question);
    const { verdict, attempts } = answered;
    if (question.refusals !== 'error' || (verdict !== 'blocked' && verdict !== 'stopped')) return answered;
    throw refusalIn(await readAll(answered.events), attempts);
  };
}

/** @param events of an answer that was refused: the prompt was blocked, or nothing was said and the end has a name. */
export function refusalIn(
  events: readonly GenerateContentResponse[],
  attempts: readonly AttemptRecord[] = [],
): Unanswered {
  const blocking = events.find((event) => blockReasonOf(event) !== undefined);
  if (blocking !== undefined) return new Unanswered('prompt_blocked', { reason: blockedPhrase(blocking) }, attempts);
  const reason = events
    .flatMap(({ candidates = [] }) => candidates)
    .map(({ finishReason }) => finishReason)
    .findLast(isStopped);
  const words = (language: 'en' | 'zh') => stoppedAnswerWords(reason ?? 'OTHER', language);
  return new Unanswered('answer_stopped', { reason: { en: words('en'), zh: words('zh') } }, attempts);
}

function blockedPhrase(event: GenerateContentResponse): Phrase {
  const { blockReasonMessage } = event.promptFeedback ?? {};
  const words = (language: 'en' | 'zh') =>
    blockedPromptWords(blockReasonOf(event) ?? 'OTHER', blockReasonMessage, language);
  return { en: words('en'), zh: words('zh') };
}
