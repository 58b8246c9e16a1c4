import { describe, expect, it } from 'vitest';
import { decodeToolCalls } from '../../../../../../../src/core/dialects/openai/chat/decode/tools/tool-calls.ts';
import { createToolNames } from '../../../../../../../src/core/dialects/openai/chat/decode/tools/tool-names.ts';

function decode(values: Record<string, unknown>) {
  return decodeToolCalls({ values, path: 'messages[1]' }, createToolNames([]), () => 'new');
}

const argsOf = (value: unknown) =>
  decode({ tool_calls: [{ id: '1', function: { name: 'f', arguments: value } }] })[0]?.args;

describe('decodeToolCalls', () => {
  it.each([
    ['{"a":{"b":[1,null]}}', { a: { b: [1, null] } }],
    ['', {}],
    [' ', {}],
    [null, {}],
    [undefined, {}],
    [{ a: 1 }, { a: 1 }],
    ['{"a":', { arguments: '{"a":' }],
    ['[1]', { arguments: '[1]' }],
    ['"text"', { arguments: '"text"' }],
    ['null', { arguments: 'null' }],
    [7, { arguments: 7 }],
  ])('arguments %j become %j', (value, args) => {
    expect(argsOf(value)).toEqual(args);
  });

  it('keeps a key called __proto__ as data', () => {
    expect(JSON.stringify(argsOf('{"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1}}');
  });

  it('keeps ids, makes missing ones, and gives names their legal form', () => {
    const function_ = { name: 'my tool', arguments: '' };
    expect(
      decode({
        tool_calls: [
          { id: 'a', function: function_ },
          { id: '', function: function_ },
        ],
      }),
    ).toEqual([
      { id: 'a', name: 'my_tool', args: {} },
      { id: 'call_new', name: 'my_tool', args: {} },
    ]);
  });

  it('takes signatures from both places, and only base64', () => {
    const call = (extra: object) => ({ id: 'a', function: { name: 'f' }, ...extra });
    const signatures = [
      { extra_content: { google: { thought_signature: 'c2ln' } } },
      { signature: 'c2ln' },
      { extra_content: { google: { thought_signature: 'no base64!' } } },
      { extra_content: { google: {} } },
    ];
    expect(decode({ tool_calls: signatures.map(call) }).map(({ signature }) => signature)).toEqual([
      'c2ln',
      'c2ln',
      undefined,
      undefined,
    ]);
  });

  it('reads calls of custom tools and the older function_call', () => {
    const custom = { id: 'a', type: 'custom', custom: { name: 'sql', input: 'select 1' } };
    expect(decode({ tool_calls: [custom], function_call: { name: 'g', arguments: '{"x":1}' } })).toEqual([
      { id: 'a', name: 'sql', args: { input: 'select 1' } },
      { id: 'call_new', name: 'g', args: { x: 1 } },
    ]);
  });
});
