import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate, GenerateContentResponse, Part } from '../../../src/core/google/wire.ts';
import { createOutcomeObserver, isWorthAsking, type Outcome } from '../../../src/core/pipeline/outcome.ts';

const judge = (events: readonly GenerateContentResponse[], streamed = true): Outcome => {
  const observer = createOutcomeObserver();
  observer.observe(events);
  return observer.outcome(streamed);
};
const said = (parts: Part[], finishReason?: string, more: Partial<Candidate> = {}): GenerateContentResponse => ({
  candidates: [{ content: { role: 'model', parts }, ...(finishReason && { finishReason }), ...more }],
});

const blocked: GenerateContentResponse = { promptFeedback: { blockReason: 'SAFETY' } };

describe('an answer is', () => {
  test.each<[Outcome, string, GenerateContentResponse[]]>([
    ['good', 'words and an end', [said([{ text: 'hi' }]), said([], 'STOP')]],
    ['good', 'a call', [said([{ functionCall: { name: 'f' } }], 'STOP')]],
    ['good', 'a picture', [said([{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }], 'STOP')]],
    ['good', 'words up to the token limit', [said([{ text: 'hi' }], 'MAX_TOKENS')]],
    ['good', 'words with an end that nobody has heard of', [said([{ text: 'hi' }], 'SOMETHING_NEW')]],
    ['blocked', 'a blocked prompt', [blocked]],
    ['filtered', 'stopped by a filter, with words', [said([{ text: 'hi' }], 'RECITATION')]],
    ['filtered', 'stopped by a filter, without', [said([], 'SAFETY')]],
    ['limit', 'thoughts up to the token limit', [said([{ text: 'hm', thought: true }], 'MAX_TOKENS')]],
    ['limit', 'a hop of a long answer without words', [said([], 'CONTINUATION')]],
    ['filtered', 'a picture that was not made', [said([], 'IMAGE_OTHER')]],
    ['filtered', 'a prompt that is blocked after the first words', [said([{ text: 'hi' }]), blocked]],
    ['stopped', 'an end with a name', [said([], 'OTHER')]],
    ['stopped', 'an end with a name after thoughts', [said([{ text: 'hm', thought: true }], 'TOO_MANY_TOOL_CALLS')]],
    ['stopped', 'an end that nobody has heard of', [said([], 'REASON_OF_2027')]],
    ['empty', 'nothing, with an end that is not set', [said([], 'FINISH_REASON_UNSPECIFIED')]],
    ['malformed', 'a call that cannot be read', [said([{ text: 'I call' }]), said([], 'MALFORMED_FUNCTION_CALL')]],
    ['empty', 'nothing but an end', [said([{ text: '' }], 'STOP')]],
    ['empty', 'thoughts and an end', [said([{ text: 'hm', thought: true }], 'STOP')]],
    ['empty', 'a bare signature', [said([{ text: '', thoughtSignature: 'c2ln' }], 'STOP')]],
    ['empty', 'no candidate', [{ usageMetadata: { promptTokenCount: 1 } }]],
    ['empty', 'no event', []],
    ['cut', 'words without an end', [said([{ text: 'hi' }])]],
    ['empty', 'neither words nor an end', [said([])]],
    [
      'cut',
      'one of two candidates without an end',
      [said([{ text: 'a' }], 'STOP'), said([{ text: 'b' }], undefined, { index: 1 })],
    ],
    ['good', 'one of two candidates with words', [said([{ text: 'a' }], 'STOP'), said([], 'STOP', { index: 1 })]],
  ])('%s: %s', (verdict, _, events) => {
    expect(judge(events)).toBe(verdict);
  });

  test('good without an end where it was not streamed: Google at times leaves it out', () => {
    expect(judge([said([{ text: 'hi' }])], false)).toBe('good');
  });

  test('asked for again only when the model stumbled', () => {
    const all: Outcome[] = ['good', 'blocked', 'filtered', 'limit', 'stopped', 'malformed', 'empty', 'cut'];
    expect(all.filter(isWorthAsking)).toEqual(['malformed', 'empty']);
  });
});

test('it does not matter how the parts were spread over events', () => {
  const part = fc.constantFrom<Part>(
    { text: 'a' },
    { text: '' },
    { text: 't', thought: true },
    { functionCall: { name: 'f' } },
  );
  const reason = fc.constantFrom('STOP', 'MAX_TOKENS', 'SAFETY', 'OTHER', 'MALFORMED_FUNCTION_CALL');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), reason, (parts, finishReason) => {
      const apart = [...parts.map((one) => said([one])), said([], finishReason)];
      expect(judge(apart)).toBe(judge([said(parts, finishReason)]));
    }),
  );
});

test('content is what the client may see, thoughts included', () => {
  const hears = (part: Part) => {
    const observer = createOutcomeObserver();
    observer.observe([said([part])]);
    return observer.hasContent;
  };
  expect([hears({ text: '' }), hears({ text: 'a' }), hears({ text: 'a', thought: true })]).toEqual([false, true, true]);
});
