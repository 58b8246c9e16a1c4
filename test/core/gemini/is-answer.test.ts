import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAnswer } from '../../../src/core/gemini/is-answer.ts';

const folder = new URL('../../conformance/cases/', import.meta.url);
const answers = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  .filter(({ gemini_status = 200 }) => gemini_status === 200)
  .flatMap(({ gemini_response, gemini_chunks }) => [gemini_response ?? [], gemini_chunks ?? []].flat());

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
