/** `POST /v1/audio/speech` to Gemini's speech models (docs/design/translation.md#speech). */
import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import { ProxyError } from '../../../errors.ts';
import type {
  Blob,
  GenerateContentRequest,
  GenerateContentResponse,
  GenerationConfig,
  Part,
} from '../../../google/wire.ts';
import { capabilitiesOf } from '../../../models/series.ts';
import { fieldsOf, requiredText, text } from '../../fields.ts';
import { prebuiltVoice } from './voices.ts';
import { joinSound, type Sound, samplesOf } from './wav.ts';

export interface SpeechJob {
  readonly upstreamModel: string;
  readonly body: GenerateContentRequest;
  readonly format: 'wav' | 'pcm';
}

/** @throws {ProxyError} `invalid_value` or `unsupported`, naming the field. */
export function decodeSpeech(body: unknown): SpeechJob {
  const fields = fieldsOf<SpeechCreateParams>(body, '');
  const input = requiredText(fields, 'input');
  const instructions = text(fields, 'instructions');
  const upstreamModel = requiredText(fields, 'model').replace(/^models\//, '');
  const format = readFormat(text(fields, 'response_format') ?? 'mp3');
  const { speechMetadata } = capabilitiesOf(upstreamModel);
  const generationConfig: GenerationConfig = {
    responseModalities: ['AUDIO'],
    speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: prebuiltVoice(text(fields, 'voice')) } } },
  };
  // Models that give a file of their own accord give bare samples only when asked.
  if (speechMetadata && format === 'pcm') generationConfig.responseFormat = { audio: { mimeType: 'AUDIO_L16' } };
  const part = speechMetadata ? styled(input, instructions) : directed(input, instructions);
  return { upstreamModel, format, body: { contents: [{ role: 'user', parts: [part] }], generationConfig } };
}

const styled = (words: string, style: string | undefined): Part =>
  style ? { text: words, speechMetadata: { style } } : { text: words };

/** Older models take stage directions in front of the words. */
const directed = (words: string, directions: string | undefined): Part => ({
  text: directions ? `${directions}\n\n${words}` : words,
});

/** `mp3` is what clients say when they have no wish, and players look at the content type: they get WAV. */
function readFormat(format: string): SpeechJob['format'] {
  if (format === 'pcm') return 'pcm';
  if (format === 'wav' || format === 'mp3') return 'wav';
  throw new ProxyError('unsupported', {
    field: 'response_format',
    reason: `"${format}" needs an encoder; use "wav" or "pcm"`,
  });
}

/** @throws {ProxyError} `request_refused` with Google's reason when there is no sound. */
export function encodeSpeech(answer: GenerateContentResponse, { format }: Pick<SpeechJob, 'format'>): Sound {
  const [candidate] = answer.candidates ?? [];
  const pieces = (candidate?.content?.parts ?? []).flatMap(({ inlineData }): Blob[] =>
    inlineData?.mimeType.startsWith('audio/') ? [inlineData] : [],
  );
  if (pieces.length === 0) {
    const reason = answer.promptFeedback?.blockReason ?? candidate?.finishReason ?? 'Google gave no reason';
    throw new ProxyError('request_refused', { reason: `No speech was made: ${reason}` });
  }
  const samples = format === 'pcm' ? samplesOf(pieces) : undefined;
  return samples ? { mimeType: 'audio/pcm', bytes: samples } : joinSound(pieces);
}
