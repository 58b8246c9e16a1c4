/** With the setting `continueCutAnswers`: an answer that breaks off is asked to go on from where it stopped. */

import type { Settings } from '../../../contract/settings/table.ts';
import { type ErrorCode, isProxyError } from '../../errors.ts';
import type { GenerateContentRequest, GenerateContentResponse } from '../../google/wire.ts';
import type { Ask, Events, Question } from '../call.ts';

/** An answer that breaks again and again will not be whole. */
const MOST_CONTINUATIONS = 3;

const breaks: ReadonlySet<ErrorCode> = new Set([
  'answer_truncated',
  'upstream_error',
  'upstream_unreachable',
  'upstream_timeout',
  'upstream_overloaded',
]);

export function continueCut(ask: Ask, settings: () => Settings): Ask {
  return async (question) => {
    const answered = await ask(question);
    if (!settings().continueCutAnswers || question.mode === 'whole') return answered;
    return { ...answered, events: goOn(answered.events, question) };
  };

  async function* goOn(events: Events, question: Question): AsyncGenerator<readonly GenerateContentResponse[], void> {
    let rest = events;
    let said: string | undefined = '';
    for (let left = MOST_CONTINUATIONS; ; left--) {
      try {
        for await (const batch of rest) {
          said = sayMore(said, batch);
          yield batch;
        }
        return;
      } catch (error) {
        const broke = isProxyError(error) && breaks.has(error.code);
        if (!broke || left === 0 || !said || question.signal.aborted) throw error;
        const more = await ask({ ...question, body: withSaid(question.body, said) }).catch(() => undefined);
        // Where nobody goes on, what the client has is an answer that broke off.
        if (more === undefined) throw error;
        rest = more.events;
      }
    }
  }
}

/** The text so far; undefined for an answer that is more than one text, which nobody can continue. */
function sayMore(said: string | undefined, events: readonly GenerateContentResponse[]): string | undefined {
  let text = said;
  for (const { index = 0, content } of events.flatMap(({ candidates }) => candidates ?? [])) {
    for (const part of content?.parts ?? []) {
      if (part.thought) continue;
      if (index > 0 || part.text === undefined || part.functionCall !== undefined) return undefined;
      text = text === undefined ? undefined : text + part.text;
    }
  }
  return text;
}

/** Google goes on with a conversation whose last turn is the model's own. */
function withSaid(body: string, said: string): string {
  const request = JSON.parse(body) as GenerateContentRequest;
  return JSON.stringify({
    ...request,
    contents: [request.contents, { role: 'model', parts: [{ text: said }] }].flat(),
  });
}
