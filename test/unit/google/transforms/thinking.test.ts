import { describe, expect, it } from 'vitest';
import { decodeConfig } from '../../dialects/openai/chat/decode/decode.ts';

const thinking = (body: Record<string, unknown>, thoughts = false) => decodeConfig(body, { thoughts })?.thinkingConfig;
const budget = (thinkingBudget: number) => ({ thinkingBudget });
const level = (thinkingLevel: string) => ({ thinkingLevel });

describe('reasoning_effort, by the table of the rule book', () => {
  const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
  it.each([
    ['gemini-2.5-flash', [0, 1024, 1024, 8192, 24_576, 24_576, 24_576]],
    ['gemini-2.5-flash-lite', [0, 1024, 1024, 8192, 24_576, 24_576, 24_576]],
    ['gemini-2.5-pro', [128, 1024, 1024, 8192, 24_576, 32_768, 32_768]],
    ['gemini-3-flash-preview', ['minimal', 'minimal', 'low', 'medium', 'high', 'high', 'high']],
    ['gemini-3.5-flash-lite', ['minimal', 'minimal', 'low', 'medium', 'high', 'high', 'high']],
    ['gemini-3-pro-preview', ['low', 'low', 'low', 'high', 'high', 'high', 'high']],
    ['gemini-3.1-pro-preview', ['low', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['gemini-flash-latest', ['low', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['gemini-4-hydrogen', ['low', 'low', 'low', 'medium', 'high', 'xhigh', 'xhigh']],
  ] as const)('%s: %j', (model, expected) => {
    const key = typeof expected[0] === 'number' ? 'thinkingBudget' : 'thinkingLevel';
    expect(efforts.map((reasoning_effort) => thinking({ model, reasoning_effort }))).toEqual(
      expected.map((value) => ({ [key]: value })),
    );
  });

  it.each(['gemini-2.0-flash', 'gemini-2.5-flash-image', 'gemma-3-27b-it'])('%s hears nothing of it', (model) => {
    const google = { thinking_config: { thinking_budget: 5, include_thoughts: true } };
    expect(thinking({ model, reasoning_effort: 'high', google }, true)).toBeUndefined();
  });
});

describe('other words for it', () => {
  const three = 'gemini-3-flash-preview';
  it.each([
    [{ reasoning: { effort: 'low' } }, budget(1024)],
    [{ reasoning: { max_tokens: 2000 } }, budget(2000)],
    [{ reasoning: { enabled: false } }, budget(0)],
    [{ reasoning: { max_tokens: 2000 }, model: three }, level('low')],
    [{ thinking: { type: 'disabled' } }, budget(0)],
    [{ thinking: { type: 'enabled', budget_tokens: 99_999 } }, budget(24_576)],
    [{ thinking: { type: 'enabled', budget_tokens: 16_000 }, model: three }, level('medium')],
    [{ thinking: { type: 'enabled', budget_tokens: 20_000 }, model: three }, level('high')],
    [{ thinking: { type: 'adaptive' } }, undefined],
    [{ reasoning_effort: 'high', reasoning: { effort: 'low' } }, budget(24_576)],
    [{ reasoning_effort: 'auto' }, undefined],
    [{ reasoning_effort: '' }, undefined],
    [{}, undefined],
  ])('%j', (body, expected) => {
    expect(thinking(body)).toEqual(expected);
  });
});

describe("Google's own thinking_config", () => {
  const google = (thinking_config: object, body: object = {}) => thinking({ google: { thinking_config }, ...body });
  const three = { model: 'gemini-3-flash-preview' };
  const four = { model: 'gemini-4-argon' };

  it('wins over the rest, field by field', () => {
    expect(google({ thinking_budget: 800, include_thoughts: true }, { reasoning_effort: 'high' })).toEqual({
      thinkingBudget: 800,
      includeThoughts: true,
    });
    expect(google({ include_thoughts: true }, { reasoning_effort: 'low' })).toEqual({
      thinkingBudget: 1024,
      includeThoughts: true,
    });
  });

  it.each([
    [{ thinking_budget: -1 }, {}, budget(-1)],
    [{ thinking_budget: 0 }, {}, budget(0)],
    [{ thinking_budget: 0 }, { model: 'gemini-2.5-pro' }, budget(128)],
    [{ thinking_budget: 100 }, { model: 'gemini-2.5-flash-lite' }, budget(512)],
    [{ thinking_level: 'HIGH' }, {}, budget(24_576)],
    [{ thinking_level: 'high', thinking_budget: 5 }, three, level('high')],
    [{ thinking_level: 'minimal' }, { model: 'gemini-3.1-pro-preview' }, level('low')],
    [{ thinking_level: 'ultra' }, three, level('ultra')],
    [{ thinking_budget: 2000 }, three, budget(2000)],
    [{ thinking_budget: 0 }, three, level('minimal')],
    [{ thinking_budget: -1 }, three, undefined],
    [{ thinking_budget: 2000 }, four, level('low')],
  ])('%j %j', (config, body, expected) => {
    expect(google(config, body)).toEqual(expected);
  });
});

describe('whether thoughts are shown', () => {
  it.each([
    [{ reasoning_effort: 'low' }, true, true],
    [{ reasoning_effort: 'low' }, false, undefined],
    [{ reasoning_effort: 'none' }, true, undefined],
    [{ reasoning: { effort: 'low', exclude: true } }, true, false],
    [{ reasoning: { exclude: false } }, false, true],
    [{ reasoning: {} }, true, true],
    [{ thinking: { type: 'enabled', budget_tokens: 1024 } }, true, true],
    [{ include_reasoning: true }, false, true],
    [{ include_reasoning: false, reasoning_effort: 'low' }, true, false],
    [{ google: { thinking_config: { include_thoughts: false } }, reasoning_effort: 'low' }, true, false],
    [{ google: { thinking_config: { thinking_budget: 5 } } }, true, undefined],
    [{}, true, undefined],
  ])('%j with the option %s: %s', (body, thoughts, expected) => {
    expect(thinking(body, thoughts)?.includeThoughts).toBe(expected);
  });
});
