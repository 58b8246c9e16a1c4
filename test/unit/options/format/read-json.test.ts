import { expect, test } from 'vitest';
import { errorMessageIn, parseJson } from '../../../../options/format/read-json.ts';

test.each([
  ['{"a":[1]}', { a: [1] }],
  ['null', null],
  ['', undefined],
  ['<html>', undefined],
  ['{"a":', undefined],
])('%s is read as JSON, or not at all', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test.each([
  ['{"error":{"message":"No key is left"}}', 'No key is left'],
  ['{"error":{"message":7}}', undefined],
  ['{"error":"words"}', undefined],
  ['{"error":null}', undefined],
  ['null', undefined],
  ['7', undefined],
  ['Bad Gateway', undefined],
])('the words of an error are found in %s, or none', (text, words) => {
  expect(errorMessageIn(text)).toBe(words);
});
