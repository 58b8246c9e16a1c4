import { describe, expect, it } from 'vitest';
import { decode } from '../decode.ts';

const choices = (body: Record<string, unknown>) => {
  const { request, copies } = decode(body);
  return [request.generationConfig?.candidateCount, copies];
};

describe('several choices', () => {
  it.each([
    ['gemini-2.5-flash', 1, undefined, 1],
    ['gemini-2.5-flash', null, undefined, 1],
    ['gemini-2.5-flash', 3, 3, 1],
    ['gemini-2.5-flash-image', 3, undefined, 3],
    ['gemini-3-flash-preview', 1, undefined, 1],
    ['gemini-3-flash-preview', 3, undefined, 3],
    ['gemma-3-27b-it', 2, undefined, 2],
  ])('%s with n %s', (model, n, candidateCount, copies) => {
    expect(choices({ model, n })).toEqual([candidateCount, copies]);
  });

  it("may come from Google's own field", () => {
    expect(choices({ google: { generation_config: { candidate_count: 2 } } })).toEqual([2, 1]);
    expect(choices({ n: 3, google: { generation_config: { candidate_count: 2 } } })).toEqual([3, 1]);
  });
});

it('is not sent when there is nothing to say', () => {
  expect(decode({ temperature: null, n: 1, response_format: { type: 'text' } }).request).not.toHaveProperty(
    'generationConfig',
  );
});
