import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJsonCutter } from '../../../../src/core/google/stream/json-stream.ts';

function cut(pieces: readonly string[]) {
  const objects: unknown[] = [];
  const cutter = createJsonCutter((json) => objects.push(JSON.parse(json)));
  for (const piece of pieces) cutter.feed(piece);
  return { objects, open: cutter.open };
}

it('gives the objects of an array, a single object, and objects in lines', () => {
  expect(cut(['[{"a":1},\r\n{"b":2}]']).objects).toEqual([{ a: 1 }, { b: 2 }]);
  expect(cut(['{"a":{"b":[{}]}}']).objects).toEqual([{ a: { b: [{}] } }]);
  expect(cut(['{"a":1}\n{"b":2}']).objects).toEqual([{ a: 1 }, { b: 2 }]);
});

it('knows whether it stands within an object', () => {
  expect(cut(['[{"a":1}', ',{"b"']).open).toBe(true);
  expect(cut(['[{"a":1}', ']']).open).toBe(false);
});

it('is the same however the text is cut', () => {
  const value = fc.dictionary(
    fc.string(),
    fc.oneof(fc.string({ unit: fc.constantFrom('{', '}', '"', '\\', 'x') }), fc.json()),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), fc.array(fc.nat(), { maxLength: 8 }), (values, cuts) => {
      const text = JSON.stringify(values, null, 1);
      const at = [0, ...cuts.map((position) => position % (text.length + 1)).sort((a, b) => a - b), text.length];
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
      expect(cut(pieces)).toEqual({ objects: JSON.parse(JSON.stringify(values)), open: false });
    }),
  );
});
