import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createToolNames } from '../../../../../../../src/core/dialects/openai/chat/decode/tools/tool-names.ts';

describe('createToolNames', () => {
  it.each([
    ['get_weather', 'get_weather'],
    ['mcp.server:get-it', 'mcp.server:get-it'],
    ['files/read', 'files_read'],
    ['2fast', '_2fast'],
    ['say hello', 'say_hello'],
    ['天气', '__'],
    ['x'.repeat(200), 'x'.repeat(128)],
  ])('%s is %s to Google', (name, legal) => {
    const names = createToolNames([name]);
    expect(names.toGoogle(name)).toBe(legal);
    expect(names.toClient(legal)).toBe(name);
  });

  it('keeps collisions apart, and legal names as they are whatever comes before them', () => {
    const names = createToolNames(['a/b', 'a b', 'a_b']);
    expect(['a/b', 'a b', 'a_b'].map(names.toGoogle)).toEqual(['a_b_2', 'a_b_3', 'a_b']);
  });

  it('maps names that only the history knows', () => {
    const names = createToolNames([]);
    expect(names.toGoogle('old tool')).toBe('old_tool');
    expect(names.toClient('never_mapped')).toBe('never_mapped');
  });

  it('is legal and restores every name, for any names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 140 })), (clientNames) => {
        const names = createToolNames(clientNames);
        const legal = clientNames.map(names.toGoogle);
        for (const name of legal) expect(name).toMatch(/^[A-Za-z_][\w.:-]{0,127}$/);
        expect(legal.map(names.toClient)).toEqual(clientNames);
      }),
    );
  });
});
