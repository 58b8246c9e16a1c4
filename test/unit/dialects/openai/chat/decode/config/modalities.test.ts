import { describe, expect, it } from 'vitest';
import { decodeConfig, refusalOf } from '../decode.ts';

const speech = (voiceName: string) => ({ voiceConfig: { prebuiltVoiceConfig: { voiceName } } });

describe('output media', () => {
  it.each([
    [{ modalities: ['text'] }, undefined],
    [{ modalities: [] }, undefined],
    [{ modalities: ['image'] }, { responseModalities: ['IMAGE'] }],
    [{ modalities: ['text', 'image'] }, { responseModalities: ['TEXT', 'IMAGE'] }],
    [{ audio: { voice: 'Puck', format: 'wav' } }, { speechConfig: speech('Puck') }],
    [{ audio: { voice: { id: 'Puck' } } }, { speechConfig: speech('Puck') }],
    [{ audio: { voice: 'alloy' } }, { speechConfig: speech('Kore') }],
    [{ audio: { format: 'wav' } }, undefined],
    [
      { image_config: { aspect_ratio: '16:9', image_size: '2K' } },
      { imageConfig: { aspectRatio: '16:9', imageSize: '2K' } },
    ],
    [{ image_config: {} }, undefined],
    [{ model: 'gemini-2.5-flash-preview-tts' }, { responseModalities: ['AUDIO'] }],
    [{ model: 'gemini-2.5-flash-preview-tts', modalities: ['text', 'audio'] }, { responseModalities: ['AUDIO'] }],
  ])('%j', (body, expected) => {
    expect(decodeConfig(body)).toEqual(expected);
  });

  it.each([
    ['modalities', { modalities: 'image' }],
    ['modalities[1]', { modalities: ['text', 7] }],
    ['audio.voice', { audio: { voice: 7 } }],
    ['image_config.aspect_ratio', { image_config: { aspect_ratio: 1 } }],
  ])('names %s', (field, body) => {
    const messages = [{ role: 'user', content: 'Hi' }];
    expect(refusalOf({ model: 'gemini-2.5-flash', messages, ...body })).toEqual(['invalid_value', field]);
  });
});
