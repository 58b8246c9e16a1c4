/** A schema costs what it says, and what its references add is bounded. */
// covers: src/core/dialects/schema
import { describe, expect, test } from 'vitest';
import { cleanSchema } from '../../../src/core/dialects/schema/to-json-schema.ts';
import { lowerSchema } from '../../../src/core/dialects/schema/to-openapi-schema.ts';
import { expectLinear } from '../../support/count-steps.ts';

const record = (size: number, make: (index: number) => unknown, name = 'p') =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`${name}${index}`, make(index)]));
const list = (size: number, make: (index: number) => unknown) =>
  Array.from({ length: size }, (_, index) => make(index));
const text = { type: 'string' };

describe.each([
  ['cleanSchema', cleanSchema],
  ['lowerSchema', lowerSchema],
])('%s', (_name, convert) => {
  const use = (schema: Record<string, unknown>) => convert(schema, 'tools[0]');

  test.each<[string, (size: number) => Record<string, unknown>]>([
    ['properties', (size) => ({ properties: record(size, () => text), required: list(size, (n) => `p${n}`) })],
    ['an enum', (size) => ({ enum: list(size, String) })],
    [
      'parts of allOf',
      (size) => ({ allOf: list(size, (n) => ({ properties: { [`p${n}`]: text }, required: [`p${n}`] })) }),
    ],
    [
      'references of one last name',
      (size) => ({ properties: record(size, (n) => ({ $ref: `#/x/${n}/A` })), x: list(size, () => ({ A: text })) }),
    ],
    [
      'one reference in many places',
      (size) => ({ properties: record(size, () => ({ $ref: '#/$defs/A' })), $defs: { A: text } }),
    ],
    [
      'references that lead nowhere',
      (size) => ({ properties: record(size, () => ({ $ref: `#/${'a/'.repeat(100)}` })) }),
    ],
    ['a long reference', (size) => ({ properties: { p: { $ref: `#/${'a/'.repeat(size)}` } } })],
    [
      'a chain of references',
      (size) => ({ $ref: '#/$defs/p0', $defs: record(size, (n) => ({ $ref: `#/$defs/p${n + 1}` })) }),
    ],
    [
      'a chain of allOf',
      (size) => ({
        allOf: [{ $ref: '#/$defs/p0' }, text],
        $defs: record(size, (n) => ({ allOf: [{ $ref: `#/$defs/p${n + 1}` }, text] })),
      }),
    ],
    [
      'one large part in many',
      (size) => ({ allOf: [{ required: list(size, String) }, ...list(size, () => ({ required: ['a'] }))] }),
    ],
  ])('%s', (_what, make) => {
    expectLinear(make, use);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a long text', { description: 'x'.repeat(200_000) }],
    ['a long enum', { enum: list(50_000, String) }],
    ['a long default', { type: 'object', default: list(50_000, String) }],
    ['many required', { required: list(50_000, String) }],
  ])('%s that a thousand references copy is refused', (_what, large) => {
    const byReference = {
      properties: record(1000, () => ({ allOf: [{ $ref: '#/$defs/A' }, text] })),
      $defs: { A: large },
    };
    expect(() => use(byReference)).toThrow('is too large once its references are followed');
    // By itself it is no larger than it is.
    expect(() => use({ properties: { one: large } })).not.toThrow();
  });

  test('nesting by allOf and by references overflows at no depth', () => {
    let nested: Record<string, unknown> = text;
    for (let depth = 0; depth < 4000; depth++) nested = { allOf: [nested, text] };
    expect(() => use({ properties: { nested } })).not.toThrow(RangeError);
    const chain = record(4000, (n) => ({ $ref: `#/$defs/p${n + 1}`, title: 't' }));
    expect(() => use({ properties: { one: { $ref: '#/$defs/p0' } }, $defs: chain })).not.toThrow(RangeError);
  });
});
