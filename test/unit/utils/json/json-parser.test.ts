import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonParser, LONGEST_NAME, LONGEST_TEXT } from '../../../../src/core/utils/json/json-parser.ts';

interface Seen {
  readonly fields: string[];
  readonly texts: Array<[path: string, text: string | undefined]>;
}

function parse(json: string | Uint8Array, pieceLength = Number.POSITIVE_INFINITY): Seen {
  const seen: Seen = { fields: [], texts: [] };
  const parser = createJsonParser({
    onField: (path) => void seen.fields.push(path.join('.')),
    onText: (text, path) => void seen.texts.push([path.join('.'), text]),
  });
  const bytes = typeof json === 'string' ? new TextEncoder().encode(json) : json;
  for (let at = 0; at < bytes.length; at += pieceLength) parser.push(bytes.subarray(at, at + pieceLength));
  parser.end();
  return seen;
}

/** The same from what `JSON.parse` makes of it. */
function walked(value: unknown): Seen {
  const seen: Seen = { fields: [], texts: [] };
  const walk = (inner: unknown, path: readonly string[]): void => {
    if (typeof inner === 'string') seen.texts.push([path.join('.'), inner]);
    else if (Array.isArray(inner)) for (const item of inner) walk(item, path);
    else if (typeof inner === 'object' && inner !== null)
      for (const [name, field] of Object.entries(inner)) {
        seen.fields.push([...path, name].join('.'));
        walk(field, [...path, name]);
      }
  };
  walk(value, []);
  return seen;
}

describe('tells fields and texts with their path', () => {
  test.each([1, 2, 3, 7, 64, 100_000])('in pieces of %i bytes', (pieceLength) => {
    const value = {
      model: 'a',
      list: ['b', { deep: 'c', n: [1, -2.5e3, true, null, []] }, [['d']]],
      'ä"\\\n': '天"\\/\u0001',
      empty: {},
      after: 'e',
    };
    for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2), `\ufeff ${JSON.stringify(value)}\r\n`]) {
      expect(parse(json, pieceLength)).toEqual(walked(value));
    }
  });

  test('whatever the JSON is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), (value, pieceLength) => {
        expect(parse(JSON.stringify(value), pieceLength)).toEqual(walked(JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  test('escapes are read, and a field that stands twice is told twice', () => {
    expect(parse(String.raw`{"mod\u0065l":"\u0061","model":"b","\/":""}`).texts).toEqual([
      ['model', 'a'],
      ['model', 'b'],
      ['/', ''],
    ]);
  });

  test('a name that is too long is told as empty', () => {
    const [longest, longer] = ['x'.repeat(LONGEST_NAME), 'x'.repeat(LONGEST_NAME + 1)];
    expect(parse(JSON.stringify({ [longer]: { [longest]: 'a' } })).texts).toEqual([[`.${longest}`, 'a']]);
  });

  test('a text that is too long is told as unknown', () => {
    const json = JSON.stringify({ a: 'x'.repeat(LONGEST_TEXT), b: 'x'.repeat(LONGEST_TEXT + 1), c: 'c' });
    expect(parse(json, 1000).texts.map(([path, text]) => [path, text?.length])).toEqual([
      ['a', LONGEST_TEXT],
      ['b', undefined],
      ['c', 1],
    ]);
  });
});

test.each([
  '{',
  '[1',
  '"a',
  '"\\',
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '[1,]',
  '[,1]',
  '{,}',
  '[1}',
  '{"a":1]',
  '1 2',
  '{} {}',
  "{'a':1}",
  '{a:1}',
  '{"a":b}',
  '01',
  '+1',
  '1.',
  'NaN',
  'True',
  '"\\x"',
  '{"a" 1}',
  '/**/1',
  '{"a":1;}',
  ' ',
])('%s is refused, as JSON.parse does', (json) => {
  expect(() => JSON.parse(json)).toThrow();
  expect(() => parse(json)).toThrow('not valid JSON');
  expect(() => parse(json, 1)).toThrow('not valid JSON');
});

test('anything else that JSON.parse refuses is refused, too, but for signs within texts', () => {
  const characters = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '1', '-', 'null', ' ', 'e', '.', '\\');
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (parts, pieceLength) => {
      const json = parts.join('');
      const accepted = (read: () => unknown) => {
        try {
          read();
          return true;
        } catch {
          return false;
        }
      };
      if (json === '') return;
      expect(accepted(() => parse(json, pieceLength))).toBe(accepted(() => JSON.parse(json)));
    }),
    { numRuns: 3000 },
  );
});

test('nothing is no error; what is nested without end is one', () => {
  expect(parse('').texts).toEqual([]);
  expect(() => parse('['.repeat(1_000_000))).toThrow('nested too deeply');
});

test('each byte is looked at once, however many quotes and backslashes there are', () => {
  const reads = (json: string) => {
    const bytes = new TextEncoder().encode(json);
    let looked = 0;
    const indexOf = bytes.indexOf.bind(bytes);
    bytes.indexOf = (byte, from = 0) => {
      const at = indexOf(byte, from);
      looked += (at < 0 ? bytes.length : at) - from + 1;
      return at;
    };
    createJsonParser({ onText: () => undefined }).push(bytes);
    return looked;
  };
  for (const piece of ['\\n', '\\"', 'a', '","']) {
    const small = reads(`["${piece.repeat(1000)}"]`);
    expect(reads(`["${piece.repeat(16_000)}"]`)).toBeLessThan(small * 20);
  }
});
