/** Everything that shapes the answer -> Gemini's `generationConfig`, without what the model would refuse. */

import { decodeThinking } from '../../../../../google/transforms/thinking.ts';
import type { GenerationConfig } from '../../../../../google/wire.ts';
import type { Capabilities } from '../../../../../models/series.ts';
import { type Fields, integer } from '../../../../fields.ts';
import type { ChatRequest } from '../../../wire.ts';
import type { GoogleFields } from './google-extensions.ts';
import { decodeOutputMedia } from './modalities.ts';
import { readThinkingWish } from './reasoning-options.ts';
import { decodeResponseFormat } from './response-format.ts';
import { decodeSampling } from './sampling.ts';

export interface DecodedGenerationConfig {
  readonly config: GenerationConfig;
  /** How many calls together make the `n` choices. */
  readonly copies: number;
}

/** Google allows eight candidates; fanned out, each costs a request of the pool. */
const MAX_CHOICES = 8;

/** Google refuses a sixth. */
const MAX_STOPS = 5;

/** @param options `hasTools`: of any kind; some models refuse JSON mode next to them. */
export function decodeGenerationConfig(
  body: Fields<ChatRequest>,
  google: GoogleFields,
  options: { readonly model: Capabilities; readonly hasTools: boolean; readonly thoughts: boolean },
): DecodedGenerationConfig {
  const { model, hasTools, thoughts } = options;
  const { candidateCount, ...own } = google.generationConfig;
  const media = decodeOutputMedia(body, model);
  const config: GenerationConfig = {
    ...decodeSampling(body),
    ...media,
    ...decodeResponseFormat(body, model),
    ...own,
  };
  if (media.imageConfig && own.imageConfig) config.imageConfig = { ...media.imageConfig, ...own.imageConfig };
  const thinkingConfig = decodeThinking(readThinkingWish(body), google.thinking, model, thoughts);
  if (thinkingConfig) config.thinkingConfig = thinkingConfig;
  const choices = integer(body, 'n', 1, MAX_CHOICES) ?? candidateCount ?? 1;
  if (choices > 1 && model.candidates) config.candidateCount = choices;
  return { config: withoutRefused(config, hasTools, model), copies: model.candidates ? 1 : choices };
}

function withoutRefused(config: GenerationConfig, hasTools: boolean, model: Capabilities): GenerationConfig {
  const takesJson = model.jsonMode && (model.jsonModeWithTools || !hasTools);
  const refused = new Set([
    ...(model.sampling ? [] : ['temperature', 'topP', 'topK']),
    ...(model.penalties ? [] : ['presencePenalty', 'frequencyPenalty']),
    ...(takesJson ? [] : ['responseMimeType', 'responseSchema', 'responseJsonSchema']),
  ]);
  const kept: GenerationConfig = Object.fromEntries(Object.entries(config).filter(([key]) => !refused.has(key)));
  if (kept.stopSequences) kept.stopSequences = kept.stopSequences.slice(0, MAX_STOPS);
  return kept;
}
