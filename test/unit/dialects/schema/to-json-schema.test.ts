import { describe, expect, it } from 'vitest';
import { cleanSchema } from '../../../../src/core/dialects/schema/to-json-schema.ts';

const clean = (schema: Record<string, unknown>) => cleanSchema(schema, 'schema');
const ref = (name: string) => ({ $ref: `#/$defs/${name}` });

describe('keywords', () => {
  it.each([
    [
      'drops those that Google does not know',
      {
        $schema: 'x',
        $id: 'y',
        $comment: 'z',
        type: 'string',
        examples: ['a'],
        readOnly: true,
        not: {},
        if: {},
        patternProperties: {},
        multipleOf: 2,
        uniqueItems: true,
      },
      { type: 'string' },
    ],
    [
      'keeps those it does',
      {
        type: 'array',
        items: { type: 'integer', format: 'int64', minimum: 1 },
        minItems: 1,
        title: 'T',
        description: 'D',
      },
      {
        type: 'array',
        items: { type: 'integer', format: 'int64', minimum: 1 },
        minItems: 1,
        title: 'T',
        description: 'D',
      },
    ],
    ['drops unset ones', { type: 'string', description: null, enum: [] }, { type: 'string' }],
    ['const', { const: 'a' }, { type: 'string', enum: ['a'] }],
    ['const beside a type', { type: 'integer', const: 1 }, { type: 'integer', enum: [1] }],
    ['const null', { const: null }, { enum: [null] }],
    ['enums of anything', { enum: [1, null, 'a'] }, { enum: [1, null, 'a'] }],
    ['several types', { type: ['STRING', 'null'] }, { type: ['string', 'null'] }],
    ['nullable', { type: 'string', enum: ['a'], nullable: true }, { type: ['string', 'null'], enum: ['a', null] }],
    [
      'nullable alternatives',
      { anyOf: [{ type: 'string' }], nullable: true },
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
    ],
    [
      'alternatives',
      { oneOf: [{ type: 'string' }, { const: 1 }] },
      { oneOf: [{ type: 'string' }, { type: 'number', enum: [1] }] },
    ],
    ['no alternatives', { type: 'string', anyOf: [] }, { type: 'string' }],
    [
      'exclusive bounds of whole numbers',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9 },
      { type: 'integer', minimum: 1, maximum: 8 },
    ],
    ['exclusive bounds of others', { type: 'number', exclusiveMinimum: 0 }, { type: 'number' }],
    [
      'additionalProperties',
      { type: 'object', additionalProperties: { type: 'string', $comment: 'x' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'a tuple of draft 7',
      { type: 'array', items: [{ type: 'string' }, true] },
      { type: 'array', prefixItems: [{ type: 'string' }, {}] },
    ],
    ['anything', { type: 'object', properties: { a: true, b: false } }, { type: 'object', properties: { a: {} } }],
  ])('%s', (_, schema, expected) => {
    expect(clean(schema)).toEqual(expected);
  });

  it('never takes the name of a property for one', () => {
    const names = [
      'title',
      'type',
      'default',
      'const',
      '$ref',
      'properties',
      'required',
      'not',
      '$defs',
      'enum',
      '__proto__',
    ];
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string', examples: [name] }]));
    const cleaned = clean({ type: 'object', properties, required: names });
    expect(Object.keys(cleaned.properties ?? {})).toEqual(names);
    expect(cleaned.required).toEqual(names);
  });
});

describe('references', () => {
  it('are kept, with their definitions under $defs', () => {
    const Item = { type: 'object', properties: { sku: { type: 'string' } } };
    for (const place of ['$defs', 'definitions']) {
      const schema = { type: 'object', properties: { a: { $ref: `#/${place}/Item` } }, [place]: { Item, Unused: {} } };
      expect(clean(schema)).toEqual({ type: 'object', properties: { a: ref('Item') }, $defs: { Item } });
    }
  });

  it('may lead back into themselves', () => {
    const Node = { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } };
    const schema = { type: 'object', properties: { head: { $ref: '#/$defs/Node' } }, $defs: { Node } };
    expect(clean(schema)).toEqual(schema);
    const recursive = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } };
    const inner = { type: 'object', properties: { children: { type: 'array', items: ref('_') } } };
    expect(clean(recursive)).toEqual({ ...inner, $defs: { _: inner } });
  });

  it('may point anywhere in the schema, under any name', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { $ref: '#/properties/a' }, c: { $ref: '#/$defs/List<a~1b>' } },
      $defs: { 'List<a/b>': { type: 'array' } },
    };
    expect(clean(schema)).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: ref('a'), c: ref('List_a_1b_') },
      $defs: { a: { type: 'string' }, List_a_1b_: { type: 'array' } },
    });
  });

  it('with words beside them keep both', () => {
    const $defs = { A: { type: 'string' } };
    const a = { $ref: '#/$defs/A', description: 'The A', default: 'x' };
    const expected = { type: 'object', properties: { a: { anyOf: [ref('A')], description: 'The A' } }, $defs };
    expect(clean({ type: 'object', properties: { a }, $defs })).toEqual(expected);
    const pydantic = { allOf: [{ $ref: '#/$defs/A' }], description: 'The A' };
    expect(clean({ type: 'object', properties: { a: pydantic }, $defs })).toEqual(expected);
  });

  it('at the root are followed, and those that lead nowhere are dropped', () => {
    const A = { type: 'object', properties: { x: { type: 'string' } } };
    expect(clean({ $ref: '#/definitions/A', definitions: { A } })).toEqual(A);
    expect(clean({ type: 'object', properties: { a: { $ref: 'other.json#/A', type: 'string' } } })).toEqual({
      type: 'object',
      properties: { a: { type: 'string' } },
    });
  });
});

describe('allOf', () => {
  it('is folded into one schema', () => {
    const schema = {
      allOf: [{ $ref: '#/$defs/Base' }, { properties: { b: { type: 'integer' } }, required: ['b'] }],
      description: 'Both',
      $defs: { Base: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } },
    };
    expect(clean(schema)).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'integer' } },
      required: ['a', 'b'],
      description: 'Both',
    });
  });

  it('of itself ends', () => {
    const schema = {
      allOf: [{ $ref: '#/$defs/A' }, {}],
      $defs: { A: { allOf: [{ $ref: '#/$defs/A' }, { type: 'object' }] } },
    };
    expect(clean(schema)).toEqual({ type: 'object' });
  });

  it('that multiplies is refused', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `d${i}`,
        { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    );
    expect(() => clean({ allOf: [{ $ref: '#/$defs/d0' }, {}], $defs })).toThrow('too large');
  });
});

it('cuts what is nested without end', () => {
  let schema: Record<string, unknown> = { type: 'string' };
  for (let depth = 0; depth < 5000; depth++) schema = { type: 'array', items: schema };
  expect(JSON.stringify(clean(schema)).length).toBeLessThan(2000);
});
