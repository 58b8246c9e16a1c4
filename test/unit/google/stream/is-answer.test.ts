import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAnswer } from '../../../../src/core/google/stream/is-answer.ts';

const folder = new URL('../../../conformance/cases/', import.meta.url);
const answers = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  .filter(({ gemini_status = 200 }) => gemini_status === 200)
  .flatMap(({ gemini_response, gemini_chunks }) => [gemini_response ?? [], gemini_chunks ?? []].flat());

const chosen = (logProbability: string) => ({ chosenCandidates: [{ token: 'a', logProbability }] });

describe('isAnswer', () => {
  test('takes every answer of the conformance cases', () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.filter((answer) => !isAnswer(answer))).toEqual([]);
  });

  test.each([
    {},
    { candidates: [] },
    { aFieldNobodyKnows: [null], candidates: [{ content: { parts: [{ aPartNobodyKnows: 1 }] }, finishReason: 'NEW' }] },
  ])('takes %j', (answer) => expect(isAnswer(answer)).toBe(true));

  test('takes the words that ProtoJSON has for floats, where there are floats', () => {
    for (const word of ['NaN', 'Infinity', '-Infinity']) {
      expect(isAnswer({ candidates: [{ avgLogprobs: word, logprobsResult: chosen(word) }] })).toBe(true);
      expect(isAnswer({ embedding: { values: [0.5, word] } })).toBe(true);
      expect(isAnswer({ usageMetadata: { promptTokenCount: word } })).toBe(false);
    }
    expect(isAnswer({ candidates: [{ logprobsResult: chosen('much') }] })).toBe(false);
  });

  test('takes null for unset, everywhere but in what a model says', () => {
    const part = { text: 'Yes.', thought: null, inlineData: null, functionCall: null, videoMetadata: null };
    const call = { functionCall: { id: null, name: 'f', args: { kept: null } } };
    const answer = {
      candidates: [{ content: { role: null, parts: [part, call] }, finishReason: null, index: 0, tokenCount: null }],
      usageMetadata: { totalTokenCount: 8, thoughtsTokenCount: null, promptTokensDetails: null },
      promptFeedback: null,
      error: null,
    };
    expect(isAnswer(answer)).toBe(true);
    expect(answer).toEqual({
      candidates: [
        { content: { parts: [{ text: 'Yes.' }, { functionCall: { name: 'f', args: { kept: null } } }] }, index: 0 },
      ],
      usageMetadata: { totalTokenCount: 8 },
    });
  });

  test.each([
    null,
    [],
    'text',
    { candidates: {} },
    { candidates: [null] },
    { candidates: [{ content: 'text' }] },
    { candidates: [{ content: { parts: 'text' } }] },
    { candidates: [{ content: { parts: [{ text: 1 }] } }] },
    { candidates: [{ content: { parts: [{ inlineData: { mimeType: 1, data: '' } }] } }] },
    { usageMetadata: { promptTokenCount: 'many' } },
    { embedding: { values: 'AAAA' } },
  ])('refuses %j', (answer) => expect(isAnswer(answer)).toBe(false));
});
