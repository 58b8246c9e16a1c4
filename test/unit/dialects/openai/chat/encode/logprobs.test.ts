import { expect, it } from 'vitest';
import { encodeLogprobs } from '../../../../../../src/core/dialects/openai/chat/encode/logprobs.ts';

it('has a number for a token that is all but impossible, which Google writes as a word', () => {
  const logprobs = encodeLogprobs({
    chosenCandidates: [{ token: 'a', logProbability: -0.1 }],
    topCandidates: [{ candidates: [{ token: 'b', logProbability: '-Infinity' }] }],
  });
  expect(logprobs?.content?.[0]?.top_logprobs).toEqual([{ token: 'b', logprob: -9999, bytes: [0x62] }]);
});

it('gives each token its bytes and the alternatives of its step', () => {
  expect(
    encodeLogprobs({
      chosenCandidates: [{ token: 'é', logProbability: -0.2 }, { token: '!' }],
      topCandidates: [
        {
          candidates: [
            { token: 'é', logProbability: -0.2 },
            { token: 'e', logProbability: -1.9 },
          ],
        },
      ],
    }),
  ).toEqual({
    content: [
      {
        token: 'é',
        logprob: -0.2,
        bytes: [0xc3, 0xa9],
        top_logprobs: [
          { token: 'é', logprob: -0.2, bytes: [0xc3, 0xa9] },
          { token: 'e', logprob: -1.9, bytes: [0x65] },
        ],
      },
      // Google leaves out a probability of 1, whose logarithm is 0.
      { token: '!', logprob: 0, bytes: [0x21], top_logprobs: [] },
    ],
    refusal: null,
  });
});

it('is null without a result, or with a sum only', () => {
  expect(encodeLogprobs(undefined)).toBeNull();
  expect(encodeLogprobs({})).toBeNull();
});
