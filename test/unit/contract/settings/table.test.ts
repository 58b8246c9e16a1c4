import { describe, expect, test } from 'vitest';
import { parseSetting, SettingError } from '../../../../src/contract/settings/table.ts';

describe('parseSetting', () => {
  test('a choice may be written in words of the original', () => {
    expect(parseSetting('randomString', 'true')).toBe('on');
    expect(parseSetting('randomString', false)).toBe('off');
    expect(parseSetting('randomString', 'auto')).toBe('auto');
    expect(() => parseSetting('randomString', 'maybe')).toThrow(SettingError);
  });

  test('items of a list that have a form must have it', () => {
    expect(parseSetting('modelAliases', 'gpt-4o=gemini-2.5-pro, o1=gemini-3-pro')).toEqual([
      'gpt-4o=gemini-2.5-pro',
      'o1=gemini-3-pro',
    ]);
    expect(() => parseSetting('modelAliases', 'gpt-4o')).toThrow(/pairs/);
    expect(parseSetting('modelAliases', '')).toEqual([]);
  });
});
