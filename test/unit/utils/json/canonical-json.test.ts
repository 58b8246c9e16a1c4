import { expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/core/utils/json/canonical-json.ts';

it('is the same for equal values in any order of keys, at any depth', () => {
  expect(canonicalJson({ b: [{ y: 1, x: null }], a: 'é' })).toBe('{"a":"é","b":[{"x":null,"y":1}]}');
  expect(canonicalJson({ a: 'é', b: [{ x: null, y: 1 }] })).toBe('{"a":"é","b":[{"x":null,"y":1}]}');
});

it('keeps the order of arrays', () => {
  expect(canonicalJson([2, 1])).toBe('[2,1]');
});
