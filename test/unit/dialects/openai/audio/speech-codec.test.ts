import { describe, expect, it } from 'vitest';
import { decodeSpeech, encodeSpeech } from '../../../../../src/core/dialects/openai/audio/speech-codec.ts';
import { toBase64 } from '../../../../../src/core/utils/bytes.ts';
import { answerOf } from '../context.ts';

const model = 'gemini-2.5-flash-preview-tts';

describe('decodeSpeech', () => {
  it('asks for sound in the voice, directions first', () => {
    expect(
      decodeSpeech({
        model,
        input: 'Hello',
        voice: 'nova',
        instructions: 'Whisper.',
        response_format: 'pcm',
        speed: 2,
      }),
    ).toEqual({
      upstreamModel: model,
      format: 'pcm',
      body: {
        contents: [{ role: 'user', parts: [{ text: 'Whisper.\n\nHello' }] }],
        generationConfig: {
          responseModalities: ['AUDIO'],
          speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Leda' } } },
        },
      },
    });
  });

  it('gives directions apart from the words to models that would speak them', () => {
    const request = { model: 'gemini-3.8-flash-tts', input: 'Hello', voice: 'nova', instructions: 'Whisper.' };
    expect(decodeSpeech(request).body.contents).toEqual([
      { role: 'user', parts: [{ text: 'Hello', speechMetadata: { style: 'Whisper.' } }] },
    ]);
    expect(decodeSpeech({ ...request, instructions: undefined }).body.contents).toEqual([
      { role: 'user', parts: [{ text: 'Hello' }] },
    ]);
  });

  it('asks models that make files of their own for samples where samples are wanted', () => {
    const request = { model: 'gemini-3.8-flash-tts', input: 'Hello', voice: 'nova' };
    const formatOf = (response_format: string) =>
      decodeSpeech({ ...request, response_format }).body.generationConfig?.responseFormat;
    expect(formatOf('pcm')).toEqual({ audio: { mimeType: 'AUDIO_L16' } });
    expect(formatOf('wav')).toBeUndefined();
  });

  it.each([
    [undefined, 'wav'],
    ['mp3', 'wav'],
    ['wav', 'wav'],
    ['pcm', 'pcm'],
  ])('answers %s with %s', (response_format, format) => {
    expect(decodeSpeech({ model, input: 'Hello', voice: 'Kore', response_format }).format).toBe(format);
  });

  it.each([
    [{ input: 'a' }, 'model'],
    [{ model }, 'input'],
    [{ model, input: 'a', response_format: 'opus' }, 'response_format'],
  ])('refuses %j, naming %s', (body, field) => {
    expect(() => decodeSpeech(body)).toThrow(expect.objectContaining({ details: expect.objectContaining({ field }) }));
  });
});

describe('encodeSpeech', () => {
  const sound = { inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: toBase64(new Uint8Array([1, 2])) } };

  it('is a WAV file, or the bare samples', () => {
    const wav = encodeSpeech(answerOf([sound]), { format: 'wav' });
    expect(wav.mimeType).toBe('audio/wav');
    expect(wav.bytes).toHaveLength(46);
    expect(encodeSpeech(answerOf([sound]), { format: 'pcm' })).toEqual({
      mimeType: 'audio/pcm',
      bytes: new Uint8Array([1, 2]),
    });
  });

  it('is a 400 with the reason when there is no sound', () => {
    expect(() => encodeSpeech(answerOf([{ text: 'no' }], { finishReason: 'OTHER' }), { format: 'wav' })).toThrow(
      'No speech was made: OTHER',
    );
    expect(() => encodeSpeech({ promptFeedback: { blockReason: 'SAFETY' } }, { format: 'wav' })).toThrow('SAFETY');
    expect(() => encodeSpeech({}, { format: 'wav' })).toThrow('Google gave no reason');
  });
});
