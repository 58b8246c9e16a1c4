/** Questions for a layer of the engine, and answers that the test gives by hand. */

import type { GenerateContentResponse } from '../../../src/core/google/wire.ts';
import type { Answered, Ask, Question } from '../../../src/core/pipeline/call.ts';
import { eventsOf } from '../../../src/core/pipeline/call.ts';

export const questionOf = (more: Partial<Question> = {}): Question => ({
  model: 'gemini-2.5-flash',
  body: '{"contents":[]}',
  signal: new AbortController().signal,
  mode: 'buffered',
  client: 'network test',
  ...more,
});

export const saying = (text: string): GenerateContentResponse => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }],
});

export const answeredWith = (text: string, more: Partial<Answered> = {}): Answered => ({
  events: eventsOf([saying(text)]),
  model: 'gemini-2.5-flash',
  attempts: [],
  fromCache: false,
  ...more,
});

export interface HeldCall {
  readonly question: Question;
  answer(text: string): void;
  fail(error: unknown): void;
}

/** An innermost layer whose calls stay open until the test answers them; an aborted call rejects. */
export function heldCalls(): { ask: Ask; calls: HeldCall[] } {
  const calls: HeldCall[] = [];
  const ask: Ask = (question) =>
    new Promise((resolve, reject) => {
      question.signal.addEventListener('abort', () => reject(question.signal.reason), { once: true });
      calls.push({ question, answer: (text) => resolve(answeredWith(text)), fail: reject });
      question.progress?.onAttempt?.(`key-${calls.length}`);
    });
  return { ask, calls };
}

export async function textOf({ events }: Answered): Promise<string> {
  let text = '';
  for await (const batch of events) {
    for (const event of batch) for (const part of event.candidates?.[0]?.content?.parts ?? []) text += part.text ?? '';
  }
  return text;
}
