import { describe, expect, it } from 'vitest';
import {
  mediaFromData,
  mediaFromFileId,
  mediaFromUrl,
} from '../../../../../../src/core/dialects/openai/chat/decode/media.ts';
import type { ProxyError } from '../../../../../../src/core/errors.ts';
import { PNG } from '../../context.ts';

const refusal = (read: () => unknown): ProxyError['details'] | undefined => {
  try {
    read();
  } catch (error) {
    return (error as ProxyError).details;
  }
  return undefined;
};

const field = 'messages[0].content[1]';

describe('a URL', () => {
  it.each<[string, object]>([
    ['data:image/png;base64,iV%2BO', { inlineData: { mimeType: 'image/png', data: 'iV+O' } }],
    ['DATA:image/webp;base64,UklG', { inlineData: { mimeType: 'image/webp', data: 'UklG' } }],
    [`data:;base64,${PNG}`, { inlineData: { mimeType: 'image/png', data: PNG } }],
    [`data:application/octet-stream;base64,${PNG}`, { inlineData: { mimeType: 'image/png', data: PNG } }],
    [PNG, { inlineData: { mimeType: 'image/png', data: PNG } }],
    ['https://a.test/b.jpg?c=d.png', { fileData: { fileUri: 'https://a.test/b.jpg?c=d.png', mimeType: 'image/jpeg' } }],
    ['HTTP://a.test/b', { fileData: { fileUri: 'HTTP://a.test/b' } }],
    ['gs://bucket/film.mp4', { fileData: { fileUri: 'gs://bucket/film.mp4', mimeType: 'video/mp4' } }],
  ])('%s', (url, part) => {
    expect(mediaFromUrl(url, field)).toEqual(part);
  });

  it.each([
    ['', /must be/],
    ['photo.png', /must be/],
    ['ftp://a.test/b.png', /must be/],
    ['file:///etc/passwd', /must be/],
    ['https:///b.png', /must be/],
    ['data:image/png;base64', /without data/],
    ['data:;base64,AAAA', /no known media type/],
  ])('"%s" is refused by its field', (url, reason) => {
    expect(refusal(() => mediaFromUrl(url, field))).toEqual({ field, reason: expect.stringMatching(reason) });
  });
});

describe('data', () => {
  it.each<[string, string, string | undefined, string, string]>([
    ['the type beside bare base64', 'AA\r\nAA', 'audio/wav', 'audio/wav', 'AAAA'],
    ['the type in the first bytes', PNG, undefined, 'image/png', PNG],
    ["the data URL's own type before the one beside it", 'data:text/csv;base64,YQ==', 'text/plain', 'text/csv', 'YQ=='],
    ['the type beside a data URL that says nothing', 'data:;base64,YQ==', 'text/plain', 'text/plain', 'YQ=='],
    [
      'the type beside a data URL of mere bytes',
      'data:application/octet-stream;base64,YQ==',
      'text/plain',
      'text/plain',
      'YQ==',
    ],
  ])('has %s', (_, sent, beside, mimeType, data) => {
    expect(mediaFromData(sent, beside, field)).toEqual({ inlineData: { mimeType, data } });
  });

  it('of no known type is refused', () => {
    expect(refusal(() => mediaFromData('AAAA', undefined, field))).toMatchObject({ field });
  });
});

describe('a file id', () => {
  it.each<[string, string | undefined, object]>([
    ['files/abc-123', undefined, { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc-123' }],
    [
      'files/abc-123',
      'application/pdf',
      { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc-123', mimeType: 'application/pdf' },
    ],
    ['https://www.youtube.com/watch?v=1', undefined, { fileUri: 'https://www.youtube.com/watch?v=1' }],
    ['gs://bucket/a', 'image/png', { fileUri: 'gs://bucket/a', mimeType: 'image/png' }],
  ])('%s of type %s', (id, mimeType, fileData) => {
    expect(mediaFromFileId(id, mimeType, field)).toEqual({ fileData });
  });

  it.each(['file-abc123', '', 'https://', '/files/a'])('"%s" is refused', (id) => {
    expect(refusal(() => mediaFromFileId(id, undefined, field))).toMatchObject({ field });
  });
});
