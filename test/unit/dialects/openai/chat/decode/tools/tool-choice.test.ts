import { describe, expect, it } from 'vitest';
import { decode, refusalOf } from '../decode.ts';

const fn = (name: string) => ({ type: 'function', function: { name } });
const tools = [fn('f'), fn('my tool')];
const calling = (body: Record<string, unknown>) => decode({ tools, ...body }).request.toolConfig?.functionCallingConfig;

const allowed = (mode: string, names: string[]) => ({
  type: 'allowed_tools',
  allowed_tools: { mode, tools: names.map(fn) },
});

describe('tool_choice', () => {
  it.each([
    ['auto', undefined],
    [null, undefined],
    ['none', { mode: 'NONE' }],
    ['required', { mode: 'ANY' }],
    ['any', { mode: 'ANY' }],
    [fn('my tool'), { mode: 'ANY', allowedFunctionNames: ['my_tool'] }],
    [
      { type: 'function', name: 'f' },
      { mode: 'ANY', allowedFunctionNames: ['f'] },
    ],
    [allowed('required', ['f', 'my tool']), { mode: 'ANY', allowedFunctionNames: ['f', 'my_tool'] }],
    [allowed('auto', ['f']), { mode: 'VALIDATED', allowedFunctionNames: ['f'] }],
    [
      { type: 'allowed_tools', mode: 'auto', tools: [fn('f')] },
      { mode: 'VALIDATED', allowedFunctionNames: ['f'] },
    ],
    [allowed('auto', []), { mode: 'NONE' }],
    [{ type: 'web_search_preview' }, undefined],
  ])('%j', (tool_choice, expected) => {
    expect(calling({ tool_choice })).toEqual(expected);
  });

  it('of the older kind', () => {
    expect(calling({ function_call: 'none' })).toEqual({ mode: 'NONE' });
    expect(calling({ function_call: { name: 'f' } })).toEqual({ mode: 'ANY', allowedFunctionNames: ['f'] });
  });

  it('means nothing where nothing is declared', () => {
    expect(calling({ tools: [], tool_choice: 'required' })).toBeUndefined();
    expect(calling({ tools: [{ google_search: {} }], tool_choice: fn('f') })).toBeUndefined();
  });

  it.each([
    ['tool_choice', 'sometimes'],
    ['tool_choice', 7],
    ['tool_choice.function.name', fn('unknown')],
    ['tool_choice.function.name', { type: 'function', function: {} }],
    ['tool_choice.allowed_tools.tools[1].function.name', allowed('auto', ['f', 'unknown'])],
  ])('names %s', (field, tool_choice) => {
    const body = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'Hi' }], tools, tool_choice };
    expect(refusalOf(body)).toEqual(['invalid_value', field]);
  });
});
