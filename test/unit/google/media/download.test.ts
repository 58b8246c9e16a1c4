import { describe, expect, it, vi } from 'vitest';
import { createDownloads, type DownloadLimits, type MediaFetch } from '../../../../src/core/google/media/download.ts';
import type { Clock } from '../../../../src/core/ports.ts';
import { PNG } from '../../dialects/openai/context.ts';

const png = Uint8Array.from(atob(PNG), (character) => character.charCodeAt(0));
const url = 'https://example.com/picture';

/** A clock whose time is over when the test says so. */
function sleeper() {
  let wake = () => {};
  const clock: Clock = {
    now: () => 0,
    after(_, run) {
      wake = run;
      return () => {
        wake = () => {};
      };
    },
  };
  return { clock, wake: () => wake() };
}

function downloads(fetch: MediaFetch, limits: Partial<DownloadLimits> = {}, client = new AbortController()) {
  const { clock, wake } = sleeper();
  const all = { maxBytes: 1024 * 1024, timeout: 20_000, allowPrivate: false, ...limits };
  return { ...createDownloads({ fetch, clock }, client.signal, all), wake };
}

const typed = (type: string, body: BodyInit = png, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { ...(type ? { 'content-type': type } : {}), ...headers } });

describe('a download', () => {
  it("is base64 with the server's type, without its parameters", async () => {
    const { get } = downloads(async () => typed('image/PNG; charset=binary'));
    expect(await get(url, undefined)).toEqual({ mimeType: 'image/png', data: PNG });
  });

  it.each([
    ['the data itself', 'application/octet-stream', url, undefined, png, 'image/png'],
    ['what was expected', '', url, 'audio/wav', new Uint8Array(9), 'audio/wav'],
    ['the address', 'application/octet-stream', `${url}.webp?x=1`, undefined, new Uint8Array(9), 'image/webp'],
    ['an image', 'binary/octet-stream', url, undefined, new Uint8Array(9), 'image/jpeg'],
  ])('takes %s for its type where the server says nothing', async (_, type, address, expected, body, mimeType) => {
    const { get } = downloads(async () => typed(type, body));
    expect((await get(address, expected)).mimeType).toBe(mimeType);
  });

  it('happens once for each address', async () => {
    const fetch = vi.fn<MediaFetch>(async () => typed('image/png'));
    const { get } = downloads(fetch);
    await Promise.all([get(url, undefined), get(url, undefined), get(`${url}2`, undefined)]);
    expect(fetch.mock.calls.map(([address]) => address)).toEqual([url, `${url}2`]);
  });
});

describe('it is refused', () => {
  it('when the address is not public, without a call', async () => {
    const fetch = vi.fn<MediaFetch>(async () => typed('image/png'));
    await expect(downloads(fetch).get('http://127.0.0.1/x.png', undefined)).rejects.toThrow(
      'not on the public internet',
    );
    expect(fetch).not.toHaveBeenCalled();
    expect((await downloads(fetch, { allowPrivate: true }).get('http://127.0.0.1/x.png', undefined)).mimeType).toBe(
      'image/png',
    );
  });

  it('when a redirect ended where it must not', async () => {
    const response = typed('image/png');
    Object.defineProperty(response, 'url', { value: 'http://192.168.1.1/secret.png' });
    await expect(downloads(async () => response).get(url, undefined)).rejects.toThrow('redirects');
  });

  it('when the server has no such file', async () => {
    await expect(downloads(async () => new Response('', { status: 404 })).get(url, undefined)).rejects.toThrow(
      'status 404',
    );
  });

  it('when a web page comes in place of the file', async () => {
    const page = async () => typed('text/html; charset=utf-8', '<html>log in</html>');
    await expect(downloads(page).get(url, 'image/png')).rejects.toThrow('web page');
    expect((await downloads(page).get(url, 'text/html')).mimeType).toBe('text/html');
  });

  it('when the head says it is too large, unread', async () => {
    const pull = vi.fn();
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    const response = typed('image/png', body, { 'content-length': '2000000' });
    await expect(downloads(async () => response).get(url, undefined)).rejects.toThrow('larger than 1 MiB together');
    expect(pull).not.toHaveBeenCalled();
  });

  it('when the files are too large together', async () => {
    const half = new Uint8Array(600_000);
    const { get } = downloads(async () => typed('image/png', half));
    const both = await Promise.allSettled([get(url, undefined), get(`${url}2`, undefined)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('when it takes too long, in its head or in its body', async () => {
    const noHead = downloads(() => new Promise(() => {}));
    const waiting = noHead.get(url, undefined);
    noHead.wake();
    await expect(waiting).rejects.toThrow('not there within 20 s');

    const cancel = vi.fn();
    const noBody = downloads(async () => typed('image/png', new ReadableStream({ cancel })));
    const reading = noBody.get(url, undefined);
    await Promise.resolve();
    noBody.wake();
    await expect(reading).rejects.toThrow('not there within 20 s');
    expect(cancel).toHaveBeenCalled();
  });

  it('when the client leaves', async () => {
    const client = new AbortController();
    let seen: AbortSignal | undefined;
    const { get } = downloads(
      (_, { signal }) => {
        seen = signal;
        return new Promise(() => {});
      },
      {},
      client,
    );
    const waiting = get(url, undefined);
    client.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    expect(seen?.aborted).toBe(true);
  });
});

it('close ends what still runs', async () => {
  let seen: AbortSignal | undefined;
  const { get, close } = downloads((_, { signal }) => {
    seen = signal;
    return new Promise(() => {});
  });
  const waiting = get(url, undefined);
  close();
  await expect(waiting).rejects.toThrow();
  expect(seen?.aborted).toBe(true);
});
