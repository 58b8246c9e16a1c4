import type { UsageMetadata } from '../../../../google/wire.ts';
import type { CompletionUsage } from '../../wire-response.ts';

type Modalities = UsageMetadata['promptTokensDetails'];

/**
 * OpenAI's usage from Google's, summed over the calls that made one answer (`n` fanned out). Present even when Google
 * counted nothing. Cached tokens are part of the prompt, thoughts part of the completion (docs/design/translation.md#usage).
 */
export function encodeUsage(calls: Iterable<UsageMetadata | undefined>): CompletionUsage {
  let prompt = 0;
  let completion = 0;
  let total = 0;
  let cached = 0;
  let thoughts = 0;
  let promptAudio = 0;
  let completionAudio = 0;
  for (const call of calls) {
    if (call === undefined) continue;
    const input = (call.promptTokenCount ?? 0) + (call.toolUsePromptTokenCount ?? 0);
    const output = (call.candidatesTokenCount ?? 0) + (call.thoughtsTokenCount ?? 0);
    prompt += input;
    completion += output;
    total += call.totalTokenCount ?? input + output;
    cached += call.cachedContentTokenCount ?? 0;
    thoughts += call.thoughtsTokenCount ?? 0;
    promptAudio += audioTokens(call.promptTokensDetails);
    completionAudio += audioTokens(call.candidatesTokensDetails);
  }
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: total,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: promptAudio },
    completion_tokens_details: { reasoning_tokens: thoughts, audio_tokens: completionAudio },
  };
}

function audioTokens(details: Modalities): number {
  return details?.find((detail) => detail.modality === 'AUDIO')?.tokenCount ?? 0;
}
