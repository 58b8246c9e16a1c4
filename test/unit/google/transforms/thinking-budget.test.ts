import { describe, expect, it } from 'vitest';
import { withThinkingBudget } from '../../../../src/core/google/transforms/thinking-budget.ts';
import type { GenerateContentRequest, GenerationConfig } from '../../../../src/core/google/wire.ts';

const configOf = (model: string, budget: number, own: GenerationConfig = {}, thoughts = false) => {
  const request: GenerateContentRequest = { contents: [], generationConfig: own };
  return withThinkingBudget(request, model, budget, thoughts).generationConfig?.thinkingConfig;
};

describe('a thinking budget', () => {
  it.each<[string, number, object | undefined]>([
    ['gemini-2.5-flash', 512, { thinkingBudget: 512 }],
    ['gemini-2.5-flash', 0, { thinkingBudget: 0 }],
    ['gemini-2.5-flash', 100_000, { thinkingBudget: 24_576 }],
    ['gemini-2.5-pro', 0, { thinkingBudget: 128 }],
    ['gemini-3-flash', 0, { thinkingLevel: 'minimal' }],
    ['gemini-3-flash', 8_000, { thinkingLevel: 'medium' }],
    ['gemini-3-pro', 30_000, { thinkingLevel: 'high' }],
    ['gemini-2.0-flash', 512, undefined],
  ])('to %s of %i is %j', (model, budget, config) => {
    expect(configOf(model, budget)).toEqual(config);
  });

  it('takes the place of what the request asks for', () => {
    expect(configOf('gemini-2.5-flash', 512, { thinkingConfig: { thinkingBudget: 9 } })).toEqual({
      thinkingBudget: 512,
    });
    expect(configOf('gemini-3-pro', 1_000, { thinkingConfig: { thinkingLevel: 'high' } })).toEqual({
      thinkingLevel: 'low',
    });
  });
});

describe('the thoughts', () => {
  it.each<[string, number, boolean | undefined, boolean, boolean | undefined]>([
    ['are shown where the request says so', 512, true, false, true],
    ['are hidden where the request says so', 512, false, true, false],
    ['go by the default where the request does not say', 512, undefined, true, true],
    ['are not spoken of where nobody wants them', 512, undefined, false, undefined],
    ['of none are never asked for', 0, true, true, undefined],
  ])('%s', (_, budget, includeThoughts, thoughts, asked) => {
    const own = includeThoughts === undefined ? {} : { thinkingConfig: { includeThoughts } };
    expect(configOf('gemini-2.5-flash', budget, own, thoughts)?.includeThoughts).toBe(asked);
  });
});

describe('the rest of the request', () => {
  it('stays, and is not written into', () => {
    const request: GenerateContentRequest = {
      contents: [],
      cachedContent: 'cachedContents/a',
      generationConfig: { temperature: 1, thinkingConfig: { thinkingBudget: 9 } },
    };
    const before = structuredClone(request);
    expect(withThinkingBudget(request, 'gemini-2.5-flash', 0, false)).toEqual({
      contents: [],
      cachedContent: 'cachedContents/a',
      generationConfig: { temperature: 1, thinkingConfig: { thinkingBudget: 0 } },
    });
    expect(request).toEqual(before);
  });

  it('has no empty config for a model that does not think', () => {
    const request = { contents: [], generationConfig: { thinkingConfig: { thinkingBudget: 9 } } };
    expect(withThinkingBudget(request, 'gemini-2.0-flash', 512, true)).toEqual({ contents: [] });
  });
});
