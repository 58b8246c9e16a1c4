/** Several keys asked the same, and answers kept from that. */
import { describe, expect, test } from 'vitest';
import { type Answer, type Ask, type Client, json, post } from '../driver.ts';
import { type AnswerWorld, CHAT, chat, keys, NATIVE, native, picture, textOf } from './world.ts';

export function describeRaces({ fake, open, calls }: AnswerWorld): void {
  describe('racing', () => {
    test.each([
      [CHAT, chat()],
      [CHAT, chat({ stream: true })],
      [NATIVE, native],
    ])('asks three keys, gives the first answer and cancels the others: %s', async (path, body) => {
      const client = await open({ concurrentRequests: 3 });
      fake.script({}, { beforeHead: 60_000 }, 2);
      fake.script({}, { text: 'pong' });
      const answer = await client.ask(path, post(body));
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('pong')]);
      expect(new Set(calls().map(({ key }) => key)).size).toBe(3);
      await fake.waitFor(() => calls().filter(({ aborted }) => aborted).length === 2);
    });

    /** Asks until a kept answer comes, which is a moment after Gemini has sent it; undefined when none does. */
    const fromKept = async (client: Client, ask: Ask): Promise<Answer | undefined> => {
      for (let tries = 0; tries < 40; tries++) {
        const answer = await client.ask(CHAT, ask);
        if (answer.headers['x-hajimi-cache'] === 'hit') return answer;
      }
      return undefined;
    };
    /** One late answer to the chat is kept; whatever is asked of Gemini afterwards is refused. */
    const withKept = async (settings: object, body: object, late = 'late') => {
      const client = await open({ concurrentRequests: 2, keepOtherAnswers: true, ...settings });
      fake.script({}, { beforeHead: 100, text: [late] }, 1);
      fake.script({}, { text: 'pong' }, 1);
      fake.script({}, { error: 'bad-request' });
      expect((await client.ask(CHAT, post(body))).status).toBe(200);
      await fake.waitFor(() => calls().filter(({ done }) => done).length === 2);
      return client;
    };
    const talk = (first: string, last: string) =>
      chat({
        messages: [
          { role: 'user', content: first },
          { role: 'assistant', content: 'yes?' },
          { role: 'user', content: last },
        ],
      });

    test('a kept answer is for the last messages only, where that is wanted', async () => {
      const fuzzy = { preciseCache: false, calculateCacheEntries: 2 };
      const client = await withKept(fuzzy, talk('hello', 'ping'));
      expect((await client.ask(CHAT, post(talk('hello', 'other')))).status).toBe(400);
      const answer = await fromKept(client, post(talk('good morning', 'ping')));
      expect(answer && json(answer).choices[0].message.content).toBe('late');
    });

    test.each([
      ['too many', { maxCacheEntries: 0 }, 'late'],
      ['too old', { cacheExpiryTime: 0 }, 'late'],
      ['too large', { maxCacheSize: 1 }, 'x'.repeat(1_200_000)],
    ])('what is %s is not kept', async (_, settings, late) => {
      const client = await withKept(settings, chat(), late);
      expect(await fromKept(client, post(chat()))).toBeUndefined();
    });

    test('a second key is asked when the first is slower than usual', async () => {
      const client = await open({ hedgeSlowRequests: true });
      for (let i = 0; i < 8; i++) await client.ask(CHAT, post(chat()));
      fake.script({}, { beforeHead: 60_000 }, 1);
      fake.script({}, { text: 'pong' });
      expect(json(await client.ask(CHAT, post(chat()))).choices[0].message.content).toBe('pong');
      expect(calls()).toHaveLength(10);
      await fake.waitFor(({ aborted }) => aborted);
    });

    test('says why no key answered, not that there were too few to race', async () => {
      const client = await open({ concurrentRequests: 3 }, keys.slice(0, 1));
      fake.script({}, { error: 'bad-request' });
      expect((await client.ask(CHAT, post(chat()))).status).toBe(400);
      expect(calls()).toHaveLength(1);
    });

    test('asks more keys after a failure', async () => {
      const client = await open({ increaseConcurrentOnFailure: 2 });
      fake.script({}, { error: 'overloaded' }, 1);
      // One key after the other would wait for this one.
      fake.script({}, { beforeHead: 60_000 }, 1);
      fake.script({}, { text: 'pong' });
      expect(json(await client.ask(CHAT, post(chat()))).choices[0].message.content).toBe('pong');
      await fake.waitFor(({ aborted }) => aborted);
    });

    test('asks no more keys at once than the ceiling', async () => {
      const client = await open({ concurrentRequests: 3, increaseConcurrentOnFailure: 3, maxConcurrentRequests: 2 });
      fake.script({}, { error: 'overloaded' }, 2);
      fake.script({}, { beforeHead: 60_000 }, 1);
      fake.script({}, { text: 'pong' });
      expect(json(await client.ask(CHAT, post(chat()))).choices[0].message.content).toBe('pong');
      // Two at once, and two again after both have failed; never three or more in flight.
      expect(calls()).toHaveLength(4);
    });

    test.each([false, true])('other answers are kept, each for once (fakeStreaming: %s)', async (fakeStreaming) => {
      const client = await open({ concurrentRequests: 3, keepOtherAnswers: true, fakeStreaming });
      fake.script({}, { beforeHead: 150, text: ['la', 'te'] }, 2);
      fake.script({}, { text: 'pong' }, 1);
      const noMore = () => fake.script({}, { error: 'bad-request' });
      noMore();
      const image = 'A'.repeat(4000);
      const request = (extra: object = {}, data = image) =>
        post(
          chat({
            temperature: 0.5,
            messages: [
              { role: 'system', content: 'be brief' },
              { role: 'user', content: picture(data) },
            ],
            ...extra,
          }),
        );
      expect(json(await client.ask(CHAT, request())).choices[0].message.content).toBe('pong');
      await fake.waitFor(() => calls().filter(({ done }) => done).length === 3);

      const others = [
        request({}, `${'A'.repeat(3990)}BBBBBBBBBB`),
        request({ temperature: 0.6 }),
        request({
          messages: [
            { role: 'system', content: 'be long' },
            { role: 'user', content: picture(image) },
          ],
        }),
      ];
      for (const other of others) expect((await client.ask(CHAT, other)).status).toBe(400);

      // An answer is kept a moment after Gemini has sent it.
      const kept: Answer[] = [];
      for (let tries = 0; kept.length < 2 && tries < 200; tries++) {
        const answer = await client.ask(CHAT, request(kept.length === 0 ? {} : { stream: true }));
        if (answer.status === 200) kept.push(answer);
      }
      const [whole, streamed] = kept;
      expect(kept.map(({ headers }) => headers['x-hajimi-cache'])).toEqual(['hit', 'hit']);
      expect(whole && json(whole).choices[0].message.content).toBe('late');
      expect(streamed && textOf(streamed)).toBe('late');
      expect((await client.ask(CHAT, request())).status).toBe(400);
    });
  });
}
