import { describe, expect, it } from 'vitest';
import {
  type Fields,
  fieldsOf,
  flag,
  integer,
  list,
  number,
  object,
  objects,
  pathOf,
  requiredText,
  text,
} from '../../../src/core/dialects/fields.ts';
import { ProxyError } from '../../../src/core/errors.ts';

interface Wire {
  value?: unknown;
  inner?: { deep?: { name?: string } };
  items?: { name?: string }[];
}

const body = (values: Wire, path = ''): Fields<Wire> => ({ values, path });

type Reader = (fields: Fields<Wire>, key: 'value') => unknown;
const readers: Record<string, Reader> = { text, flag, number, integer, list, object };

describe('reading fields', () => {
  it.each(Object.entries(readers))('%s takes null and absence for unset', (_, read) => {
    expect(read(body({ value: null }), 'value')).toBeUndefined();
    expect(read(body({}), 'value')).toBeUndefined();
  });

  it.each([
    ['text', 7],
    ['flag', 'true'],
    ['number', '1'],
    ['integer', 1.5],
    ['list', {}],
    ['object', []],
  ])('%s refuses %j', (reader, value) => {
    expect(() => readers[reader]?.(body({ value }, 'messages[2]'), 'value')).toThrow('messages[2].value');
  });

  it('returns falsy values as they are', () => {
    expect(text(body({ value: '' }), 'value')).toBe('');
    expect(flag(body({ value: false }), 'value')).toBe(false);
    expect(number(body({ value: 0 }), 'value')).toBe(0);
  });

  it('holds numbers to inclusive bounds', () => {
    expect(number(body({ value: 2 }), 'value', 0, 2)).toBe(2);
    expect(() => number(body({ value: 2.1 }), 'value', 0, 2)).toThrow('must be from 0 to 2');
  });

  it('asks for what is required', () => {
    expect(() => requiredText(body({ value: '' }), 'value')).toThrow('is required');
    expect(() => requiredText(body({}), 'value')).toThrow(ProxyError);
  });

  it('knows the path of everything it hands out', () => {
    const deep = object(body({ inner: { deep: {} } }), 'inner');
    const deeper = deep && object(deep, 'deep');
    expect(deeper && pathOf(deeper, 'name')).toBe('inner.deep.name');
    expect(objects(body({ items: [{}, {}] }), 'items').map(({ path }) => path)).toEqual(['items[0]', 'items[1]']);
    expect(() => objects(body({ items: ['x' as never] }), 'items')).toThrow('items[0]');
    expect(() => fieldsOf('x', 'messages[1]')).toThrow('"messages[1]": must be an object');
  });
});
