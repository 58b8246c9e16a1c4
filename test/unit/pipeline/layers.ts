/** Calls for an interceptor of the pipeline, and answers that the test gives by hand. */

import type { GenerateContentResponse } from '../../../src/core/google/wire.ts';
import type {
  Batches,
  GenerateCall,
  GenerateHandler,
  GenerateResult,
  Interceptor,
} from '../../../src/core/pipeline/call.ts';
import { batchesOf, createOutcomeObserver } from '../../../src/core/pipeline/outcome.ts';
import { neverEnds } from '../../../src/core/utils/ending.ts';
import { readAll } from '../../../src/core/utils/streams/read-all.ts';

export const callOf = (more: Partial<GenerateCall> = {}): GenerateCall => ({
  model: 'gemini-2.5-flash',
  body: '{"contents":[]}',
  ending: neverEnds,
  mode: 'buffered',
  client: 'network test',
  ...more,
});

export const saying = (text: string): GenerateContentResponse => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }],
});

/** These events as a stream of one batch. */
export const batchOf = (...events: readonly GenerateContentResponse[]): Batches =>
  batchesOf(createOutcomeObserver().observe(events), 'good');

export const answeredWith = (text: string, more: Partial<GenerateResult> = {}): GenerateResult => ({
  batches: batchOf(saying(text)),
  model: 'gemini-2.5-flash',
  attempts: [],
  fromCache: false,
  ...more,
});

/** One interceptor before a handler, as the pipeline has it. */
export const passing =
  (interceptor: Interceptor, next: GenerateHandler): GenerateHandler =>
  (call) =>
    (interceptor.applies(call) ? interceptor.around(next) : next)(call);

export interface HeldCall {
  readonly call: GenerateCall;
  answer(text: string): void;
  fail(error: unknown): void;
}

/** A terminal handler whose calls stay open until the test answers them; a call that ends rejects. */
export function heldCalls(): { next: GenerateHandler; calls: HeldCall[] } {
  const calls: HeldCall[] = [];
  const next: GenerateHandler = (call) =>
    new Promise((resolve, reject) => {
      call.ending.onEnd(reject);
      calls.push({ call, answer: (text) => resolve(answeredWith(text)), fail: reject });
      call.progress?.onAttempt?.(`key-${calls.length}`);
    });
  return { next, calls };
}

export async function textOf({ batches }: Pick<GenerateResult, 'batches'>): Promise<string> {
  let text = '';
  await readAll(batches, ({ events }) => {
    for (const event of events) for (const part of event.candidates?.[0]?.content?.parts ?? []) text += part.text ?? '';
  });
  return text;
}
