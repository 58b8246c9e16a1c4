import { describe, expect, it } from 'vitest';
import { readThinkingWish } from '../../../../../../../src/core/dialects/openai/chat/decode/config/reasoning-options.ts';
import type { ChatRequest } from '../../../../../../../src/core/dialects/openai/wire.ts';

const wish = (values: ChatRequest) => readThinkingWish({ values, path: '' });

describe('readThinkingWish', () => {
  it('is empty where nothing is said', () => {
    expect(wish({ reasoning_effort: null, reasoning: null, thinking: null })).toEqual({ asked: false });
  });

  it('takes the amount from the first field that has one, and the rest from wherever it stands', () => {
    expect(wish({ reasoning: { exclude: true }, thinking: { type: 'enabled', budget_tokens: 7 } })).toEqual({
      asked: true,
      budget: 7,
      show: false,
    });
  });

  it('knows the fields of hajimi', () => {
    expect(wish({ enable_thinking: true })).toEqual({ asked: false });
    expect(wish({ enable_thinking: true, thinking_budget: -1 })).toEqual({ asked: true, budget: -1 });
    expect(wish({ enable_thinking: false, thinking_budget: 99 })).toEqual({ asked: true, effort: 'none' });
  });

  it.each([
    ['min', 'minimal'],
    ['max', 'xhigh'],
    ['low', 'low'],
  ])('understands %s as %s', (word, effort) => {
    expect(wish({ reasoning_effort: word })).toEqual({ asked: true, effort });
  });

  it.each([
    ['reasoning_effort', { reasoning_effort: 'extreme' }],
    ['reasoning.effort', { reasoning: { effort: 'extreme' } }],
    ['reasoning.max_tokens', { reasoning: { max_tokens: 1.5 } }],
    ['thinking_budget', { thinking_budget: 0.5 }],
    ['thinking.budget_tokens', { thinking: { budget_tokens: -2 } }],
  ])('names %s', (field, values) => {
    expect(() => wish(values)).toThrow(`"${field}"`);
  });
});
