import { expect, it } from 'vitest';
import { camelCase, camelKeys, parseJson, parseObject } from '../../../../src/core/utils/json/json.ts';

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

it.each([
  ['{"a":1}', { a: 1 }, { a: 1 }],
  ['[1]', [1], undefined],
  ['null', null, undefined],
  ['"text"', 'text', undefined],
  [' 0 ', 0, undefined],
  ['', undefined, undefined],
  ['{', undefined, undefined],
  ['NaN', undefined, undefined],
])('%j holds %j', (text, value, object) => {
  expect(parseJson(text)).toEqual(value);
  expect(parseObject(text)).toEqual(object);
});
