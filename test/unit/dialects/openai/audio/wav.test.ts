import { describe, expect, it } from 'vitest';
import { joinSound, joinSoundBase64, samplesOf } from '../../../../../src/core/dialects/openai/audio/wav.ts';
import { toBase64 } from '../../../../../src/core/utils/bytes.ts';

const samples = (...bytes: number[]) => ({
  mimeType: 'audio/L16;codec=pcm;rate=16000',
  data: toBase64(new Uint8Array(bytes)),
});
const wav = { mimeType: 'audio/wav; codecs=1', data: toBase64(new Uint8Array([82, 73, 70, 70])) };

describe('joinSound', () => {
  it('puts a header of the right rate and lengths before bare samples', () => {
    const { mimeType, bytes } = joinSound([samples(1, 2), samples(3, 4)]);
    const view = new DataView(bytes.buffer);
    const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
    expect(mimeType).toBe('audio/wav');
    expect([word(0), word(8), word(12), word(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data']);
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect(view.getUint32(24, true)).toBe(16_000);
    expect(view.getUint32(28, true)).toBe(32_000);
    expect(view.getUint32(40, true)).toBe(4);
    expect([...bytes.subarray(44)]).toEqual([1, 2, 3, 4]);
  });

  it('takes 24 kHz where no rate is named', () => {
    const { bytes } = joinSound([{ ...samples(1, 2), mimeType: 'audio/pcm' }]);
    expect(new DataView(bytes.buffer).getUint32(24, true)).toBe(24_000);
  });

  it('leaves a file as it is', () => {
    expect(joinSound([wav])).toEqual({ mimeType: 'audio/wav', bytes: new Uint8Array([82, 73, 70, 70]) });
  });

  it('has a base64 form', () => {
    expect(joinSoundBase64([wav])).toBe(wav.data);
  });
});

describe('samplesOf', () => {
  it('joins bare samples and has none of a file', () => {
    expect(samplesOf([samples(1, 2), samples(3, 4)])).toEqual(new Uint8Array([1, 2, 3, 4]));
    expect(samplesOf([wav])).toBeUndefined();
  });
});
