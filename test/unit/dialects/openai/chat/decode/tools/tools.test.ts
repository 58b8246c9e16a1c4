import { describe, expect, it } from 'vitest';
import { decode, refusalOf } from '../decode.ts';

const fn = (name: string, extra: object = {}) => ({ type: 'function', function: { name, ...extra } });
const tools = (body: Record<string, unknown>) => decode(body).request.tools;
const model = 'gemini-3-flash-preview';

describe('functions', () => {
  it('are declared in one tool, without what Google does not know', () => {
    const parameters = { type: 'object', properties: { a: { type: 'string' } } };
    expect(tools({ tools: [fn('f', { description: 'Does f', parameters, strict: true }), fn('g')] })).toEqual([
      { functionDeclarations: [{ name: 'f', description: 'Does f', parametersJsonSchema: parameters }, { name: 'g' }] },
    ]);
  });

  it('may be flat, without a type, or in the older field', () => {
    const declared = [{ functionDeclarations: [{ name: 'f' }] }];
    expect(tools({ tools: [{ type: 'function', name: 'f' }] })).toEqual(declared);
    expect(tools({ tools: [{ function: { name: 'f' } }] })).toEqual(declared);
    expect(tools({ functions: [{ name: 'f' }] })).toEqual(declared);
  });

  it('of one name are declared once', () => {
    expect(tools({ tools: [fn('f', { description: 'first' }), fn('f', { description: 'second' })] })).toEqual([
      { functionDeclarations: [{ name: 'f', description: 'first' }] },
    ]);
  });

  it('get legal names, also in the history, and the client gets its own back', () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', tool_calls: [{ id: '1', ...fn('my/tool', { arguments: '{}' }) }] },
      { role: 'tool', tool_call_id: '1', content: 'done' },
    ];
    const { request, toolNames } = decode({ tools: [fn('my/tool')], messages });
    expect(request.tools?.[0]?.functionDeclarations?.[0]?.name).toBe('my_tool');
    expect(request.contents[1]?.parts[0]?.functionCall?.name).toBe('my_tool');
    expect(request.contents[2]?.parts[0]?.functionResponse?.name).toBe('my_tool');
    expect(toolNames.toClient('my_tool')).toBe('my/tool');
  });
});

describe("Google's own tools", () => {
  it.each([
    [{ google_search: {} }, { googleSearch: {} }],
    [{ googleSearch: { timeRangeFilter: {} } }, { googleSearch: { timeRangeFilter: {} } }],
    [{ url_context: {} }, { urlContext: {} }],
    [{ brand_new_tool: { a: 1 } }, { brandNewTool: { a: 1 } }],
    [{ type: 'google_search' }, { googleSearch: {} }],
    [{ type: 'googleMaps' }, { googleMaps: {} }],
    [{ type: 'file_search', file_search: { store: 's' } }, { fileSearch: { store: 's' } }],
    [{ type: 'web_search_preview' }, { googleSearch: {} }],
    [{ type: 'code_interpreter', container: { type: 'auto' } }, { codeExecution: {} }],
    [fn('googleSearch'), { googleSearch: {} }],
  ])('%j', (tool, expected) => {
    expect(tools({ tools: [tool] })).toEqual([expected]);
    expect(tools({ google: { tools: [tool] } })).toEqual([expected]);
  });

  it("a function called googleSearch that takes arguments is the client's own", () => {
    const parameters = { type: 'object', properties: { query: { type: 'string' } } };
    expect(tools({ tools: [fn('googleSearch', { parameters })] })?.[0]).toHaveProperty('functionDeclarations');
  });

  it('are asked for by web_search_options, once', () => {
    expect(tools({ web_search_options: { search_context_size: 'low' }, tools: [{ google_search: {} }] })).toEqual([
      { googleSearch: {} },
    ]);
  });

  it('stand next to functions on Gemini 3, with leave to do so', () => {
    const { request } = decode({ model, tools: [fn('f'), { google_search: {} }, { url_context: {} }] });
    expect(request.tools).toEqual([
      { functionDeclarations: [{ name: 'f' }] },
      { googleSearch: {} },
      { urlContext: {} },
    ]);
    expect(request.toolConfig).toEqual({ includeServerSideToolInvocations: true });
  });

  it('give way to functions before Gemini 3', () => {
    const { request } = decode({ tools: [fn('f'), { google_search: {} }] });
    expect(request.tools).toEqual([{ functionDeclarations: [{ name: 'f' }] }]);
    expect(request.toolConfig).toBeUndefined();
  });

  it("declarations in Google's own form pass as they are", () => {
    const declaration = { name: 'f', parameters: { type: 'OBJECT', properties: { a: { type: 'STRING' } } } };
    expect(tools({ tools: [{ function_declarations: [declaration] }] })).toEqual([
      { functionDeclarations: [declaration] },
    ]);
  });
});

describe('no tools', () => {
  it.each([[[]], [null], [undefined]])('%j', (value) => {
    expect(decode({ tools: value, functions: value, tool_choice: 'auto' }).request).not.toHaveProperty('tools');
  });
});

describe('what cannot be a tool', () => {
  const messages = [{ role: 'user', content: 'Hi' }];
  it.each([
    ['invalid_value', 'tools', 'f'],
    ['invalid_value', 'tools[0]', ['f']],
    ['invalid_value', 'tools[0].type', [{}]],
    ['unsupported', 'tools[0].type', [{ type: 'custom', custom: { name: 'f' } }]],
    ['invalid_value', 'tools[1].function.name', [fn('f'), { type: 'function', function: {} }]],
    ['invalid_value', 'tools[0].function.parameters', [fn('f', { parameters: 'none' })]],
    ['invalid_value', 'tools[0].googleSearch', [{ google_search: true }]],
  ])('%s: %s', (code, field, value) => {
    expect(refusalOf({ model, messages, tools: value })).toEqual([code, field]);
  });
});
