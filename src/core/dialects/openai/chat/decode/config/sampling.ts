/**
 * Sampling parameters, output limit and stop sequences -> Gemini's `generationConfig` (docs/design/translation.md#fields).
 */
import type { GenerationConfig } from '../../../../../google/wire.ts';
import { type Fields, flag, integer, number, pathOf, refuse } from '../../../../fields.ts';
import type { ChatRequest } from '../../../wire.ts';

/** As wished, whatever the model takes. */
export function decodeSampling(body: Fields<ChatRequest>): GenerationConfig {
  const config = {
    temperature: number(body, 'temperature', 0, 2),
    topP: number(body, 'top_p', 0, 1),
    // 0 and -1 are how other servers spell "no limit", here and for the output's length.
    topK: positive(integer(body, 'top_k')),
    maxOutputTokens: positive(integer(body, 'max_completion_tokens')) ?? positive(integer(body, 'max_tokens')),
    stopSequences: decodeStop(body),
    seed: decodeSeed(body),
    // 0 changes nothing, and models without penalties refuse it all the same.
    presencePenalty: number(body, 'presence_penalty', -2, 2) || undefined,
    frequencyPenalty: number(body, 'frequency_penalty', -2, 2) || undefined,
    ...decodeLogprobs(body),
  };
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}

const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : undefined);

/** Google's seed is an int32; the low 32 bits of a longer one are as good. */
function decodeSeed(body: Fields<ChatRequest>): number | undefined {
  const seed = integer(body, 'seed');
  return seed === undefined ? undefined : seed | 0;
}

function decodeStop(body: Fields<ChatRequest>): string[] | undefined {
  const value = body.values.stop ?? [];
  const stops: unknown[] = Array.isArray(value) ? value : [value];
  const words = stops.map((stop) =>
    typeof stop === 'string' ? stop : refuse(pathOf(body, 'stop'), 'must be a string or an array of strings'),
  );
  const sequences = words.filter((word) => word !== '');
  return sequences.length === 0 ? undefined : sequences;
}

/** The older completions API had the count in `logprobs` itself, and some front ends still do. */
function decodeLogprobs(body: Fields<ChatRequest>): GenerationConfig {
  const count = typeof body.values.logprobs === 'number' ? number(body, 'logprobs', 0, 20) : undefined;
  const wanted = count === undefined ? flag(body, 'logprobs') : count > 0;
  const top = integer(body, 'top_logprobs', 0, 20) || count;
  return wanted ? { responseLogprobs: true, ...(top && { logprobs: top }) } : {};
}
