import { describe, expect, it } from 'vitest';
import { decodeContent } from '../../../../../../src/core/dialects/openai/chat/decode/content.ts';
import { ProxyError } from '../../../../../../src/core/errors.ts';
import type { Part } from '../../../../../../src/core/google/wire.ts';

const PNG = 'iVBORw0KGgo=';
const FILE = 'https://generativelanguage.googleapis.com/v1beta/files/abc';

function parts(content: unknown, partMediaResolution = true): Part[] {
  return decodeContent(content, 'messages[0].content', { model: { partMediaResolution }, mediaFields: new Map() });
}

const part = (value: Record<string, unknown>) => parts([value])[0];

describe('text', () => {
  it.each([
    ['a string', 'Hi', [{ text: 'Hi' }]],
    ['nothing', null, []],
    ['an empty string', '', []],
    [
      'text parts in order',
      [{ type: 'text', text: 'a' }, 'b', { type: 'input_text', text: 'c' }],
      ['a', 'b', 'c'].map((text) => ({ text })),
    ],
    ['a refusal', [{ type: 'refusal', refusal: 'No.' }], [{ text: 'No.' }]],
    [
      'empty parts',
      [
        { type: 'text', text: '' },
        { type: 'text', text: ' ' },
      ],
      [{ text: ' ' }],
    ],
    [
      'thoughts of other dialects',
      [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'a' },
      ],
      [{ text: 'a' }],
    ],
  ])('%s', (_, content, expected) => {
    expect(parts(content)).toEqual(expected);
  });
});

describe('images', () => {
  it('come inline from data URLs, in an object or bare', () => {
    const inline = { inlineData: { mimeType: 'image/png', data: PNG } };
    const url = `data:image/png;name=x.png;base64,${PNG}`;
    expect(part({ type: 'image_url', image_url: { url } })).toEqual(inline);
    expect(part({ type: 'image_url', image_url: url })).toEqual(inline);
    expect(part({ type: 'input_image', image_url: url })).toEqual(inline);
  });

  it('get their type from the data where the URL has none', () => {
    expect(part({ type: 'image_url', image_url: { url: `data:;base64,${PNG}` } })?.inlineData?.mimeType).toBe(
      'image/png',
    );
    expect(part({ type: 'image_url', image_url: { url: PNG } })?.inlineData?.mimeType).toBe('image/png');
  });

  it.each([
    ['https://host.test/a.jpg?x=1', { fileUri: 'https://host.test/a.jpg?x=1', mimeType: 'image/jpeg' }],
    ['https://host.test/image', { fileUri: 'https://host.test/image' }],
    ['gs://bucket/a.png', { fileUri: 'gs://bucket/a.png', mimeType: 'image/png' }],
    [FILE, { fileUri: FILE }],
    ['https://youtu.be/abc', { fileUri: 'https://youtu.be/abc' }],
  ])('stay addresses: %s', (url, fileData) => {
    expect(part({ type: 'image_url', image_url: { url } })).toEqual({ fileData });
  });

  it('tell the path of each address', () => {
    const mediaFields = new Map<Part, string>();
    const content = ['Look:', { type: 'image_url', image_url: { url: 'https://host.test/a.png' } }];
    const decoded = decodeContent(content, 'messages[3].content', {
      model: { partMediaResolution: true },
      mediaFields,
    });
    expect([...mediaFields]).toEqual([[decoded[1], 'messages[3].content[1].image_url.url']]);
  });

  it.each([
    ['low', 'MEDIA_RESOLUTION_LOW'],
    ['high', 'MEDIA_RESOLUTION_HIGH'],
    ['ultra_high', 'MEDIA_RESOLUTION_ULTRA_HIGH'],
    ['auto', undefined],
    ['new', undefined],
  ])('detail %s becomes %s where parts have a resolution', (detail, level) => {
    const content = [{ type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}`, detail } }];
    expect(parts(content)[0]?.mediaResolution?.level).toBe(level);
    expect(parts(content, false)[0]).not.toHaveProperty('mediaResolution');
  });

  it('bring back the signature that they were answered with', () => {
    const image_url = { url: `data:image/png;base64,${PNG}` };
    const extra_content = { google: { thought_signature: 'c2ln' } };
    expect(part({ type: 'image_url', image_url, extra_content })?.thoughtSignature).toBe('c2ln');
  });
});

describe('sound, film and files', () => {
  it.each([
    [{ data: 'UklG', format: 'wav' }, 'audio/wav'],
    [{ data: 'UklG', format: 'MP3' }, 'audio/mp3'],
    [{ data: 'data:audio/ogg;base64,UklG', format: 'wav' }, 'audio/ogg'],
  ])('audio %j', (input_audio, mimeType) => {
    expect(part({ type: 'input_audio', input_audio })).toEqual({ inlineData: { mimeType, data: 'UklG' } });
  });

  it('video, with the piece of it that is meant', () => {
    const video_url = { url: 'data:video/mp4;base64,AAAA' };
    const video_metadata = { start_offset: '3s', fps: 2 };
    expect(part({ type: 'video_url', video_url, video_metadata })).toEqual({
      inlineData: { mimeType: 'video/mp4', data: 'AAAA' },
      videoMetadata: { startOffset: '3s', fps: 2 },
    });
  });

  it.each([
    [{ file_data: 'data:application/pdf;base64,JVBE', filename: 'a.pdf' }, 'application/pdf', 'JVBE'],
    [{ file_data: 'JVBE', filename: 'a.pdf' }, 'application/pdf', 'JVBE'],
    [{ file_data: 'data:application/octet-stream;base64,aGk=', filename: 'a.txt' }, 'text/plain', 'aGk='],
    [{ file_data: 'aGk=', format: 'text/csv' }, 'text/csv', 'aGk='],
    [{ file_data: 'JVBERi0x' }, 'application/pdf', 'JVBERi0x'],
  ])('file %j', (file, mimeType, data) => {
    expect(part({ type: 'file', file })).toEqual({ inlineData: { mimeType, data } });
  });

  it.each([
    ['files/abc', FILE],
    [FILE, FILE],
    ['gs://bucket/a', 'gs://bucket/a'],
  ])('file id %s', (file_id, fileUri) => {
    expect(part({ type: 'file', file: { file_id, filename: 'a.pdf' } })).toEqual({
      fileData: { fileUri, mimeType: 'application/pdf' },
    });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['messages[0].content', 7],
    ['messages[0].content[1]', ['a', 7]],
    ['messages[0].content[0].type', [{}]],
    ['messages[0].content[0].type', [{ type: 'hologram' }]],
    ['messages[0].content[0].image_url', [{ type: 'image_url' }]],
    ['messages[0].content[0].image_url.url', [{ type: 'image_url', image_url: {} }]],
    ['messages[0].content[0].image_url.url', [{ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }]],
    ['messages[0].content[0].image_url', [{ type: 'image_url', image_url: 'data:image/png' }]],
    ['messages[0].content[0].input_audio.data', [{ type: 'input_audio', input_audio: { data: 'AAAA' } }]],
    ['messages[0].content[0].file', [{ type: 'file', file: {} }]],
    ['messages[0].content[0].file.file_id', [{ type: 'file', file: { file_id: 'file-abc' } }]],
  ])('names %s', (field, content) => {
    const error = (() => {
      try {
        return parts(content);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ProxyError);
    expect(error).toMatchObject({ code: 'invalid_value', details: { field } });
  });
});
