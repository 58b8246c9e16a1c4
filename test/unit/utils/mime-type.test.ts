import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { mimeTypeOfData, mimeTypeOfName } from '../../../src/core/utils/mime-type.ts';

describe('mimeTypeOfName', () => {
  it.each([
    ['photo.JPG', 'image/jpeg'],
    ['https://host.test/a/photo.webp?size=2#top', 'image/webp'],
    ['gs://bucket/film.mp4', 'video/mp4'],
    ['report.pdf', 'application/pdf'],
    ['https://www.youtube.com/watch?v=a.mp4', undefined],
    ['no-extension', undefined],
    ['a.constructor', undefined],
  ])('%s: %s', (name, type) => {
    expect(mimeTypeOfName(name)).toBe(type);
  });
});

describe('mimeTypeOfData', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n1234', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x01\x02\x03\xffWEBPVP8 ', 'image/webp'],
    ['RIFF\xff\xff\xff\xffWAVEfmt ', 'audio/wav'],
    ['%PDF-1.4', 'application/pdf'],
    ['plain words', undefined],
  ])('%j: %s', (bytes, type) => {
    expect(mimeTypeOfData(Buffer.from(bytes, 'latin1').toString('base64'))).toBe(type);
  });
});
