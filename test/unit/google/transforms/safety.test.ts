import { describe, expect, it } from 'vitest';
import {
  type Filter,
  type Filters,
  safetySettings,
  withSafety,
} from '../../../../src/core/google/transforms/safety.ts';
import type { GenerateContentRequest } from '../../../../src/core/google/wire.ts';

const all = (filter: Filter): Filters => ({
  safetyHarassment: filter,
  safetyHateSpeech: filter,
  safetySexuallyExplicit: filter,
  safetyDangerousContent: filter,
  safetyCivicIntegrity: filter,
});

const newest = { safetyOff: true, civicIntegrity: false };
const oldest = { safetyOff: false, civicIntegrity: true };
const thresholdsOf = (filter: Filter, model = newest) => [
  ...new Set(safetySettings(all(filter), model).map(({ threshold }) => threshold)),
];

describe('the thresholds', () => {
  it.each<[Filter, string]>([
    ['off', 'OFF'],
    ['block-few', 'BLOCK_ONLY_HIGH'],
    ['block-some', 'BLOCK_MEDIUM_AND_ABOVE'],
    ['block-most', 'BLOCK_LOW_AND_ABOVE'],
  ])('%s is %s', (filter, threshold) => {
    expect(thresholdsOf(filter)).toEqual([threshold]);
  });

  it('are the weakest that the model takes where it takes no OFF', () => {
    expect(thresholdsOf('off', oldest)).toEqual(['BLOCK_NONE']);
    expect(thresholdsOf('block-few', oldest)).toEqual(['BLOCK_ONLY_HIGH']);
  });
});

describe('the categories', () => {
  it('each have the filter that was set for it', () => {
    const filters: Filters = {
      safetyHarassment: 'off',
      safetyHateSpeech: 'block-few',
      safetySexuallyExplicit: 'block-some',
      safetyDangerousContent: 'block-most',
      safetyCivicIntegrity: 'block-few',
    };
    expect(safetySettings(filters, { safetyOff: true, civicIntegrity: true })).toEqual([
      { category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' },
      { category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'BLOCK_ONLY_HIGH' },
      { category: 'HARM_CATEGORY_SEXUALLY_EXPLICIT', threshold: 'BLOCK_MEDIUM_AND_ABOVE' },
      { category: 'HARM_CATEGORY_DANGEROUS_CONTENT', threshold: 'BLOCK_LOW_AND_ABOVE' },
      { category: 'HARM_CATEGORY_CIVIC_INTEGRITY', threshold: 'BLOCK_ONLY_HIGH' },
    ]);
  });

  it('leave out the one that newer models refuse', () => {
    expect(safetySettings(all('off'), newest).map(({ category }) => category)).not.toContain(
      'HARM_CATEGORY_CIVIC_INTEGRITY',
    );
  });
});

describe('a request', () => {
  const request: GenerateContentRequest = { contents: [] };

  it.each([
    ['gemini-3-pro', 4, 'OFF'],
    ['gemini-2.5-flash', 5, 'OFF'],
    ['gemini-1.5-pro', 5, 'BLOCK_NONE'],
  ])('to %s has %i settings of %s', (model, count, threshold) => {
    const { safetySettings: settings = [], ...others } = withSafety(request, model, all('off'));
    expect(settings).toHaveLength(count);
    expect(settings.every((setting) => setting.threshold === threshold)).toBe(true);
    expect(others).toEqual(request);
  });

  it.each([[[]], [[{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_LOW_AND_ABOVE' }]]])(
    'keeps what the client set: %j',
    (settings) => {
      const own = { ...request, safetySettings: settings };
      expect(withSafety(own, 'gemini-2.5-flash', all('off'))).toBe(own);
    },
  );
});
