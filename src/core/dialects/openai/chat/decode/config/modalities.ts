/**
 * `modalities`, `audio` and `image_config` -> `responseModalities`, `speechConfig` and `imageConfig`
 * (docs/design/translation.md#fields).
 */

import type { GenerationConfig } from '../../../../../google/wire.ts';
import type { Capabilities } from '../../../../../models/series.ts';
import { isObject } from '../../../../../utils/json/json.ts';
import { type Fields, list, object, pathOf, refuse, text } from '../../../../fields.ts';
import { prebuiltVoice } from '../../../audio/voices.ts';
import type { ChatRequest } from '../../../wire.ts';

/** Empty where the model's own default is asked for. */
export function decodeOutputMedia(body: Fields<ChatRequest>, model: Pick<Capabilities, 'output'>): GenerationConfig {
  const responseModalities = decodeModalities(body, model);
  const voiceName = decodeVoice(body);
  const imageConfig = decodeImageConfig(body);
  return {
    ...(responseModalities && { responseModalities }),
    ...(voiceName && { speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } } }),
    ...(imageConfig && { imageConfig }),
  };
}

function decodeModalities(body: Fields<ChatRequest>, model: Pick<Capabilities, 'output'>): string[] | undefined {
  const wanted = (list(body, 'modalities') ?? []).map((modality, index) =>
    typeof modality === 'string' ? modality.toUpperCase() : refuse(`modalities[${index}]`, 'must be a string'),
  );
  // A model that only speaks refuses everything else, also the text that is the default.
  if (model.output === 'speech') return ['AUDIO'];
  return wanted.some((modality) => modality !== 'TEXT') ? wanted : undefined;
}

function decodeVoice(body: Fields<ChatRequest>): string | undefined {
  const audio = object(body, 'audio');
  if (audio === undefined) return undefined;
  const { voice } = audio.values;
  const name = isObject(voice) ? voice.id : text(audio, 'voice');
  if (name === undefined) return undefined;
  if (typeof name !== 'string') return refuse(pathOf(audio, 'voice'), 'must be a string');
  return prebuiltVoice(name);
}

function decodeImageConfig(body: Fields<ChatRequest>): Record<string, string> | undefined {
  const config = object(body, 'image_config');
  const aspectRatio = config && text(config, 'aspect_ratio');
  const imageSize = config && text(config, 'image_size');
  if (!aspectRatio && !imageSize) return undefined;
  return { ...(aspectRatio && { aspectRatio }), ...(imageSize && { imageSize }) };
}
