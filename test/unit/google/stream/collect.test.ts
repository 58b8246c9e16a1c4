import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '../../../../src/core/google/stream/collect.ts';
import type { GenerateContentResponse, Part } from '../../../../src/core/google/wire.ts';

const usage = { promptTokenCount: 3, candidatesTokenCount: 5 };

test('a streamed text is the whole text, however it was cut', () => {
  const pieces = fc.array(fc.record({ text: fc.string(), thought: fc.boolean() }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(pieces, (texts) => {
      const parts = texts.map(({ text, thought }): Part => (thought ? { text, thought } : { text }));
      const events: GenerateContentResponse[] = parts.map((part, at) => ({
        candidates: [
          { content: { role: 'model', parts: [part] }, ...(at === parts.length - 1 && { finishReason: 'STOP' }) },
        ],
        usageMetadata: { ...usage, candidatesTokenCount: at },
      }));
      const [candidate] = collect(events).candidates ?? [];
      const textOf = (all: readonly Part[], thought: boolean) =>
        all.flatMap((part) => (!!part.thought === thought ? (part.text ?? '') : [])).join('');
      const collected = candidate?.content?.parts ?? [];
      for (const thought of [true, false]) expect(textOf(collected, thought)).toBe(textOf(parts, thought));
      expect(candidate?.finishReason).toBe('STOP');
      expect(collect(events).usageMetadata?.candidatesTokenCount).toBe(parts.length - 1);
      // Pieces of one text are one part.
      expect(collected.some((part, at) => at > 0 && !!part.thought === !!collected[at - 1]?.thought)).toBe(false);
    }),
  );
});

test('candidates keep apart, calls and pictures stay parts of their own, log probabilities add up', () => {
  const call: Part = { functionCall: { name: 'f' }, thoughtSignature: 'c2ln' };
  const logprobs = (token: string) => ({ chosenCandidates: [{ token }] });
  expect(
    collect([
      { candidates: [{ index: 0, content: { parts: [{ text: 'a' }] }, logprobsResult: logprobs('a') }] },
      { candidates: [{ index: 1, content: { parts: [{ text: 'b' }] } }], modelVersion: 'm' },
      { candidates: [{ index: 0, content: { parts: [call] }, logprobsResult: logprobs('c'), finishReason: 'STOP' }] },
      { usageMetadata: usage },
    ]),
  ).toEqual({
    candidates: [
      {
        index: 0,
        content: { parts: [{ text: 'a' }, call] },
        logprobsResult: { chosenCandidates: [{ token: 'a' }, { token: 'c' }], topCandidates: [] },
        finishReason: 'STOP',
      },
      { index: 1, content: { parts: [{ text: 'b' }] } },
    ],
    modelVersion: 'm',
    usageMetadata: usage,
  });
});

test('one event is the answer as it came', () => {
  const answer = { candidates: [{ content: { parts: [] } }], field: 'of tomorrow' };
  expect(collect([answer])).toBe(answer);
});
