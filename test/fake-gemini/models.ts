/** The models that the fake offers, in the shape of Google's `models.list`. */
import type { Model } from '../../src/core/models/model.ts';

const GENERATES = ['generateContent', 'streamGenerateContent', 'countTokens', 'createCachedContent'];
const EMBEDS = ['embedContent', 'batchEmbedContents', 'countTokens'];

const model = (id: string, displayName: string, supportedGenerationMethods: string[]): Model => ({
  name: `models/${id}`,
  version: '001',
  displayName,
  description: `${displayName}, as the fake plays it`,
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods,
  temperature: 1,
  topP: 0.95,
  topK: 64,
  ...(supportedGenerationMethods === GENERATES ? { thinking: true } : {}),
});

export const defaultModels: readonly Model[] = [
  model('gemini-2.5-flash', 'Gemini 2.5 Flash', GENERATES),
  model('gemini-2.5-flash-lite', 'Gemini 2.5 Flash-Lite', GENERATES),
  model('gemini-2.5-pro', 'Gemini 2.5 Pro', GENERATES),
  model('gemini-2.5-flash-image', 'Nano Banana', GENERATES),
  model('gemini-3-flash-preview', 'Gemini 3 Flash Preview', GENERATES),
  model('gemini-3-pro-preview', 'Gemini 3 Pro Preview', GENERATES),
  model('gemini-3-pro-image-preview', 'Nano Banana Pro', GENERATES),
  model('gemini-3.5-flash-lite', 'Gemini 3.5 Flash-Lite', GENERATES),
  model('gemini-3.8-flash', 'Gemini 3.8 Flash', GENERATES),
  model('gemini-nano-banana-2.1', 'Nano Banana 2.1', GENERATES),
  model('gemini-3.8-flash-tts', 'Gemini 3.8 Flash TTS', GENERATES),
  model('gemini-embedding-001', 'Gemini Embedding 001', EMBEDS),
];

/** One page of `models.list`; the token is the index of the page's first model. Google's default page size is 50. */
export function modelPage(models: readonly Model[], query: URLSearchParams): object {
  const size = Number(query.get('pageSize') ?? 50);
  const from = Number(query.get('pageToken') ?? 0);
  const next = from + size;
  return {
    models: models.slice(from, next),
    ...(next < models.length ? { nextPageToken: String(next) } : {}),
  };
}

/** `3` for `gemini-3-pro-preview`, `2.5` for `gemini-2.5-flash`; newest for a name without a number. */
export function generation(modelId: string): number {
  const digits = /^gemini-(\d+(?:\.\d+)?)/.exec(modelId)?.[1];
  return digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
}

export const drawsImages = (modelId: string): boolean => /image|nano-banana/.test(modelId);
