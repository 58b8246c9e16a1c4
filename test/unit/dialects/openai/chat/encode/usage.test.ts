import { expect, it } from 'vitest';
import { encodeUsage } from '../../../../../../src/core/dialects/openai/chat/encode/usage.ts';

it('counts thoughts as completion and tool results as prompt', () => {
  expect(
    encodeUsage([
      {
        promptTokenCount: 1000,
        toolUsePromptTokenCount: 50,
        cachedContentTokenCount: 800,
        candidatesTokenCount: 40,
        thoughtsTokenCount: 160,
        totalTokenCount: 1250,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 990 },
          { modality: 'AUDIO', tokenCount: 10 },
        ],
        candidatesTokensDetails: [{ modality: 'AUDIO', tokenCount: 30 }],
      },
    ]),
  ).toEqual({
    prompt_tokens: 1050,
    completion_tokens: 200,
    total_tokens: 1250,
    prompt_tokens_details: { cached_tokens: 800, audio_tokens: 10 },
    completion_tokens_details: { reasoning_tokens: 160, audio_tokens: 30 },
  });
});

it('adds the total up where Google gives none', () => {
  expect(encodeUsage([{ promptTokenCount: 3, thoughtsTokenCount: 4 }])).toMatchObject({
    prompt_tokens: 3,
    completion_tokens: 4,
    total_tokens: 7,
  });
});

it('is all zeros where Google counted nothing', () => {
  expect(encodeUsage([undefined])).toMatchObject({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 });
});
