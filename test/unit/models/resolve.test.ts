import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/contract/settings/table.ts';
import { isAllowedModel, type ModelRules, resolveModel } from '../../../src/core/models/resolve.ts';

const rules = (own: Partial<ModelRules> = {}): ModelRules => ({
  modelAliases: [],
  whitelistModels: [],
  blockedModels: [],
  ...own,
});

describe('resolveModel', () => {
  test.each([
    ['gpt-4o', 'gemini-3.5-flash-lite'],
    ['chatgpt-4o-latest', 'gemini-3.5-flash-lite'],
    ['gpt-image-1', 'gemini-nano-banana-2.1'],
    ['gpt-4o-mini-tts', 'gemini-3.8-flash-tts'],
    ['text-embedding-3-small', 'gemini-embedding-001'],
    ['gemini-2.5-pro', 'gemini-2.5-pro'],
    ['models/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['some-new-model', 'some-new-model'],
  ])('by default %s is %s', (asked, model) => {
    expect(resolveModel(asked, defaultSettings)).toEqual({
      asked: asked.replace('models/', ''),
      model,
      search: false,
    });
  });

  test('a name goes before patterns, and what the client adds before what the other name brings', () => {
    const modelAliases = ['gpt-*=gemini-2.5-flash', 'GPT-4o=gemini-2.5-pro-thinking-512', 'a-search=gemini-3-pro'];
    const ask = (name: string) => resolveModel(name, rules({ modelAliases }));
    expect(ask('gpt-4o')).toMatchObject({ model: 'gemini-2.5-pro', thinkingBudget: 512, search: false });
    expect(ask('gpt-4o-nothinking-search')).toMatchObject({ model: 'gemini-2.5-pro', thinkingBudget: 0, search: true });
    expect(ask('gpt-4')).toMatchObject({ model: 'gemini-2.5-flash' });
    expect(ask('a-search')).toMatchObject({ model: 'gemini-3-pro', search: false });
  });

  test('refuses what no URL can hold', () => {
    expect(() => resolveModel('gemini-\ud800', rules())).toThrow('"model"');
    expect(resolveModel('gemini-😀', rules()).model).toBe('gemini-😀');
  });

  test('a target is not looked up again', () => {
    expect(resolveModel('a', rules({ modelAliases: ['a=b', 'b=c'] })).model).toBe('b');
  });

  test('what Google has under a name is not read as a suffix', () => {
    expect(resolveModel('deep-search', rules(), (model) => model === 'deep-search')).toMatchObject({
      model: 'deep-search',
      search: false,
    });
  });

  test('refuses what is blocked under either name', () => {
    const modelAliases = ['fast=gemini-2.5-flash'];
    expect(() => resolveModel('fast', rules({ modelAliases, blockedModels: ['*-flash'] }))).toThrow('"fast"');
    expect(() => resolveModel('fast', rules({ modelAliases, blockedModels: ['fast'] }))).toThrow('"fast"');
    expect(() => resolveModel('gemini-2.5-flash-search', rules({ blockedModels: ['*-search'] }))).toThrow();
    expect(resolveModel('fast', rules({ modelAliases, whitelistModels: ['fast'] })).model).toBe('gemini-2.5-flash');
    expect(resolveModel('fast', rules({ modelAliases, whitelistModels: ['gemini-*'] })).asked).toBe('fast');
    expect(() => resolveModel('fast', rules({ modelAliases, whitelistModels: ['other'] }))).toThrow();
  });
});

test('blocked goes before allowed', () => {
  const both = { whitelistModels: ['gemini-*'], blockedModels: ['*-pro'] };
  expect(isAllowedModel('gemini-2.5-pro', both)).toBe(false);
  expect(isAllowedModel('gemini-2.5-flash', both)).toBe(true);
  expect(isAllowedModel('imagen-4', both)).toBe(false);
});
