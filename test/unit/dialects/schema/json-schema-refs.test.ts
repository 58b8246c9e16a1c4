import { describe, expect, it } from 'vitest';
import {
  mergeAllOf,
  resolveRef,
  type Schema,
  startWalk,
} from '../../../../src/core/dialects/schema/json-schema-refs.ts';

const root: Schema = {
  type: 'object',
  $defs: {
    Item: { type: 'string' },
    'a/b~c': { type: 'number' },
    list: [{ type: 'boolean' }],
    text: 'no schema',
  },
};

describe('resolveRef', () => {
  it.each<[string, Schema | undefined]>([
    ['#', root],
    ['#/$defs/Item', { type: 'string' }],
    ['#/$defs/a~1b~0c', { type: 'number' }],
    ['#/$defs/list/0', { type: 'boolean' }],
    ['#/$defs/Missing', undefined],
    ['#/$defs/text', undefined],
    ['#/$defs/text/0', undefined],
    ['#/toString', undefined],
    ['#/__proto__', undefined],
    ['#Item', undefined],
    ['https://example.test/schema.json', undefined],
    ['', undefined],
  ])('%s', (ref, schema) => {
    expect(resolveRef(root, ref)).toEqual(schema);
  });
});

describe('mergeAllOf', () => {
  const merge = (schema: Schema, defs: Schema = {}, refs: readonly string[] = []) =>
    mergeAllOf(schema, startWalk({ $defs: defs }, 'tools[0]'), refs);

  it('leaves a schema without allOf alone, the same object', () => {
    const schema = { type: 'string' };
    expect(merge(schema).schema).toBe(schema);
  });

  it('makes of one reference plus words about it that reference with siblings', () => {
    const schema = { allOf: [{ $ref: '#/$defs/A' }], description: 'mine', default: 1 };
    expect(merge(schema)).toEqual({ schema: { $ref: '#/$defs/A', description: 'mine', default: 1 }, refs: [] });
  });

  it('joins properties and requirements, and the schema itself has the last word', () => {
    const { schema, refs } = merge(
      {
        allOf: [
          { $ref: '#/$defs/A' },
          { properties: { b: { type: 'number' } }, required: ['b', 'a'], description: 'part' },
        ],
        properties: { c: {} },
        description: 'mine',
      },
      { A: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } },
    );
    expect(schema).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' }, c: {} },
      required: ['a', 'b'],
      description: 'mine',
    });
    expect(refs).toEqual(['#/$defs/A']);
  });

  it('follows allOf within allOf, and passes over what is no schema', () => {
    const schema = { allOf: [{ allOf: [{ type: 'string' }, { minLength: 1 }] }, 'junk', null], maxLength: 3 };
    expect(merge(schema).schema).toEqual({ type: 'string', minLength: 1, maxLength: 3 });
  });

  it.each<[string, Schema, readonly string[]]>([
    ['itself', { A: { allOf: [{ $ref: '#/$defs/A' }, { type: 'object' }] } }, []],
    [
      'a schema around it',
      { A: { allOf: [{ $ref: '#/$defs/B' }, { type: 'object' }] }, B: { allOf: [{ $ref: '#/$defs/A' }, {}] } },
      ['#/$defs/B'],
    ],
  ])('ends where a schema refers to %s', (_, defs, refs) => {
    expect(merge({ allOf: [{ $ref: '#/$defs/A' }, {}] }, defs, refs).schema).toEqual({ type: 'object' });
  });

  it('gives up on references that multiply each other', () => {
    const twice = (name: string) => ({ allOf: [{ $ref: `#/$defs/${name}` }, { $ref: `#/$defs/${name}` }] });
    const names = Array.from({ length: 20 }, (_, level) => `L${level}`);
    const defs = Object.fromEntries(names.map((name, level) => [name, twice(`L${level + 1}`)]));
    expect(() => merge(twice('L0'), defs)).toThrow('tools[0]');
  });
});
