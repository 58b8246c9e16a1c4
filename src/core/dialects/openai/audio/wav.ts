/** Sound in answers. Older TTS models give bare samples, which no player opens without a WAV header. */

import type { Blob } from '../../../google/wire.ts';
import { concatBytes, fromBase64, toBase64 } from '../../../utils/bytes.ts';

export interface Sound {
  /** Without parameters: `audio/wav`, `audio/mpeg`. */
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** `audio/L16;codec=pcm;rate=24000`: 16-bit mono samples at that rate. Undefined when the sound has a container. */
function sampleRate(mimeType: string): number | undefined {
  if (!/^audio\/(l16|pcm|x-raw)/i.test(mimeType)) return undefined;
  return Number(/rate=(\d+)/i.exec(mimeType)?.[1] ?? 24_000);
}

/** The pieces of one sound as one playable file: samples get a WAV header, files stay as they are. */
export function joinSound(pieces: readonly Blob[]): Sound {
  const bytes = concatBytes(pieces.map(({ data }) => fromBase64(data)));
  const mimeType = pieces[0]?.mimeType ?? '';
  const rate = sampleRate(mimeType);
  if (rate === undefined) return { mimeType: (mimeType.split(';', 1)[0] ?? '').trim().toLowerCase(), bytes };
  return { mimeType: 'audio/wav', bytes: concatBytes([wavHeader(bytes.length, rate), bytes]) };
}

/** The same in base64, as `message.audio.data`. */
export const joinSoundBase64 = (pieces: readonly Blob[]): string => toBase64(joinSound(pieces).bytes);

/** The bare samples of a sound that `joinSound` may have wrapped; undefined when it is not made of samples. */
export function samplesOf(pieces: readonly Blob[]): Sound['bytes'] | undefined {
  if (sampleRate(pieces[0]?.mimeType ?? '') === undefined) return undefined;
  return concatBytes(pieces.map(({ data }) => fromBase64(data)));
}

/** The canonical 44 bytes: RIFF, one `fmt ` chunk for 16-bit mono PCM, the head of the `data` chunk. */
function wavHeader(length: number, rate: number): Uint8Array<ArrayBuffer> {
  const BYTES_PER_SAMPLE = 2;
  const view = new DataView(new ArrayBuffer(44));
  const word = (at: number, text: string) => {
    for (let i = 0; i < 4; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  word(0, 'RIFF');
  view.setUint32(4, 36 + length, true);
  word(8, 'WAVE');
  word(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  word(36, 'data');
  view.setUint32(40, length, true);
  return new Uint8Array(view.buffer);
}
