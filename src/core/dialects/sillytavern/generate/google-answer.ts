/** Google's whole answer in the shape that SillyTavern's page reads from its server. Streams pass as Google sends them. */

import { type Language, ProxyError } from '../../../errors.ts';
import {
  blockReasonOf,
  isOrdinaryEnd,
  isStopped,
  noticeOf,
  stoppedAnswerWords,
} from '../../../google/finish-reason.ts';
import type { Candidate, GenerateContentResponse, Part } from '../../../google/wire.ts';
import { refusalIn } from '../../../pipeline/refusal.ts';

/**
 * The text where OpenAI has it, and Google's own parts for what the page reads from those: thoughts, images, calls.
 * @throws {ProxyError} when there is no answer in it.
 */
export function wrapAnswer(answer: GenerateContentResponse, language: Language): object {
  const [candidate] = answer.candidates ?? [];
  if (candidate === undefined && blockReasonOf(answer) !== undefined) throw refusalIn([answer]);
  const parts = candidate?.content?.parts ?? [];
  if (!parts.some(isShown)) throw nothingIn(answer, candidate);
  const text = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
  const content = text + noticeIn(candidate, text, language);
  return { choices: [{ message: { content } }], responseContent: { ...candidate?.content, parts } };
}

const isShown = ({ thought, text, functionCall, inlineData }: Part): boolean =>
  (!thought && Boolean(text)) || functionCall !== undefined || inlineData !== undefined;

function nothingIn(answer: GenerateContentResponse, candidate: Candidate | undefined): ProxyError {
  if (isOrdinaryEnd(candidate?.finishReason)) return new ProxyError('answer_empty', { times: '' });
  if (isStopped(candidate?.finishReason)) return refusalIn([answer]);
  const reason = candidate?.finishReason ?? '';
  return new ProxyError('request_refused', {
    reason: { en: `Gemini stopped before it said anything: ${reason}`, zh: `Gemini 未作回答即停止：${reason}` },
  });
}

function noticeIn(candidate: Candidate | undefined, text: string, language: Language): string {
  const reason = candidate?.finishReason;
  return isStopped(reason) ? noticeOf(stoppedAnswerWords(reason, language), text !== '') : '';
}
