import { describe, expect, it } from 'vitest';
import { lowerSchema } from '../../../../src/core/dialects/schema/to-openapi-schema.ts';
import { checkSchema } from '../../../support/strict-google/schema.ts';

function lower(schema: Record<string, unknown>) {
  const lowered = lowerSchema(schema, 'schema');
  const faults: string[] = [];
  checkSchema(lowered, 'schema', (_, path, message) => faults.push(`${path}: ${message}`));
  expect(faults).toEqual([]);
  return lowered;
}

describe('keywords', () => {
  it.each([
    [
      'drops those that Google does not know',
      {
        $schema: 'x',
        type: 'object',
        additionalProperties: false,
        properties: { a: { type: 'string', $comment: 'x' } },
      },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'keeps those it does',
      { type: 'string', title: 'T', description: 'D', minLength: 1, maxLength: 2, pattern: 'a' },
      { type: 'string', title: 'T', description: 'D', minLength: 1, maxLength: 2, pattern: 'a' },
    ],
    ['const', { const: 'a' }, { type: 'string', enum: ['a'] }],
    ['enums become words', { type: 'integer', enum: [1, 2], minimum: 1 }, { type: 'string', enum: ['1', '2'] }],
    [
      'null in an enum',
      { type: ['string', 'null'], enum: ['a', null] },
      { type: 'string', enum: ['a'], nullable: true },
    ],
    ['null as a type', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
    [
      'null as an alternative',
      { anyOf: [{ type: 'integer' }, { type: 'null' }], description: 'D' },
      { type: 'integer', description: 'D', nullable: true },
    ],
    [
      'several types',
      { type: ['string', 'number'], minimum: 1 },
      { anyOf: [{ type: 'string' }, { type: 'number', minimum: 1 }] },
    ],
    [
      'oneOf',
      { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    ],
    [
      'alternatives beside properties give way',
      { type: 'object', properties: { a: {} }, anyOf: [{ required: ['a'] }] },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'exclusive bounds',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9 },
      { type: 'integer', minimum: 1, maximum: 8 },
    ],
    [
      'exclusive bounds of draft 4',
      { type: 'integer', exclusiveMinimum: true, minimum: 0 },
      { type: 'integer', minimum: 0 },
    ],
    [
      'requires only what is defined',
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a', 'b'] },
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
    ],
    ['an array of anything', { type: 'array' }, { type: 'array', items: { type: 'string' } }],
    [
      'a tuple',
      { prefixItems: [{ type: 'string' }, { type: 'integer' }] },
      { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
    ],
    ['formats Google knows', { type: 'string', format: 'date-time' }, { type: 'string', format: 'date-time' }],
    ['formats it does not', { type: 'string', format: 'uri' }, { type: 'string' }],
    [
      'upper case',
      { type: 'OBJECT', properties: { a: { type: 'BOOLEAN' } } },
      { type: 'object', properties: { a: { type: 'boolean' } } },
    ],
    [
      'allOf',
      { allOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'string' } } }] },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
    ],
    ['no type at all', { description: 'Anything' }, { type: 'string', description: 'Anything' }],
  ])('%s', (_, schema, expected) => {
    expect(lower(schema)).toEqual(expected);
  });

  it('never takes the name of a property for one', () => {
    const names = ['title', 'type', 'default', 'const', '$ref', 'anyOf', 'properties', '__proto__'];
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    const lowered = lower({ type: 'object', properties, required: names });
    expect(Object.keys(lowered.properties ?? {})).toEqual(names);
    expect(lowered.required).toEqual(names);
  });
});

describe('references', () => {
  it('are inlined', () => {
    const $defs = { A: { type: 'object', properties: { b: { $ref: '#/$defs/B' } } }, B: { type: 'integer' } };
    const schema = { type: 'object', properties: { a: { $ref: '#/$defs/A', description: 'The A' } }, $defs };
    expect(lower(schema)).toEqual({
      type: 'object',
      properties: { a: { type: 'object', properties: { b: { type: 'integer' } }, description: 'The A' } },
    });
  });

  it('end where they lead back into themselves, or nowhere', () => {
    const $defs = {
      Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, other: { $ref: '#/$defs/No' } } },
    };
    expect(lower({ $ref: '#/$defs/Node', $defs })).toEqual({
      type: 'object',
      properties: { next: { type: 'object' }, other: { type: 'string' } },
    });
  });

  it('that multiply are refused', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        `d${i}`,
        { type: 'object', properties: { a: { $ref: `#/$defs/d${i + 1}` }, b: { $ref: `#/$defs/d${i + 1}` } } },
      ]),
    );
    expect(() => lowerSchema({ $ref: '#/$defs/d0', $defs }, 'tools[0].function.parameters')).toThrow('too large');
  });
});
