import { expect, test } from 'vitest';
import type { Model } from '../../../src/core/models/model.ts';
import { isUseful, modelId, type OfferSettings, offeredModels } from '../../../src/core/models/offered-models.ts';
import { defaultModels } from '../../fake-gemini/models.ts';

const settings = (own: Partial<OfferSettings> = {}): OfferSettings => ({
  searchMode: false,
  extraModels: [],
  modelAliases: [],
  whitelistModels: [],
  blockedModels: [],
  ...own,
});
const offered = (own?: Partial<OfferSettings>, models: readonly Model[] = defaultModels) =>
  offeredModels(models, settings(own)).map(modelId);

test('all that Google has, as it is', () => {
  expect(offeredModels(defaultModels, settings())).toEqual(defaultModels);
});

test('search variants stand behind their models, under a name of their own', () => {
  const models = offeredModels(defaultModels, settings({ searchMode: true, blockedModels: ['*-pro*-search'] }));
  const ids = models.map(modelId);
  expect(ids.slice(0, 2)).toEqual(['gemini-2.5-flash', 'gemini-2.5-flash-search']);
  expect(ids).toContain('gemini-2.5-pro');
  expect(ids).not.toContain('gemini-2.5-pro-search');
  expect(models[1]?.displayName).toBe('Gemini 2.5 Flash (search)');
});

test('extra models and names of the person’s own come last, patterns not at all', () => {
  const own = {
    extraModels: ['tuned', 'gemini-2.5-pro'],
    modelAliases: ['fast=gemini-2.5-flash', 'gpt-*=gemini-2.5-pro'],
  };
  expect(offered(own)).toEqual([...offered(), 'tuned', 'fast']);
  expect(offeredModels(defaultModels, settings(own)).at(-1)).toMatchObject({
    name: 'models/fast',
    displayName: 'Gemini 2.5 Flash',
  });
  expect(offered({ ...own, blockedModels: ['gemini-2.5-flash'] })).not.toContain('fast');
});

test('what no endpoint of OpenAI’s can call is not useful', () => {
  const live: Model = { name: 'models/live', supportedGenerationMethods: ['bidiGenerateContent'] };
  expect([...defaultModels, live, { name: 'models/unknown' }].filter((model) => !isUseful(model))).toEqual([live]);
});
