// covers: src/relay/http, src/core/app.ts, src/core/pipeline, src/core/pool/pool.ts, src/core/google/client.ts
import { beforeAll, describe, expect, it } from 'vitest';
import { pages, readPage, type Way, wayOf, withStops } from '../../tools/frames/frames.ts';
import { type WatchedChat, watchChat } from '../../tools/frames/one-chat.ts';

/** Functions of ours from the socket's request to undici; see `test/tools/frames/frames.ts`. */
const MOST_STOPS = 25;
/** Sources that a chunk passes from undici to the socket. */
const MOST_LAYERS = 7;

describe('the way of a streamed chat', () => {
  let chat: WatchedChat;
  let way: Way;
  beforeAll(async () => {
    chat = await watchChat();
    way = wayOf(chat);
  });

  it('is watched from its beginning to its end', () => {
    expect(chat.text).toMatch(/"content":"You said: /);
    expect(chat.text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(way.stops.at(0)).toBe('relay/http/server.ts');
    expect(way.stops.at(-1)).toBe('relay/ports/fetch.ts');
    expect(way.layers.at(1)).toBe('core/google/timeouts/source-timeout.ts next');
  });

  it(`passes ${MOST_STOPS} functions at most on its way to undici`, () => {
    expect(way.stops.length, way.stops.join('\n')).toBeLessThanOrEqual(MOST_STOPS);
  });

  it(`passes ${MOST_LAYERS} layers at most with each chunk`, () => {
    expect(way.layers.length, way.layers.join('\n')).toBeLessThanOrEqual(MOST_LAYERS);
  });

  it.each(pages)('stands in %s: npm run frames -- --write', (page) => {
    expect(readPage(page)).toBe(withStops(readPage(page), way));
  });
});
