import { describe, expect, it, vi } from 'vitest';
import type { MediaFetch } from '../../../../src/core/google/media/download.ts';
import { inlineRemoteMedia, type MediaOptions } from '../../../../src/core/google/media/inline-media.ts';
import type { Content, Part } from '../../../../src/core/google/wire.ts';
import { PNG } from '../../dialects/openai/context.ts';

const png = Uint8Array.from(atob(PNG), (character) => character.charCodeAt(0));
const clock = { now: () => 0, after: () => () => undefined };
const inlineData = { mimeType: 'image/png', data: PNG };

const file = (fileUri: string, mimeType?: string): Part => ({
  fileData: { fileUri, ...(mimeType ? { mimeType } : {}) },
});

/** The parts of one user content after the pass, and the addresses that were fetched. */
async function inline(parts: Part[], options: Partial<MediaOptions> = {}, fetch?: MediaFetch) {
  const fetched: string[] = [];
  const get: MediaFetch = async (url, init) => {
    fetched.push(url);
    return fetch ? fetch(url, init) : new Response(png, { headers: { 'content-type': 'image/png' } });
  };
  const contents: Content[] = [{ role: 'user', parts }];
  const request = await inlineRemoteMedia(
    { contents },
    { fetch: get, clock },
    { model: 'gemini-2.5-flash', mode: 'auto', allowPrivate: false, signal: new AbortController().signal, ...options },
  );
  return { parts: request.contents[0]?.parts ?? [], fetched };
}

describe('auto', () => {
  it.each([
    file('https://example.com/a.png'),
    file('https://example.com/document', 'application/pdf'),
    file('https://example.com/film.mp4'),
    file('https://example.com/talk', 'audio/mp3'),
  ])('leaves to Google what it fetches itself: %j', async (part) => {
    expect(await inline([part])).toEqual({ parts: [part], fetched: [] });
  });

  it.each([
    ['http', file('http://example.com/a.png'), {}],
    ['types that Google takes inline only', file('https://example.com/a.heic'), {}],
    ['addresses that tell no type', file('https://example.com/a'), {}],
    ['models that fetch nothing', file('https://example.com/a.png'), { model: 'gemini-2.0-flash' }],
    ['hosts at home, where that is allowed', file('https://nas.local/a.png'), { allowPrivate: true }],
  ])('fetches %s', async (_, part, options) => {
    expect(await inline([part], options)).toEqual({ parts: [{ inlineData }], fetched: [part.fileData?.fileUri] });
  });

  it('leaves to Google what could not be had from here, where it may', async () => {
    const part = file('https://example.com/a');
    const cors: MediaFetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await inline([part], {}, cors)).parts).toEqual([part]);
  });
});

describe('always', () => {
  it('fetches what Google could have', async () => {
    const { parts } = await inline([{ text: 'See' }, file('https://example.com/a.png')], { mode: 'always' });
    expect(parts).toEqual([{ text: 'See' }, { inlineData }]);
  });

  it('fails where it cannot', async () => {
    const none: MediaFetch = async () => new Response('', { status: 403 });
    await expect(inline([file('https://example.com/a.png')], { mode: 'always' }, none)).rejects.toMatchObject({
      code: 'media_unavailable',
      status: 400,
      details: { field: 'image_url', reason: 'its server answered with status 403' },
    });
  });
});

it('never fetches anything in mode never', async () => {
  const part = file('http://example.com/a.png');
  expect(await inline([part], { mode: 'never' })).toEqual({ parts: [part], fetched: [] });
});

it.each([
  file('https://generativelanguage.googleapis.com/v1beta/files/abc'),
  file('gs://bucket/a.png'),
  file('https://www.youtube.com/watch?v=x'),
  file('https://youtu.be/x'),
])("leaves Google's own addresses alone: %j", async (part) => {
  expect(await inline([part], { mode: 'always', model: 'gemini-2.0-flash' })).toEqual({ parts: [part], fetched: [] });
});

it('keeps what else the part says, and fetches an address once', async () => {
  const part = { ...file('http://example.com/a.png'), mediaResolution: { level: 'MEDIA_RESOLUTION_LOW' } };
  const { parts, fetched } = await inline([part, part]);
  expect(parts).toEqual(Array(2).fill({ inlineData, mediaResolution: { level: 'MEDIA_RESOLUTION_LOW' } }));
  expect(fetched).toHaveLength(1);
});

it('reaches into function responses', async () => {
  const functionResponse = { name: 'shot', response: {}, parts: [{ text: 'x' }, file('http://example.com/a.png')] };
  const { parts } = await inline([{ functionResponse }]);
  expect(parts).toEqual([{ functionResponse: { name: 'shot', response: {}, parts: [{ text: 'x' }, { inlineData }] } }]);
});

describe('a file that cannot be had', () => {
  it('is a 400 that names its field and says why', async () => {
    const field = () => 'messages[0].content[1].image_url.url';
    await expect(inline([file('http://192.168.1.1/a.png')], { field })).rejects.toMatchObject({
      code: 'media_unavailable',
      status: 400,
      details: { field: 'messages[0].content[1].image_url.url', reason: 'its address is not on the public internet' },
    });
  });

  it('ends the other downloads', async () => {
    let other: AbortSignal | undefined;
    const fetch: MediaFetch = async (url, { signal }) => {
      if (url.endsWith('bad')) throw new Error('its host was not found');
      other = signal;
      return new Promise(() => {});
    };
    const both = inline([file('http://example.com/slow'), file('http://example.com/bad')], {}, fetch);
    await expect(both).rejects.toMatchObject({ details: { reason: 'its host was not found' } });
    expect(other?.aborted).toBe(true);
  });

  it('is no error of ours when the client has left', async () => {
    const client = new AbortController();
    const fetch = vi.fn<MediaFetch>(async () => {
      client.abort(new Error('left'));
      throw new TypeError('Failed to fetch');
    });
    await expect(inline([file('http://example.com/a')], { signal: client.signal }, fetch)).rejects.toThrow('left');
  });
});

it('returns the request itself when there is nothing to fetch', async () => {
  const request = { contents: [{ role: 'user' as const, parts: [{ text: 'Hi' }] }] };
  const options: MediaOptions = { model: 'm', mode: 'auto', allowPrivate: false, signal: new AbortController().signal };
  expect(await inlineRemoteMedia(request, { fetch: fetch, clock }, options)).toBe(request);
});
