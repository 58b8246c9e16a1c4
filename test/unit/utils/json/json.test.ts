import { expect, it } from 'vitest';
import { camelCase, camelKeys } from '../../../../src/core/utils/json/json.ts';

it.each([
  ['top_k', 'topK'],
  ['response_json_schema', 'responseJsonSchema'],
  ['a_b_c', 'aBC'],
  ['_private', '_private'],
  ['already', 'already'],
  ['thinkingBudget', 'thinkingBudget'],
])('%s becomes %s', (key, expected) => {
  expect(camelCase(key)).toBe(expected);
});

it('changes only the outer keys and drops what is unset', () => {
  expect(camelKeys({ a_b: { c_d: 1 }, e: null, f: undefined })).toEqual({ aB: { c_d: 1 } });
});
