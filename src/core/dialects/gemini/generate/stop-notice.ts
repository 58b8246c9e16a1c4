/** Words at the end of a stream in Google's own form, for a page that shows no finish reason. */
import type { Language } from '../../../errors.ts';
import { isStopped, noticeOf, stoppedAnswerWords } from '../../../google/finish-reason.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';

export interface StopNotice {
  hear(events: readonly GenerateContentResponse[]): void;
  /** The one event more that says why Google stopped the answer; none where it did not. */
  events(): readonly GenerateContentResponse[];
}

export function createStopNotice(language: Language): StopNotice {
  let reason: string | undefined;
  let spoke = false;
  return {
    hear(events) {
      for (const { index = 0, content, finishReason } of events.flatMap(({ candidates = [] }) => candidates)) {
        // The page shows the first candidate.
        if (index > 0) continue;
        reason = finishReason || reason;
        spoke ||= (content?.parts ?? []).some(({ text, thought }) => Boolean(text) && !thought);
      }
    },
    events() {
      if (!isStopped(reason)) return [];
      const text = noticeOf(stoppedAnswerWords(reason, language), spoke);
      return [{ candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, finishReason: reason }] }];
    },
  };
}
